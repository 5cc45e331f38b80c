"""When no choice keeps the quotas: a minimal set of them that cannot hold together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mouakaba.kernel.selection.problem import Problem
from mouakaba.kernel.selection.program import Ints, class_sizes
from mouakaba.kernel.selection.sift import Sieve


@dataclass(frozen=True, slots=True, eq=False)
class _Answer:
    """Class sizes `x` that keep some rows; or no x, and rows among them that exclude it, few if `proved`."""

    x: Ints | None
    rows: list[int]
    proved: bool = False


def conflict(problem: Problem) -> tuple[str, ...]:
    """The codes of a minimal set of quotas, with "places" where it takes part, that cannot all hold.

    Minimal: without any one of them the others can hold. Where there are several such sets it is
    always the same one for the same input.
    """
    names = [quota.code for quota in problem.quotas] + ["places"]
    answer = _keeping(problem, list(range(len(names))))
    rows = _minimal(problem, answer.rows if answer.proved else _some(problem))
    return tuple(names[row] for row in sorted(rows))


def _minimal(problem: Problem, rows: list[int]) -> list[int]:
    for row in sorted(rows, reverse=True):
        if row in rows:
            answer = _keeping(problem, [other for other in rows if other != row])
            rows = rows if answer.x is not None else answer.rows
    return rows


def _some(problem: Problem) -> list[int]:
    """Rows that cannot hold together, found by adding, one by one, what a choice without them breaks."""
    sizes = problem.sizes
    rows: list[int] = []
    while True:
        answer = _keeping(problem, rows)
        if answer.x is None:
            return answer.rows
        total = sizes.activity(answer.x)
        excess = np.maximum(sizes.floor - total, total - sizes.ceiling)
        rows.append(int(np.argmax(excess)))


def _keeping(problem: Problem, rows: list[int]) -> _Answer:
    """Sizes that keep these rows, if there are any.

    Classes that count for the same of these rows are one column: a parity that no sizes can meet
    then shows at once, where branching on thousands of like columns would not end.
    """
    sizes, where = problem.sizes, _merged(problem, rows)
    merged, first = np.unique(where, return_index=True)
    high = np.bincount(where, sizes.high, len(merged)).astype(np.int64)
    lines = sizes.profiles[first][:, rows]
    sieve = Sieve(class_sizes(lines, high, floor=sizes.floor[rows], ceiling=sizes.ceiling[rows]))
    point = sieve.solve()
    if point is not None:
        return _Answer(_spread(point.x, where, sizes.high), rows)
    proof = sieve.refutation()
    return _Answer(None, rows) if proof is None else _Answer(None, [rows[k] for k in proof], proved=True)


def _merged(problem: Problem, rows: list[int]) -> Ints:
    """For each class the number of its merged class: classes alike in these rows share one."""
    kept = sum(1 << row for row in rows)
    number: dict[int, int] = {}
    return np.array([number.setdefault(mask & kept, len(number)) for mask in problem.files.masks], np.int64)


def _spread(merged: Ints, where: Ints, high: Ints) -> Ints:
    """Sizes of classes that add up to sizes of merged classes."""
    x = np.zeros(len(where), np.int64)
    for column in np.flatnonzero(merged):
        members = np.flatnonzero(where == column)
        before = np.cumsum(high[members]) - high[members]
        x[members] = np.clip(merged[column] - before, 0, high[members])
    return x
