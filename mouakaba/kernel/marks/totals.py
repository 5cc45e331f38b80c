"""From marks to scores, in exact fractions, so that the order of jurors or criteria never changes a digit.

A juror's total is out of 100: each criterion gives its weight times the part of its scale that was reached
(an evaluation grid where a criterion of 25 points marked 4 out of 5 gives 20). A file's score is the mean of
its jurors' totals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any, Literal

from mouakaba.kernel.callfile import Criterion

Marks = Mapping[str, Mapping[str, Any]]  # {criterion: {"mark": 4, "reason": "…"}}, as a review keeps them
OUT_OF = 100
_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Flaw:
    """What keeps a criterion from being finished."""

    criterion: str
    code: Literal["missing", "off_scale", "reason_missing"]


@dataclass(frozen=True, slots=True)
class CriterionMeans:
    """The marks one criterion received, in the order of the jurors given, and their mean (None without marks)."""

    marks: tuple[int, ...]
    mean: Fraction | None


def flaws(marks: Marks, criteria: Sequence[Criterion]) -> tuple[Flaw, ...]:
    """What is still missing before a juror's marks are complete, in the order of the criteria."""
    found = (_flaw(marks.get(criterion.code, {}), criterion) for criterion in criteria)
    return tuple(flaw for flaw in found if flaw)


def _flaw(given: Mapping[str, Any], criterion: Criterion) -> Flaw | None:
    mark = given.get("mark")
    if mark is None:
        return Flaw(criterion.code, "missing")
    low, high = criterion.scale
    if not isinstance(mark, int) or isinstance(mark, bool) or not low <= mark <= high:
        return Flaw(criterion.code, "off_scale")
    if mark in criterion.reason_required_at and not str(given.get("reason") or "").strip():
        return Flaw(criterion.code, "reason_missing")
    return None


def share(mark: int | Fraction, criterion: Criterion) -> Fraction:
    """The part of the scale reached, 0 to 1: the mark over the top mark.

    A scale that goes below zero is first moved up, so that its lowest mark gives 0.
    """
    low, high = criterion.scale
    bottom = min(low, 0)
    return Fraction(mark - bottom) / (high - bottom)


def total(marks: Marks, criteria: Sequence[Criterion]) -> Fraction | None:
    """A juror's weighted total, out of 100; None unless every criterion has a mark.

    total = 100 · Σ weight · share(mark) / Σ weight
    """
    values = [marks.get(criterion.code, {}).get("mark") for criterion in criteria]
    if not criteria or any(value is None for value in values):
        return None
    weights = [_weight(criterion) for criterion in criteria]
    parts = (w * share(v, c) for w, v, c in zip(weights, values, criteria, strict=True) if v is not None)
    return OUT_OF * sum(parts, Fraction(0)) / sum(weights, Fraction(0))


def score(reviews: Sequence[Marks], criteria: Sequence[Criterion]) -> Fraction | None:
    """A file's score: the mean of the totals of the reviews given; None when there is none.

    Raises ValueError for a review that is not complete: only finished ones may be given.
    """
    totals = [total(marks, criteria) for marks in reviews]
    complete = [value for value in totals if value is not None]
    if len(complete) < len(totals):
        raise ValueError("a review without all its marks cannot count in a score")
    return sum(complete, Fraction(0)) / len(complete) if complete else None


def means(reviews: Sequence[Marks], criteria: Sequence[Criterion]) -> dict[str, CriterionMeans]:
    """The marks and the mean mark of each criterion, in mark units."""
    return {criterion.code: _means(reviews, criterion.code) for criterion in criteria}


def _means(reviews: Sequence[Marks], code: str) -> CriterionMeans:
    found = (marks.get(code, {}).get("mark") for marks in reviews)
    marks = tuple(mark for mark in found if mark is not None)
    return CriterionMeans(marks, Fraction(sum(marks), len(marks)) if marks else None)


def below_floor(reviews: Sequence[Marks], criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """The criteria whose mean mark is below their floor; a file with any is out of the choice."""
    found = means(reviews, criteria)
    return tuple(criterion.code for criterion in criteria if _is_below(found[criterion.code].mean, criterion))


def _is_below(mean: Fraction | None, criterion: Criterion) -> bool:
    return mean is not None and criterion.floor is not None and mean < Fraction(str(criterion.floor))


def _weight(criterion: Criterion) -> Fraction:
    """The weight as it was written: 0.1 is a tenth, not the nearest binary number."""
    return Fraction(str(criterion.weight))


def rounded(value: Fraction) -> Decimal:
    """Four decimals, half to even: what is shown. Rounded scores must not be summed: see `in_full`."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(_PLACES, rounding=ROUND_HALF_EVEN)


def in_full(value: Fraction) -> str:
    """A fraction as text, where four decimals do not say it exactly ("181/3"); else empty."""
    return "" if Fraction(rounded(value)) == value else str(value)
