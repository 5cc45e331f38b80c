"""The best lefts of one right out of very many, kept as postings: who has a skill, and each fact as codes.

What it tells is what `best_lefts` tells of those who have at least one skill asked for, or one near it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.matching.answers import answer_test
from mouakaba.kernel.matching.coverage import degree_units
from mouakaba.kernel.matching.masks import AS_NUMBER, CANNOT_TELL, NO, YES, Answers
from mouakaba.kernel.matching.model import OWN_FACTS, PARTS, Fact, Listing, Market, Measure, Near, PairTest, Side
from mouakaba.kernel.matching.postings import Ints

Numbers = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Codes:
    """One fact of a segment: its distinct values, None for a missing one, and which of them each left has."""

    values: Sequence[object]
    codes: Numbers


@dataclass(frozen=True, slots=True)
class Segment:
    """Lefts numbered from 0 in the order of their ids: all who have each skill, each fact, and who has gone since.

    Skills nobody is asked for and facts no test reads may be left out.
    """

    size: int
    holders: Mapping[str, Numbers]
    facts: Mapping[str, Codes]
    gone: Numbers


class Found(NamedTuple):
    """A left by the place of its segment and its number there, with its score in millionths."""

    segment: int
    number: int
    millionths: int


def facts_read(market: Market) -> set[str]:
    """The facts of the left that the market's tests read.

    Raises ValueError for a market whose lefts cannot be kept so: it measures texts, or a test reads several facts of
    the left, or its id, language or capacity.
    """
    if market.measures(Measure.TEXT):
        raise ValueError("a market that measures texts has no shortlist")
    return {name for test in _tests(market) if (name := _fact_read(test)) is not None}


def skills_read(right: Listing, near: Near | None = None) -> set[str]:
    """The skills whose holders a right's shortlist needs: those asked for and those near them."""
    return {*right.skills, *(uri for skill in right.skills for uri in (near or {}).get(skill, ()))}


def shortlist(
    market: Market,
    segments: Sequence[Segment],
    right: Listing,
    *,
    top: int | None = None,
    near: Near | None = None,
) -> list[Found]:
    """Everybody who may be among the best `top` (the market's by default): all of them, and who ties with the last.

    Of those who tie at most `top` a segment, the first by number. Raises ValueError as `facts_read` does.
    """
    facts_read(market)
    most = market.top if top is None else top
    asking = _Asking(market, right, near or {})
    found = [one for place, held in enumerate(segments) for one in asking.best(place, held, most)]
    if len(found) <= most:
        return found
    least = sorted(one.millionths for one in found)[-most]
    return [one for one in found if one.millionths >= least]


class _Asking:
    """One right asking segment after segment. A test is answered once for each value of the fact that it reads."""

    def __init__(self, market: Market, right: Listing, near: Near) -> None:
        self.market, self.right, self.near = market, right, near
        self.total = sum(weight.weight for weight in market.weights)
        self._tables: dict[tuple[int, int], Answers] = {}
        self._told: dict[tuple[int, type, str], np.int8] = {}

    def best(self, place: int, held: Segment, top: int) -> list[Found]:
        units = self._units(held)
        units[held.gone] = 0
        numbers, millionths = self._foremost(held, units, top)
        order = np.argsort(-millionths, kind="stable")[:top]
        best = zip(numbers[order].tolist(), millionths[order].tolist(), strict=True)
        return [Found(place, number, score) for number, score in best]

    def _foremost(self, held: Segment, units: Ints, top: int) -> tuple[Ints, Ints]:
        """The numbers of the best, in their order, and their scores: at least all whose score the `top`-th has or more.

        Those who meet most skills are judged first: often nobody else can come up to them.
        """
        for least in [*range(len(set(self.right.skills)) * PARTS, 0, -PARTS), 1]:
            numbers = np.flatnonzero(units >= least)
            if len(numbers) < top and least > 1:
                continue
            numbers = self._kept(held, numbers)
            millionths = self._millionths(held, units[numbers], numbers)
            if len(numbers) >= top:
                last = np.partition(millionths, len(numbers) - top)[len(numbers) - top]
                numbers, millionths = numbers[millionths >= last], millionths[millionths >= last]
                if last > self._most(least - 1):
                    break
        return numbers, millionths

    def _most(self, units: int) -> int:
        """The score of somebody who meets so much of the skills and all else."""
        share = units / (len(set(self.right.skills)) * PARTS)
        score = sum(
            weight.weight * (share if weight.measure is Measure.SKILLS else 1) for weight in self.market.weights
        )
        return round(score / self.total * PARTS) + 1  # added up in another order, perhaps: a millionth to be sure

    def _units(self, held: Segment) -> Ints:
        """For each left, how many millionths of skills asked for it meets: of several near one, the nearest."""
        units, met = np.zeros((2, held.size), np.int64)
        for skill in dict.fromkeys(self.right.skills):
            worth = [(degree, held.holders[uri]) for degree, uri in self._worth(skill) if uri in held.holders]
            if len(worth) == 1:
                units[worth[0][1]] += worth[0][0]
                continue
            for degree, numbers in worth:
                met[numbers] = degree
            units += met
            met[:] = 0
        return units

    def _worth(self, skill: str) -> list[tuple[int, str]]:
        """What meets a skill, for how many millionths: the least first, itself last."""
        near = self.near.get(skill, {}).items()
        return [*sorted((degree_units(degree), uri) for uri, degree in near if uri != skill), (PARTS, skill)]

    def _kept(self, held: Segment, numbers: Ints) -> Ints:
        """Those of these numbers that every rule keeps."""
        for rule in self.market.rules:
            least = CANNOT_TELL if rule.if_unknown == "keep" else YES
            numbers = numbers[self._answers(rule.tests, held, numbers) >= least]
        return numbers

    def _millionths(self, held: Segment, units: Ints, numbers: Ints) -> Ints:
        """The scores of these numbers, who meet so many units, added up in the order in which `scores.Scores` adds."""
        score = np.zeros(len(numbers))
        share = units / (len(set(self.right.skills)) * PARTS)
        for weight in self.market.weights:
            if weight.measure is Measure.SKILLS:
                score += weight.weight * share
            else:
                score += weight.weight * (self._answers(weight.tests, held, numbers) == YES)
        return np.rint(score / self.total * PARTS).astype(np.int64)

    def _answers(self, tests: Iterable[PairTest], held: Segment, numbers: Ints) -> Answers:
        """The answer of any of the tests for each of these numbers."""
        answers: Answers = np.full(len(numbers), NO, np.int8)
        for test in tests:
            name = _fact_read(test)
            if name is None:
                answers = np.maximum(answers, self._answer(test, "", None))
                continue
            column = held.facts[name]
            answers = np.maximum(answers, self._table(test, name, column)[column.codes[numbers]])
        return answers

    def _table(self, test: PairTest, name: str, column: Codes) -> Answers:
        """The answer for each value of a fact; kept, for a segment is asked several times."""
        key = id(test), id(column)
        if key not in self._tables:
            self._tables[key] = np.array([self._answer(test, name, value) for value in column.values], np.int8)
        return self._tables[key]

    def _answer(self, test: PairTest, name: str, value: object) -> np.int8:
        key = id(test), type(value), str(value)
        if key not in self._told:
            left = Listing("", {name: value} if name else {})
            self._told[key] = AS_NUMBER[answer_test(test, left, self.right)]
        return self._told[key]


def _tests(market: Market) -> list[PairTest]:
    asked = [*(rule.tests for rule in market.rules), *(weight.tests for weight in market.weights)]
    return [test for tests in asked for test in tests]


def _fact_read(test: PairTest) -> str | None:
    """The one fact of the left that a test reads; None when it asks about the right alone."""
    asked = {one.name for one in (test.fact, *test.operands) if isinstance(one, Fact) and one.side is Side.LEFT}
    if len(asked) > 1 or asked & {*OWN_FACTS}:
        raise ValueError(f"a test of {test.fact} reads several facts of the left, or its own ones: no shortlist")
    return next(iter(asked), None)
