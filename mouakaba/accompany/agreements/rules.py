"""What counts a commitment, when people are reminded of one, and the bounds of what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

Words = Mapping[str, str]
REMIND_BEFORE = (30, 7)  # days before a due date on which a letter goes
MOST_TEXT = 2_000
MOST_MONTHS = 1_200
MOST_SHOWN = 200  # records of one commitment on its page


@dataclass(frozen=True, slots=True)
class Ask:
    """What is counted for one commitment, by which counter: records of `owner`, of one sort, between two days."""

    owner: UUID
    code: str
    only: str = ""
    since: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether a record of this day counts."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record that counts: when, how much, and what it was, without persons."""

    on: date | None
    quantity: Decimal
    label: Words


Counting = Callable[[Sequence[Ask]], Sequence[Sequence[Evidence]]]


@dataclass(frozen=True, slots=True)
class Counter:
    """Records that fulfil commitments. `count` answers all asks at once, of all counters that share it."""

    code: str
    label: Words
    count: Counting
    only: Mapping[str, Words] = field(default_factory=dict)  # sorts to choose from, by value


_counters: dict[str, Counter] = {}


def register_counter(counter: Counter) -> None:
    """Makes records of a room count for commitments (``site/wiring.py``); the same code again takes its place."""
    _counters[counter.code] = counter


def counters() -> list[Counter]:
    """Every way to count, in the order they were connected."""
    return list(_counters.values())


def counter(code: str) -> Counter | None:
    """The counter of this code; None for a commitment whose records are typed."""
    return _counters.get(code)
