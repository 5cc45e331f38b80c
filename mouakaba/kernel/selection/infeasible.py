"""When no choice keeps the quotas: which of them cannot hold together, and the smallest way out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from mouakaba.kernel.selection.files import Files
from mouakaba.kernel.selection.model import Change, Quota
from mouakaba.kernel.selection.problem import row_bounds
from mouakaba.kernel.selection.program import Ints, Program
from mouakaba.kernel.selection.sift import Sieve
from mouakaba.kernel.selection.tree import NODES, Point


@dataclass(frozen=True, slots=True)
class _Move:
    """A bound that can move, and by how much that could ever help."""

    row: int
    bound: Literal["min", "max"]
    room: int


@dataclass(frozen=True, eq=False)
class Conflict:
    """Quotas that no choice keeps. Only the sizes of classes matter here, not the scores."""

    files: Files
    quotas: tuple[Quota, ...]
    places: int
    nodes: int = NODES

    def codes(self) -> tuple[str, ...]:
        """A minimal set of quotas, with "places" where it takes part, that cannot hold together.

        Minimal: without any one of them the others can. Where there are several such sets, one
        without "places" is preferred, then quotas listed early.
        """
        names = [quota.code for quota in self.quotas] + ["places"]
        return tuple(names[row] for row in sorted(self._minimal(self._some())))

    def _minimal(self, rows: list[int]) -> list[int]:
        for row in sorted(rows, reverse=True):
            if row in rows:
                rows = self._refuted([other for other in rows if other != row]) or rows
        return rows

    def _some(self) -> list[int]:
        """Rows that cannot hold together, found by adding what a choice without them breaks."""
        rows = list(range(len(self._program.floor)))
        if self._solve(rows) is None and self._sieve.refutation is not None:
            return self._support(rows)
        rows = []
        while point := self._solve(rows):
            rows.append(self._most_broken(point))
        return rows

    def _most_broken(self, point: Point) -> int:
        total = self._program.activity(point.x)
        excess = np.maximum(self._program.floor - total, total - self._program.ceiling)
        return int(np.argmax(excess))

    def _refuted(self, rows: list[int]) -> list[int] | None:
        """Some of these rows that cannot hold together; None if all of them can."""
        return None if self._solve(rows) else self._support(rows)

    def _support(self, rows: list[int]) -> list[int]:
        """After a failed solve: the rows that its proof needs."""
        proof = self._sieve.refutation
        return rows if proof is None else [row for row in rows if proof[row] != 0]

    def _solve(self, rows: Sequence[int]) -> Point | None:
        """A choice that keeps these rows, or None."""
        floor = np.zeros_like(self._program.floor)
        ceiling = np.full_like(self._program.ceiling, len(self.files.kind))
        floor[rows], ceiling[rows] = self._program.floor[rows], self._program.ceiling[rows]
        return self._sieve.solve(replace(self._program, floor=floor, ceiling=ceiling))

    @cached_property
    def _program(self) -> Program:
        classes = len(self.files.masks)
        floor, ceiling = row_bounds(self.quotas, len(self.files.kind))
        return Program(
            gain=np.zeros(classes, np.int64),
            kind=np.arange(classes),
            profiles=self.files.profiles(len(self.quotas)),
            low=np.zeros(classes, np.int64),
            high=np.bincount(self.files.kind, minlength=classes),
            floor=np.append(floor, self.places),
            ceiling=np.append(ceiling, self.places),
        )

    @cached_property
    def _sieve(self) -> Sieve:
        return Sieve(self._program, nodes=self.nodes)

    def relaxation(self) -> tuple[Change, ...]:
        """The changes of quota bounds, of the least sum, that make a choice possible.

        Where several have the least sum, the change falls on the quotas listed last (and on max
        before min), so that those listed first are kept.
        """
        moves = self._moves()
        program = self._with_moves(moves)
        sieve = Sieve(program, nodes=self.nodes)
        best = sieve.solve()
        if best is None:
            raise AssertionError("with every bound movable a choice exists")
        first = len(self._program.gain)
        order = reversed(range(len(moves)))
        units = [(first + m, u) for m in order for u in range(moves[m].room)]
        columns, levels = (np.array(part, np.int64) for part in zip(*units, strict=True))
        best = sieve.first_in_order(best, columns, levels)
        return tuple(self._changes(moves, best.x[first:]))

    def _moves(self) -> list[_Move]:
        """Every bound that can move, in the order of the quotas, min before max."""
        moves = []
        for row, quota in enumerate(self.quotas):
            if quota.min:
                moves.append(_Move(row, "min", quota.min))
            if quota.max is not None and quota.max < self.places:
                moves.append(_Move(row, "max", self.places - quota.max))
        return moves

    def _with_moves(self, moves: Sequence[_Move]) -> Program:
        base = self._program
        profiles = np.zeros((len(moves), base.profiles.shape[1]))
        for m, move in enumerate(moves):
            profiles[m, move.row] = 1 if move.bound == "min" else -1
        room = np.array([move.room for move in moves], np.int64)
        return replace(
            base,
            gain=np.append(base.gain, np.full(len(moves), -1)),
            kind=np.arange(len(base.kind) + len(moves)),
            profiles=np.vstack([base.profiles, profiles]),
            low=np.append(base.low, np.zeros_like(room)),
            high=np.append(base.high, room),
        )

    def _changes(self, moves: Sequence[_Move], steps: Ints) -> Iterable[Change]:
        for move, step in zip(moves, steps.tolist(), strict=True):
            quota = self.quotas[move.row]
            if step and move.bound == "min":
                yield Change(quota.code, "min", quota.min or 0, (quota.min or 0) - step)
            elif step:
                yield Change(quota.code, "max", quota.max or 0, (quota.max or 0) + step)
