"""Wall times and the clock changes around them. Morocco stands at UTC+1 and leaves it for UTC+0 in Ramadan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

Kind = Literal["plain", "twice", "never"]


@dataclass(frozen=True, slots=True)
class ClockChange:
    """The moment at which the offset of a zone changes; offsets in minutes east of UTC."""

    at: datetime
    before: int
    after: int


def wall_kind(wall: datetime, zone: str) -> Kind:
    """Whether a wall time happens once, twice (clock set back) or never (clock set forward)."""
    first, second = (wall.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return "plain"
    return "twice" if (first.utcoffset() or timedelta()) > (second.utcoffset() or timedelta()) else "never"


def offset_minutes(moment: datetime, zone: str) -> int:
    """How far the zone's clocks stand from UTC at a moment, in minutes."""
    return int((moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds() // 60)


def clock_changes(start: datetime, end: datetime, zone: str) -> list[ClockChange]:
    """The clock changes between two moments, to the minute, in order."""
    changes = []
    here = start
    while here < end:
        there = min(here + timedelta(days=1), end)
        if (before := offset_minutes(here, zone)) != (after := offset_minutes(there, zone)):
            changes.append(ClockChange(_change_between(here, there, zone), before, after))
        here = there
    return changes


def _change_between(low: datetime, high: datetime, zone: str) -> datetime:
    """The first minute with the new offset (bisection; a day holds at most one change)."""
    old = offset_minutes(low, zone)
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        low, high = (middle, high) if offset_minutes(middle, zone) == old else (low, middle)
    return high.replace(second=0, microsecond=0)
