"""From candidates and quotas to whole numbers: ranks, classes, exact scores."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from mouakaba.kernel.selection.model import Candidate, Quota
from mouakaba.kernel.selection.program import Exact, Floats, Ints

SAFE = 2**62
LARGEST_SCALE = 10**60
EXACT = re.compile(r"-?[0-9]{1,40}/[1-9][0-9]{0,39}")
ROUNDING = Fraction(1, 10_000)  # how far a score may be from its exact value: it is written to four decimals


@dataclass(frozen=True, slots=True, eq=False)
class Files:
    """The candidates, best first by (score descending, submitted_at, id), and their classes.

    Files of one class count for the same quotas, so they differ by score alone. `masks[k]` has bit
    q set if class k counts for quota q. A score is base + gain * unit, exactly.
    """

    ranked: tuple[Candidate, ...]
    kind: Ints
    masks: tuple[int, ...]
    gain: Exact
    base: Fraction
    unit: Fraction

    def score(self, gain: int, count: int) -> Fraction:
        """The sum of `count` scores whose gains sum to `gain`."""
        return self.base * count + self.unit * gain

    def profiles(self, quotas: int) -> Floats:
        """classes x (quotas + 1): what each class counts for, and 1 for the place it takes."""
        size = quotas // 8 + 1
        packed = b"".join((mask | 1 << quotas).to_bytes(size, "little") for mask in self.masks)
        lines = np.frombuffer(packed, np.uint8).reshape(len(self.masks), size)
        return np.unpackbits(lines, axis=1, count=quotas + 1, bitorder="little").astype(np.float64)


def read_score(score: float, exact: object = None) -> float | Fraction:
    """The score of a scored file: `exact`, a fraction as "181/3", where it is given, else `score`.

    Raises ValueError for what is no such fraction, or is not what `score` rounds.
    """
    if exact is None:
        return score
    if not isinstance(exact, str) or not EXACT.fullmatch(exact):
        raise ValueError('exact must be a fraction written as "181/3"')
    value = Fraction(exact)
    if abs(value - Fraction(str(score))) > ROUNDING:
        raise ValueError(f"exact is {exact}, which is not the score {score} to four decimals")
    return value


def check(candidates: Sequence[Candidate], quotas: Sequence[Quota], places: int, reserve: int) -> None:
    """Refuse what cannot be meant, in a sentence that names it and says what to do."""
    for name, number in (("places", places), ("reserve", reserve)):
        if not _is_count(number):
            raise ValueError(f"{name} is {number!r}; give a whole number, 0 or more")
    for id_ in _repeated(candidate.id for candidate in candidates):
        raise ValueError(f"id {id_!r} is given twice; give each file its own id")
    for candidate in candidates:
        if not _is_score(candidate.score):
            raise ValueError(
                f"score of {candidate.id!r} is {candidate.score!r}; give a finite number, 0 or "
                "between 1e-100 and 1e100 in size"
            )
    for code in _repeated(quota.code for quota in quotas):
        raise ValueError(f"quota {code!r} is given twice; give each quota its own code")
    for quota in quotas:
        _check_quota(quota)


def _check_quota(quota: Quota) -> None:
    name = f"quota {quota.code!r}"
    if quota.code == "places":
        raise ValueError(f"{name}: the word is kept for the number of places; choose another code")
    if quota.min is None and quota.max is None:
        raise ValueError(f"{name} has neither min nor max; give at least one")
    for bound, number in (("min", quota.min), ("max", quota.max)):
        if number is not None and not _is_count(number):
            raise ValueError(f"{name}: {bound} is {number!r}; give a whole number, 0 or more")
    if quota.min is not None and quota.max is not None and quota.min > quota.max:
        raise ValueError(f"{name}: min {quota.min} is above max {quota.max}; lower min or raise max")


def _is_count(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and number >= 0


def _is_score(score: object) -> bool:
    if isinstance(score, bool) or not isinstance(score, (int, float, Fraction)):
        return False
    size: Any = abs(score)
    return bool(size == 0 or 1e-100 <= size <= 1e100)


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def read_files(candidates: Sequence[Candidate], quotas: Sequence[Quota]) -> Files:
    """Rank and classify the candidates; `check` comes first."""
    # Everything is read in the order given, for files far apart in memory take five times as long.
    gain, base, unit = _whole([candidate.score for candidate in candidates])
    masks = _masks(candidates, quotas)
    keys = [(candidate.submitted_at, candidate.id) for candidate in candidates]
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int64)
    order = order[np.argsort(-gain[order], kind="stable")]
    number: dict[int, int] = {}
    kind = np.array([number.setdefault(masks[i], len(number)) for i in order], np.int64)
    return Files(tuple(candidates[i] for i in order), kind, tuple(number), gain[order], base, unit)


def _masks(candidates: Sequence[Candidate], quotas: Sequence[Quota]) -> list[int]:
    attributes = dict.fromkeys(quota.attribute for quota in quotas)
    tables = [(attribute, _bits_by_value(attribute, quotas)) for attribute in attributes]
    return [_mask(candidate.facts, tables) for candidate in candidates]


def _mask(facts: Mapping[str, object], tables: Sequence[tuple[str, dict[object, int]]]) -> int:
    mask = 0
    for attribute, bits in tables:
        fact = facts.get(attribute)
        mask |= bits.get(fact, 0) if type(fact) is str else _bits_of(fact, bits)
    return mask


def _bits_by_value(attribute: str, quotas: Sequence[Quota]) -> dict[object, int]:
    bits: dict[object, int] = {}
    for q, quota in enumerate(quotas):
        if quota.attribute == attribute:
            for key in {_key(value) for value in quota.values} - {None}:
                bits[key] = bits.get(key, 0) | 1 << q
    return bits


def _bits_of(fact: object, bits: dict[object, int]) -> int:
    if isinstance(fact, (list, tuple, set, frozenset)):
        found = 0
        for value in fact:
            found |= bits.get(_key(value), 0)
        return found
    return bits.get(_key(fact), 0)


def _key(value: object) -> object:
    """Equal for equal values; `true` is not 1, and a table or a nested list equals nothing."""
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, int, float)):
        return isinstance(value, bool), value
    return None


def _whole(scores: Sequence[float | Fraction]) -> tuple[Exact, Fraction, Fraction]:
    """Scores as base + gain * unit with whole gains from 0 up, exactly as given."""
    if not scores:
        return np.zeros(0, np.int64), Fraction(0), Fraction(1)
    numbers, scale = _scaled(scores)
    least = min(numbers)
    shifted = [number - least for number in numbers]
    step = math.gcd(*shifted) or 1
    gain = [number // step for number in shifted]
    fits = max(gain) * len(gain) < SAFE
    array = np.array(gain, np.int64 if fits else object)
    return array, Fraction(least, scale), Fraction(step, scale)


def _scaled(scores: Sequence[float | Fraction]) -> tuple[list[int], int]:
    """Whole numbers and what they are to be divided by: a power of ten, or what the fractions given ask for."""
    if any(isinstance(score, Fraction) for score in scores):
        return _common([Fraction(str(score)) for score in scores])
    floats = np.array(scores, np.float64)
    for places in range(5):
        whole = np.rint(floats * 10.0**places)
        if np.abs(whole).max() < 1e14 and (whole / 10.0**places == floats).all():
            return [int(number) for number in whole], 10**places
    decimals = [Decimal(str(score)) for score in scores]
    scale = 10 ** max(0, *(-int(number.as_tuple().exponent) for number in decimals))
    return [int(Fraction(number) * scale) for number in decimals], scale


def _common(numbers: Sequence[Fraction]) -> tuple[list[int], int]:
    scale = 1
    for denominator in {number.denominator for number in numbers}:
        scale = math.lcm(scale, denominator)
        if scale > LARGEST_SCALE:
            raise ValueError("the exact scores have no common denominator of a size that can be worked with")
    return [number.numerator * (scale // number.denominator) for number in numbers], scale
