"""Which set of departures from a corner makes a choice for which class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.selection.corner import EXACT, Corner
from mouakaba.kernel.selection.departures import Departures
from mouakaba.kernel.selection.program import Floats, Ints

PAIRS = 400_000
"""Pairs of a class and a set looked at together; bounds the memory."""
FEW = 5_000
"""Sets looked at together; the cheapest often fit."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The places beside a file of class `kind`, to be filled without one unit of `column` (-1: with all)."""

    kind: Ints
    column: Ints

    def __len__(self) -> int:
        return len(self.kind)

    def part(self, which: Ints) -> Asked:
        """Those of these numbers."""
        return Asked(self.kind[which], self.column[which])


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """The best choice for some of the asked: its loss, and what it takes of the columns `near`."""

    places: Ints
    loss: Ints
    x: Ints


class Match:
    """Looks, for each of the asked, for the cheapest set that leaves everything whole and within bounds."""

    def __init__(self, corner: Corner, departures: Departures, asked: Asked) -> None:
        self._corner, self._departures, self._asked = corner, departures, asked
        self._basics = corner.basics(asked.kind)
        self._high = corner.program.high[corner.columns]
        self._single = np.flatnonzero(self._high == 1)
        column = departures.items.column
        self.near = np.unique(np.concatenate([np.flatnonzero(corner.x), corner.columns, column[column >= 0], [0]]))
        self._entries = corner.program.entries(self.near)

    def hits(self) -> Iterator[Hits]:
        """One residue after the other."""
        wanted = self._departures.residue(-np.rint(self._basics).astype(np.int64))
        for residue in np.unique(wanted).tolist():
            yield from self._among(np.flatnonzero(wanted == residue), *self._departures.of(residue))

    def _among(self, places: Ints, loss: Ints, one: Ints, two: Ints) -> Iterator[Hits]:
        """Sets of one residue, the cheapest first, against the classes of it."""
        at = 0
        while at < len(loss) and len(places):
            some = slice(at, at + min(FEW, max(1, PAIRS // len(places))))
            at = some.stop
            found = self._fitting(places, loss[some], one[some], two[some])
            if len(found.places):
                yield found
                places = np.setdiff1d(places, found.places)

    def _fitting(self, places: Ints, loss: Ints, one: Ints, two: Ints) -> Hits:
        """For each place the first of the sets that fits."""
        scale = self._corner.scale
        moved = self._departures.halves[0].moved[one] + self._departures.halves[1].moved[two]
        line, which = self._screened(self._basics[places], moved)
        basics = self._basics[places[line]] + moved[which]
        whole = (basics % scale == 0) & (basics >= 0) & (basics <= scale * self._high)
        good = np.flatnonzero(whole.all(axis=1))
        place, which = places[line[good]], which[good]
        x = self._x(one[which], two[which], (basics[good] // scale).astype(np.int64))
        good = np.flatnonzero(self._keeps(place, x))
        first, index = np.unique(place[good], return_index=True)
        return Hits(first, loss[which[good[index]]], x[good[index]])

    def _screened(self, basics: Floats, moved: Floats) -> tuple[Ints, Ints]:
        """The pairs that may fit: those whose sums are 0 or 1 in every basic column of one unit.

        For whole numbers x(x - 1) is never negative, so their sum is 0 just then; over all pairs it is a
        matrix product.
        """
        a, b = basics[:, self._single], moved[:, self._single]
        scale = self._corner.scale
        reach = np.abs(a).max(initial=0.0) + np.abs(b).max(initial=0.0) + scale
        if reach * reach * len(self._single) > EXACT:
            grid = np.indices((len(a), len(b))).reshape(2, -1)
            return grid[0], grid[1]
        total = 2.0 * (a @ b.T)
        total += (a * (a - scale)).sum(axis=1)[:, None] + (b * (b - scale)).sum(axis=1)
        line, which = np.nonzero(total == 0)
        return line, which

    def _x(self, one: Ints, two: Ints, basics: Ints) -> Ints:
        """What the sets take of the columns near."""
        items = self._departures.items
        x = np.tile(self._corner.x[self.near], (len(one), 1))
        for half, sets in zip(self._departures.halves, (one, two), strict=True):
            for place, item in half.made_of(sets):
                own = items.column[item] >= 0
                column = np.searchsorted(self.near, items.column[item[own]])
                x[place[own], column] += items.step[item[own]]
        x[:, np.searchsorted(self.near, self._corner.columns)] = basics
        return x

    def _keeps(self, place: Ints, x: Ints) -> NDArray[np.bool_]:
        """Whether every row holds, and the unit that is to be left is."""
        program, asked = self._corner.program, self._asked.part(place)
        rows = x @ self._entries + program.profiles[asked.kind]
        held = ((program.floor <= rows) & (rows <= program.ceiling)).all(axis=1)
        column = np.minimum(np.searchsorted(self.near, asked.column), len(self.near) - 1)
        used = x[np.arange(len(x)), column] * (self.near[column] == asked.column)
        spare: NDArray[np.bool_] = (asked.column < 0) | (used < program.high[asked.column])
        return held & spare
