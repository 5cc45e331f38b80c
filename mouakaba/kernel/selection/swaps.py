"""One file for another: who can take whose place, and which quotas stand in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.selection.problem import Problem
from mouakaba.kernel.selection.program import Floats, Ints


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
    def able(self) -> tuple[Ints, NDArray[np.bool_]]:
        """The classes of the chosen files, and whether each class may replace one of each of them."""
        leaving = np.unique(self.problem.files.kind[self.chosen])
        profiles = self.problem.program.profiles[:, :-1]
        full, scarce = (bits_as_array(bits, profiles.shape[1]) for bits in self._at_bounds)
        gained = full * (1 - profiles[leaving])
        lost = scarce * profiles[leaving]
        breaks = profiles @ gained.T + lost.sum(axis=1) - profiles @ lost.T
        return leaving, breaks < 0.5

    @cached_property
    def _out(self) -> Ints:
        out = np.ones(len(self.problem.files.kind), bool)
        out[self.chosen] = False
        return np.flatnonzero(out)

    def replacements(self) -> dict[int, int | None]:
        """For each chosen rank the best other that may take its place, all quotas kept, or None."""
        leaving, able = self.able
        classes = self.problem.files.kind[self._out]
        best: dict[int, int | None] = {}
        for place, kind in enumerate(leaving.tolist()):
            fits = able[classes, place]
            best[kind] = int(self._out[np.argmax(fits)]) if fits.any() else None
        return {rank: best[int(self.problem.files.kind[rank])] for rank in self.chosen.tolist()}

    def reserve(self, length: int) -> list[int]:
        """The best `length` files not chosen that may take the place of at least one chosen file."""
        fits = self.able[1][self.problem.files.kind[self._out]].any(axis=1)
        ranks: list[int] = self._out[fits][:length].tolist()
        return ranks

    def barriers(self, rank: int) -> int:
        """Bits of the quotas that keep a file out although it scores more than a chosen file.

        Each chosen file that scores less could be replaced by it, were it not for the quotas that
        would break. Of these sets of quotas those that contain another are left out, for the other
        is the nearer way in; the rest are listed together.
        """
        files = self.problem.files
        # Ranks go by falling score: the chosen files behind the first that scores less all do.
        first = int(np.searchsorted(-files.gain[self.chosen], -files.gain[rank], side="right"))
        return self._barriers(int(files.kind[rank]), first)

    @cached_property
    def _known(self) -> dict[tuple[int, int], int]:
        return {}

    def _barriers(self, kind: int, first: int) -> int:
        """The same for any file of this class that scores more than the chosen files from this place on."""
        if (kind, first) not in self._known:
            below = set(self.problem.files.kind[self.chosen[first:]].tolist())
            self._known[kind, first] = _union_of_smallest(self.broken(kind, leaving) for leaving in below)
        return self._known[kind, first]


def _union_of_smallest(sets: Iterable[int]) -> int:
    distinct = set(sets)
    smallest = (one for one in distinct if not any(other != one and other & one == other for other in distinct))
    union = 0
    for one in smallest:
        union |= one
    return union


def bits_as_array(bits: int, count: int) -> Floats:
    """The lowest `count` bits as 0.0 and 1.0."""
    return np.array([bits >> q & 1 for q in range(count)], np.float64)
