"""Stretches of time as the kernel counts them, minutes since 1970 in UTC or whole days, and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mouakaba.base.bookings.models import Booked
from mouakaba.base.clock.queries import moment
from mouakaba.kernel.slots import Span, Taken

ZONE = "Africa/Casablanca"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


def midnight(day: date) -> datetime:
    """The instant at which a day begins in Morocco."""
    return moment(datetime.combine(day, time()), ZONE)


def whole_days(first: date, last: date) -> tuple[datetime, datetime]:
    """The instants between which whole days lie in Morocco, the last one included."""
    return midnight(first), midnight(last + timedelta(days=1))


def wall(instant: datetime) -> datetime:
    """An instant as a clock on a Moroccan wall shows it, without zone."""
    return instant.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None)


def span_of(start: datetime, end: datetime, *, by_day: bool) -> Span:
    """A stretch between two instants for the kernel. By day a day of 23 hours counts as any other."""
    if by_day:
        return Span(wall(start).toordinal(), wall(end).toordinal())
    return Span((start - _EPOCH) // _MINUTE, (end - _EPOCH) // _MINUTE)


def instants_of(span: Span, *, by_day: bool) -> tuple[datetime, datetime]:
    """The two instants between which a stretch lies."""
    if by_day:
        return midnight(date.fromordinal(span.start)), midnight(date.fromordinal(span.end))
    return _EPOCH + span.start * _MINUTE, _EPOCH + span.end * _MINUTE


def taken_of(rows: Iterable[Booked], *, by_day: bool) -> list[Taken]:
    """What rows that are not cancelled take."""
    return [Taken(range_span(row.during, by_day=by_day), row.quantity) for row in rows if row.cancelled_at is None]


def range_span(during: Any, *, by_day: bool) -> Span:
    """A range of the database for the kernel."""
    return span_of(during.lower, during.upper, by_day=by_day)
