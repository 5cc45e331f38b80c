"""The outcome of a plan, against month by month counting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.plans import HORIZON, Sheet, outcome

amounts = st.integers(0, 5_000)
sheets = st.builds(Sheet, amounts, amounts, st.integers(0, 60), st.integers(0, 300), amounts)


def counted(sheet: Sheet) -> tuple[int | None, int]:
    """The month that pays back and the first year, by adding month after month."""
    purse, back, year = -sheet.start, None, 0
    for month in range(HORIZON + 1):
        if month:
            purse += sheet.units * sheet.price - sheet.monthly
        if purse >= 0 and back is None and (month or not sheet.start):
            back = month
        if month == 12:
            year = purse
    return back, year


@given(sheets)
def test_it_is_what_counting_month_by_month_gives(sheet: Sheet) -> None:
    found = outcome(sheet)
    back, year = counted(sheet)
    assert found.year == year
    if sheet.start or found.result >= 0:
        assert found.pays_back == back


@given(sheets)
def test_the_units_that_cover_the_costs_are_the_fewest(sheet: Sheet) -> None:
    units = outcome(sheet).units_to_cover
    if units is None:
        assert sheet.price == 0
    else:
        assert units * sheet.price >= sheet.monthly
        assert units == 0 or (units - 1) * sheet.price < sheet.monthly


@given(sheets)
def test_own_money_and_what_is_to_find_cover_the_start(sheet: Sheet) -> None:
    found = outcome(sheet)
    assert found.to_find + min(sheet.own, sheet.start) == sheet.start


@given(sheets, st.integers(1, 1000))
def test_a_dearer_start_never_pays_back_sooner(sheet: Sheet, more: int) -> None:
    before = outcome(sheet).pays_back
    after = outcome(Sheet(sheet.start + more, sheet.monthly, sheet.units, sheet.price, sheet.own)).pays_back
    assert after is None or (before is not None and after >= before)


def test_a_plan_by_hand() -> None:
    found = outcome(Sheet(start=60_000_00, monthly=8_000_00, units=300, price=40_00, own=20_000_00))
    assert (found.sales, found.result, found.year) == (12_000_00, 4_000_00, -12_000_00)
    assert (found.to_find, found.pays_back, found.units_to_cover) == (40_000_00, 15, 200)


def test_a_loss_never_pays_back() -> None:
    assert outcome(Sheet(0, 1, 0, 0, 0)).pays_back is None


def test_a_number_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        Sheet(1, 1, 1, -1, 0)
