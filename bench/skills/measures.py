"""Measures as the papers define them, over (hits in order, number of right concepts)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Ranked = Sequence[tuple[np.ndarray, int]]


def rp(ranked: Ranked, k: int) -> float:
    """R-precision at k: right ones among the first k over min(k, right ones), averaged."""
    return float(np.mean([hits[:k].sum() / min(k, count) for hits, count in ranked]))


def recall(ranked: Ranked, k: int) -> float:
    """Share of queries with a right concept among the first k."""
    return float(np.mean([bool(hits[:k].any()) for hits, _ in ranked]))


def mrr(ranked: Ranked) -> float:
    """Mean of one over the place of the first right concept, 0 without."""
    return float(np.mean([1 / (hits.argmax() + 1) if hits.any() else 0.0 for hits, _ in ranked]))


def ece(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """Expected calibration error (Guo et al. 2017): mean gap between probability and share of right, by bins."""
    chance, right = (np.array(column, float) for column in zip(*pairs, strict=True))
    place = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = [abs(chance[place == one].mean() - right[place == one].mean()) * (place == one).sum() for one in set(place)]
    return float(sum(gaps) / len(chance))
