"""Lists of numbers, one a row, and how many numbers rows of two such lists share."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class Postings:
    """Rows of distinct items, ascending."""

    def __init__(self, starts: Ints, items: Ints) -> None:
        """The items of row r stand from starts[r] to starts[r + 1]."""
        self.starts, self.items = starts, items

    @classmethod
    def of(cls, rows: Sequence[Iterable[int]]) -> "Postings":
        """From one collection of distinct items a row."""
        listed = [sorted(row) for row in rows]
        starts = np.cumsum([0, *map(len, listed)], dtype=np.int64)
        return cls(starts, np.fromiter((item for row in listed for item in row), np.int64, int(starts[-1])))

    @property
    def height(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def by_item(self) -> Ints:
        """Sorted numbers item * height + row."""
        owners = np.repeat(np.arange(self.height), np.diff(self.starts))
        return np.sort(self.items * self.height + owners)

    def holders(self, items: Ints, first: int, last: int) -> tuple[Ints, Ints]:
        """Which rows from `first` to `last` hold the items: the place of each item in `items`, and the row."""
        low = np.searchsorted(self.by_item, items * self.height + first)
        high = np.searchsorted(self.by_item, items * self.height + last, side="right")
        place, at = spread(low, high)
        return place, self.by_item[at] % self.height

    def counts(self, rows: Ints, other: "Postings", columns: Ints, units: Ints | None = None) -> NDArray[np.float64]:
        """For each row asked and each row of `other` asked (ascending), how many items they share.

        `units`: what each item of these rows counts instead of 1; whole numbers, so that sums are exact.
        """
        shape = (len(rows), len(columns))
        if not all(shape) or not len(other.items):
            return np.zeros(shape)
        place, at = spread(self.starts[rows], self.starts[rows + 1])
        entry, row = other.holders(self.items[at], int(columns[0]), int(columns[-1]))
        column = np.searchsorted(columns, row)
        kept = columns[column] == row
        weights = None if units is None else units[at][entry][kept]
        into = place[entry][kept] * len(columns) + column[kept]
        return np.bincount(into, weights, minlength=len(rows) * len(columns)).reshape(shape).astype(np.float64)


def spread(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """All numbers from each start to its end, and the place of the span each comes from."""
    lengths = ends - starts
    place = np.repeat(np.arange(len(lengths)), lengths)
    first = np.cumsum(lengths) - lengths
    return place, np.arange(len(place)) + (starts - first)[place]
