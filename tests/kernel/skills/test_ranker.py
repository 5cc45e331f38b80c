"""Trees read from tables give what one walk at a time gives, and the best are kept."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.skills.encoder import TIERS, WEIGHTS
from mouakaba.kernel.skills.evidence import FEATURES
from mouakaba.kernel.skills.ranker import Ranker


@pytest.mark.parametrize("tier", TIERS)
def test_scores_are_those_of_a_walk_by_hand(tier: str) -> None:
    ranker = Ranker.load(WEIGHTS / f"ranker_{tier}.npz")
    with np.load(WEIGHTS / f"ranker_{tier}.npz") as a:
        rows = np.random.default_rng(1).normal(size=(4, len(FEATURES))).astype(np.float32)
        for row, score in zip(rows, ranker.scores(rows), strict=True):
            total = float(a["bias"][0])
            for root in a["roots"]:
                node = root
                while a["left"][node] != node:
                    node = a["left" if row[a["feature"][node]] <= a["threshold"][node] else "right"][node]
                total += a["value"][node]
            assert score == pytest.approx(total, rel=1e-4, abs=1e-4)


def walk(trees: dict[str, list], row: list[float]) -> float:
    total = trees["bias"][0]
    for root in trees["roots"]:
        node = root
        while trees["left"][node] != node:
            node = trees["left" if row[trees["feature"][node]] <= trees["threshold"][node] else "right"][node]
        total += trees["value"][node]
    return total


@st.composite
def forests(draw: st.DrawFn) -> dict[str, list]:
    """A few trees of any shape over three features, as the archive keeps them; halves so that sums are exact."""
    half = st.integers(-6, 6).map(lambda number: number / 2)
    trees: dict[str, list] = {name: [] for name in ("feature", "threshold", "left", "right", "value", "roots")}

    def grow(depth: int) -> int:
        node = len(trees["left"])
        for name, value in (("feature", draw(st.integers(0, 2))), ("threshold", draw(half)), ("value", draw(half))):
            trees[name].append(value)
        trees["left"].append(node)
        trees["right"].append(node)
        if depth and draw(st.booleans()):
            trees["left"][node] = grow(depth - 1)
            trees["right"][node] = grow(depth - 1)
        return node

    trees["roots"] = [grow(5) for _ in range(draw(st.integers(1, 30)))]
    return trees | {"bias": [draw(half)], "default": [0.5]}


HALVES = st.lists(st.lists(st.integers(-7, 7).map(lambda n: n / 2), min_size=3, max_size=3), min_size=1, max_size=40)


@given(forests(), HALVES)
def test_trees_of_any_shape_are_walked_to_the_right_leaf(trees: dict[str, list], rows: list[list[float]]) -> None:
    ranker = Ranker({name: np.array(values) for name, values in trees.items()})
    features = np.array(rows, np.float32)
    assert ranker.scores(features).tolist() == [walk(trees, row) for row in rows]


@given(forests(), HALVES, st.lists(st.integers(1, 15), min_size=1, max_size=4), st.integers(1, 3))
def test_the_best_of_a_group_do_not_depend_on_the_groups_beside_it(
    trees: dict[str, list], rows: list[list[float]], sizes: list[int], top: int
) -> None:
    ranker = Ranker({name: np.array(values) for name, values in trees.items()})
    starts = np.unique(np.minimum([0, *np.cumsum(sizes), len(rows)], len(rows)))
    features = np.array(rows, np.float32)
    together = ranker.best_scores(features, starts, top)
    full = ranker.scores(features)
    for first, last in pairwise(starts):
        alone = ranker.best_scores(features[first:last], np.array([0, last - first]), top)
        assert together[first:last].tolist() == alone.tolist()
        kept = alone > -np.inf
        assert kept.sum() >= min(top, last - first)
        assert alone[kept].tolist() == full[first:last][kept].tolist()


def test_a_tree_of_too_many_leaves_is_refused() -> None:
    count = 65  # leaves of a tree that goes down on the right alone
    inner, leaves = list(range(0, 2 * count - 2, 2)), 2 * count - 1
    left = [node + 1 if node in inner else node for node in range(leaves)]
    right = [node + 2 if node in inner else node for node in range(leaves)]
    arrays = {"left": left, "right": right, "feature": [0] * leaves, "threshold": [0.0] * leaves}
    arrays |= {"value": [1.0] * leaves, "roots": [0], "bias": [0.0], "default": [0.5]}
    with pytest.raises(ValueError, match="65 leaves"):
        Ranker({name: np.array(values) for name, values in arrays.items()})
