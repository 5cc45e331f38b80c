"""Among all optimal solutions, the one that comes first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mouakaba.kernel.selection.effort import USUAL, Effort
from mouakaba.kernel.selection.program import Ints, Point, Program
from mouakaba.kernel.selection.sift import Sieve


def first_in_order(sieve: Sieve, best: Point, units: Ints, *, effort: Effort = USUAL) -> Point:
    """Among all solutions worth as much as `best`, which is optimal, the first in an order.

    `units` has a line (column, u) for each unit, the weightiest first: a solution has the unit if
    x[column] > u. A solution comes before another if it has the first unit in which they differ.
    """
    kept = sieve.movable(best.value - 1)
    asked = units[np.isin(units[:, 0], kept)]
    walk = _Walk(sieve.program.restricted(kept, best.x), best.x[kept], effort)
    places = np.searchsorted(kept, asked[:, 0])
    for column, unit in zip(places.tolist(), asked[:, 1].tolist(), strict=True):
        walk.visit(column, unit)
    x = best.x.copy()
    x[kept] = walk.x
    return Point(x, best.value)


class _Walk:
    """Decides unit after unit, keeping an optimal solution that agrees with all decisions."""

    def __init__(self, program: Program, x: Ints, effort: Effort) -> None:
        self.x = x
        self._program = replace(program, low=program.low.copy(), high=program.high.copy())
        self._beyond = program.value(x) - 1
        self._sieve = Sieve(program, effort)

    def visit(self, column: int, unit: int) -> None:
        """Take the unit if an optimal solution has it along with what was decided before."""
        low, high = self._program.low, self._program.high
        if self.x[column] > unit:
            low[column] = max(low[column], unit + 1)
        elif high[column] > unit:
            self._try(column, unit)

    def _try(self, column: int, unit: int) -> None:
        low = self._program.low.copy()
        low[column] = unit + 1
        found = self._sieve.solve(replace(self._program, low=low), beyond=self._beyond)
        if found:
            self.x = found.x
            self._program.low[:] = low
        else:
            self._close(column, unit)

    def _close(self, column: int, unit: int) -> None:
        """No optimal solution has the unit: nor what is behind it in its kind, nor what the proof also excludes."""
        low, high = self._program.low, self._program.high
        behind = np.searchsorted(self._program.kind, self._program.kind[column], side="right")
        high[column] = unit
        high[column + 1 : behind] = low[column + 1 : behind]
        hopeless = self._sieve.hopeless(self._program, self._beyond)
        high[hopeless] = low[hopeless]
