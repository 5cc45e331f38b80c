"""What goes into a choice and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Quota:
    """At least `min` and at most `max` chosen files whose fact `attribute` is, or contains, one of `values`."""

    code: str
    attribute: str
    values: tuple[str | int | float | bool, ...]
    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be chosen. `submitted_at` is an ISO UTC instant that compares as text.

    A float is the decimal it is written as; a Fraction is for a mean that no decimal ends, as 181/3.
    """

    id: str
    score: float | Fraction
    submitted_at: str
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class QuotaReport:
    """How a quota stands in the choice.

    `binding`: the count stands at one of the bounds.
    `price`: what the objective would gain if this quota alone were dropped; None if not asked for.
    """

    count: int
    min: int | None
    max: int | None
    binding: bool
    price: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a file is not chosen.

    `short_by`: the least extra score with which this file alone, all else unchanged, is in some
    optimal set; None if no score would do it.
    `quotas`: the quotas that keep it out although it scores more than a chosen file: see `explain`.
    """

    short_by: float | None
    quotas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A quota bound to move so that a choice becomes possible."""

    code: str
    bound: Literal["min", "max"]
    before: int
    after: int

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the contract."""
        return {"code": self.code, "bound": self.bound, "from": self.before, "to": self.after}


@dataclass(frozen=True, slots=True)
class Selection:
    """A proved choice, or the proof that there is none."""

    status: Literal["optimal", "infeasible"]
    chosen: tuple[str, ...] = ()
    objective: float | None = None
    bound: float | None = None
    reserve: tuple[str, ...] = ()
    replacements: Mapping[str, str | None] = field(default_factory=dict)
    quotas: Mapping[str, QuotaReport] = field(default_factory=dict)
    explanations: Mapping[str, Explanation] = field(default_factory=dict)
    conflict: tuple[str, ...] = ()
    relaxation: tuple[Change, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The JSON of the contract; only the keys that have a meaning for the status."""
        if self.status == "infeasible":
            return {
                "status": self.status,
                "conflict": list(self.conflict),
                "relaxation": [change.as_dict() for change in self.relaxation],
            }
        return {
            "status": self.status,
            "chosen": list(self.chosen),
            "objective": self.objective,
            "bound": self.bound,
            "reserve": list(self.reserve),
            "replacements": dict(self.replacements),
            "quotas": {code: _plain(report) for code, report in self.quotas.items()},
            "explanations": {
                id_: {"short_by": why.short_by, "quotas": list(why.quotas)} for id_, why in self.explanations.items()
            },
        }


def _plain(report: QuotaReport) -> dict[str, Any]:
    return {
        "count": report.count,
        "min": report.min,
        "max": report.max,
        "binding": report.binding,
        "price": report.price,
    }
