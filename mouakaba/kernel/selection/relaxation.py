"""The linear relaxation, solved by HiGHS, and upper bounds that survive floating point."""

from __future__ import annotations

import math
from dataclasses import dataclass

import highspy
import numpy as np

from mouakaba.kernel.selection.program import Floats, Ints, Program

SLIP = 2.0**-45
"""Over every rounding error relative to the terms: 2**-53 an operation, under 200 in a chain."""
LARGEST_COST = 1000.0
"""HiGHS works to absolute tolerances, so gains are scaled to this size."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """`x` optimal with row multipliers `y`; or no x, and `y` a proof (see `upper_bound`) that there is none."""

    x: Floats | None
    y: Floats | None


def quiet_solver() -> highspy.Highs:
    """A HiGHS that prints nothing and gives the same answer each time."""
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("parallel", "off")
    solver.setOptionValue("random_seed", 0)
    return solver


class Relaxation:
    """max gain·x over floor <= rows·x <= ceiling and bounds, kept warm from one solve to the next."""

    def __init__(self, rows: int, scale: float) -> None:
        """No columns yet, and rows without bounds; gains are multiplied by `scale` for HiGHS."""
        self._solver = quiet_solver()
        self._solver.setOptionValue("presolve", "off")
        self._solver.setOptionValue("solver", "simplex")
        self._solver.setOptionValue("primal_feasibility_tolerance", 1e-9)
        self._solver.setOptionValue("dual_feasibility_tolerance", 1e-9)
        self._scale = scale
        self._columns = self._rows = 0
        self.add_rows(np.zeros((rows, 0)))

    def add_rows(self, entries: Floats) -> None:
        """Add rows with these entries in the columns so far."""
        count = len(entries)
        line, column = np.nonzero(entries)
        start = np.searchsorted(line, np.arange(count)).astype(np.int32)
        nought = np.zeros(count)
        self._solver.addRows(count, nought, nought, len(line), start, column.astype(np.int32), entries[line, column])
        self._rows += count

    def add_columns(self, gain: Floats, entries: Floats) -> None:
        """Add columns with these gains and entries, one line a column."""
        count = len(gain)
        line, row = np.nonzero(entries)
        start = np.searchsorted(line, np.arange(count)).astype(np.int32)
        nought = np.zeros(count)
        costs = -gain * self._scale
        self._solver.addCols(count, costs, nought, nought, len(line), start, row.astype(np.int32), entries[line, row])
        self._columns += count

    def set_rows(self, floor: Ints, ceiling: Ints) -> None:
        """Change the bounds of every row."""
        every = np.arange(self._rows, dtype=np.int32)
        floats = floor.astype(np.float64), ceiling.astype(np.float64)
        self._solver.changeRowsBounds(self._rows, every, *floats)

    def solve(self, low: Ints, high: Ints) -> Outcome:
        """Solve under these column bounds, given in the order in which columns were added."""
        every = np.arange(self._columns, dtype=np.int32)
        floats = low.astype(np.float64), high.astype(np.float64)
        self._solver.changeColsBounds(self._columns, every, *floats)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            solution = self._solver.getSolution()
            y = -np.array(solution.row_dual) / self._scale
            return Outcome(np.array(solution.col_value), y)
        if status == highspy.HighsModelStatus.kInfeasible:
            _, exists, ray = self._solver.getDualRay()
            return Outcome(None, -np.array(ray) if exists else None)
        return Outcome(None, None)

    def basis(self) -> tuple[Ints, Ints]:
        """The basic columns and the rows at a bound, after a solve."""
        basis = self._solver.getBasis()
        basic = highspy.HighsBasisStatus.kBasic
        columns = [j for j, status in enumerate(basis.col_status) if status == basic]
        rows = [q for q, status in enumerate(basis.row_status) if status != basic]
        return np.array(columns, np.int64), np.array(rows, np.int64)


def cost_scale(gain: Floats) -> float:
    """The factor that brings gains to the size HiGHS is given."""
    largest = float(np.abs(gain).max(initial=0.0))
    return LARGEST_COST / largest if largest else 1.0


def upper_bound(program: Program, y: Floats, *, reduced: Floats, slip: float) -> float:
    """No x of the program has a larger gain·x, whatever the row multipliers y.

    `reduced` is gain - rows·y, wrong by at most `slip` a column. By weak duality gain·x <=
    sum of max(y·floor, y·ceiling) + sum of max(reduced·low, reduced·high). With gain 0 a result
    below 0 proves that there is no x at all (Farkas).
    """
    columns = np.where(reduced + slip > 0, program.high, program.low) * (reduced + slip)
    rows = np.maximum(y * program.floor, y * program.ceiling)
    size = float(np.abs(columns).sum() + np.abs(rows).sum())
    return float(columns.sum() + rows.sum()) + SLIP * size


def slip_of(gain: Floats, y: Floats) -> float:
    """How wrong gain - rows·y can be in floating point."""
    return SLIP * float(np.abs(gain).max(initial=0.0) + np.abs(y).sum())


def exact_bound(program: Program, basis: tuple[Ints, Ints]) -> int:
    """The bound of `upper_bound` in whole numbers, with multipliers refined to the basis.

    For gains with more digits than a double holds. The multipliers of the basis are found by
    iterative refinement: solve in floating point, take the residual exactly, solve again.
    """
    columns, rows = basis
    precision = 2**20
    gain = [int(g) * precision for g in program.gain]
    entries = program.entries(np.arange(len(gain))).astype(np.int64)
    square = entries[np.ix_(columns, rows)].astype(np.float64)
    y = np.array([0] * len(program.floor), object)
    for _ in range(4):
        residual = np.array([gain[j] for j in columns], object) - entries[columns].astype(object) @ y
        step = np.linalg.lstsq(square, residual.astype(np.float64), rcond=None)[0]
        y[rows] += np.array([math.floor(s + 0.5) for s in step], object)
    reduced = np.array(gain, object) - entries.astype(object) @ y
    total = sum(max(r * int(a), r * int(b)) for r, a, b in zip(reduced, program.low, program.high, strict=True))
    total += sum(max(v * int(a), v * int(b)) for v, a, b in zip(y, program.floor, program.ceiling, strict=True))
    return int(total) // precision
