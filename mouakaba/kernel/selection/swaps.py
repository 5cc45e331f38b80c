"""One file for another: who can take whose place, and which quotas stand in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mouakaba.kernel.selection.problem import Problem
from mouakaba.kernel.selection.program import Ints


@dataclass(frozen=True, eq=False)
class Swaps:
    """Single exchanges in a choice; `chosen` holds the ranks of the chosen files."""

    problem: Problem
    chosen: Ints

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """How many chosen files count for each quota."""
        classes = self.problem.files.kind[self.chosen]
        profiles = self.problem.program.profiles
        total = profiles[classes].sum(axis=0)
        return tuple(round(float(number)) for number in total[:-1])

    @cached_property
    def _at_bounds(self) -> tuple[int, int]:
        """Bits of the quotas at their max, and of those at their min."""
        full = scarce = 0
        for q, (quota, count) in enumerate(zip(self.problem.quotas, self.counts, strict=True)):
            full |= (count == quota.max) << q
            scarce |= (count == quota.min) << q
        return full, scarce

    def broken(self, joining: int, leaving: int) -> int:
        """Bits of the quotas that break if a file of class `joining` replaces one of `leaving`."""
        masks = self.problem.files.masks
        full, scarce = self._at_bounds
        gained = masks[joining] & ~masks[leaving]
        lost = masks[leaving] & ~masks[joining]
        return full & gained | scarce & lost

    @cached_property
    def _leaving(self) -> list[int]:
        return sorted(set(self.problem.files.kind[self.chosen].tolist()))

    @cached_property
    def _first_out(self) -> dict[int, int]:
        """For each class its best file not chosen."""
        out = np.ones(len(self.problem.files.kind), bool)
        out[self.chosen] = False
        ranks = np.flatnonzero(out)
        classes, first = np.unique(self.problem.files.kind[ranks], return_index=True)
        return dict(zip(classes.tolist(), ranks[first].tolist(), strict=True))

    def replacements(self) -> dict[int, int | None]:
        """For each chosen rank the best other that may take its place, all quotas kept, or None."""
        best: dict[int, int | None] = {}
        for leaving in self._leaving:
            able = [rank for kind, rank in self._first_out.items() if not self.broken(kind, leaving)]
            best[leaving] = min(able, default=None)
        return {rank: best[int(self.problem.files.kind[rank])] for rank in self.chosen.tolist()}

    def reserve(self, length: int) -> list[int]:
        """The best `length` files not chosen that may take the place of at least one chosen file."""
        able = np.zeros(len(self.problem.files.masks), bool)
        for kind in self._first_out:
            able[kind] = any(not self.broken(kind, leaving) for leaving in self._leaving)
        callable_ = able[self.problem.files.kind]
        callable_[self.chosen] = False
        return np.flatnonzero(callable_)[:length].tolist()

    def barriers(self, rank: int) -> int:
        """Bits of the quotas that keep a file out although it scores more than a chosen file.

        Each chosen file that scores less could be replaced by it, were it not for the quotas that
        would break. Of these sets of quotas those that contain another are left out, for the other
        is the nearer way in; the rest are listed together.
        """
        files = self.problem.files
        gain = files.gain[rank]
        below = {int(files.kind[j]) for j in self.chosen if files.gain[j] < gain}
        return _union_of_smallest(self.broken(int(files.kind[rank]), leaving) for leaving in below)


def _union_of_smallest(sets: Iterable[int]) -> int:
    distinct = set(sets)
    smallest = (one for one in distinct if not any(other != one and other & one == other for other in distinct))
    union = 0
    for one in smallest:
        union |= one
    return union
