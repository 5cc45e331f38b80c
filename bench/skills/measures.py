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


def by_chance(chances: Sequence[float], times: int = 50) -> float:
    """The calibration error that so many answers would show by chance if their probabilities were true."""
    draw, chance = np.random.default_rng(1), np.array(chances)
    return float(
        np.mean([ece(list(zip(chance, draw.random(len(chance)) < chance, strict=True))) for _ in range(times)])
    )


def found_and_right(shown: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of sets, over all of them together."""
    hits = sum(len(some & gold) for some, gold in zip(shown, right, strict=True))
    precision = hits / max(sum(map(len, shown)), 1)
    found = hits / max(sum(map(len, right)), 1)
    return precision, found, 2 * precision * found / max(precision + found, 1e-9)
