"""What time it is for the product. Domain code asks here, so that deadlines can be rehearsed."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from mouakaba.base.clock.models import DemoClock

_shift: ContextVar[timedelta | None] = ContextVar("clock_shift", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC. Outside a demonstration it is the real one."""
    return timezone.now() + _current_shift()


def today(zone: str = "Africa/Casablanca") -> date:
    """The day it is in a zone."""
    return day_of(now(), zone)


def day_of(instant: datetime, zone: str = "Africa/Casablanca") -> date:
    """The day of an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def _current_shift() -> timedelta:
    if not settings.DEMO:
        return timedelta()
    shift = _shift.get()
    if shift is None:
        shift = read_shift()
        _shift.set(shift)
    return shift


def read_shift() -> timedelta:
    """How far the demonstration's clock stands from the real one."""
    row = DemoClock.objects.first()
    return row.stands_at - row.set_at if row else timedelta()


def forget_shift() -> None:
    """Called at the start of each request: another process may have moved the clock."""
    _shift.set(None)


def moment(wall: datetime, zone: str) -> datetime:
    """The instant of a wall time in a zone. A wall time that occurs twice means its first occurrence.

    A wall time skipped by a clock change is read with the offset in force before the change (PEP 495, fold=0).
    """
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(ZoneInfo("UTC"))
