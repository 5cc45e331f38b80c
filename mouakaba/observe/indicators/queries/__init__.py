"""Figures as they are read, and what the engines tell to be counted."""

from mouakaba.observe.indicators.queries.feeds import FEEDS, TOLD_WHOLE, edition_titles
from mouakaba.observe.indicators.queries.figures import (
    Figure,
    Line,
    OpenFigure,
    Slice,
    bounded,
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
from mouakaba.observe.indicators.queries.owners import names_and_owners, readable, reads_networks
from mouakaba.observe.indicators.queries.records import counted_cells

__all__ = [
    "FEEDS",
    "TOLD_WHOLE",
    "Figure",
    "Line",
    "OpenFigure",
    "Slice",
    "bounded",
    "breakdown",
    "counted_cells",
    "counts_by_programme",
    "edition_titles",
    "figure",
    "figures",
    "names_and_owners",
    "open_figures",
    "public_rows",
    "readable",
    "reads_networks",
    "records_behind",
    "records_counted",
    "refreshed_at",
    "seen_slice",
]
