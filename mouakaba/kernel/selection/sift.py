"""Solving a program with very many columns by looking closely at few.

The relaxation is solved by column generation. Its multipliers bound what each column not at its
place in the relaxation costs, so only columns within the remaining gap need branching; the tree is
searched in a small window first, and the window widened until the bound proves that no column
outside matters.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.selection.cuts import parity_cut, strengthened
from mouakaba.kernel.selection.program import Floats, Ints, Program
from mouakaba.kernel.selection.relaxation import Relaxation, cost_scale, slip_of, upper_bound
from mouakaba.kernel.selection.tree import NODES, Point, Tree

START = 600
ENTER = 300
WINDOW = 80
CUTS = 20
POOL = 60


@dataclass(frozen=True, slots=True, eq=False)
class _Prices:
    """What the relaxation says of every column: reduced gains, x, and a bound on any solution."""

    reduced: Floats
    slip: float
    x: Floats
    bound: float


class Sieve:
    """Solves variants of one program (other bounds, same columns), warm from one to the next."""

    def __init__(self, program: Program, *, nodes: int = NODES) -> None:
        self.program = program
        self._gain = program.gain.astype(np.float64)
        self._nodes = nodes
        self._cuts: list[Ints] = []
        self._order = np.empty(0, np.int64)
        self._inside = np.zeros(len(self._gain), bool)
        self._relaxation = Relaxation(len(program.floor), cost_scale(self._gain))
        self._enter(program, self._first_columns())
        self.refutation: NDArray[np.bool_] | None = None

    def _first_columns(self) -> Ints:
        count = len(self._gain)
        if count <= 2 * START:
            return np.arange(count)
        best = np.argsort(-self._gain, kind="stable")[:START]
        return np.sort(best)

    def solve(self, program: Program | None = None, *, beyond: int | None = None) -> Point | None:
        """The best solution of a variant worth more than `beyond`; None if there is none.

        After None, `refutation` marks rows that alone exclude any solution, if the linear
        relaxation with its cuts shows that.
        """
        variant = program or self.program
        beyond = variant.least() - 1 if beyond is None else beyond
        self.refutation = None
        if (variant.low > variant.high).any():
            return None
        variant, prices = self._sharpened(variant, beyond)
        return self._search(variant, prices, beyond) if prices else None

    def _sharpened(self, variant: Program, beyond: int) -> tuple[Program, _Prices | None]:
        """Solve the relaxation and cut off its fractions for as long as a parity cut does it."""
        for _ in range(CUTS):
            sharp = strengthened(variant, self._cuts)
            prices = self._prices(sharp)
            if prices is None or prices.bound < beyond + 1:
                return sharp, prices
            cut = parity_cut(variant, prices.x)
            if cut is None or len(self._cuts) == POOL or any((cut == other).all() for other in self._cuts):
                return sharp, prices
            self._add_cut(variant, cut)
        sharp = strengthened(variant, self._cuts)
        return sharp, self._prices(sharp)

    def _add_cut(self, variant: Program, cut: Ints) -> None:
        self._cuts.append(cut)
        entries = strengthened(variant, [cut]).entries(self._order)
        self._relaxation.add_rows(entries[:, -1:].T)

    def _marked(self, y: Floats) -> NDArray[np.bool_]:
        """The rows of the program that multipliers of its rows and its cuts rest on."""
        rows = len(self.program.floor)
        marked: NDArray[np.bool_] = y[:rows] != 0
        for cut, weight in zip(self._cuts, y[rows:], strict=True):
            marked |= (cut != 0) & (weight != 0)
        return marked

    def _search(self, variant: Program, prices: _Prices, beyond: int) -> Point | None:
        best: Point | None = None
        window = self._nearest(variant, prices, WINDOW)
        while True:
            found = self._within(variant, prices, window, beyond)
            if found:
                best, beyond = found, found.value
            needed = _movable(variant, prices, beyond)
            if window[needed].all():
                return best
            if best is None:
                needed &= self._nearest(variant, prices, 8 * int(window.sum()))
            window |= needed

    def _within(self, variant: Program, prices: _Prices, window: NDArray[np.bool_], beyond: int) -> Point | None:
        """Search the columns of the window, the others held where the relaxation has them."""
        settled = np.where(prices.reduced > 0, variant.high, variant.low)
        guessed = np.rint(prices.x).astype(np.int64)
        x = np.where(_movable(variant, prices, beyond), guessed, settled)
        x[window] = 0
        held = variant.value(x)
        columns = np.flatnonzero(window)
        inner = variant.restricted(columns, x)
        found = Tree(inner, nodes=self._nodes).best(beyond - held)
        if found is None:
            return None
        x[columns] = found.x
        return Point(x, found.value + held)

    def _nearest(self, variant: Program, prices: _Prices, count: int) -> NDArray[np.bool_]:
        """The columns the relaxation uses in part, then those that cost least to move."""
        loss = np.abs(prices.reduced)
        loss[(prices.x > variant.low) & (prices.x < variant.high)] = -1.0
        loss[variant.low == variant.high] = np.inf
        chosen = np.zeros(len(loss), bool)
        chosen[np.argsort(loss, kind="stable")[:count]] = True
        return chosen & (variant.low < variant.high)

    def _prices(self, variant: Program) -> _Prices | None:
        """Solve the relaxation over all columns; None if it has no solution (then `refutation`)."""
        self._relaxation.set_rows(variant.floor, variant.ceiling)
        self._enter(variant, np.flatnonzero((variant.low > 0) & ~self._inside))
        while True:
            outcome = self._relaxation.solve(variant.low[self._order], variant.high[self._order])
            y = outcome.y if outcome.y is not None else np.zeros(len(variant.floor))
            gain = self._gain if outcome.x is not None else np.zeros(len(self._gain))
            reduced = gain - (variant.profiles @ y)[variant.kind]
            slip = slip_of(gain, y)
            bound = upper_bound(variant, y, reduced=reduced, slip=slip)
            if outcome.x is None and bound < 0:
                self.refutation = self._marked(y)
                return None
            entering = self._promising(variant, gain, reduced)
            if len(entering) == 0:
                return self._conclude(variant, outcome.x, reduced, slip=slip, bound=bound)
            self._enter(variant, entering)

    def _conclude(self, variant: Program, x: Floats | None, reduced: Floats, *, slip: float, bound: float) -> _Prices:
        full = variant.low.astype(np.float64)
        if x is None:
            return _Prices(reduced, math.inf, full, math.inf)
        full[self._order] = x
        return _Prices(reduced, slip, full, bound)

    def _promising(self, variant: Program, gain: Floats, reduced: Floats) -> Ints:
        """The columns outside that could still improve the relaxation, the best of them."""
        use = np.where(self._inside, 0.0, reduced * (variant.high > 0))
        good = np.flatnonzero(use > 1e-9 * (1.0 + np.abs(gain).max(initial=0.0)))
        return good[np.argsort(-use[good], kind="stable")[:ENTER]]

    def _enter(self, variant: Program, columns: Ints) -> None:
        if len(columns):
            self._relaxation.add_columns(self._gain[columns], variant.entries(columns))
            self._order = np.concatenate([self._order, columns])
            self._inside[columns] = True

    def first_in_order(self, best: Point, columns: Ints, units: Ints) -> Point:
        """Among all solutions worth as much as `best`, which is optimal, the first in an order.

        The order is a list of units (column, u): a solution has the unit if x[column] > u. A
        solution comes before another if it has the first unit in which the two differ.
        """
        _, prices = self._sharpened(self.program, best.value - 1)
        if prices is None:
            return best
        movable = _movable(self.program, prices, best.value - 1)
        kept = np.flatnonzero(movable)
        asked = movable[columns]
        walk = _Walk(self.program.restricted(kept, best.x), best.x[kept], nodes=self._nodes)
        for column, unit in zip(np.searchsorted(kept, columns[asked]), units[asked], strict=True):
            walk.visit(int(column), int(unit))
        x = best.x.copy()
        x[kept] = walk.x
        return Point(x, best.value)


class _Walk:
    """Decides unit after unit, keeping an optimal solution that agrees with all decisions."""

    def __init__(self, program: Program, x: Ints, *, nodes: int) -> None:
        self.x = x
        self._program = replace(program, low=program.low.copy(), high=program.high.copy())
        self._beyond = program.value(x) - 1
        self._sieve = Sieve(program, nodes=nodes)

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
            return
        behind = np.searchsorted(self._program.kind, self._program.kind[column], side="right")
        self._program.high[column] = unit
        self._program.high[column + 1 : behind] = self._program.low[column + 1 : behind]


def _movable(variant: Program, prices: _Prices, beyond: int) -> NDArray[np.bool_]:
    """The columns that a solution worth more than `beyond` may have elsewhere than at `settled`."""
    loss = np.maximum(np.abs(prices.reduced) - prices.slip, 0.0)
    free: NDArray[np.bool_] = variant.low < variant.high
    return free & (loss <= prices.bound - (beyond + 1))
