"""Comparing candidates by weighted criteria, and in which range of each weight the order stays as it is.

Exact: values and weights are fractions. A candidate that fails a condition, or of which a value is not known, gets no
rank and says why; nothing is guessed in its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Weights = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate: values between 0 and 1 by criterion (None: not known), and the conditions it fails."""

    code: str
    values: Mapping[str, Fraction | None]
    fails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A rank (equal scores share it), the score, and what each criterion adds to it."""

    code: str
    rank: int
    score: Fraction
    parts: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Unranked:
    """Why there is no rank: conditions failed, criteria without a value."""

    code: str
    fails: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The order, best first, and those outside it in the order they were given."""

    ranked: tuple[Ranked, ...]
    unranked: tuple[Unranked, ...]


def compare(candidates: Sequence[Candidate], weights: Weights) -> Comparison:
    """Ranks by the weighted mean; equal scores share a rank and stand by code. Raises ValueError for no weight."""
    shares = _shares(weights)
    whole, rest = _apart(candidates, shares)
    rows = sorted(((_score(one, shares), one) for one in whole), key=lambda row: (-row[0], row[1].code))
    scores = [score for score, _one in rows]
    ranked = tuple(
        Ranked(one.code, scores.index(score) + 1, score, {name: _value(one, name) * shares[name] for name in shares})
        for score, one in rows
    )
    return Comparison(ranked, rest)


def ranges(candidates: Sequence[Candidate], weights: Weights) -> dict[str, tuple[Fraction, Fraction]]:
    """By criterion, the least and greatest share of the weight in which no two candidates change places.

    The other criteria keep their proportions (equal ones where all of them weigh nothing). At an end of the range two
    may become equal; beyond it they change places. A criterion of which a ranked candidate has no value has no range.
    """
    shares = _shares(weights)
    whole, _rest = _apart(candidates, shares)
    known = [name for name in shares if all(one.values.get(name) is not None for one in whole)]
    return {name: _range(whole, shares, name) for name in known}


def _shares(weights: Weights) -> dict[str, Fraction]:
    total = sum(weights.values(), Fraction())
    if total <= 0 or min(weights.values()) < 0:
        raise ValueError("weights are zero or more, and not all zero")
    return {name: weight / total for name, weight in weights.items()}


def _apart(candidates: Sequence[Candidate], shares: Weights) -> tuple[list[Candidate], tuple[Unranked, ...]]:
    whole, rest = [], []
    for one in candidates:
        # a criterion of no weight is not asked for
        missing = tuple(name for name, share in shares.items() if share and one.values.get(name) is None)
        if one.fails or missing:
            rest.append(Unranked(one.code, one.fails, missing))
        else:
            whole.append(one)
    return whole, tuple(rest)


def _value(one: Candidate, name: str) -> Fraction:
    return one.values.get(name) or Fraction()


def _score(one: Candidate, shares: Weights) -> Fraction:
    return sum((_value(one, name) * share for name, share in shares.items()), Fraction())


def _others(shares: Weights, name: str) -> dict[str, Fraction]:
    """What the other criteria weigh among themselves."""
    left = {other: share for other, share in shares.items() if other != name}
    total = sum(left.values(), Fraction())
    return {other: share / total if total else Fraction(1, len(left)) for other, share in left.items()}


def _range(whole: list[Candidate], shares: Weights, name: str) -> tuple[Fraction, Fraction]:
    """Where all differences of two scores keep their sign; each is linear in the share of one criterion."""
    low, high = Fraction(0), Fraction(1)
    others, here = _others(shares, name), shares[name]
    for index, one in enumerate(whole):
        for other in whole[index + 1 :]:
            at_all = _value(one, name) - _value(other, name)  # the difference where this criterion alone counts
            at_none = _score(one, others) - _score(other, others)  # where it counts for nothing
            now = at_none + (at_all - at_none) * here
            if now == 0:  # equal: they stay so only where the line is flat
                low, high = (low, high) if at_all == at_none else (here, here)
            elif (at_all < 0) != (at_none < 0) or 0 in (at_all, at_none):
                crossing = at_none / (at_none - at_all) if at_none != at_all else Fraction(2)
                low = max(low, crossing) if crossing < here else low
                high = min(high, crossing) if crossing > here else high
    return low, high
