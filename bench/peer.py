"""Solves one choice with another solver: `python -m bench.peer cp_sat|highs`, JSON in, two lines of JSON out.

A process of its own, for two reasons: ortools and highspy each bring a libhighs.so.1 of another
version and cannot be loaded together; and a solver that overruns its time limit can be stopped.
The first line tells the CPU seconds spent on building the model, the second the answer.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

Answer = tuple[float | None, bool]


def cp_sat(asked: dict[str, Any]) -> Callable[[], Answer]:
    """One Boolean a file, two workers."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in asked["cents"]]
    for low, high, members in asked["rows"]:
        model.add_linear_constraint(sum(taken[i] for i in members), low, high)
    model.maximize(sum(cents * one for cents, one in zip(asked["cents"], taken, strict=True)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = asked["limit"]
    solver.parameters.num_workers = 2

    def solve() -> Answer:
        status = solver.solve(model)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        return solver.objective_value if found else None, status == cp_model.OPTIMAL

    return solve


def highs(asked: dict[str, Any]) -> Callable[[], Answer]:
    """HiGHS' own branch and bound on one binary a file, one thread."""
    import highspy
    import numpy as np

    count, rows = len(asked["cents"]), asked["rows"]
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(rows)
    model.col_cost_ = -np.array(asked["cents"], float)
    model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
    model.row_lower_ = np.array([low for low, _, _ in rows], float)
    model.row_upper_ = np.array([high for _, high, _ in rows], float)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0] + [len(members) for _, _, members in rows])
    model.a_matrix_.index_ = np.concatenate([members for _, _, members in rows])
    model.a_matrix_.value_ = np.ones(sum(len(members) for _, _, members in rows))
    model.integrality_ = [highspy.HighsVarType.kInteger] * count
    solver = highspy.Highs()
    options = {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0, "time_limit": asked["limit"]}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(model)

    def solve() -> Answer:
        solver.run()
        info = solver.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        proved = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return -info.objective_function_value if found else None, proved

    return solve


def main(name: str) -> None:
    solve = {"cp_sat": cp_sat, "highs": highs}[name](json.load(sys.stdin))
    begin = time.process_time()
    print(json.dumps({"built": begin}), flush=True)
    cents, proved = solve()
    cpu = time.process_time() - begin
    print(json.dumps({"cpu": cpu, "objective": None if cents is None else round(cents) / 100, "proved": proved}))


if __name__ == "__main__":
    main(sys.argv[1])
