"""A choice as an integer program: one column for the equal scores of a class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mouakaba.kernel.selection.effort import USUAL, Effort
from mouakaba.kernel.selection.files import Files
from mouakaba.kernel.selection.model import Quota
from mouakaba.kernel.selection.order import first_in_order
from mouakaba.kernel.selection.program import Ints, Point, Program, class_sizes
from mouakaba.kernel.selection.sift import Sieve


@dataclass(frozen=True, eq=False)
class Problem:
    """Files, quotas and the number of places to fill, all of them."""

    files: Files
    quotas: tuple[Quota, ...]
    places: int
    effort: Effort = USUAL

    @cached_property
    def columns(self) -> tuple[Ints, Ints]:
        """For each ranked file its column, -1 if its class has enough better files, and its unit there."""
        kind = self.files.kind
        order = np.argsort(kind, kind="stable")
        start = np.searchsorted(kind[order], kind[order], side="left")
        kept = order[np.arange(len(order)) - start < max(self.places, 1)]
        gain = self.files.gain[kept]
        fresh = np.ones(len(kept), bool)
        fresh[1:] = (kind[kept[1:]] != kind[kept[:-1]]) | (gain[1:] != gain[:-1])
        number = np.cumsum(fresh) - 1
        column = np.full(len(kind), -1)
        unit = np.zeros(len(kind), np.int64)
        column[kept] = number
        unit[kept] = np.arange(len(kept)) - np.flatnonzero(fresh)[number]
        return column, unit

    @cached_property
    def program(self) -> Program:
        """Maximise the sum of gains; a row for each quota, and last the number of places."""
        column, unit = self.columns
        first = np.flatnonzero((column >= 0) & (unit == 0))
        first = first[np.argsort(column[first])]
        return replace(
            self.sizes,
            gain=self.files.gain[first],
            kind=self.files.kind[first],
            low=np.zeros(len(first), np.int64),
            high=np.bincount(column[column >= 0], minlength=len(first)),
        )

    @cached_property
    def sizes(self) -> Program:
        """The same rows over whole classes: how many files of each, without regard to scores."""
        classes = len(self.files.masks)
        floor, ceiling = row_bounds(self.quotas, len(self.files.kind))
        return class_sizes(
            self.files.profiles(len(self.quotas)),
            np.bincount(self.files.kind, minlength=classes),
            floor=np.append(floor, self.places),
            ceiling=np.append(ceiling, self.places),
        )

    @cached_property
    def sieve(self) -> Sieve:
        """The solver of the program and its variants."""
        return Sieve(self.program, self.effort)

    def chosen(self, point: Point) -> Ints:
        """The ranks of the files a solution takes."""
        column, unit = self.columns
        taken = (column >= 0) & (unit < point.x[column])
        return np.flatnonzero(taken)

    def first(self, point: Point) -> Point:
        """Among the optimal solutions the one whose list of chosen files, best first, comes first."""
        column, unit = self.columns
        units = np.column_stack([column, unit])[column >= 0]
        return first_in_order(self.sieve, point, units, effort=self.effort)

    def without_quota(self, number: int) -> Program:
        """The program with this quota dropped."""
        floor, ceiling = self.program.floor.copy(), self.program.ceiling.copy()
        floor[number], ceiling[number] = 0, len(self.files.kind)
        return replace(self.program, floor=floor, ceiling=ceiling)

    def beside(self, kind: int) -> Program:
        """The program of the places that remain when a file of this class has one."""
        used = np.rint(self.program.profiles[kind]).astype(np.int64)
        return replace(self.program, floor=self.program.floor - used, ceiling=self.program.ceiling - used)


def row_bounds(quotas: Sequence[Quota], files: int) -> tuple[Ints, Ints]:
    """The least and the most of each quota; where there is no max, a number no count exceeds."""
    floor = [quota.min or 0 for quota in quotas]
    ceiling = [max(files, quota.min or 0) if quota.max is None else quota.max for quota in quotas]
    return np.array(floor, np.int64), np.array(ceiling, np.int64)
