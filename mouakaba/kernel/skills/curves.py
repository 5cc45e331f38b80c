"""How sure a score is: log-odds of the trees as calibrated probabilities.

Logistic regression (Platt 1999) on the score in three pieces, with a line of coefficients for each language and kind
of unit. What a score means depends on where it was reached: in a whole passage, in a clause alone, in a name known word
for word; on how near its rivals come; on the length; and on whether the passage speaks of a skill at all. All but the
score is the same for every candidate of a unit, and the score always raises: ranks inside a unit stay.
"""

from collections.abc import Mapping

import numpy as np

from mouakaba.kernel.skills.e5 import unit
from mouakaba.kernel.skills.evidence import Reading
from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.store import Array

LANGUAGES = ("ar", "fr", "en", "arabizi")
KINDS = 3  # of units: the passage, a clause of it, a known name in it
BENDS = (-3.0, -1.0)  # scores where the slope may change
RIVALS = 10  # candidates of a unit that count as rivals
SLOPES = slice(1, 2 + len(BENDS))  # where the slopes stand in a line
_MOST = 15.0  # log-odds beyond which a probability could not be told from 0 or 1


class Curves:
    """The curves out of a ranker's archive; without any, the trees' log-odds are taken as they are."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._lines = arrays["curves"].astype(float) if "curves" in arrays else None
        self._relevance = arrays["relevance"].astype(np.float32) if "relevance" in arrays else None

    def relevance(self, passage: Reading) -> float:
        """The log-odds that a passage speaks of a skill at all, by a line through the encoders' vectors of it."""
        if self._relevance is None:
            return 0.0
        return float(self._relevance[0] + meaning_of(passage) @ self._relevance[1:])

    def probabilities(self, scores: Floats, *, language: str, kind: int, words: int, relevance: float) -> Floats:
        """Probabilities of the best candidates of one unit, given by their falling scores; a language without a line of
        its own counts as English.

        At least RIVALS of them must be given, if the unit has so many. `relevance` is that of the unit's passage.
        """
        odds = scores.astype(float)
        if self._lines is not None:
            line = self._lines[LANGUAGES.index(language if language in LANGUAGES else "en"), kind]
            shared = shared_columns(np.array([rivals_of(scores)]), np.array([words]), np.array([relevance]))
            odds = own_columns(odds) @ line[: SLOPES.stop] + shared @ line[SLOPES.stop :]
        chance: Floats = 1 / (1 + np.exp(-np.clip(odds, -_MOST, _MOST)))
        return chance


def columns(scores: Floats, rivals: Floats, words: Array, relevance: Floats) -> Array:
    """What a line of coefficients is multiplied with, a row a candidate."""
    return np.concatenate([own_columns(scores), shared_columns(rivals, words, relevance)], axis=1)


def own_columns(scores: Floats) -> Array:
    """The columns that a candidate has for itself."""
    bent = (np.maximum(scores - bend, 0) for bend in BENDS)
    return np.stack([np.ones(len(scores)), scores, *bent], axis=1).astype(float)


def shared_columns(rivals: Floats, words: Array, relevance: Floats) -> Array:
    """The columns that all candidates of a unit share."""
    heard = np.clip(relevance, -6, 6)
    return np.stack([rivals, np.log1p(words), heard, np.minimum(heard, 0)], axis=1).astype(float)


def rivals_of(scores: Floats) -> float:
    """How much the best candidates of a unit weigh together: the logarithm of their summed odds."""
    return float(np.logaddexp.reduce(scores[:RIVALS].astype(float))) if len(scores) else 0.0


def meaning_of(passage: Reading) -> Floats:
    """The encoders' vectors of the whole passage, one after the other."""
    quick: Floats = passage.use[0]
    if passage.passage is None:
        return quick
    both: Floats = np.concatenate([unit(passage.passage.mean()[None])[0], quick])
    return both
