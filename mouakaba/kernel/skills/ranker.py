"""Scores candidates: boosted trees over the evidence, then a probability by a curve fitted for each language.

The trees are arrays, walked for all candidates at once; Friedman 2001 for boosting, Zadrozny and Elkan 2002 for the
isotonic curve. `script/train-skills` makes the arrays.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.store import Array


class Ranker:
    """Trees and curves out of one archive."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._feature, self._threshold = arrays["feature"].astype(np.int32), arrays["threshold"].astype(np.float32)
        self._left, self._right = arrays["left"].astype(np.int32), arrays["right"].astype(np.int32)
        self._value = arrays["value"].astype(np.float32)
        self._roots, self._depth = arrays["roots"].astype(np.int32), int(arrays["depth"][0])
        self._bias = float(arrays["bias"][0])
        self.threshold = float(arrays["default"][0])
        self._curves = {
            name.removeprefix("curve_x_"): (
                arrays[name].astype(float),
                arrays[f"curve_y_{name.removeprefix('curve_x_')}"],
            )
            for name in arrays
            if name.startswith("curve_x_")
        }

    @classmethod
    def load(cls, path: Path) -> "Ranker":
        """Read an archive of our own weights."""
        with np.load(path, allow_pickle=False) as archive:
            return cls({name: archive[name] for name in archive.files})

    def scores(self, features: Floats) -> Floats:
        """The log-odds of each row. A leaf's children are itself, so all walks take `depth` steps."""
        rows = np.arange(len(features))[:, None]
        node = np.broadcast_to(self._roots, (len(features), len(self._roots)))
        for _ in range(self._depth):
            low = features[rows, self._feature[node]] <= self._threshold[node]
            node = np.where(low, self._left[node], self._right[node])
        total: Floats = self._value[node].sum(axis=1) + np.float32(self._bias)
        return total

    def probabilities(self, scores: Floats, language: str) -> Floats:
        """Log-odds as calibrated probabilities of this language; strictly rising, so that ranks stay."""
        x, y = self._curves.get(language, self._curves["en"])
        chance: Floats = np.interp(scores, x, y).astype(np.float32)
        return chance
