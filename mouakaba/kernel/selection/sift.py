"""Solving a program with very many columns by looking closely at few.

The multipliers of the relaxation bound what each column costs away from its place there, so only
columns within the remaining gap need branching. A tree is searched in a small window first, and the
window widened until the bound proves that no column outside matters.
"""

from __future__ import annotations

import numpy as np

from mouakaba.kernel.selection.effort import USUAL, Effort
from mouakaba.kernel.selection.pricing import Flags, Prices, Pricing
from mouakaba.kernel.selection.program import Ints, Point, Program
from mouakaba.kernel.selection.tree import Tree


class Sieve:
    """Solves variants of one program (other bounds, same columns), warm from one to the next."""

    def __init__(self, program: Program, effort: Effort = USUAL) -> None:
        self.program = program
        self._effort = effort
        self._pricing = Pricing(program, effort)
        self._excluding: Prices | None = None

    def solve(self, program: Program | None = None, *, beyond: int | None = None) -> Point | None:
        """The best solution of a variant worth more than `beyond`; None if there is none."""
        variant = program or self.program
        beyond = variant.least() - 1 if beyond is None else beyond
        self._excluding = None
        if (variant.low > variant.high).any():
            return None
        prices = self._pricing.prices(variant, beyond)
        if prices.exclude(beyond):
            self._excluding = prices
            return None
        return self._search(self._pricing.sharpened(variant), prices, beyond)

    def refutation(self) -> list[int] | None:
        """After `solve` gave None: rows that alone exclude any solution, if the relaxation shows that."""
        prices = self._excluding
        if prices is None or prices.x is not None:
            return None
        rows: list[int] = self._pricing.rows_behind(prices.y).tolist()
        return rows

    def hopeless(self, program: Program, beyond: int) -> Flags:
        """After `solve` gave None: columns of this variant that the same proof keeps at `low`."""
        if self._excluding is None:
            return np.zeros(len(program.gain), bool)
        return self._excluding.hopeless(self._pricing.sharpened(program), beyond)

    def movable(self, beyond: int) -> Ints:
        """The columns in which solutions of the program worth more than `beyond` can differ."""
        prices = self._pricing.prices(self.program, beyond)
        return np.flatnonzero(prices.movable(self.program, beyond))

    def _search(self, program: Program, prices: Prices, beyond: int) -> Point | None:
        best: Point | None = None
        window = _nearest(program, prices, self._effort.window)
        while True:
            found = self._within(program, prices, window, beyond)
            if found:
                best, beyond = found, found.value
            needed = prices.movable(program, beyond)
            if window[needed].all():
                return best
            if best is None:
                needed &= _nearest(program, prices, 8 * int(window.sum()))
            window |= needed

    def _within(self, program: Program, prices: Prices, window: Flags, beyond: int) -> Point | None:
        """Search the columns of the window, the others held where the relaxation has them."""
        guessed = np.rint(prices.x).astype(np.int64) if prices.x is not None else program.low
        x = np.where(prices.movable(program, beyond), guessed, prices.settled(program))
        x[window] = 0
        held = program.value(x)
        columns = np.flatnonzero(window)
        inner = program.restricted(columns, x)
        found = Tree(inner, self._effort).best(beyond - held)
        if found is None:
            return None
        x[columns] = found.x
        return Point(x, found.value + held)


def _nearest(program: Program, prices: Prices, count: int) -> Flags:
    """The columns that the relaxation uses in part, then those that cost least to move."""
    free: Flags = program.low < program.high
    loss = np.abs(prices.reduced)
    if prices.x is not None:
        loss[(prices.x > program.low) & (prices.x < program.high)] = -1.0
    loss[~free] = np.inf
    chosen = np.zeros(len(loss), bool)
    chosen[np.argsort(loss, kind="stable")[:count]] = True
    return chosen & free
