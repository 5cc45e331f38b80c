"""What each quota costs, and how far each file that is not chosen is from being chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import numpy as np

from mouakaba.kernel.selection.model import Explanation, QuotaReport
from mouakaba.kernel.selection.problem import Problem
from mouakaba.kernel.selection.program import Ints, Program
from mouakaba.kernel.selection.swaps import Swaps
from mouakaba.kernel.selection.tree import Point


def quota_reports(problem: Problem, swaps: Swaps, best: Point, *, priced: bool) -> dict[str, QuotaReport]:
    """How each quota stands; its price is found by solving again without it."""
    reports = {}
    for q, (quota, count) in enumerate(zip(problem.quotas, swaps.counts, strict=True)):
        binding = count in (quota.min, quota.max)
        price = _price(problem, best, q) if priced else None
        reports[quota.code] = QuotaReport(count, quota.min, quota.max, binding, price)
    return reports


def _price(problem: Problem, best: Point, number: int) -> float:
    freed = problem.sieve.solve(problem.without_quota(number), beyond=best.value)
    gained = freed.value - best.value if freed else 0
    return float(problem.files.unit * gained)


def explanations(problem: Problem, swaps: Swaps, best: Point) -> dict[str, Explanation]:
    """Why each file is not chosen, best first.

    If file i is not chosen, the optimum without it is the optimum; so it needs what the optimum
    loses by being made to hold i: short_by = optimum - score of i - best of the other places.
    """
    files = problem.files
    out = np.ones(len(files.kind), bool)
    out[swaps.chosen] = False
    beside = _Beside(problem, swaps, best)
    reasons = {}
    for rank in np.flatnonzero(out).tolist():
        others = beside.value(rank)
        short = None if others is None else float(files.unit * (best.value - int(files.gain[rank]) - others))
        reasons[files.ranked[rank].id] = Explanation(short, tuple(_codes(problem, swaps.barriers(rank))))
    return reasons


def _codes(problem: Problem, bits: int) -> Iterator[str]:
    return (quota.code for q, quota in enumerate(problem.quotas) if bits >> q & 1)


class _Beside:
    """The best value of the other places when one file is made to hold a place.

    It is the same for all files of a class that this best does not itself use, so a class takes
    one solve, save for a file that it does use, which takes one more.
    """

    def __init__(self, problem: Problem, swaps: Swaps, best: Point) -> None:
        self._problem = problem
        self._swaps = swaps
        self._best = best
        self._by_class: dict[int, tuple[Point | None, set[int]]] = {}

    def value(self, rank: int) -> int | None:
        """None if no choice that keeps the quotas holds the file."""
        kind = int(self._problem.files.kind[rank])
        if kind not in self._by_class:
            self._by_class[kind] = self._of_class(kind)
        point, used = self._by_class[kind]
        if rank in used:
            point = self._solve(self._excluding(rank), kind)
        return point.value if point else None

    def _of_class(self, kind: int) -> tuple[Point | None, set[int]]:
        point = self._solve(self._problem.beside(kind), kind)
        return point, set(self._problem.chosen(point).tolist()) if point else set()

    def _excluding(self, rank: int) -> Program:
        program = self._problem.beside(int(self._problem.files.kind[rank]))
        high = program.high.copy()
        high[self._problem.columns[0][rank]] -= 1
        return replace(program, high=high)

    def _solve(self, program: Program, kind: int) -> Point | None:
        if self._problem.places == 0:
            return None
        return self._problem.sieve.solve(program, beyond=self._known(kind))

    def _known(self, kind: int) -> int | None:
        """A little less than what giving up one chosen file leaves, where that keeps the quotas."""
        files, swaps = self._problem.files, self._swaps
        gains = [int(files.gain[j]) for j in swaps.chosen if not swaps.broken(kind, int(files.kind[j]))]
        return self._best.value - min(gains) - 1 if gains else None
