"""How much of a site is let, and whether one more fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from mouakaba.kernel.days import months_after


@dataclass(frozen=True, slots=True)
class Let:
    """So many units of a space are let in [begins, ends); None: no end is known."""

    space: int
    begins: date
    ends: date | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Room:
    """So many units (square metres, seats) may be let in [since, until); None: always."""

    space: int
    amount: Decimal
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class MonthUse:
    """Unit-days of a month: let, and there to be let."""

    month: date
    used: Decimal
    available: Decimal

    @property
    def share(self) -> Fraction | None:
        """Between 0 and 1; None where there was nothing to let."""
        return Fraction(self.used) / Fraction(self.available) if self.available else None


def first_excess(lets: Iterable[Let], wanted: Let, capacity: Decimal) -> date | None:
    """The first day on which `wanted`, with what is let of the same space, passes the capacity; None: it fits."""
    return next((day for day, there in _levels(lets, wanted) if there + wanted.amount > capacity), None)


def fullest(lets: Iterable[Let], span: Let) -> Decimal:
    """The most that is let of the space of `span` on any of its days."""
    return max(there for _day, there in _levels(lets, span))


def _levels(lets: Iterable[Let], span: Let) -> list[tuple[date, Decimal]]:
    """How much is let from each day of the span on which that may rise; its first day is one of them."""
    others = [one for one in lets if one.space == span.space and _meet(one, span)]
    starts = sorted({max(one.begins, span.begins) for one in others} | {span.begins})
    return [(day, sum((one.amount for one in others if _covers(one, day)), Decimal())) for day in starts]


def _meet(one: Let, other: Let) -> bool:
    return (one.ends is None or other.begins < one.ends) and (other.ends is None or one.begins < other.ends)


def _covers(one: Let, day: date) -> bool:
    return one.begins <= day and (one.ends is None or day < one.ends)


def by_month(rooms: Sequence[Room], lets: Iterable[Let], first: date, months: int) -> tuple[MonthUse, ...]:
    """The use of so many months from the first of a month on. A let counts only while its room is there."""
    there = {room.space: room for room in rooms}
    of_rooms: dict[int, list[Let]] = defaultdict(list)
    for one in lets:
        if one.space in there:
            of_rooms[one.space].append(one)
    return tuple(_use(there, of_rooms, months_after(first, number)) for number in range(months))


def _use(rooms: dict[int, Room], lets: dict[int, list[Let]], month: date) -> MonthUse:
    following, used, available = months_after(month, 1), Decimal(), Decimal()
    for space, room in rooms.items():
        begins, ends = _cut(month, following, room.since, room.until)
        if ends <= begins:
            continue
        available += room.amount * (ends - begins).days
        for one in lets.get(space, ()):
            first, end = _cut(begins, ends, one.begins, one.ends)
            used += one.amount * max((end - first).days, 0)
    return MonthUse(month, used, available)


def _cut(begins: date, ends: date, since: date | None, until: date | None) -> tuple[date, date]:
    return max(begins, since or begins), min(ends, until or ends)
