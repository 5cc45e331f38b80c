"""The order of a waiting list, with the reason of each place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits. A higher priority is served first, then an earlier decision, then the lower number."""

    number: int  # of arrival: unique
    priority: int
    decided_on: date
    kind: str  # of space wanted
    wanted: Decimal  # least units: square metres, or seats


@dataclass(frozen=True, slots=True)
class Offer:
    """A free space: its kind and how many units of it may be let."""

    kind: str
    amount: Decimal


class Why(StrEnum):
    """What puts somebody behind the one before."""

    FIRST = "first"
    PRIORITY = "priority"
    DATE = "date"
    ARRIVAL = "arrival"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order, from 1."""

    number: int
    position: int
    why: Why


def ordered(rows: Iterable[Waiting]) -> tuple[Place, ...]:
    """Everybody in the order in which they are served."""
    line = sorted(rows, key=_key)
    return tuple(
        Place(row.number, position, _why(former, row))
        for position, (former, row) in enumerate(zip([None, *line], line, strict=False), 1)
    )


def _key(row: Waiting) -> tuple[int, date, int]:
    return (-row.priority, row.decided_on, row.number)


def _why(former: Waiting | None, row: Waiting) -> Why:
    if former is None:
        return Why.FIRST
    if former.priority != row.priority:
        return Why.PRIORITY
    return Why.DATE if former.decided_on != row.decided_on else Why.ARRIVAL


def passed_over(rows: Iterable[Waiting], chosen: int, offer: Offer) -> tuple[int, ...]:
    """Numbers of those who stand before the chosen one and whom the offer would suit too, in order.

    Raises ValueError when the chosen one does not wait.
    """
    line = sorted(rows, key=_key)
    numbers = [row.number for row in line]
    before = line[: numbers.index(chosen)]
    return tuple(row.number for row in before if row.kind == offer.kind and row.wanted <= offer.amount)
