"""Every set of departures from a corner within a loss: listed in two halves, joined where they fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mouakaba.kernel.selection.corner import Items
from mouakaba.kernel.selection.program import Floats, Ints

BINS = 256


@dataclass(frozen=True, slots=True, eq=False)
class Half:
    """The sets made of half of the items that lose at most a limit, the cheapest first.

    For each its loss, how much it moves the basics, its residue, and how it is made: set k is set
    `parent[k]` with `item[k]` added; the empty set has item -1.
    """

    loss: Ints
    moved: Floats
    residue: Ints
    parent: Ints
    item: Ints

    def made_of(self, which: Ints) -> Iterator[tuple[Ints, Ints]]:
        """The items of these sets, one of each set at a time: places in `which`, and the item there."""
        place = np.arange(len(which))
        while True:
            more = self.item[which] >= 0
            place, which = place[more], which[more]
            if len(which) == 0:
                return
            yield place, self.item[which]
            which = self.parent[which]


class Departures:
    """All sets that lose at most `limit`: pairs of a set of one half and a set of the other.

    Only sets whose residue is opposite to that of a class can leave its basic columns whole, so those of
    one residue are joined at a time.
    """

    def __init__(self, items: Items, limit: int, scale: int) -> None:
        self.limit, self.items = limit, items
        self._scale = scale
        # Two numbers tell nearly all lines apart; one does where two do not fit.
        self._moduli = (scale, scale if (limit + 1) * scale * scale < 2**62 else 1)
        self._weights = np.random.default_rng(0).integers(0, scale, (2, items.basics.shape[1]))
        # A repetition stays in the half of what it repeats.
        side = np.cumsum(~items.again) % 2
        self.halves = tuple(self._listed(np.flatnonzero(side == one)) for one in (0, 1))
        second = self.halves[1]
        self._order = np.lexsort((second.loss, second.residue))
        self._keys = self._key(second.residue, second.loss)[self._order]

    def residue(self, basics: Ints) -> Ints:
        """Two numbers for each line, equal for lines that are equal modulo the scale, packed into one."""
        sums = ((basics % self._scale * weights % self._scale).sum(axis=1) for weights in self._weights)
        return self._packed(*sums)

    def _packed(self, one: Ints, two: Ints) -> Ints:
        packed: Ints = one % self._moduli[0] * self._moduli[1] + two % self._moduli[1]
        return packed

    def _sum(self, one: Ints | int, two: Ints, sign: int = 1) -> Ints:
        """The residue of a sum, or of a difference, of lines."""
        base = self._moduli[1]
        return self._packed(one // base + sign * (two // base), one % base + sign * (two % base))

    def of(self, residue: int) -> tuple[Ints, Ints, Ints]:
        """The sets of this residue, the cheapest first: their loss, and their places in either half."""
        first = self.halves[0]
        other = self._sum(residue, first.residue, -1)
        start = np.searchsorted(self._keys, self._key(other, np.zeros_like(other)), side="left")
        end = np.searchsorted(self._keys, self._key(other, self.limit - first.loss), side="right")
        one = np.repeat(np.arange(len(start)), end - start)
        two = self._order[_ranges(start, end - start)]
        loss = first.loss[one] + self.halves[1].loss[two]
        order = np.argsort(loss, kind="stable")
        return loss[order], one[order], two[order]

    def _key(self, residue: Ints, loss: Ints) -> Ints:
        keys: Ints = residue * (self.limit + 1) + loss
        return keys

    def _listed(self, own: Ints) -> Half:
        items = self.items
        loss, basics, again = items.loss[own], items.basics[own].astype(np.float64), items.again[own]
        added = self.residue(items.basics[own])
        lost, moved, residue = np.zeros(1, np.int64), np.zeros((1, basics.shape[1])), np.zeros(1, np.int64)
        last, before = np.full(1, -1), 0
        layers = [(lost, moved, residue, np.zeros(1, np.int64), last)]
        while len(last):
            end = np.searchsorted(loss, self.limit - lost, side="right")
            number = np.maximum(end - last - 1, 0)
            source, item = np.repeat(np.arange(len(last)), number), _ranges(last + 1, number)
            allowed = ~again[item] | (item - 1 == last[source])
            source, last = source[allowed], item[allowed]
            lost, moved = lost[source] + loss[last], moved[source] + basics[last]
            residue = self._sum(residue[source], added[last])
            layers.append((lost, moved, residue, source + before, own[last]))
            before += len(layers[-2][0])
        losses, moved, residue, parent, item = (np.concatenate(parts) for parts in zip(*layers, strict=True))
        return Half(losses, moved, residue, parent, item)


def _ranges(start: Ints, number: Ints) -> Ints:
    """start, start + 1, … `number` of them, one after the other."""
    before = np.cumsum(number) - number
    ranges: Ints = np.arange(int(number.sum())) - np.repeat(before - start, number)
    return ranges


def affordable(items: Items, most: int) -> int:
    """A loss within which there are at most `most` sets, as large as is easily found; -1 if there is none."""
    limit = items.limit
    while limit > 0:
        count = _at_most(items.loss, limit)
        fits = int(np.searchsorted(count, most, side="right")) - 1
        if fits >= BINS // 8:
            return limit * fits // BINS
        limit = limit * (fits + 2) // BINS
    free = int((items.loss <= 0).sum())
    return 0 if limit == 0 and free < 40 and 2**free <= most else -1


def _at_most(loss: Ints, limit: int) -> Floats:
    """For each bin of loss up to `limit` at least as many as there are sets up to its end."""
    count = np.zeros(BINS + 1)
    count[0] = 1.0
    for step in (loss[loss <= limit] * BINS // limit).tolist():
        more = count.copy()
        more[step:] += count[: BINS + 1 - step]
        count = more
    return np.cumsum(count)
