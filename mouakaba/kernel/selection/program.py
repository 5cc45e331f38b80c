"""An integer program whose columns fall into few kinds: how many to take of each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Exact = NDArray[Any]
"""Integers: int64 where they fit, Python integers in an object array where they do not."""


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """A solution in whole numbers and what it is worth."""

    x: Ints
    value: int


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Maximise gain·x over integers x, with low <= x <= high and floor <= rows·x <= ceiling.

    Columns of the same kind have the same entries in every row and differ by gain alone. They are
    sorted by kind, then by falling gain, without equal gains within a kind: so in an optimum a
    column is used only when the columns before it in its kind are full.
    `profiles` (kinds x rows) holds the entries: 0, 1 or -1.
    """

    gain: Exact
    kind: Ints
    profiles: Floats
    low: Ints
    high: Ints
    floor: Ints
    ceiling: Ints

    def entries(self, columns: Ints) -> Floats:
        """The row entries of these columns, one line a column."""
        entries: Floats = self.profiles[self.kind[columns]]
        return entries

    def activity(self, x: Ints) -> Ints:
        """rows·x."""
        used = np.flatnonzero(x)
        total = x[used] @ self.entries(used)
        return np.rint(total).astype(np.int64)

    def value(self, x: Ints) -> int:
        """gain·x, exactly."""
        return sum(int(self.gain[j]) * int(x[j]) for j in np.flatnonzero(x))

    def admits(self, x: Ints) -> bool:
        """Whether x keeps every bound."""
        rows = self.activity(x)
        inside = (self.floor <= rows) & (rows <= self.ceiling)
        return bool(inside.all() and ((self.low <= x) & (x <= self.high)).all())

    def least(self) -> int:
        """A value no solution goes below."""
        negative = np.flatnonzero(self.gain < 0)
        return sum(int(self.gain[j]) * int(self.high[j]) for j in negative)

    def restricted(self, columns: Ints, x: Ints) -> Program:
        """The program in these columns (ascending), the others held at x."""
        held = x.copy()
        held[columns] = 0
        used = self.activity(held)
        kinds, kind = np.unique(self.kind[columns], return_inverse=True)
        return replace(
            self,
            gain=self.gain[columns],
            kind=kind,
            profiles=self.profiles[kinds],
            low=self.low[columns],
            high=self.high[columns],
            floor=self.floor - used,
            ceiling=self.ceiling - used,
        )


def class_sizes(profiles: Floats, high: Ints, *, floor: Ints, ceiling: Ints) -> Program:
    """How many to take of each kind, without regard to gain."""
    nought = np.zeros(len(high), np.int64)
    return Program(
        gain=nought,
        kind=np.arange(len(high)),
        profiles=profiles,
        low=nought,
        high=high,
        floor=floor,
        ceiling=ceiling,
    )
