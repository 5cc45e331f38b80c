"""The parts a proof rests on: bounds hold for any multipliers, cuts remove no whole-number solution."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.selection.cuts import strengthened
from mouakaba.kernel.selection.effort import Effort
from mouakaba.kernel.selection.program import Ints, Program
from mouakaba.kernel.selection.relaxation import slip_of, upper_bound
from mouakaba.kernel.selection.tree import Tree


@st.composite
def programs(draw: st.DrawFn) -> Program:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    cells = st.lists(st.sampled_from([0, 0, 1, 1, -1]), min_size=rows, max_size=rows)
    profiles = np.array([draw(cells) for _ in range(columns)], np.float64)
    gain = np.array([draw(st.integers(-20, 20)) for _ in range(columns)])
    floor = np.array([draw(st.integers(-2, 3)) for _ in range(rows)])
    width = np.array([draw(st.integers(0, 3)) for _ in range(rows)])
    high = np.array([draw(st.integers(0, 3)) for _ in range(columns)])
    kind = np.arange(columns)
    return Program(gain, kind, profiles, np.zeros(columns, np.int64), high, floor, floor + width)


def solutions(program: Program) -> list[Ints]:
    every = product(*(range(most + 1) for most in program.high.tolist()))
    return [x for x in map(np.array, every) if program.admits(x)]


@settings(max_examples=300, deadline=None)
@given(programs(), st.data())
def test_no_solution_is_above_the_bound_of_any_multipliers(program: Program, data: st.DataObject) -> None:
    any_number = st.floats(-50, 50, allow_nan=False)
    y = np.array([data.draw(any_number) for _ in program.floor])
    gain = program.gain.astype(np.float64)
    reduced = gain - program.profiles @ y
    bound = upper_bound(program, y, reduced=reduced, slip=slip_of(gain, y))
    assert all(program.value(x) <= bound for x in solutions(program))


@settings(max_examples=300, deadline=None)
@given(programs(), st.data())
def test_no_cut_removes_a_solution(program: Program, data: st.DataObject) -> None:
    cut = np.array([data.draw(st.sampled_from([-1, 0, 1])) for _ in program.floor])
    sharper = strengthened(program, [cut])
    for x in solutions(program):
        assert sharper.admits(x)


@settings(max_examples=300, deadline=None)
@given(programs(), st.sampled_from([Effort(), Effort(nodes=0)]))
def test_the_tree_finds_the_best_solution(program: Program, effort: Effort) -> None:
    best = max((program.value(x) for x in solutions(program)), default=None)
    found = Tree(program, effort).best(program.least() - 1)
    if best is None:
        assert found is None
    else:
        assert found is not None
        assert found.value == best
        assert program.admits(found.x)
        assert Tree(program, effort).best(best) is None
