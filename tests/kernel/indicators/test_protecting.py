"""No hidden count can be computed: every table that fits what is published is listed, and each hidden cell varies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.indicators import protected, too_small

Matrix = tuple[tuple[int, ...], ...]


def as_table(matrix: Matrix) -> dict[str, dict[str, int]]:
    return {f"r{i}": {f"c{j}": count for j, count in enumerate(row)} for i, row in enumerate(matrix)}


def splits(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in splits(total - first, parts - 1):
            yield first, *rest


def fitting(matrix: Matrix, hidden: frozenset[tuple[str, str]]) -> list[dict[tuple[str, str], int]]:
    """Every table with the same row totals, the same shown cells, and noughts nowhere they would have been shown."""

    def seen(rows: Matrix) -> dict[tuple[str, str], int]:
        cells = {(f"r{i}", f"c{j}"): count for i, row in enumerate(rows) for j, count in enumerate(row)}
        return cells | {("", f"c{j}"): sum(row[j] for row in rows) for j in range(len(rows[0]))}

    truth = seen(matrix)
    found = [seen(rows) for rows in product(*(splits(sum(row), len(row)) for row in matrix))]
    shown = {place: count for place, count in truth.items() if place not in hidden}
    return [
        cells
        for cells in found
        if all(cells[place] == count for place, count in shown.items()) and all(cells[place] > 0 for place in hidden)
    ]


SHAPES = [(1, 2), (1, 3), (2, 2), (2, 3), (3, 2)]
matrices = st.sampled_from(SHAPES).flatmap(
    lambda shape: st.tuples(*[st.tuples(*[st.integers(0, 9)] * shape[1])] * shape[0])
)


@settings(max_examples=150, deadline=None)
@given(matrices)
def test_every_hidden_cell_could_be_another_number(matrix: Matrix) -> None:
    hidden = protected(as_table(matrix))
    if hidden is None:
        return
    possible = fitting(matrix, hidden)
    assert all(len({cells[place] for cells in possible}) > 1 for place in hidden)


@settings(max_examples=200, deadline=None)
@given(matrices)
def test_no_small_count_is_shown(matrix: Matrix) -> None:
    hidden = protected(as_table(matrix))
    totals = [sum(row[j] for row in matrix) for j in range(len(matrix[0]))]
    places = {(f"r{i}", f"c{j}"): count for i, row in enumerate(matrix) for j, count in enumerate(row)}
    places |= {("", f"c{j}"): count for j, count in enumerate(totals)}
    assert hidden is None or not [place for place, count in places.items() if 0 < count < 5 and place not in hidden]


def test_one_small_cell_takes_another_with_it() -> None:
    hidden = protected({"a": {"men": 40, "women": 3}, "b": {"men": 20, "women": 30}})
    assert hidden == {("a", "men"), ("a", "women"), ("b", "men"), ("b", "women")}


def test_a_table_without_small_counts_is_shown_whole() -> None:
    assert protected({"a": {"men": 40, "women": 0}, "b": {"men": 20, "women": 30}}) == frozenset()


def test_where_nothing_can_protect_the_table_is_not_shown() -> None:
    assert protected({"a": {"men": 0, "women": 3}}) is None
    assert protected({"a": {"men": 1, "women": 1, "unsaid": 0}}) is None


@pytest.mark.parametrize(
    ("totals", "hidden"),
    [
        ({"a": 3, "b": 50}, {"a", "b"}),
        ({"a": 3, "b": 4, "c": 50}, {"a", "b"}),
        ({"a": 1, "b": 2, "c": 50, "d": 9}, {"a", "b", "d"}),
        ({"a": 0, "b": 50}, set()),
    ],
)
def test_small_groups_are_not_shown_by_themselves(totals: dict[str, int], hidden: set[str]) -> None:
    assert too_small(totals) == hidden


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=1), st.integers(0, 20)))
def test_what_is_left_of_the_whole_is_nought_or_enough(totals: dict[str, int]) -> None:
    small = too_small(totals)
    left = sum(totals[name] for name in small)
    assert left == 0 or left >= 5 or len(small) == sum(count > 0 for count in totals.values())
    assert not [name for name, count in totals.items() if 0 < count < 5 and name not in small]
