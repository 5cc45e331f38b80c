"""Rent, occupancy and the order of a waiting list, each beside its slow and honest twin."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.days import months_after, months_between
from mouakaba.kernel.letting import (
    Let,
    Offer,
    Room,
    Step,
    Terms,
    Waiting,
    Why,
    by_month,
    first_excess,
    fullest,
    ordered,
    passed_over,
    planned_steps,
    rate_on,
    rent,
)

DAY = timedelta(days=1)
days = st.dates(date(2023, 12, 1), date(2024, 6, 30))
areas = st.integers(1, 50_000).map(lambda hundredths: Decimal(hundredths) / 100)
PLAN = ((0, 50_00), (18, 100_00))


def each_day(first: date, end: date) -> list[date]:
    return [first + DAY * number for number in range(max((end - first).days, 0))]


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    begins = draw(days)
    ends = draw(st.none() | st.integers(1, 200).map(lambda n: begins + DAY * n))
    later = draw(st.lists(st.integers(1, 200), max_size=3, unique=True))
    rates = draw(st.lists(st.integers(0, 20_000), min_size=len(later) + 1, max_size=len(later) + 1))
    steps = tuple(Step(begins + DAY * n, rate) for n, rate in zip([0, *later], rates, strict=True))
    return Terms(begins, ends, draw(areas), steps)


def slow_rent(told: Terms, first: date, end: date) -> dict[date, int]:
    """Day after day."""
    months: dict[date, Fraction] = {}
    for day in each_day(first, end):
        if day < told.begins or (told.ends and day >= told.ends):
            continue
        rate = [step.rate for step in sorted(told.steps, key=lambda step: step.begins) if step.begins <= day][-1]
        cost = Fraction(told.quantity) * rate / monthrange(day.year, day.month)[1]
        months[day.replace(day=1)] = months.get(day.replace(day=1), Fraction()) + cost
    return {month: int(exact + Fraction(1, 2)) for month, exact in months.items()}


@given(terms(), days, st.integers(0, 250))
def test_rent_is_what_its_days_cost(told: Terms, first: date, length: int) -> None:
    end = first + DAY * length
    rows = rent(told, first, end)
    assert {row.month: row.amount for row in rows} == slow_rent(told, first, end)
    paid = [day for day in each_day(first, end) if told.begins <= day and (told.ends is None or day < told.ends)]
    assert sum(row.days for row in rows) == len(paid)


def test_the_plan_of_the_parks_fifty_dirhams_then_a_hundred() -> None:
    begins = date(2023, 10, 16)
    told = Terms(begins, None, Decimal("21"), planned_steps(begins, PLAN))
    assert [step.begins for step in told.steps] == [begins, date(2025, 4, 16)]
    amounts = {row.month: row.amount for row in rent(told, begins, date(2025, 6, 1))}
    assert amounts[date(2023, 10, 1)] == 541_94  # 16 days of 31 of 1,050 DH: 541.935… is 541.94
    assert amounts[date(2023, 11, 1)] == 21 * 50_00
    assert amounts[date(2025, 4, 1)] == 1575_00  # half a month at each rate
    assert amounts[date(2025, 5, 1)] == 21 * 100_00
    assert (rate_on(told, date(2025, 4, 15)), rate_on(told, date(2025, 4, 16))) == (50_00, 100_00)


@pytest.mark.parametrize(
    ("ends", "steps"),
    [
        (date(2024, 1, 1), (Step(date(2024, 1, 1), 1),)),
        (None, ()),
        (None, (Step(date(2024, 1, 2), 1),)),
        (None, (Step(date(2024, 1, 1), 1), Step(date(2024, 1, 1), 2))),
    ],
)
def test_terms_that_price_no_day_or_one_twice_are_refused(ends: date | None, steps: tuple[Step, ...]) -> None:
    with pytest.raises(ValueError):
        Terms(date(2024, 1, 1), ends, Decimal(1), steps)


@given(days, st.integers(-30, 30))
def test_months_after_keeps_the_day_or_takes_the_last(day: date, months: int) -> None:
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == min(day.day, monthrange(found.year, found.month)[1])


@given(days, days)
def test_months_between_are_those_of_the_days(first: date, end: date) -> None:
    assert list(months_between(first, end)) == sorted({day.replace(day=1) for day in each_day(first, end)})


@st.composite
def lets(draw: st.DrawFn) -> Let:
    begins = draw(days)
    ends = draw(st.none() | st.integers(1, 120).map(lambda n: begins + DAY * n))
    return Let(draw(st.integers(1, 2)), begins, ends, Decimal(draw(st.integers(1, 5))))


@given(st.lists(lets(), max_size=6), lets(), st.integers(1, 9))
def test_the_first_day_that_is_too_full(others: list[Let], wanted: Let, capacity: int) -> None:
    def there(day: date) -> Decimal:
        rows = [one for one in others if one.space == wanted.space]
        covering = [one for one in rows if one.begins <= day and (one.ends is None or day < one.ends)]
        return sum((one.amount for one in covering), Decimal())

    last = max([date(2024, 7, 1), *(one.ends for one in [*others, wanted] if one.ends)]) + DAY
    span = each_day(wanted.begins, wanted.ends or last)
    slow = next((day for day in span if there(day) + wanted.amount > capacity), None)
    assert first_excess(others, wanted, Decimal(capacity)) == slow
    assert fullest(others, wanted) == max(there(day) for day in span)


@given(
    st.lists(st.tuples(st.none() | days, st.none() | days, st.integers(1, 50)), min_size=2, max_size=2),
    st.lists(lets(), max_size=5),
)
def test_occupancy_is_counted_by_the_day(given_rooms: list, rows: list[Let]) -> None:
    rooms = [Room(n, Decimal(amount), since, until) for n, (since, until, amount) in enumerate(given_rooms, 1)]
    first = date(2024, 1, 1)
    for use in by_month(rooms, rows, first, 4):
        used = available = Decimal()
        for day in each_day(use.month, months_after(use.month, 1)):
            for room in rooms:
                if (room.since and day < room.since) or (room.until and day >= room.until):
                    continue
                available += room.amount
                used += sum(
                    (
                        one.amount
                        for one in rows
                        if one.space == room.space and one.begins <= day and (one.ends is None or day < one.ends)
                    ),
                    Decimal(),
                )
        assert (use.used, use.available) == (used, available)
        assert use.share == (Fraction(used) / Fraction(available) if available else None)


waiting = st.builds(Waiting, st.integers(1, 99), st.integers(0, 2), days, st.sampled_from(["office", "lab"]), areas)


@given(st.lists(waiting, min_size=1, max_size=8, unique_by=lambda row: row.number), st.data(), areas)
def test_the_order_is_total_and_each_place_has_its_reason(
    rows: list[Waiting], data: st.DataObject, area: Decimal
) -> None:
    places = ordered(rows)
    known = {row.number: row for row in rows}
    assert [place.position for place in places] == list(range(1, len(rows) + 1))
    assert places[0].why is Why.FIRST
    for before, after in pairwise(places):
        one, other = known[before.number], known[after.number]
        assert (-one.priority, one.decided_on, one.number) < (-other.priority, other.decided_on, other.number)
        told = {Why.PRIORITY: one.priority > other.priority, Why.DATE: one.decided_on < other.decided_on}
        assert told.get(after.why, one.decided_on == other.decided_on and one.number < other.number)
    chosen = data.draw(st.sampled_from([row.number for row in rows]))
    offer = Offer("office", area)
    position = next(place.position for place in places if place.number == chosen)
    slow = [
        place.number
        for place in places[: position - 1]
        if known[place.number].kind == "office" and known[place.number].wanted <= area
    ]
    assert list(passed_over(rows, chosen, offer)) == slow


def test_nobody_is_chosen_who_does_not_wait() -> None:
    assert ordered([]) == ()
    with pytest.raises(ValueError):
        passed_over([], 1, Offer("office", Decimal(1)))
