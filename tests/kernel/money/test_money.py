"""Amounts as whole centimes."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.money import MOST, centimes, dirhams, share, split


@pytest.mark.parametrize(("told", "meant"), [(12, 1200), ("12.5", 1250), (Decimal("0.01"), 1), ("-3", -300), (0, 0)])
def test_dirhams_become_centimes(told: object, meant: int) -> None:
    assert centimes(told) == meant  # type: ignore[arg-type]


@pytest.mark.parametrize("told", ["", "12,5", "1.005", "NaN", "inf", "1e30", "مئة"])
def test_what_is_no_amount_is_refused(told: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        centimes(told)


@given(st.integers(-MOST, MOST))
def test_there_and_back(amount: int) -> None:
    assert centimes(dirhams(amount)) == amount


@given(st.integers(0, MOST), st.integers(0, 1000))
def test_a_share_is_never_passed_and_lacks_less_than_a_centime(amount: int, thousandths: int) -> None:
    part = share(amount, Fraction(thousandths, 1000))
    assert part <= Fraction(amount * thousandths, 1000) < part + 1


@given(st.integers(0, 10**9), st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_parts_add_up_and_lie_within_a_centime_of_their_due(amount: int, weights: list[int]) -> None:
    parts = split(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(amount * weight, sum(weights))) < 1
        assert weight or not part


@pytest.mark.parametrize(("amount", "weights"), [(5, [0, 0]), (5, [3, -1]), (-1, [1])])
def test_no_split_without_weight(amount: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(amount, weights)


def test_no_amount_stays_none() -> None:
    assert dirhams(None) is None
