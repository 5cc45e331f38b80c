"""Choosing files under quotas: the best total score, proved, explained, reproducible."""

from mouakaba.kernel.selection.choice import choose
from mouakaba.kernel.selection.explain import enough
from mouakaba.kernel.selection.files import read_score
from mouakaba.kernel.selection.model import (
    Candidate,
    Change,
    Explanation,
    Quota,
    QuotaReport,
    Selection,
)

__all__ = [
    "Candidate",
    "Change",
    "Explanation",
    "Quota",
    "QuotaReport",
    "Selection",
    "choose",
    "enough",
    "read_score",
]
