"""Cells against a brute-force count of the same records."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.indicators import (
    DIMENSIONS,
    PLACE,
    IndicatorError,
    Margin,
    Part,
    counted,
    indicator,
    margins,
    parts_of,
    read_out,
)

WORDS = {"ar": "كلمات", "fr": "mots", "en": "words"}
BASE = {"title": WORDS, "definition": WORDS, "scope": WORDS, "base": WORDS, "source": WORDS, "unit": "projects"}
PLAIN = indicator({**BASE, "code": "projects", "feed": "projects", "of": {"kind": ["kept", "new"]}})
MONEY = indicator({**BASE, "code": "money", "feed": "projects", "unit": "dirhams", "total": "amount"})
RATE = indicator(
    {**BASE, "code": "women", "feed": "projects", "of": {"sex": ["female"]}, "among": {"sex": []}, "persons": True}
)
NAMED = indicator({**BASE, "code": "named", "feed": "projects", "of": {"kind": ["kept", "new"]}, "givers": True})
rows = st.lists(
    st.fixed_dictionaries(
        {
            "feed": st.sampled_from(["projects", "sessions"]),
            "programme": st.sampled_from("ab"),
            "edition": st.just(""),
            "region": st.sampled_from(["", "MA-01"]),
            "year": st.sampled_from([2024, 2025]),
            "kind": st.sampled_from(["kept", "new", "left"]),
            "sex": st.sampled_from(["female", "male", ""]),
            "age_band": st.just(""),
            "area": st.just(""),
            "sector": st.just(""),
            "amount": st.integers(0, 100),
        }
    )
)


@given(rows)
def test_cells_are_what_counting_by_hand_gives(records: list[dict[str, Any]]) -> None:
    cells = counted([PLAIN, MONEY, RATE], records)
    mine = [row for row in records if row["feed"] == "projects"]
    for dimension in DIMENSIONS:
        for value in {row[dimension] for row in mine}:
            slow = sum(row["kind"] in ("kept", "new") for row in mine if row[dimension] == value)
            fast = sum(n for cell, n in cells.items() if cell[0] == "projects" and cell[6:] == (dimension, value))
            assert fast == slow
    money = sum(n for cell, n in cells.items() if cell.indicator == "money" and cell.dimension == "")
    assert money == sum(row["amount"] for row in mine)


@given(rows)
def test_margins_are_what_adding_the_cells_by_hand_gives(records: list[dict[str, Any]]) -> None:
    cells = counted([PLAIN, MONEY, RATE, NAMED], records)
    slow: Counter[Margin] = Counter()
    for one in (PLAIN, MONEY, RATE, NAMED):
        for row in records:
            for part in parts_of(one, row):
                for dimension in ("", *PLACE, *DIMENSIONS):
                    value = str(row[dimension]) if dimension else ""
                    adds = row["amount"] if one is MONEY or part == Part.FROM else 1
                    slow[Margin(one.code, part, row["programme"], dimension, value)] += adds
    assert margins(cells) == slow


@given(rows)
def test_a_rate_is_of_those_who_answered(records: list[dict[str, Any]]) -> None:
    cells = counted([RATE], records)
    sums = {part: sum(n for cell, n in cells.items() if cell.part == part and not cell.dimension) for part in Part}
    reading = read_out(RATE, sums)
    told = [row["sex"] for row in records if row["feed"] == "projects" and row["sex"]]
    asked = sum(row["feed"] == "projects" for row in records)
    assert reading.records == len(told)
    assert (reading.value is None) == (not told)
    if told:
        assert abs(reading.value - Decimal(100 * told.count("female")) / len(told)) <= Decimal("0.05")  # type: ignore[operator]
        assert abs(reading.response - Decimal(100 * len(told)) / asked) <= Decimal("0.05")  # type: ignore[operator]


@pytest.mark.parametrize(
    "broken",
    [
        {"code": ""},
        {"title": {"fr": "mots"}},
        {"of": {"colour": ["red"]}},
        {"total": "mean"},
        {"unit": ""},
        {"surprise": 1},
        {"givers": True, "total": "amount"},
        {"givers": True, "among": {"sex": []}},
    ],
)
def test_a_declaration_that_cannot_be_counted_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises(IndicatorError):
        indicator({**BASE, "code": "x", "feed": "projects", **broken})
