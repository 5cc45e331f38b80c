"""Marks: what is missing in them, the total of a juror, the score of a file, floors, ranking and drawn order."""

from mouakaba.kernel.marks.ranking import Entry, drawn_order, ranked
from mouakaba.kernel.marks.totals import (
    CriterionMeans,
    Flaw,
    below_floor,
    flaws,
    in_full,
    means,
    rounded,
    score,
    share,
    total,
)

__all__ = [
    "CriterionMeans",
    "Entry",
    "Flaw",
    "below_floor",
    "drawn_order",
    "flaws",
    "in_full",
    "means",
    "ranked",
    "rounded",
    "score",
    "share",
    "total",
]
