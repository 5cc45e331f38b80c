"""Trees walked together give what one walk at a time gives."""

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


@pytest.mark.parametrize("tier", TIERS)
@given(st.lists(st.floats(-15, 15), min_size=2, max_size=20), st.sampled_from(["ar", "fr", "en", "arabizi", "xx"]))
def test_a_higher_score_never_has_a_lower_probability(tier: str, scores: list[float], language: str) -> None:
    ranker = Ranker.load(WEIGHTS / f"ranker_{tier}.npz")
    chances = ranker.probabilities(np.array(sorted(scores), np.float32), language)
    assert all(0 <= chance <= 1 for chance in chances)
    assert (np.diff(chances) >= 0).all()
