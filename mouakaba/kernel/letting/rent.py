"""The rent of a stay in whole centimes.

A month is paid by the day: each day costs quantity x rate of that day / days of its month. The exact sum of a month is
rounded once, half up, to the centime; a period is the sum of its rounded months, so that what is printed adds up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from mouakaba.kernel.days import months_after, months_between


@dataclass(frozen=True, slots=True)
class Step:
    """From this day on, so many centimes for one unit (a square metre, a seat) and a month."""

    begins: date
    rate: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What is let, from when to when, at which steps. Raises ValueError for terms that price no day, or one twice."""

    begins: date
    ends: date | None  # first day no longer let
    quantity: Decimal
    steps: tuple[Step, ...]

    def __post_init__(self) -> None:
        days = [step.begins for step in self.steps]
        if not days or min(days) > self.begins or len(set(days)) < len(days):
            raise ValueError("every day of a stay has exactly one rate")
        if self.ends is not None and self.ends <= self.begins:
            raise ValueError("a stay ends after it begins")


@dataclass(frozen=True, slots=True)
class MonthRent:
    """What a month costs: `month` is its first day, `days` how many of it are paid, `amount` in centimes."""

    month: date
    days: int
    amount: int


def planned_steps(begins: date, plan: Sequence[tuple[int, int]]) -> tuple[Step, ...]:
    """The steps of a plan ``((after so many months, rate), …)`` for a stay that begins on a day."""
    return tuple(Step(months_after(begins, months), rate) for months, rate in plan)


def rate_on(terms: Terms, day: date) -> int:
    """The rate of a day, in centimes for a unit and a month."""
    return max((step for step in terms.steps if step.begins <= day), key=lambda step: step.begins).rate


def rent(terms: Terms, first: date, end: date) -> tuple[MonthRent, ...]:
    """What the days in [first, end) cost, by month; months without a paid day are left out."""
    first = max(first, terms.begins)
    end = end if terms.ends is None else min(end, terms.ends)
    return tuple(_month(terms, month, first, end) for month in months_between(first, end))


def _month(terms: Terms, month: date, first: date, end: date) -> MonthRent:
    following = months_after(month, 1)
    first, end = max(first, month), min(end, following)
    exact = sum((_piece(terms, *piece) for piece in _pieces(terms, first, end)), Fraction())
    amount = exact / (following - month).days
    return MonthRent(month, (end - first).days, int(amount + Fraction(1, 2)))


def _pieces(terms: Terms, first: date, end: date) -> list[tuple[date, date]]:
    """The period cut where the rate changes."""
    cuts = sorted({first, end, *(step.begins for step in terms.steps if first < step.begins < end)})
    return list(pairwise(cuts))


def _piece(terms: Terms, first: date, end: date) -> Fraction:
    return Fraction(terms.quantity) * rate_on(terms, first) * (end - first).days
