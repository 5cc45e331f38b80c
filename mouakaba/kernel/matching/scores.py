"""Scores of blocks of pairs: the same numbers whatever the block, the order or the machine.

A score is a whole number of millionths. What goes into it is exact: shares are ratios of whole numbers, and
vectors are brought to a grid so fine that closeness moves by about a millionth, yet coarse enough that their
products have no rounding at all, in whatever order a library adds them up.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.matching.coverage import Shares
from mouakaba.kernel.matching.indexed import GRID, Indexed, Steps
from mouakaba.kernel.matching.masks import CANNOT_TELL, NO, USUAL, YES, Answers, Asked, Portions
from mouakaba.kernel.matching.model import PARTS, Market, Measure, Near, PairTest, Weight
from mouakaba.kernel.matching.postings import Ints

Floats = NDArray[np.float64]
REFUSED = -1


class Scores:
    """All pairs of two sides, scored a block at a time.

    Raises ValueError when the market measures texts and a side has no vectors, or of another length.
    """

    def __init__(
        self, market: Market, lefts: Indexed, rights: Indexed, *, near: Near | None = None, portions: Portions = USUAL
    ) -> None:
        self.market, self.lefts, self.rights, self.portions = market, lefts, rights, portions
        self.texts = _texts(lefts, rights) if market.measures(Measure.TEXT) else None
        self.shares = Shares(lefts, rights, near or {}) if market.measures(Measure.SKILLS) else None
        tests = [test for rule in market.rules for test in rule.tests]
        tests += [test for weight in market.weights for test in weight.tests]
        self._asked = {id(test): Asked(test, lefts, rights, portions) for test in tests}
        self._total = sum(weight.weight for weight in market.weights)

    def block(self, lefts: slice, rights: slice) -> Ints:
        """Scores in millionths; REFUSED where a rule does not keep the pair."""
        score = np.zeros((lefts.stop - lefts.start, rights.stop - rights.start))
        for weight in self.market.weights:
            score += weight.weight * self._measure(weight, lefts, rights)
        millionths = np.rint(score / self._total * PARTS).astype(np.int64)
        for rule in self.market.rules:
            least = CANNOT_TELL if rule.if_unknown == "keep" else YES
            millionths[self._answers(rule.tests, lefts, rights) < least] = REFUSED
        return millionths

    def closeness_of(self, lefts: Ints, rights: Ints) -> Floats:
        """The cosine of the texts of each pair, 0 where negative, where a text is absent or nothing measures it."""
        if self.texts is None:
            return np.zeros(len(lefts))
        left, right = self.texts[0][lefts].astype(np.float64), self.texts[1][rights].astype(np.float64)
        return _closeness(np.add.reduce(left * right, axis=1))

    def _measure(self, weight: Weight, lefts: slice, rights: slice) -> Floats:
        if weight.measure is Measure.TEST:
            met: Floats = (self._answers(weight.tests, lefts, rights) == YES).astype(np.float64)
            return met
        if weight.measure is Measure.TEXT:
            assert self.texts is not None  # made whenever a weight measures texts
            left, right = self.texts[0][lefts].astype(np.float64), self.texts[1][rights].astype(np.float64)
            return _closeness(left @ right.T)
        assert self.shares is not None  # made whenever a weight measures skills
        return self.shares.block(np.arange(lefts.start, lefts.stop), np.arange(rights.start, rights.stop))

    def _answers(self, tests: Sequence[PairTest], lefts: slice, rights: slice) -> Answers:
        answers: Answers = np.full((1, 1), NO)
        for test in tests:
            answers = np.maximum(answers, self._asked[id(test)].block(lefts, rights))
        return answers


def _closeness(products: Floats) -> Floats:
    """Products of vectors on the grid as cosines from 0 to 1."""
    closeness: Floats = np.clip(products / GRID**2, 0.0, 1.0)
    return closeness


def _texts(lefts: Indexed, rights: Indexed) -> tuple[Steps, Steps]:
    if lefts.steps is None or rights.steps is None:
        raise ValueError("this market measures texts: their vectors are needed")
    if lefts.steps.shape[1] != rights.steps.shape[1]:
        raise ValueError("vectors of the two sides differ in length")
    return lefts.steps, rights.steps
