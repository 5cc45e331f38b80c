"""Unit: what may still be paid, shares, schedules and double support, against slow honest twins."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.funding import Amount, Limit, Means
from mouakaba.kernel.grants import (
    Refusal,
    Support,
    Twice,
    check_grant,
    check_payment,
    check_refund,
    check_tranche,
    given_twice,
    left_to_plan,
    overlap,
    own_share,
    schedule,
)

SMALL = st.lists(st.integers(1, 9), max_size=4)
DAYS = st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 12))


@given(granted=st.integers(0, 30), others=SMALL, amount=st.integers(-2, 30))
def test_a_tranche_fits_when_all_together_are_no_more_than_the_grant(
    granted: int, others: list[int], amount: int
) -> None:
    fits = amount > 0 and sum([*others, amount]) <= granted
    assert (check_tranche(granted, others, amount) is None) == fits
    assert left_to_plan(granted, others) + sum(others) == granted


@given(tranche=st.integers(1, 20), wanted=st.lists(st.integers(-1, 9), max_size=8))
def test_payments_accepted_one_by_one_never_exceed_their_tranche(tranche: int, wanted: list[int]) -> None:
    paid: list[int] = []
    for amount in wanted:
        flaw = check_payment(tranche, paid, amount)
        assert flaw in (None, Refusal.NOT_POSITIVE, Refusal.BEYOND_TRANCHE)
        paid += [amount] if flaw is None else []
        assert (flaw is Refusal.BEYOND_TRANCHE) == (amount > 0 and flaw is not None)
    assert sum(paid) <= tranche
    assert all(amount > 0 for amount in paid)


@pytest.mark.parametrize(
    ("paid", "back", "amount", "flaw"),
    [
        (10, 0, 10, None),
        (10, 4, 7, Refusal.BEYOND_PAID),
        (0, 0, 1, Refusal.BEYOND_PAID),
        (5, 0, 0, Refusal.NOT_POSITIVE),
    ],
)
def test_no_more_comes_back_than_was_paid(paid: int, back: int, amount: int, flaw: Refusal | None) -> None:
    assert check_refund(paid, back, amount) is flaw


@given(
    cap=st.none() | st.integers(1, 40), tenths=st.none() | st.integers(0, 10), cost=st.none() | st.integers(1, 60),
    granted=st.integers(1, 70),
)  # fmt: skip
def test_cap_rate_and_cost_bind_together(cap: int | None, tenths: int | None, cost: int | None, granted: int) -> None:
    rate = None if tenths is None else Fraction(tenths, 10)
    limits = [cap] if cap is not None else []
    if rate is not None and cost is not None:
        limits.append(max(n for n in range(cost + 1) if n <= cost * rate))
    allowed = not limits or granted <= min(limits + ([cost] if cost is not None else []))
    assert (check_grant(Amount(cap=cap, rate=rate), cost, granted) is None) == allowed


def test_the_limit_that_is_passed_is_named() -> None:
    rule = Amount(cap=300_000_00, rate=Fraction(3, 5))
    assert check_grant(rule, 1_000_000_00, 300_000_01) is Limit.CAP
    assert check_grant(rule, 400_000_00, 240_000_01) is Limit.RATE
    assert check_grant(rule, 400_000_00, 240_000_00) is None


@given(cost=st.integers(1, 40), cash=st.integers(0, 40), kind=st.integers(0, 40), own=st.integers(0, 10),
       in_kind=st.integers(0, 10))  # fmt: skip
def test_the_own_share_counts_in_kind_up_to_its_bound(cost: int, cash: int, kind: int, own: int, in_kind: int) -> None:
    rule = Amount(own_share=Fraction(own, 10), in_kind=Fraction(in_kind, 10))
    found = own_share(rule, Means(cost, cash, kind))
    asked = next(n for n in range(cost + 1) if n >= cost * rule.own_share)
    money = min(cash, cost)
    counted = money + max(k for k in range(min(kind, cost - money) + 1) if k <= rule.in_kind * (money + k))
    assert (found.asked, found.counted, found.missing) == (asked, counted, max(0, asked - counted))


@given(granted=st.integers(1, 10**9), cuts=st.sets(st.integers(1, 99), max_size=5))
def test_a_schedule_adds_up_to_the_grant_to_the_centime(granted: int, cuts: set[int]) -> None:
    marks = [0, *sorted(cuts), 100]
    percents = [high - low for low, high in itertools.pairwise(marks)]
    parts = schedule(granted, percents)
    assert sum(parts) == granted
    assert all(abs(part * 100 - granted * percent) < 100 for part, percent in zip(parts, percents, strict=True))


@pytest.mark.parametrize("percents", [[], [100, 0], [50, 40], [120, -20]])
def test_percents_that_do_not_make_a_hundred_are_refused(percents: list[int]) -> None:
    with pytest.raises(ValueError):
        schedule(1000, percents)


def days_of(one: Support) -> set[date]:
    """Every day of a window wider than any day drawn."""
    window = [date(2023, 12, 1) + timedelta(days=n) for n in range(80)]
    return {day for day in window if (not one.begins or day >= one.begins) and (not one.ends or day <= one.ends)}


SPANS = st.tuples(DAYS, DAYS).filter(lambda pair: not (pair[0] and pair[1] and pair[1] < pair[0]))


@given(first=SPANS, second=SPANS)
def test_two_supports_overlap_when_they_share_a_day(first: Any, second: Any) -> None:
    one, other = Support("1", "1", "b", "", *first), Support("2", "2", "b", "", *second)
    assert overlap(one, other) == bool(days_of(one) & days_of(other))
    assert overlap(one, other) == overlap(other, one)


def test_support_given_twice_names_what_is_common() -> None:
    mine = Support("1", "kawaliss", "coop", "project", date(2025, 1, 1), date(2025, 12, 31))
    others = [
        Support("2", "indh", "other", "project", date(2025, 6, 1)),
        Support("3", "indh", "coop", "", None, date(2025, 1, 1)),
        Support("4", "kawaliss", "coop", "project", date(2025, 1, 1)),
        Support("5", "indh", "coop", "", date(2026, 1, 1)),
        mine,
    ]
    assert given_twice(mine, others) == (("2", Twice.SAME_PROJECT), ("3", Twice.SAME_BENEFICIARY))
