"""When no choice keeps the quotas: the smallest change of their bounds that allows one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from mouakaba.kernel.selection.model import Change, Quota
from mouakaba.kernel.selection.order import first_in_order
from mouakaba.kernel.selection.problem import Problem
from mouakaba.kernel.selection.program import Program
from mouakaba.kernel.selection.sift import Sieve


@dataclass(frozen=True, slots=True)
class _Move:
    """A bound that can move, its value, and by how much a move could ever help."""

    row: int
    code: str
    bound: Literal["min", "max"]
    value: int
    room: int

    def by(self, step: int) -> Change:
        after = self.value - step if self.bound == "min" else self.value + step
        return Change(self.code, self.bound, self.value, after)


def relaxation(problem: Problem) -> tuple[Change, ...]:
    """The changes of quota bounds, of the least sum, that make a choice possible.

    Where several have the least sum, the change falls on the quotas listed last, and there on max
    before min, so that quotas listed first are kept.
    """
    moves = list(_moves(problem.quotas, problem.places))
    sieve = Sieve(_with_moves(problem.sizes, moves), problem.effort)
    best = sieve.solve()
    if best is None:
        raise AssertionError("with every bound free to move a choice exists")
    first = len(problem.sizes.gain)
    units = [(first + m, unit) for m in reversed(range(len(moves))) for unit in range(moves[m].room)]
    last = first_in_order(sieve, best, np.array(units, np.int64).reshape(-1, 2), effort=problem.effort)
    steps = last.x[first:].tolist()
    return tuple(move.by(step) for move, step in zip(moves, steps, strict=True) if step)


def _moves(quotas: Sequence[Quota], places: int) -> Iterator[_Move]:
    """Every bound that can move, in the order of the quotas, min before max."""
    for row, quota in enumerate(quotas):
        if quota.min:
            yield _Move(row, quota.code, "min", quota.min, quota.min)
        if quota.max is not None and quota.max < places:
            yield _Move(row, quota.code, "max", quota.max, places - quota.max)


def _with_moves(sizes: Program, moves: Sequence[_Move]) -> Program:
    """A column for each move, at a loss of 1 a step, beside the sizes of the classes."""
    profiles = np.zeros((len(moves), sizes.profiles.shape[1]))
    for m, move in enumerate(moves):
        profiles[m, move.row] = 1 if move.bound == "min" else -1
    room = np.array([move.room for move in moves], np.int64)
    return replace(
        sizes,
        gain=np.append(sizes.gain, np.full(len(moves), -1)),
        kind=np.arange(len(sizes.kind) + len(moves)),
        profiles=np.vstack([sizes.profiles, profiles]),
        low=np.append(sizes.low, np.zeros_like(room)),
        high=np.append(sizes.high, room),
    )
