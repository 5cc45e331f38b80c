"""The inverted lists of `lexicon`, read for many texts at once: n-grams as the best name of each concept, and BM25.

`lexicon.score_grams` and `score_words` say the same of one text, plainly; here no number is looked at that no text
asks for, and one table per call holds all the sums.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from mouakaba.kernel.skills.lexicon import grams_of, word_number
from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.store import Array

FAINT = 0.05  # a likeness of letters below this is none
# An n-gram of more phrases than this share is not asked for: it tells little and costs most. By tier.
FREQUENT = {"thorough": 0.015, "fast": 0.005}
_MANY = 12  # one phrase in so many is met: looking at all of them is quicker then
_number = lru_cache(maxsize=65536)(word_number)


class Letters:
    """Character n-grams, opened for reading: of those that are asked for, phrases and weights side by side."""

    def __init__(self, arrays: Mapping[str, Array], size: int, *, frequent: float = FREQUENT["thorough"]) -> None:
        self._owners = arrays["owners"].astype(np.intp)
        counts = np.diff(arrays["gram_starts"])
        rare = counts <= max(frequent * len(self._owners), 50)
        self._starts = np.concatenate([[0], np.cumsum(np.where(rare, counts, 0))])
        kept = np.repeat(rare, counts)
        self._entries = np.empty(int(self._starts[-1]), dtype=np.int64)  # one number: a phrase, then a weight
        self._entries.view(np.int32)[::2] = arrays["gram_phrases"][kept]
        self._entries.view(np.float32)[1::2] = arrays["gram_weights"][kept]
        self._idf = np.where(rare, arrays["gram_idf"].astype(np.float32), np.float32(0))
        self._size = size

    def best(self, phrases: Sequence[str]) -> Floats:
        """A row a phrase: the cosine with the best name of each concept, 0 where none reaches FAINT."""
        found = np.zeros((len(phrases), self._size), dtype=np.float32)
        total = np.zeros(len(self._owners), dtype=np.float32)
        grams, weights, bounds = self._weighted(phrases)
        lows, highs = self._starts[grams].tolist(), self._starts[grams + 1].tolist()
        counts = self._starts[grams + 1] - self._starts[grams]
        for row, (first, last) in zip(found, pairwise(bounds), strict=True):
            runs = list(map(slice, lows[first:last], highs[first:last]))
            if not runs:
                continue
            entries = np.concatenate([self._entries[run] for run in runs])  # quicker than their places one by one
            met = entries.view(np.int32)[::2].astype(np.intp)
            np.add.at(total, met, entries.view(np.float32)[1::2] * np.repeat(weights[first:last], counts[first:last]))
            # Where few are met they are looked at one by one, some of them twice.
            seen = np.flatnonzero(total > FAINT) if len(met) > len(total) / _MANY else met[total.take(met) > FAINT]
            np.maximum.at(row, self._owners[seen], total[seen])
            total[met] = 0
        return found

    def _weighted(self, phrases: Sequence[str]) -> tuple[Array, Floats, list[int]]:
        """The n-grams of each phrase, their weights in a vector of length one, and where each phrase's begin."""
        numbers, grams = grams_of(phrases)
        pairs, counts = np.unique(numbers << np.int64(32) | grams, return_counts=True)
        told = self._idf[pairs & np.int64(0xFFFFFFFF)] > 0
        pairs, counts = pairs[told], counts[told]
        number, gram = pairs >> np.int64(32), pairs & np.int64(0xFFFFFFFF)
        weight = (1 + np.log(counts)) * self._idf[gram]
        length = np.sqrt(np.bincount(number, weights=weight**2, minlength=len(phrases)))
        weight /= np.maximum(length, 1e-9)[number]
        bounds = np.searchsorted(number, np.arange(len(phrases) + 1))
        return gram, weight.astype(np.float32), bounds.tolist()


class Words:
    """BM25, opened for reading."""

    def __init__(self, arrays: Mapping[str, Array], size: int) -> None:
        self._starts, self._concepts = arrays["word_starts"], arrays["word_concepts"]
        self._weights = arrays["word_weights"].astype(np.float32)
        self._size = size

    def scores(self, texts: Sequence[Sequence[str]]) -> Floats:
        """A row a text, given as its stems: BM25 with each concept."""
        numbers = np.array([_number(stem) for stems in texts for stem in stems], dtype=np.int64)
        owners = np.repeat(np.arange(len(texts)), [len(stems) for stems in texts])
        places, counts = places_of(self._starts, numbers)
        cells = np.repeat(owners * self._size, counts) + self._concepts[places]
        total = np.bincount(cells, weights=self._weights[places], minlength=len(texts) * self._size)
        return total.astype(np.float32).reshape(len(texts), self._size)


def places_of(starts: Array, keys: Array) -> tuple[Array, Array]:
    """Where all the lists of the keys stand, one after the other, and how long each is."""
    low = starts[keys].astype(np.int64)
    counts = starts[keys + 1] - low
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(low - ends + counts, counts), counts
