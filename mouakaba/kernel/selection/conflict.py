"""When no choice keeps the quotas: a minimal set of them that cannot hold together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mouakaba.kernel.selection.problem import Problem
from mouakaba.kernel.selection.program import Ints, Program, class_sizes
from mouakaba.kernel.selection.sift import Sieve


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """Class sizes `x` that keep some rows; or no x, and the rows among them that already exclude it."""

    x: Ints | None
    rows: list[int]


def conflict(problem: Problem, proof: list[int] | None) -> tuple[str, ...]:
    """The codes of a minimal set of quotas, with "places" where it takes part, that cannot all hold.

    Minimal: without any one of them the others can hold. Where there are several such sets, one
    without "places" is preferred, then one of quotas listed early. `proof`:
    rows that cannot hold together, if some are known.
    """
    names = [quota.code for quota in problem.quotas] + ["places"]
    rows = _some(problem.sizes) if proof is None else _confirmed(problem.sizes, proof)
    return tuple(names[row] for row in sorted(_minimal(problem.sizes, rows)))


def _confirmed(sizes: Program, rows: list[int]) -> list[int]:
    """The rows of a proof; with the places, if it took for granted that no class has more files than places."""
    answer = _keeping(sizes, rows)
    return answer.rows if answer.x is None else [*rows, len(sizes.floor) - 1]


def _minimal(sizes: Program, rows: list[int]) -> list[int]:
    for row in sorted(rows, reverse=True):
        if row in rows:
            answer = _keeping(sizes, [other for other in rows if other != row])
            rows = rows if answer.x is not None else answer.rows
    return rows


def _some(sizes: Program) -> list[int]:
    """Rows that cannot hold together, found by adding, one by one, what a choice without them breaks."""
    rows: list[int] = []
    while True:
        answer = _keeping(sizes, rows)
        if answer.x is None:
            return answer.rows
        total = sizes.activity(answer.x)
        excess = np.maximum(sizes.floor - total, total - sizes.ceiling)
        rows.append(int(np.argmax(excess)))


def _keeping(sizes: Program, rows: list[int]) -> _Answer:
    """Sizes that keep these rows, if there are any.

    Classes that count for the same of these rows are one column: a parity that no sizes can meet
    then shows at once, where branching on thousands of like columns would not end.
    """
    lines, where = np.unique(sizes.profiles[:, rows].astype(np.int8), axis=0, return_inverse=True)
    where = where.ravel()
    high = np.bincount(where, sizes.high, len(lines)).astype(np.int64)
    sieve = Sieve(class_sizes(lines.astype(np.float64), high, floor=sizes.floor[rows], ceiling=sizes.ceiling[rows]))
    point = sieve.solve()
    if point is not None:
        return _Answer(_spread(point.x, where, sizes.high), rows)
    proof = sieve.refutation()
    return _Answer(None, rows if proof is None else [rows[k] for k in proof])


def _spread(merged: Ints, where: Ints, high: Ints) -> Ints:
    """Sizes of classes that add up to sizes of merged classes."""
    x = np.zeros(len(where), np.int64)
    for column in np.flatnonzero(merged):
        members = np.flatnonzero(where == column)
        before = np.cumsum(high[members]) - high[members]
        x[members] = np.clip(merged[column] - before, 0, high[members])
    return x
