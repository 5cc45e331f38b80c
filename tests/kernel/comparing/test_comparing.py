"""Weighted comparison: exact scores, no rank without a value, and the range of each weight beside a slow search."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.comparing import Candidate, compare, ranges

NAMES = ("potential", "gdp", "partners")
values = st.integers(0, 10).map(lambda n: Fraction(n, 10))
weights = (
    st.lists(st.integers(0, 5), min_size=3, max_size=3)
    .filter(any)
    .map(lambda given: {name: Fraction(n) for name, n in zip(NAMES, given, strict=True)})
)


@st.composite
def candidates(draw: st.DrawFn) -> list[Candidate]:
    rows = draw(st.lists(st.tuples(values, values, values), min_size=1, max_size=5))
    return [Candidate(f"R{n}", dict(zip(NAMES, row, strict=True))) for n, row in enumerate(rows)]


def order(rows: list[Candidate], told: dict[str, Fraction]) -> list[tuple[str, int]]:
    return [(row.code, row.rank) for row in compare(rows, told).ranked]


def shifted(told: dict[str, Fraction], name: str, share: Fraction) -> dict[str, Fraction]:
    """The weights with one of them at this share, the others in their proportions."""
    rest = {other: weight for other, weight in told.items() if other != name}
    total = sum(rest.values())
    spread = {o: (w / total if total else Fraction(1, len(rest))) * (1 - share) for o, w in rest.items()}
    return {**spread, name: share}


@given(candidates(), weights)
def test_scores_are_means_and_parts_add_up(rows: list[Candidate], told: dict[str, Fraction]) -> None:
    total = sum(told.values())
    for row in compare(rows, told).ranked:
        one = next(one for one in rows if one.code == row.code)
        assert (
            row.score == sum((one.values[name] or 0) * told[name] for name in NAMES) / total == sum(row.parts.values())
        )
        assert row.rank == 1 + sum(other.score > row.score for other in compare(rows, told).ranked)


@given(candidates(), weights)
def test_the_order_holds_inside_its_range_and_nowhere_beyond(rows: list[Candidate], told: dict[str, Fraction]) -> None:
    here, total = order(rows, told), sum(told.values())
    for name, (low, high) in ranges(rows, told).items():
        assert low <= told[name] / total <= high
        grid = {Fraction(n, 97) for n in range(98)} | {(low + high) / 2}
        for share in grid:
            same = order(rows, shifted(told, name, share)) == here
            if low < share < high:
                assert same, (name, share)
            elif share < low or share > high:
                assert not same, (name, share)


def test_no_request_no_rank_and_an_unknown_share_is_not_guessed() -> None:
    told = {"potential": Fraction(2), "gdp": Fraction(1)}
    rows = [
        Candidate("A", {"potential": Fraction(1, 2), "gdp": Fraction(1)}),
        Candidate("B", {"potential": Fraction(1), "gdp": Fraction(1)}, fails=("request",)),
        Candidate("C", {"potential": Fraction(1), "gdp": None}),
    ]
    found = compare(rows, told)
    assert [(row.code, row.rank, row.score) for row in found.ranked] == [("A", 1, Fraction(2, 3))]
    assert [(row.code, row.fails, row.missing) for row in found.unranked] == [
        ("B", ("request",), ()),
        ("C", (), ("gdp",)),
    ]
    without = compare(rows, told | {"gdp": Fraction(0)})
    assert [row.code for row in without.ranked] == ["C", "A"]
    assert set(ranges(rows, told | {"gdp": Fraction(0)})) == {"potential"}


@pytest.mark.parametrize("told", [{"a": Fraction(0)}, {"a": Fraction(2), "b": Fraction(-1)}])
def test_weights_that_weigh_nothing_are_refused(told: dict[str, Fraction]) -> None:
    with pytest.raises(ValueError):
        compare([], told)
