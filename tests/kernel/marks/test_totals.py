"""Totals, scores and floors against naive arithmetic. Unit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.callfile import Criterion
from mouakaba.kernel.marks import below_floor, flaws, in_full, means, rounded, score, share, total

WEIGHTS = st.one_of(st.integers(1, 100), st.sampled_from([0.1, 0.25, 12.5, 33.3]))
Review = dict[str, dict[str, Any]]


@st.composite
def grids(draw: st.DrawFn) -> list[Criterion]:
    def criterion(code: str) -> Criterion:
        low = draw(st.integers(-3, 3))
        high = low + draw(st.integers(1, 10))
        floor = draw(st.none() | st.integers(low, high))
        return Criterion(code, draw(WEIGHTS), (low, high), floor)

    return [criterion(f"c{i}") for i in range(draw(st.integers(1, 5)))]


@st.composite
def marked(draw: st.DrawFn) -> tuple[list[Criterion], list[Review]]:
    criteria = draw(grids())
    one = st.fixed_dictionaries({c.code: st.fixed_dictionaries({"mark": st.integers(*c.scale)}) for c in criteria})
    return criteria, draw(st.lists(one, min_size=1, max_size=6))


def naive_score(criteria: list[Criterion], reviews: list[Review]) -> float:
    """The twin: criterion by criterion instead of juror by juror, in plain floating point."""
    points = 0.0
    for criterion in criteria:
        low, high = criterion.scale
        shift = -low if low < 0 else 0
        marks = [review[criterion.code]["mark"] for review in reviews]
        points += criterion.weight * (sum(marks) / len(marks) + shift) / (high + shift)
    return 100 * points / sum(criterion.weight for criterion in criteria)


@given(marked())
def test_the_score_agrees_with_the_twin_and_stays_between_0_and_100(case: tuple[list[Criterion], list[Review]]) -> None:
    criteria, reviews = case
    found = score(reviews, criteria)
    assert found is not None
    assert float(found) == pytest.approx(naive_score(criteria, reviews), abs=1e-9)
    assert 0 <= found <= 100


@given(marked(), st.randoms())
def test_the_order_of_jurors_and_criteria_does_not_change_a_digit(
    case: tuple[list[Criterion], list[Review]], rng: Any
) -> None:
    criteria, reviews = case
    before = score(reviews, criteria)
    rng.shuffle(criteria)
    rng.shuffle(reviews)
    assert score(reviews, criteria) == before


@given(marked())
def test_floors_are_those_of_plain_means(case: tuple[list[Criterion], list[Review]]) -> None:
    criteria, reviews = case
    expected = tuple(
        c.code
        for c in criteria
        if c.floor is not None and sum(r[c.code]["mark"] for r in reviews) < c.floor * len(reviews)
    )
    assert below_floor(reviews, criteria) == expected


@given(grids(), st.booleans())
def test_all_top_marks_give_100(criteria: list[Criterion], twice: bool) -> None:
    top = {c.code: {"mark": c.scale[1]} for c in criteria}
    assert score([top] * (2 if twice else 1), criteria) == 100


GRID = [
    Criterion("viability", 25, (1, 5), 2, (1, 2, 5)),
    Criterion("impact", 75, (1, 5)),
]


def test_a_grid_counted_by_hand() -> None:
    review = {"viability": {"mark": 4, "reason": ""}, "impact": {"mark": 3, "reason": ""}}
    assert total(review, GRID) == 25 * Fraction(4, 5) + 75 * Fraction(3, 5) == 65
    assert score([review, {"viability": {"mark": 2}, "impact": {"mark": 2}}], GRID) == Fraction(65 + 40, 2)


def test_an_incomplete_review_has_no_total_and_cannot_count() -> None:
    assert total({"viability": {"mark": 4}}, GRID) is None
    with pytest.raises(ValueError, match="without all its marks"):
        score([{"viability": {"mark": 4}}], GRID)
    assert score([], GRID) is None


def test_flaws_name_each_thing_that_is_missing() -> None:
    marks = {"viability": {"mark": 5, "reason": "  "}, "impact": {"mark": 6}}
    assert [(f.criterion, f.code) for f in flaws(marks, GRID)] == [
        ("viability", "reason_missing"),
        ("impact", "off_scale"),
    ]
    assert [f.code for f in flaws({"viability": {"reason": "why"}}, GRID)] == ["missing", "missing"]
    assert flaws({"viability": {"mark": 4}, "impact": {"mark": 1}}, GRID) == ()


@pytest.mark.parametrize("mark", ["4", 4.0, True])
def test_only_whole_numbers_are_marks(mark: object) -> None:
    assert [f.code for f in flaws({"viability": {"mark": mark}, "impact": {"mark": 1}}, GRID)] == ["off_scale"]


def test_a_scale_below_zero_starts_at_nothing() -> None:
    criterion = Criterion("balance", 1, (-2, 2))
    assert [share(mark, criterion) for mark in (-2, 0, 2)] == [0, Fraction(1, 2), 1]


def test_means_keep_the_marks_they_come_from() -> None:
    found = means([{"viability": {"mark": 4}}, {"viability": {"mark": 1}, "impact": {}}], GRID)
    assert (found["viability"].marks, found["viability"].mean) == ((4, 1), Fraction(5, 2))
    assert (found["impact"].marks, found["impact"].mean) == ((), None)


def test_four_decimals_half_to_even() -> None:
    assert rounded(Fraction(200, 3)) == Decimal("66.6667")
    assert rounded(Fraction(1, 20000)) == Decimal("0.0000")


@given(st.fractions(0, 100, max_denominator=10**7))
def test_a_score_is_kept_in_full_where_four_decimals_do_not_say_it(value: Fraction) -> None:
    kept = in_full(value)
    assert Fraction(kept or rounded(value)) == value
    assert bool(kept) == ((value * 10_000).denominator > 1)
