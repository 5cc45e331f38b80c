"""What each quota costs, and how far each file that is not chosen is from being chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal

import numpy as np

from mouakaba.kernel.selection.model import Explanation, QuotaReport
from mouakaba.kernel.selection.problem import Problem
from mouakaba.kernel.selection.program import Point, Program
from mouakaba.kernel.selection.swaps import Swaps

_FOUR = Decimal("0.0001")


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


def enough(short_by: float) -> Decimal:
    """A distance to four decimals, rounded up: what is told is enough, and only no distance at all is told as none."""
    return Decimal(str(short_by)).quantize(_FOUR, ROUND_CEILING)


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


@dataclass(frozen=True, slots=True)
class _Others:
    """The files in the other places, by rank, and the sum of their gains."""

    value: int
    ranks: frozenset[int]


class _Beside:
    """The best value of the other places when one file is made to hold a place.

    It is the same for all files of a class that this best does not itself use, so a class takes
    one solve, save for a file that it does use, which takes one more.
    """

    def __init__(self, problem: Problem, swaps: Swaps, best: Point) -> None:
        self._problem = problem
        self._swaps = swaps
        self._best = best
        self._by_class: dict[int, _Others | None] = {}

    def value(self, rank: int) -> int | None:
        """None if no choice that keeps the quotas holds the file."""
        kind = int(self._problem.files.kind[rank])
        if kind not in self._by_class:
            self._by_class[kind] = self._others(self._problem.beside(kind), kind)
        others = self._by_class[kind]
        if others and rank in others.ranks:
            others = self._others(self._excluding(rank), kind)
        return others.value if others else None

    def _excluding(self, rank: int) -> Program:
        program = self._problem.beside(int(self._problem.files.kind[rank]))
        high = program.high.copy()
        high[self._problem.columns[0][rank]] -= 1
        return replace(program, high=high)

    def _others(self, program: Program, kind: int) -> _Others | None:
        known = self._by_swap(kind)
        point = self._problem.sieve.solve(program, beyond=known.value if known else None)
        if point is None:
            return known
        return _Others(point.value, frozenset(self._problem.chosen(point).tolist()))

    def _by_swap(self, kind: int) -> _Others | None:
        """What is left when the file takes the place of the lowest chosen file that it may replace."""
        chosen = self._swaps.chosen.tolist()
        classes = self._problem.files.kind
        able = [rank for rank in chosen if not self._swaps.broken(kind, int(classes[rank]))]
        if not able:
            return None
        lowest = able[-1]
        gain = int(self._problem.files.gain[lowest])
        return _Others(self._best.value - gain, frozenset(chosen) - {lowest})
