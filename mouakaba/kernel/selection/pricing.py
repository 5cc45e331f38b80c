"""The relaxation of a program with very many columns, by column generation, sharpened by parity cuts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.selection.cuts import parity_cut, strengthened
from mouakaba.kernel.selection.effort import Effort
from mouakaba.kernel.selection.program import Floats, Ints, Program
from mouakaba.kernel.selection.relaxation import Relaxation, cost_scale, slip_of, upper_bound

Flags = NDArray[np.bool_]
ROUNDS = 20
MOST_CUTS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What the multipliers y of the relaxation say of every column and of every solution.

    `reduced` is gain - rows·y, wrong by at most `slip`; no solution is worth more than `bound`. If
    `x` is None the relaxation has no solution, the gain was taken as 0, and a bound below 0 proves it.
    """

    y: Floats
    reduced: Floats
    slip: float
    bound: float
    x: Floats | None

    def exclude(self, beyond: int) -> bool:
        """Whether they prove that no solution is worth more than `beyond`."""
        return self.bound < self._target(beyond)

    def movable(self, program: Program, beyond: int) -> Flags:
        """The columns that a solution worth more than `beyond` may have elsewhere than at `settled`."""
        loss = np.maximum(np.abs(self.reduced) - self.slip, 0.0)
        free: Flags = program.low < program.high
        return free & (loss <= self.bound - (beyond + 1))

    def settled(self, program: Program) -> Ints:
        """Each column at the bound that its reduced gain prefers."""
        return np.where(self.reduced > 0, program.high, program.low)

    def hopeless(self, program: Program, beyond: int) -> Flags:
        """The columns that no solution of this program worth more than `beyond` has above `low`."""
        bound = upper_bound(program, self.y, reduced=self.reduced, slip=self.slip)
        return bound + np.minimum(self.reduced + self.slip, 0.0) < self._target(beyond)

    def _target(self, beyond: int) -> int:
        return 0 if self.x is None else beyond + 1


class Pricing:
    """Prices variants of one program (other bounds, same columns), warm from one to the next."""

    def __init__(self, program: Program, effort: Effort) -> None:
        self._gain = program.gain.astype(np.float64)
        self._effort = effort
        self._cuts: list[Ints] = []
        self._order = np.empty(0, np.int64)
        self._inside = np.zeros(len(self._gain), bool)
        self._relaxation = Relaxation(len(program.floor), cost_scale(self._gain))
        self._enter(program, self._first_columns())

    def _first_columns(self) -> Ints:
        count, start = len(self._gain), self._effort.start
        if count <= 2 * start:
            return np.arange(count)
        return np.sort(np.argsort(-self._gain, kind="stable")[:start])

    def sharpened(self, variant: Program) -> Program:
        """The variant with the cuts found so far as further rows."""
        return strengthened(variant, self._cuts)

    def prices(self, variant: Program, beyond: int) -> Prices:
        """Solve the relaxation, and cut off its fractions as long as a parity cut does it.

        The prices belong to the program `sharpened(variant)`.
        """
        prices = self._solve(self.sharpened(variant))
        for _ in range(ROUNDS):
            if prices.x is None or prices.exclude(beyond) or not self._cut_off(variant, prices.x):
                break
            prices = self._solve(self.sharpened(variant))
        return prices

    def vertex(self, variant: Program) -> tuple[Prices, tuple[Ints, Ints]]:
        """The relaxation without cuts, and its basis: basic columns and rows at a bound.

        Only of a Pricing that was never asked for `prices`, which adds cuts.
        """
        prices = self._solve(variant)
        columns, rows = self._relaxation.basis()
        return prices, (self._order[columns], rows)

    def _cut_off(self, variant: Program, x: Floats) -> bool:
        cut = parity_cut(variant, x)
        if cut is None or len(self._cuts) == MOST_CUTS or any((cut == other).all() for other in self._cuts):
            return False
        self._cuts.append(cut)
        entries = strengthened(variant, [cut]).entries(self._order)
        self._relaxation.add_rows(entries[:, -1:].T)
        return True

    def rows_behind(self, y: Floats) -> Ints:
        """The rows of the program on which multipliers of its rows and of its cuts rest."""
        rows = len(y) - len(self._cuts)
        behind = y[:rows] != 0
        for cut, weight in zip(self._cuts, y[rows:], strict=True):
            behind = behind | ((cut != 0) & (weight != 0))
        return np.flatnonzero(behind)

    def _solve(self, program: Program) -> Prices:
        self._relaxation.set_rows(program.floor, program.ceiling)
        self._enter(program, np.flatnonzero((program.low > 0) & ~self._inside))
        while True:
            prices = self._look(program)
            if prices.x is None and prices.exclude(0):
                return prices
            entering = self._promising(program, prices)
            if len(entering) == 0:
                return prices if prices.x is not None else self._know_nothing(program)
            self._enter(program, entering)

    def _look(self, program: Program) -> Prices:
        outcome = self._relaxation.solve(program.low[self._order], program.high[self._order])
        y = outcome.y if outcome.y is not None else np.zeros(len(program.floor))
        gain = self._gain if outcome.x is not None else np.zeros(len(self._gain))
        reduced = gain - (program.profiles @ y)[program.kind]
        slip = slip_of(gain, y)
        bound = upper_bound(program, y, reduced=reduced, slip=slip)
        if outcome.x is None:
            return Prices(y, reduced, slip, bound, None)
        x = program.low.astype(np.float64)
        x[self._order] = outcome.x
        return Prices(y, reduced, slip, bound, x)

    def _know_nothing(self, program: Program) -> Prices:
        """HiGHS found no solution but gave no proof that holds: every column stays open."""
        nought = np.zeros(len(self._gain))
        y = np.zeros(len(program.floor))
        return Prices(y, nought, math.inf, math.inf, program.low.astype(np.float64))

    def _promising(self, program: Program, prices: Prices) -> Ints:
        """The columns outside that could still improve the relaxation, the best of them."""
        largest = 0.0 if prices.x is None else float(np.abs(self._gain).max(initial=0.0))
        use = np.where(self._inside, 0.0, prices.reduced * (program.high > 0))
        good = np.flatnonzero(use > 1e-9 * (1.0 + largest))
        return good[np.argsort(-use[good], kind="stable")[: self._effort.enter]]

    def _enter(self, program: Program, columns: Ints) -> None:
        if len(columns):
            self._relaxation.add_columns(self._gain[columns], program.entries(columns))
            self._order = np.concatenate([self._order, columns])
            self._inside[columns] = True
