"""Merging scans, and reading attendance out of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

MOST_DRIFT = timedelta(minutes=2)  # a clock further off than this is said to be wrong


@dataclass(frozen=True, slots=True)
class Scan:
    """One reading of a badge, by the id its device gave it; ``at`` is already corrected."""

    id: str
    badge: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Present:
    """A badge that was read: first when, and how many times."""

    badge: str
    at: datetime
    scans: int


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there. ``unknown``: badges nobody here has. ``outside``: badges read out of the session's hours only."""

    present: tuple[Present, ...]
    unknown: tuple[Present, ...]
    outside: tuple[str, ...]


def drift(*, sent_at: datetime, received_at: datetime) -> timedelta:
    """How far a device's clock stands from ours: positive when it is fast."""
    return sent_at - received_at


def is_off(found: timedelta) -> bool:
    """Whether a clock is so far off that people are told."""
    return abs(found) > MOST_DRIFT


def corrected(device_at: datetime, *, sent_at: datetime, received_at: datetime) -> datetime:
    """When a scan was made by our clock. Nothing was scanned after it arrived."""
    return min(device_at - drift(sent_at=sent_at, received_at=received_at), received_at)


def merge(*groups: Iterable[Scan]) -> tuple[Scan, ...]:
    """Every scan once, ordered by time, badge and id; of one id told differently, the earliest."""
    kept: dict[str, Scan] = {}
    for group in groups:
        for scan in group:
            known = kept.get(scan.id)
            if known is None or (scan.at, scan.badge) < (known.at, known.badge):
                kept[scan.id] = scan
    return tuple(sorted(kept.values(), key=_order))


def _order(scan: Scan) -> tuple[datetime, str, str]:
    return scan.at, scan.badge, scan.id


def attendance(
    scans: Iterable[Scan], *, people: Mapping[str, str], opens_at: datetime, closes_at: datetime
) -> Attendance:
    """Reads attendance: ``people`` gives the holder of each badge, and several badges may have one holder.

    A holder counts once, from the first scan; ``present`` names holders, ``unknown`` badges. Someone read only before
    ``opens_at`` or after ``closes_at`` counts, and is in ``outside`` too: the clock may be wrong, the person was there.
    """
    known: dict[str, Present] = {}
    unknown: dict[str, Present] = {}
    inside: set[str] = set()
    for scan in merge(scans):
        holder = people.get(scan.badge)
        found, name = (unknown, scan.badge) if holder is None else (known, holder)
        first = found.get(name)
        found[name] = Present(name, first.at if first else scan.at, first.scans + 1 if first else 1)
        if opens_at <= scan.at <= closes_at:
            inside.add(name)
    outside = tuple(sorted(name for name in known if name not in inside))
    return Attendance(tuple(known.values()), tuple(unknown.values()), outside)
