"""Free stretches of a thing of some capacity. Time is a whole number: minutes, or days; who calls says which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time, its end left out. Raises ValueError when it does not end after it starts."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("a stretch of time ends after it starts")

    @property
    def length(self) -> int:
        """How long it is."""
        return self.end - self.start

    def holds(self, other: Span) -> bool:
        """Whether the other lies within."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share an instant; one that ends as the other starts does not."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Taken:
    """So much of a thing is taken for a stretch."""

    span: Span
    quantity: int


def peak(taken: Iterable[Taken], span: Span) -> int:
    """The most that is taken at one instant of a stretch."""
    within = [one for one in taken if one.span.meets(span)]
    starts = {max(one.span.start, span.start) for one in within}  # what is taken grows only where something starts
    return max((_at(within, start) for start in starts), default=0)


def _at(taken: Iterable[Taken], instant: int) -> int:
    return sum(one.quantity for one in taken if one.span.start <= instant < one.span.end)


def left(capacity: int, taken: Iterable[Taken], span: Span) -> int:
    """What can be had over a whole stretch; never below nothing."""
    return max(0, capacity - peak(taken, span))


def free_spans(window: Span, taken: Iterable[Taken], *, capacity: int, quantity: int) -> list[Span]:
    """The longest stretches of a window over which so much is free, in order."""
    within = [one for one in taken if one.span.meets(window)]
    ends = {window.start, window.end}
    ends |= {min(max(at, window.start), window.end) for one in within for at in (one.span.start, one.span.end)}
    cuts = sorted(ends)
    found: list[Span] = []
    for start, end in pairwise(cuts):
        if _at(within, start) + quantity > capacity:
            continue
        if found and found[-1].end == start:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    return found


def nearest(
    windows: Sequence[Span], taken: Sequence[Taken], *, capacity: int, quantity: int, wanted: Span, most: int
) -> list[Span]:
    """At most so many free stretches as long as the wanted one, one in each free part, the nearest start first.

    Of two as near the earlier comes first.
    """
    free = [one for window in windows for one in free_spans(window, taken, capacity=capacity, quantity=quantity)]
    starts = {min(max(wanted.start, one.start), one.end - wanted.length) for one in free if one.length >= wanted.length}
    order = sorted(starts, key=lambda start: (abs(start - wanted.start), start))
    return [Span(start, start + wanted.length) for start in order[:most]]
