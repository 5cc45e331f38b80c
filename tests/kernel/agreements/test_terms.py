"""Unit: terms, renewals and the health of commitments, against slow honest twins."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.agreements import Health, Standing, Term, health, last_day, standing, term_end
from mouakaba.kernel.days import months_after

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def slow_end(first: date, step: int, day: date) -> date:
    """Renewal by renewal."""
    return first if first >= day else next(e for n in count(1) if (e := months_after(first, n * step)) >= day)


@given(first=DAYS, step=st.integers(1, 130), day=DAYS)
def test_the_term_that_runs_is_found_as_by_renewing_one_by_one(first: date, step: int, day: date) -> None:
    assert term_end(Term(date(1999, 1, 1), first, step), day) == slow_end(first, step, day)


@given(begins=DAYS, months=st.integers(1, 240))
def test_terms_of_months_follow_one_another_without_a_gap(begins: date, months: int) -> None:
    end = last_day(begins, months)
    assert end >= begins
    assert months_after(begins, months) == end + timedelta(days=1)


@pytest.mark.parametrize(
    ("begins", "months", "end"),
    [
        (date(2021, 1, 1), 12, date(2021, 12, 31)),
        (date(2024, 1, 31), 1, date(2024, 2, 28)),
        (date(2020, 2, 29), 120, date(2030, 2, 27)),
    ],
)
def test_last_days(begins: date, months: int, end: date) -> None:
    assert last_day(begins, months) == end


@given(begins=DAYS, months=st.integers(1, 60), renewed=st.sampled_from([0, 12]), day=DAYS)
def test_an_agreement_stands_somewhere_on_every_day(begins: date, months: int, renewed: int, day: date) -> None:
    term = Term(begins, last_day(begins, months), renewed)
    expected = Standing.COMING if day < begins else Standing.IN_FORCE
    if not renewed and day > last_day(begins, months):
        expected = Standing.EXPIRED
    assert standing(term, day) is expected


def test_an_end_comes_before_anything_else_and_a_missing_day_is_said() -> None:
    day = date(2025, 4, 1)
    assert standing(Term(None), day) is Standing.UNKNOWN
    assert standing(Term(None, ended=date(2025, 3, 31)), day) is Standing.ENDED
    assert standing(Term(date(2024, 1, 1), ended=day), day) is Standing.IN_FORCE
    assert standing(Term(date(2024, 1, 1)), day) is Standing.IN_FORCE


def slow_health(quantity: int | None, done: int, due: date | None, day: date) -> Health:
    """The table of the how-to page, row by row."""
    late = due is not None and due < day
    if quantity is None:
        if late:
            return Health.DONE if done else Health.LATE
    elif done >= quantity:
        return Health.DONE
    elif late:
        return Health.LATE
    if due is not None and day <= due <= day + timedelta(days=30):
        return Health.DUE_SOON
    return Health.UNDER_WAY if done else Health.NO_RECORD


@given(quantity=st.none() | st.integers(1, 5), done=st.integers(0, 6), due=st.none() | st.integers(-40, 80), day=DAYS)
def test_health_follows_its_table(quantity: int | None, done: int, due: int | None, day: date) -> None:
    due_on = None if due is None else day + timedelta(days=due)
    asked = None if quantity is None else Decimal(quantity)
    assert health(asked, Decimal(done), due_on, day) is slow_health(quantity, done, due_on, day)
