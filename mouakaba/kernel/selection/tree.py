"""Branch and bound in whole numbers: an answer it gives is proved."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from mouakaba.kernel.selection.effort import USUAL, Effort
from mouakaba.kernel.selection.milp import solve_by_highs
from mouakaba.kernel.selection.program import Floats, Ints, Point, Program
from mouakaba.kernel.selection.relaxation import (
    Relaxation,
    cost_scale,
    exact_bound,
    slip_of,
    upper_bound,
)

USUAL_WIDTH = 150
WHOLE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """What the relaxation says of a node: a valid bound, reduced gains, and x if there is one."""

    bound: float
    x: Floats | None
    reduced: Floats
    slip: float


class Tree:
    """Searches one program; meant for up to a few thousand columns."""

    def __init__(self, program: Program, effort: Effort = USUAL) -> None:
        self._program = program
        self._entries = program.entries(np.arange(len(program.gain)))
        self._gain = program.gain.astype(np.float64)
        self._first = np.searchsorted(program.kind, program.kind, side="left")
        self._last = np.searchsorted(program.kind, program.kind, side="right")
        self._nodes = effort.nodes * USUAL_WIDTH // max(USUAL_WIDTH, len(program.gain))
        self._best: Point | None = None
        self._beyond = 0

    def best(self, beyond: int) -> Point | None:
        """The best solution worth more than `beyond`, or None if there is none."""
        self._best, self._beyond = None, beyond
        self._relaxation = Relaxation(len(self._program.floor), cost_scale(self._gain))
        self._relaxation.add_columns(self._gain, self._entries)
        self._relaxation.set_rows(self._program.floor, self._program.ceiling)
        stack = [self._program]
        for _ in range(self._nodes):
            if not stack:
                return self._best
            stack += self._branches(stack.pop())
        return self._hand_over() if stack else self._best

    def _hand_over(self) -> Point | None:
        x = solve_by_highs(self._program, self._beyond)
        if x is not None:
            self._keep(x)
        return self._best

    def _keep(self, x: Ints) -> None:
        value = self._program.value(x)
        if value > self._beyond and self._program.admits(x):
            self._best, self._beyond = Point(x, value), value

    def _branches(self, node: Program) -> list[Program]:
        """The nodes that remain to be searched below this one, the more promising last."""
        if (node.low > node.high).any():
            return []
        look = self._look(node)
        if look.bound < self._beyond + 1:
            return []
        if look.x is not None and _is_whole(look.x):
            self._keep(np.rint(look.x).astype(np.int64))
            if look.bound < self._beyond + 1 or self._exact_bound(node) <= self._beyond:
                return []
        # The bound as it is, not rounded down: a column's loss comes off before rounding.
        node = self._tightened(node, look, look.bound - (self._beyond + 1))
        return self._split(node, look)

    def _exact_bound(self, node: Program) -> int:
        return exact_bound(node, self._relaxation.basis())

    def _look(self, node: Program) -> _Look:
        outcome = self._relaxation.solve(node.low, node.high)
        y = outcome.y if outcome.y is not None else np.zeros(len(node.floor))
        gain = self._gain if outcome.x is not None else np.zeros(len(self._gain))
        reduced = gain - self._entries @ y
        slip = slip_of(gain, y)
        bound = upper_bound(node, y, reduced=reduced, slip=slip)
        if outcome.x is not None:
            return _Look(bound, outcome.x, reduced, slip)
        return _Look(-math.inf if bound < 0 else math.inf, None, reduced, slip)

    def _tightened(self, node: Program, look: _Look, slack: float) -> Program:
        """Drop the values of each column that the bound alone rules out."""
        if look.x is None or not math.isfinite(slack):
            return node
        loss = np.maximum(np.abs(look.reduced) - look.slip, 0.0)
        steps = np.full(len(loss), 2.0**40)
        np.divide(slack * (1 + 1e-12), loss, out=steps, where=loss > slack * 2.0**-40)
        steps = np.floor(steps).astype(np.int64)
        high = np.where(look.reduced < 0, np.minimum(node.high, node.low + steps), node.high)
        low = np.where(look.reduced > 0, np.maximum(node.low, node.high - steps), node.low)
        return replace(node, low=low, high=high)

    def _split(self, node: Program, look: _Look) -> list[Program]:
        free = np.flatnonzero(node.low < node.high)
        if len(free) == 0:
            self._keep(node.low)
            return []
        if look.x is None:
            return self._halves(node, int(free[0]), int(node.low[free[0]]))
        part = np.abs(look.x[free] - np.rint(look.x[free]))
        if part.max() > WHOLE:
            j = int(free[np.argmax(part)])
            return self._halves(node, j, math.floor(look.x[j]))
        j = int(free[np.argmax(np.abs(look.reduced[free]))])
        at = min(max(round(look.x[j]), int(node.low[j])), int(node.high[j]) - 1)
        return self._halves(node, j, at)

    def _halves(self, node: Program, j: int, at: int) -> list[Program]:
        """x_j <= at, and then nothing behind j in its kind; x_j > at, and then all before it."""
        high = node.high.copy()
        high[j] = at
        if at < self._program.high[j]:
            high[j + 1 : self._last[j]] = 0
        low = node.low.copy()
        low[j] = at + 1
        low[self._first[j] : j] = self._program.high[self._first[j] : j]
        return [replace(node, high=high), replace(node, low=low)]


def _is_whole(x: Floats) -> bool:
    return bool((np.abs(x - np.rint(x)) <= WHOLE).all())
