"""Capacity anybody may read, bookings somebody may see, and what of a week is free."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet

from mouakaba.base.bookings.queries import instants_of, range_span, span_of, taken_of, wall, whole_days
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.kernel.slots import Span, Taken, free_spans, left, nearest
from mouakaba.match.bookings.models import Booking, Capacity, Window
from mouakaba.match.bookings.rules import AHEAD, MOST_NEAREST
from mouakaba.match.listings.queries import organisations_of


def open_capacity() -> QuerySet[Capacity]:
    """What is offered, for anybody."""
    return Capacity.objects.filter(is_open=True).select_related("organisation", "place")


def capacity_run_by(person: Person) -> QuerySet[Capacity]:
    """Capacity of this person's organisations."""
    return Capacity.objects.filter(organisation__in=organisations_of(person)).select_related("organisation", "place")


def seen_capacity(person: Person | None) -> QuerySet[Capacity]:
    """What is offered, and what this person's organisations keep closed."""
    if person is None:
        return open_capacity()
    rows = Capacity.objects.filter(Q(is_open=True) | Q(organisation__in=organisations_of(person)))
    return rows.select_related("organisation", "place")


def bookings_seen_by(person: Person) -> QuerySet[Booking]:
    """Bookings of which an organisation of this person is a party, the latest first."""
    mine = organisations_of(person)
    rows = Booking.objects.filter(Q(organisation__in=mine) | Q(capacity__organisation__in=mine))
    ends = ("capacity__organisation", "capacity__place", "organisation", "booked_by", "to_place")
    return rows.select_related(*ends).order_by("-during", "pk")


def windows_of(capacity: Capacity, start: datetime, end: datetime) -> QuerySet[Window]:
    """Its windows that meet a stretch."""
    return capacity.windows.filter(during__overlap=(start, end)).select_related("to_place")


def kept_bookings(capacity: Capacity, start: datetime, end: datetime) -> QuerySet[Booking]:
    """Its bookings that stand and meet a stretch."""
    return capacity.bookings.filter(during__overlap=(start, end), cancelled_at__isnull=True)


def nearest_free(capacity: Capacity, start: datetime, end: datetime, quantity: int) -> list[tuple[datetime, datetime]]:
    """The free slots nearest to one that is not to be had, to come, as long as it; of trips whole ones."""
    by_day = capacity.way.by_day
    first, last = max(now(), start - AHEAD), end + AHEAD
    rows = list(windows_of(capacity, first, last).filter(during__startswith__gte=now()) if not by_day else
                windows_of(capacity, first, last))  # fmt: skip
    windows = [_clipped(range_span(row.during, by_day=by_day), first, by_day) for row in rows]
    taken = taken_of(kept_bookings(capacity, first, last), by_day=by_day)
    found = [one for one in windows if one]
    wanted = span_of(start, end, by_day=by_day)
    if capacity.way.whole:
        spans = _trips(found, taken, capacity.size, quantity, wanted)
    else:
        spans = nearest(
            found, taken, capacity=capacity.size, quantity=quantity, wanted=wanted, most=MOST_NEAREST
        )  # fmt: skip
    return [instants_of(one, by_day=by_day) for one in spans]


def _clipped(span: Span, first: datetime, by_day: bool) -> Span | None:
    """The part of a window of days that is to come; hours and trips begin whole."""
    if not by_day:
        return span
    start = max(span.start, wall(first).toordinal())
    return Span(start, span.end) if start < span.end else None


def _trips(windows: list[Span], taken: list[Taken], capacity: int, quantity: int, wanted: Span) -> list[Span]:
    free = [one for one in windows if left(capacity, taken, one) >= quantity and one != wanted]
    return sorted(free, key=lambda one: (abs(one.start - wanted.start), one))[:MOST_NEAREST]


@dataclass(frozen=True, slots=True)
class Slot:
    """A line of the calendar: a stretch, what of it is left, and where a trip goes."""

    start: datetime
    end: datetime
    left: int
    to: Any = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the calendar."""

    day: date
    slots: list[Slot] = field(default_factory=list)


def week_of(capacity: Capacity, monday: date) -> list[Day]:
    """The seven days from a Monday, each with what is left; two queries."""
    start, end = whole_days(monday, monday + timedelta(days=6))
    windows, rows = list(windows_of(capacity, start, end)), list(kept_bookings(capacity, start, end))
    days = [monday + timedelta(days=number) for number in range(7)]
    return [Day(day, _slots(capacity, day, windows, rows)) for day in days]


def _slots(capacity: Capacity, day: date, windows: list[Window], rows: list[Booking]) -> list[Slot]:
    way, start, end = capacity.way, *whole_days(day, day)
    taken = taken_of(rows, by_day=way.by_day)
    met = [row for row in windows if row.during.lower < end and start < row.during.upper]
    if way.whole:
        begun = [row for row in met if row.during.lower >= start]
        return [_slot(capacity, row.during.lower, row.during.upper, taken, row.to_place) for row in begun]
    if way.by_day:
        return [_slot(capacity, start, end, taken) for _row in met]
    return [slot for row in met for slot in _hours(capacity, row, taken, start, end)]


def _slot(capacity: Capacity, start: datetime, end: datetime, taken: list[Taken], to: Any = None) -> Slot:
    free = left(capacity.size, taken, span_of(start, end, by_day=capacity.way.by_day))
    return Slot(start, end, free, to)


def _hours(capacity: Capacity, row: Window, taken: list[Taken], start: datetime, end: datetime) -> list[Slot]:
    """The free and the taken parts of a window on a day, in order."""
    window = span_of(max(start, row.during.lower), min(end, row.during.upper), by_day=False)
    free = free_spans(window, taken, capacity=capacity.size, quantity=1)
    cuts = sorted({window.start, window.end, *(at for one in free for at in (one.start, one.end))})
    parts = [Span(*pair) for pair in pairwise(cuts)]
    return [Slot(*instants_of(one, by_day=False), capacity.size if one in free else 0) for one in parts]
