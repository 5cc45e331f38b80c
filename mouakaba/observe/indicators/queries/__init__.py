"""Figures as they are read, and what the engines tell to be counted."""

from mouakaba.observe.indicators.queries.feeds import FEEDS, TOLD_WHOLE, edition_titles
from mouakaba.observe.indicators.queries.figures import (
    Figure,
    Line,
    OpenFigure,
    Slice,
    breakdown,
    counts_by_programme,
    figure,
    figures,
    open_figures,
    public_rows,
    records_behind,
    records_counted,
    refreshed_at,
    seen_slice,
)
from mouakaba.observe.indicators.queries.records import counted_cells

__all__ = [
    "FEEDS",
    "TOLD_WHOLE",
    "Figure",
    "Line",
    "OpenFigure",
    "Slice",
    "breakdown",
    "counted_cells",
    "counts_by_programme",
    "edition_titles",
    "figure",
    "figures",
    "open_figures",
    "public_rows",
    "records_behind",
    "records_counted",
    "refreshed_at",
    "seen_slice",
]
