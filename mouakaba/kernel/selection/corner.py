"""A vertex of the relaxation in whole numbers, and every choice near it.

At a vertex each column and each row that is not basic sits at a bound. A choice departs from some of
them: each departure costs its reduced gain (or its multiplier), and the basic columns follow by linear
algebra. So the choices within a given loss are found by listing the few sets of departures that cost no
more, and keeping those that leave the basic columns whole and within bounds (the group problem of
Gomory 1969). One list serves every class that a file may be added from: the class only shifts the rows.

All numbers are scaled by the determinant of the basis, so they are whole and every comparison is exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.selection.program import Floats, Ints, Program

EXACT = 2.0**50
"""Whole numbers up to this size are exact in floating point, with room to add some."""
LARGEST_SCALE = 2**30


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """Single departures, the cheapest first; to go twice the same way is two items in a row.

    Every departure that loses at most `limit` is among them. `basics` says by how much each moves the
    basic columns, `column` and `step` which column itself (-1: the activity of a row instead) and by how
    much; `again` marks a repetition of the item before. Loss and basics are scaled.
    """

    limit: int
    loss: Ints
    basics: Ints
    column: Ints
    step: Ints
    again: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Corner:
    """A basis of a program (low = 0): its basic columns, the rows at a bound, and its exact inverse.

    `scale` is the size of the determinant and `inverse` the inverse times `scale`; `price` and `reduced`
    are the multipliers of the rows and the reduced gains, times `scale`.
    """

    program: Program
    columns: Ints
    rows: Ints
    scale: int
    inverse: Floats
    price: Floats
    reduced: Floats

    @cached_property
    def x(self) -> Ints:
        """Every column that is not basic at the bound its reduced gain prefers; the basic ones at 0."""
        x = np.where(self.reduced > 0, self.program.high, 0)
        x[self.columns] = 0
        return x

    @cached_property
    def activity(self) -> Ints:
        """rows·x."""
        return self.program.activity(self.x)

    @cached_property
    def _at(self) -> Ints:
        """The bound at which each of `rows` sits."""
        chosen = np.where(self.price > 0, self.program.ceiling, self.program.floor)[self.rows]
        return np.asarray(chosen)

    @cached_property
    def bounds(self) -> Ints:
        """For each class: no other places beside a file of it are worth more, times `scale`."""
        program, price = self.program, self.price
        fixed = np.maximum(price * program.floor, price * program.ceiling).sum()
        fixed += (np.maximum(self.reduced, 0.0) * program.high).sum()
        bounds: Ints = np.rint(fixed - program.profiles @ price).astype(np.int64)
        return bounds

    def basics(self, kinds: Ints) -> Floats:
        """What the basic columns are, times `scale`, beside a file of each of these classes."""
        base = self.inverse @ (self._at - self.activity[self.rows])
        basics: Floats = base - self.program.profiles[kinds][:, self.rows] @ self.inverse.T
        return basics

    def items(self, most: int) -> Items:
        """The cheapest departures, at most `most`; a repetition is as dear as the first."""
        columns, rows = self._able(most)
        step = np.where(self.reduced[columns] > 0, -1, 1)
        moved = -(self.program.entries(columns)[:, self.rows] @ self.inverse.T) * step[:, None]
        towards = np.where(self.price[self.rows[rows]] > 0, -1, 1)
        loss = np.append(np.abs(self.reduced[columns]), np.abs(self.price[self.rows[rows]]))
        each = np.repeat(np.arange(len(loss)), np.append(self.program.high[columns], self._room[rows]))
        order = each[np.argsort(loss[each], kind="stable")]
        limit = loss.sum() * len(each) if len(order) <= most else loss[order[most]] - 1
        order = order[:most][loss[order[:most]] <= limit]
        return Items(
            limit=int(min(limit, EXACT)),
            loss=np.rint(loss[order]).astype(np.int64),
            basics=np.rint(np.vstack([moved, self.inverse[:, rows].T * towards[:, None]])[order]).astype(np.int64),
            column=np.append(columns, np.full(len(rows), -1))[order],
            step=np.append(step, towards)[order],
            again=np.append(False, order[1:] == order[:-1])[: len(order)],
        )

    def _able(self, most: int) -> tuple[Ints, Ints]:
        """The columns, and the places in `rows`, whose departures are among the cheapest."""
        loss = np.abs(self.reduced)
        loss[self.columns] = np.inf
        loss[self.program.high == 0] = np.inf
        toll = np.where(self._room > 0, np.abs(self.price[self.rows]), np.inf)
        every = np.append(loss, toll)
        limit = EXACT if len(every) <= most else min(EXACT, np.partition(every, most)[most])
        return np.flatnonzero(loss <= limit), np.flatnonzero(toll <= limit)

    @cached_property
    def _room(self) -> Ints:
        """How far the activity of each of `rows` can move: never by more than there are places."""
        width = (self.program.ceiling - self.program.floor)[self.rows]
        room: Ints = np.minimum(width, self.program.ceiling[-1])
        return room


def corner(program: Program, basis: tuple[Ints, Ints]) -> Corner | None:
    """The corner of these basic columns and rows at a bound; None if its numbers are too large to be exact."""
    columns, rows = basis
    square = program.entries(columns)[:, rows].T
    if program.gain.dtype == object or square.shape[0] != square.shape[1]:
        return None
    scale = round(abs(float(np.linalg.det(square)))) if len(square) else 1
    if not 0 < scale < LARGEST_SCALE:
        return None
    inverse = np.rint(np.linalg.inv(square) * scale)
    if (inverse @ square != scale * np.eye(len(square))).any():
        return None
    gain = program.gain.astype(np.float64)
    price = np.zeros(len(program.floor))
    price[rows] = gain[columns] @ inverse
    reduced = scale * gain - (program.profiles @ price)[program.kind]
    size = scale * np.abs(gain).max(initial=0.0) + (np.abs(gain[columns]) @ np.abs(inverse)).sum()
    size += (np.abs(price) * np.maximum(np.abs(program.floor), np.abs(program.ceiling))).sum()
    size += (np.maximum(reduced, 0.0) * program.high).sum()
    return Corner(program, columns, rows, scale, inverse, price, reduced) if size < EXACT else None
