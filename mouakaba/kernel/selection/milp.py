"""A whole program handed to HiGHS, for the rare one that plain branching does not finish."""

from __future__ import annotations

import highspy
import numpy as np

from mouakaba.kernel.selection.program import Ints, Program
from mouakaba.kernel.selection.relaxation import cost_scale, quiet_solver


def solve_by_highs(program: Program, beyond: int) -> Ints | None:
    """A best solution worth more than `beyond`, or None; proved to HiGHS' tolerance of 1e-9."""
    if len(program.gain) == 0:
        nothing = np.zeros(0, np.int64)
        return nothing if beyond < 0 and program.admits(nothing) else None
    solver = quiet_solver()
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.0)
    solver.setOptionValue("mip_feasibility_tolerance", 1e-9)
    solver.passModel(_model(program))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    x = np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)
    return x if program.value(x) > beyond else None


def _model(program: Program) -> highspy.HighsLp:
    count = len(program.gain)
    entries = program.entries(np.arange(count))
    line, row = np.nonzero(entries)
    gain = program.gain.astype(np.float64)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(program.floor)
    model.col_cost_ = -gain * cost_scale(gain)
    model.col_lower_ = program.low.astype(np.float64)
    model.col_upper_ = program.high.astype(np.float64)
    model.row_lower_ = program.floor.astype(np.float64)
    model.row_upper_ = program.ceiling.astype(np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.searchsorted(line, np.arange(count + 1))
    model.a_matrix_.index_ = row
    model.a_matrix_.value_ = entries[line, row]
    model.integrality_ = [highspy.HighsVarType.kInteger] * count
    return model
