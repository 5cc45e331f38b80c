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
    refreshed_at,
    seen_slice,
)

__all__ = [
    "FEEDS",
    "TOLD_WHOLE",
    "Figure",
    "Line",
    "OpenFigure",
    "Slice",
    "breakdown",
    "counts_by_programme",
    "edition_titles",
    "figure",
    "figures",
    "open_figures",
    "public_rows",
    "records_behind",
    "refreshed_at",
    "seen_slice",
]
