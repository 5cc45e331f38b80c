"""Completed years against a count of birthdays, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mouakaba.kernel.eligibility import completed_years


def has_birthday(born: date, day: date) -> bool:
    if (born.month, born.day) != (2, 29):
        return (day.month, day.day) == (born.month, born.day)
    leap = (day.year % 4 == 0 and day.year % 100 != 0) or day.year % 400 == 0
    return (day.month, day.day) == ((2, 29) if leap else (3, 1))


def birthdays_lived(born: date, on: date) -> int:
    days = (born + timedelta(days=n) for n in range(1, (on - born).days + 1))
    return sum(has_birthday(born, day) for day in days)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1890, 1, 1), date(2060, 1, 1)), st.integers(0, 365 * 36))
@example(date(1896, 2, 29), 365 * 10)  # 1900 was not a leap year
@example(date(2000, 2, 29), 365)
def test_years_are_birthdays_lived(born: date, days: int) -> None:
    on = born + timedelta(days=days)
    assert completed_years(born, on) == birthdays_lived(born, on)


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (date(2006, 3, 31), date(2024, 3, 31), 18),
        (date(2006, 4, 1), date(2024, 3, 31), 17),
        (date(2024, 4, 1), date(2024, 3, 31), -1),
    ],
)
def test_years_at_the_edges(born: date, on: date, years: int) -> None:
    assert completed_years(born, on) == years
