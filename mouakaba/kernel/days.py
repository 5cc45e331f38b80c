"""Days and months of the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def month_of(day: date) -> date:
    """The first of a day's month."""
    return day.replace(day=1)


def months_between(first: date, end: date) -> tuple[date, ...]:
    """The first days of all months with a day in [first, end)."""
    count = (end.year - first.year) * 12 + end.month - first.month + (end.day > 1) if end > first else 0
    return tuple(months_after(month_of(first), number) for number in range(count))
