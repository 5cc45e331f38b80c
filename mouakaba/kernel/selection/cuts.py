"""Cuts by parity: what no whole-number choice can do although fractions can.

Half the sum of some rows, with every coefficient and the right side rounded down, holds for every
x >= 0 in whole numbers (Chvatal-Gomory cuts with multipliers 1/2). Three quotas of exactly one,
where every file counts for two of them, are refuted by one such cut; branching alone would try
every file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.selection.program import Floats, Ints, Program

NEAR = 1e-6


def strengthened(program: Program, cuts: Sequence[Ints]) -> Program:
    """The program with one more row for each cut.

    A cut has for each row 1 (its ceiling is used), -1 (its floor) or 0.
    """
    if not cuts:
        return program
    signs = np.array(cuts).T
    profiles = np.floor(program.profiles @ signs / 2)
    ceiling = (np.maximum(signs, 0).T @ program.ceiling - np.maximum(-signs, 0).T @ program.floor) // 2
    least = np.minimum(profiles.min(axis=0, initial=0.0), 0.0) * program.high.sum()
    return replace(
        program,
        profiles=np.hstack([program.profiles, profiles]),
        floor=np.append(program.floor, np.minimum(least.astype(np.int64), ceiling)),
        ceiling=np.append(program.ceiling, ceiling),
    )


def parity_cut(program: Program, x: Floats) -> Ints | None:
    """A cut that the fractional x breaks by one half, or None if no rows that x meets exactly give one.

    Wanted: rows whose bounds sum to an odd number while every column in use counts in them an even
    number of times. That is a linear system modulo 2.
    """
    used = np.flatnonzero(x > NEAR)
    if (np.abs(x[used] - np.rint(x[used])) < NEAR).all():
        return None
    entries = program.entries(used)
    activity = x[used] @ entries
    at_ceiling = np.abs(activity - program.ceiling) < NEAR
    tight = np.flatnonzero(at_ceiling | (np.abs(activity - program.floor) < NEAR))
    signs = np.where(at_ceiling, 1, -1)
    bounds = np.where(at_ceiling, program.ceiling, program.floor)[tight]
    odd = np.unique(entries[:, tight].astype(np.int64) % 2, axis=0)
    picked = _solve_modulo_2(np.vstack([odd, bounds % 2]), np.append(np.zeros(len(odd), np.int64), 1))
    if picked is None:
        return None
    cut = np.zeros(len(program.floor), np.int64)
    cut[tight[picked]] = signs[tight[picked]]
    return cut


def _solve_modulo_2(matrix: Ints, right: Ints) -> NDArray[np.bool_] | None:
    """Some z of 0 and 1 with matrix·z = right modulo 2, by elimination; None if there is none."""
    system = np.column_stack([matrix, right]).astype(bool)
    pivots: list[int] = []
    for column in range(matrix.shape[1]):
        below = np.flatnonzero(system[len(pivots) :, column])
        if len(below) == 0:
            continue
        top, found = len(pivots), len(pivots) + below[0]
        system[[top, found]] = system[[found, top]]
        others = system[:, column].copy()
        others[top] = False
        system[others] ^= system[top]
        pivots.append(column)
    if system[len(pivots) :, -1].any():
        return None
    z = np.zeros(matrix.shape[1], bool)
    z[pivots] = system[: len(pivots), -1]
    return z
