"""Scores candidates: boosted trees over the evidence (Friedman 2001). `curves` turn the scores into probabilities.

`script/train-skills` makes the arrays. The trees are not walked: a value of a feature rules leaves out, in all trees at
once, and the leftmost leaf that nothing rules out is where the walk would have ended (QuickScorer: Lucchese et al.
2015).
"""

from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from mouakaba.kernel.skills.curves import Curves
from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.store import Array

_AT_ONCE = 512  # rows whose leaves stay in the cache
_MOST_LEAVES = 64  # of a tree: the bits of a number
# After this share of the trees, only the best of a group go on: so many for each that is asked for, and a few.
_CUTS = ((0.09, 4, 8), (0.27, 2, 4))


class Ranker:
    """Trees and curves out of one archive. Raises ValueError for a tree of too many leaves."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        count = len(arrays["roots"])
        ends = [0, *(max(int(share * count), 1) for share, _, _ in _CUTS), count]
        inner = np.flatnonzero(arrays["left"] != np.arange(len(arrays["left"])))
        feature, threshold = arrays["feature"][inner], arrays["threshold"][inner].astype(np.float32)
        self._thresholds = {int(one): np.unique(threshold[feature == one]) for one in np.unique(feature)}
        self._stages = [Forest(arrays, range(a, b), self._thresholds) for a, b in pairwise(ends) if a < b]
        self._bias = np.float32(arrays["bias"][0])
        self.threshold = float(arrays["default"][0])
        self.curves = Curves(arrays)

    @classmethod
    def load(cls, path: Path) -> "Ranker":
        """Read an archive of our own weights."""
        with np.load(path, allow_pickle=False) as archive:
            return cls({name: archive[name] for name in archive.files})

    def scores(self, features: Floats) -> Floats:
        """The log-odds of each row."""
        total, places = np.full(len(features), self._bias, dtype=np.float32), self._places(features)
        for stage in self._stages:
            total += stage.sums(places)
        return total

    def _places(self, features: Floats) -> Array:
        """For each feature the trees look at, a column: how many of its thresholds are below each value."""
        columns = [np.searchsorted(cuts, features[:, one]) for one, cuts in self._thresholds.items()]
        return np.stack(columns, axis=1) if columns else np.zeros((len(features), 0), np.intp)

    def best_scores(self, features: Floats, starts: Array, top: int) -> Floats:
        """The same for the rows that may be among the `top` best of their group; minus infinity for the others.

        Group i stands from starts[i] to starts[i + 1]. The first trees tell most: a row far behind after some of them
        is given up. Of the ten best of all trees about one in a hundred is lost, of the first ones hardly any.
        """
        groups = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        total = np.full(len(features), self._bias, dtype=np.float32)
        alive, places = np.arange(len(features)), self._places(features)
        for stage, (_, each, more) in zip(self._stages, (*_CUTS, _CUTS[-1]), strict=False):
            total[alive] += stage.sums(places[alive])
            alive = alive[_leading(total[alive], groups[alive], each * top + more)]
        kept = np.full(len(features), -np.inf, dtype=np.float32)
        kept[alive] = total[alive]
        return kept


class Forest:
    """Some trees, turned into a table for each feature: between two of its thresholds, the leaves that are open."""

    def __init__(self, arrays: Mapping[str, Array], trees: range, thresholds: Mapping[int, Floats]) -> None:
        self._cuts: dict[int, list[tuple[np.float32, int, int]]] = {one: [] for one in thresholds}
        leaves = [self._leaves(arrays, int(arrays["roots"][tree]), place) for place, tree in enumerate(trees)]
        most = max(map(len, leaves))
        if most > _MOST_LEAVES:
            raise ValueError(f"a tree has {most} leaves; at most {_MOST_LEAVES} can be kept")
        self._kind: Any = np.uint32 if most <= 32 else np.uint64
        self._every = int(np.iinfo(self._kind).max)
        self._values = np.zeros((len(trees), most), dtype=np.float32)
        for row, values in zip(self._values, leaves, strict=True):
            row[: len(values)] = values
        tables = [self._table(thresholds[one], cuts) for one, cuts in self._cuts.items()]
        self._tables = [(column, table) for column, table in enumerate(tables) if (table != self._every).any()]

    def _leaves(self, arrays: Mapping[str, Array], root: int, place: int) -> list[float]:
        """The values of a tree's leaves from left to right; notes what each of its cuts rules out."""
        values: list[float] = []

        def below(node: int) -> int:
            """The leaves below a node as bits. A leaf's children are itself."""
            if arrays["left"][node] == node:
                values.append(float(arrays["value"][node]))
                return 1 << (len(values) - 1)
            left = below(int(arrays["left"][node]))
            self._cuts[int(arrays["feature"][node])].append((np.float32(arrays["threshold"][node]), place, left))
            return left | below(int(arrays["right"][node]))

        below(root)
        return values

    def _table(self, thresholds: Floats, cuts: list[tuple[np.float32, int, int]]) -> Array:
        """A row for each number of thresholds below a value: the leaves still open in each tree."""
        table = np.full((len(thresholds) + 1, len(self._values)), self._every, dtype=self._kind)
        for threshold, place, left in cuts:
            table[np.searchsorted(thresholds, threshold) + 1 :, place] &= self._kind(self._every ^ left)
        return table

    def sums(self, places: Array) -> Floats:
        """What the trees say together of each row, given as its places among the thresholds."""
        total = np.empty(len(places), dtype=np.float32)
        for first in range(0, len(places), _AT_ONCE):
            total[first : first + _AT_ONCE] = self._some(places[first : first + _AT_ONCE])
        return total

    def _some(self, places: Array) -> Floats:
        still = np.full((len(places), len(self._values)), self._every, dtype=self._kind)
        for column, table in self._tables:
            still &= table.take(places[:, column], axis=0)
        first = still & (~still + self._kind(1))  # the leftmost leaf that is open
        leaf = np.bitwise_count(first - self._kind(1))
        total: Floats = self._values[np.arange(len(self._values)), leaf].sum(axis=1)
        return total


def _leading(scores: Floats, groups: Array, count: int) -> Array:
    """Which rows are among the `count` best of their group (as many more as are equal to the last)."""
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    sizes = np.diff(starts, append=len(groups))
    if not len(sizes) or sizes.max() <= count:
        return np.ones(len(scores), dtype=bool)
    table = np.full((len(sizes), sizes.max()), -np.inf, dtype=np.float32)
    table[np.repeat(np.arange(len(sizes)), sizes), np.arange(len(groups)) - np.repeat(starts, sizes)] = scores
    bar = np.partition(table, -count, axis=1)[:, -count]
    return scores >= np.repeat(bar, sizes)
