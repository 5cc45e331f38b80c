"""Kinds of capacity, how each is counted, and bounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

MOST_CAPACITY = 1_000_000
MOST_PRICE = 100_000  # dirhams for one unit
MOST_DAYS = 366  # of one booking, or of one window
MOST_HOURS = 12  # of one booking
MOST_NEAREST = 3  # free slots told in place of one that is taken
AHEAD = timedelta(days=183)  # how far from the day wanted a free slot is looked for


@dataclass(frozen=True, slots=True)
class Way:
    """How a kind of capacity is booked."""

    by_day: bool = False  # whole days; else by the clock
    exclusive: bool = False  # one at a time; else its capacity is shared
    whole: bool = False  # a window is taken from its start to its end: a trip


WAYS = {
    "storage": Way(by_day=True),
    "packaging": Way(exclusive=True),
    "transport": Way(whole=True),
}
