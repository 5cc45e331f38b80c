"""The worst-served file served as well as can be, for at most a hundredth of the best total."""

from collections.abc import Callable

import highspy
import numpy as np

from mouakaba.kernel.assignment.flow import Ints
from mouakaba.kernel.assignment.seats import Seats

_FEW = 4000  # arcs that one program takes
_NODES = 2000  # branches at most, so that the work is bounded the same way each time
_AROUND, _ROUNDS = 12, 40  # worst files of one program, and programs
_STEPS = 12  # of the bisection
Solve = Callable[[Seats], Ints | None]


def fairer(seats: Seats, best: Ints, *, solve: Solve) -> Ints:
    """The arcs taken: their total within a hundredth of the best, their worst file the best found, then their total."""
    if not len(seats.tails):
        return best
    total = int(seats.start.sum()) + int(seats.gains[best > 0].sum())
    floor = total - abs(total) // 100
    found = _by_threshold(seats, best, floor, solve)
    if len(seats.tails) <= _FEW:
        return _program(seats, found, np.ones(len(seats.tails), bool), floor)
    return _by_parts(seats, found, floor)


def _by_threshold(seats: Seats, best: Ints, floor: int, solve: Solve) -> Ints:
    """The best of the assignments without arcs of little gain, for the greatest such gain that can be left out."""
    values = np.unique(seats.gains)
    low, high, found = 0, len(values) - 1, best
    for _ in range(_STEPS):
        if low > high:
            break
        middle = (low + high + 1) // 2
        arcs = np.flatnonzero(seats.gains >= values[middle])
        part = solve(seats.only(arcs))
        taken = np.zeros_like(best)
        if part is not None:
            taken[arcs] = part
        if part is not None and _total(seats, taken) >= floor:
            found = max(found, taken, key=lambda one: (int(seats.sums(one).min()), _total(seats, one)))
            low = middle + 1
        else:
            high = middle - 1
    return found


def _by_parts(seats: Seats, taken: Ints, floor: int) -> Ints:
    """Programs around the worst files, whose arcs and those of their neighbours are free, until none helps."""
    for _ in range(_ROUNDS):
        sums = seats.sums(taken)
        worst = np.argsort(sums, kind="stable")[:_AROUND]
        after = _program(seats, taken, _free_around(seats, taken, worst), floor)
        if _rank(seats, after) <= _rank(seats, taken):
            break
        taken = after
    return taken


def _rank(seats: Seats, taken: Ints) -> tuple[int, int, int]:
    sums = seats.sums(taken)
    return int(sums.min()), -int((sums == sums.min()).sum()), _total(seats, taken)


def _free_around(seats: Seats, taken: Ints, worst: Ints) -> "np.typing.NDArray[np.bool_]":
    """Arcs of the worst files to their best jurors, and of the files those jurors have, as many as a program takes."""
    own = np.flatnonzero(np.isin(seats.tails, worst))
    own = own[np.argsort(-seats.gains[own], kind="stable")][: _FEW // 4]
    jurors = np.unique(seats.heads[own])
    near = np.unique(seats.tails[(taken > 0) & np.isin(seats.heads, jurors)])
    others = np.flatnonzero(np.isin(seats.tails, near) & np.isin(seats.heads, jurors))
    others = others[np.argsort(-seats.gains[others], kind="stable")][: _FEW - len(own)]
    free = np.zeros(len(seats.tails), bool)
    free[own] = free[others] = True
    free[(taken > 0) & np.isin(seats.tails, np.concatenate([worst, near]))] = True
    return free


def _total(seats: Seats, taken: Ints) -> int:
    return int(seats.start.sum()) + int(seats.gains[taken > 0].sum())


def _program(seats: Seats, taken: Ints, free: "np.typing.NDArray[np.bool_]", floor: int) -> Ints:
    """Two programs over the free arcs, the others as they are: the worst file first, then the total."""
    arcs = np.flatnonzero(free)
    model = _Model(seats, taken, arcs)
    raised = model.raise_worst(floor)
    better = [one for one in (taken, raised) if one is not None]
    taken = max(better, key=lambda one: (int(seats.sums(one).min()), _total(seats, one)))
    richer = model.raise_total(int(seats.sums(taken).min()))
    if richer is not None and seats.sums(richer).min() >= seats.sums(taken).min():
        return max(taken, richer, key=lambda one: _total(seats, one))
    return taken


class _Model:
    """A mixed integer program of HiGHS: a column an arc, and one more for the gain of the worst file."""

    def __init__(self, seats: Seats, taken: Ints, arcs: Ints) -> None:
        self.seats, self.taken, self.arcs = seats, taken, arcs
        self.size = float(np.abs(seats.gains).max()) or 1.0
        fixed = taken.copy()
        fixed[arcs] = 0
        self.fixed = fixed
        self.had = seats.sums(fixed)
        self.files, self.file = np.unique(seats.tails[arcs], return_inverse=True)
        self.jurors, self.juror = np.unique(seats.heads[arcs], return_inverse=True)

    def raise_worst(self, floor: int) -> Ints | None:
        """The greatest gain of the worst of the files of free arcs, with a total of at least `floor`."""
        gains = self.seats.gains[self.arcs] / self.size
        elsewhere = int(self.had.sum())
        rows = [*self._bounds(), (np.arange(len(self.arcs)), gains, (floor - elsewhere) / self.size, np.inf)]
        rows += self._worst_rows(gains)
        costs = np.append(np.zeros(len(self.arcs)), -1.0)
        return self._solved(costs, rows)

    def raise_total(self, worst: int) -> Ints | None:
        """The greatest total with no file of free arcs below `worst`."""
        gains = self.seats.gains[self.arcs] / self.size
        rows = self._bounds()
        for number, file in enumerate(self.files):
            mine = np.flatnonzero(self.file == number)
            rows.append((mine, gains[mine], (worst - self.had[file]) / self.size, np.inf))
        return self._solved(np.append(-gains, 0.0), rows)

    def _worst_rows(self, gains: "np.typing.NDArray[np.float64]") -> "list[_Line]":
        rows: list[_Line] = []
        for number, file in enumerate(self.files):
            mine = np.flatnonzero(self.file == number)
            entries = np.append(gains[mine], -1.0)
            rows.append((np.append(mine, len(self.arcs)), entries, -self.had[file] / self.size, np.inf))
        return rows

    def _bounds(self) -> "list[_Line]":
        """As many reviews as each file wants, and loads within bounds."""
        rows: list[_Line] = []
        given = np.bincount(self.seats.tails[self.fixed > 0], minlength=len(self.seats.wanted))
        loaded = np.bincount(self.seats.heads[self.fixed > 0], minlength=len(self.seats.most))
        for number, file in enumerate(self.files):
            mine = np.flatnonzero(self.file == number)
            wanted = float(self.seats.wanted[file] - given[file])
            rows.append((mine, np.ones(len(mine)), wanted, wanted))
        for number, juror in enumerate(self.jurors):
            mine = np.flatnonzero(self.juror == number)
            least, most = (float(bound[juror] - loaded[juror]) for bound in (self.seats.least, self.seats.most))
            rows.append((mine, np.ones(len(mine)), least, most))
        return rows

    def _solved(self, costs: "np.typing.NDArray[np.float64]", rows: "list[_Line]") -> Ints | None:
        """The arcs of the best answer found, as 0 or 1 over all; None when there is none."""
        solver = highspy.Highs()
        for name, value in _OPTIONS.items():
            solver.setOptionValue(name, value)
        solver.passModel(_lp(costs, rows, len(self.arcs)))
        start = highspy.HighsSolution()
        start.col_value = [*self.taken[self.arcs].astype(float), self._now(costs)]
        solver.setSolution(start)
        solver.run()
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        whole = self.fixed.copy()
        whole[self.arcs] = np.rint(np.array(solver.getSolution().col_value)[:-1]).astype(np.int64)
        return whole

    def _now(self, costs: "np.typing.NDArray[np.float64]") -> float:
        return float(self.seats.sums(self.taken)[self.files].min()) / self.size if costs[-1] else 0.0


_Line = tuple[Ints, "np.typing.NDArray[np.float64]", float, float]  # columns, entries, least, most
_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-9,
    "mip_feasibility_tolerance": 1e-9,
    "mip_max_nodes": _NODES,
}


def _lp(costs: "np.typing.NDArray[np.float64]", rows: "list[_Line]", arcs: int) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = arcs + 1, len(rows)
    model.col_cost_ = costs
    model.col_lower_ = np.append(np.zeros(arcs), -highspy.kHighsInf)
    model.col_upper_ = np.append(np.ones(arcs), highspy.kHighsInf if costs[-1] else 0.0)
    model.row_lower_ = np.array([row[2] for row in rows])
    model.row_upper_ = np.array([row[3] for row in rows])
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row[0]) for row in rows)])
    model.a_matrix_.index_ = np.concatenate([row[0] for row in rows])
    model.a_matrix_.value_ = np.concatenate([row[1] for row in rows])
    model.integrality_ = [highspy.HighsVarType.kInteger] * arcs + [highspy.HighsVarType.kContinuous]
    return model
