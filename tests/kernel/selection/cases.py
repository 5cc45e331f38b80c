"""Invented choices for hypothesis: small ones with every oddity, middling ones with tight quotas."""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from mouakaba.kernel.selection import Candidate, Quota

FACTS = ("region", "sector", "languages")
VALUES = ("a", "b", "c", 1, True)
ROUND = st.integers(0, 6).map(float)
TENTHS = st.integers(-30, 200).map(lambda tenths: tenths / 10)
THIRDS = st.integers(0, 60).map(lambda thirds: thirds / 3)
LONG = st.tuples(st.integers(0, 3), st.integers(0, 9)).map(lambda pair: pair[0] * 10**16 + pair[1])
MEANS = st.tuples(st.integers(0, 300), st.sampled_from([1, 2, 3, 7])).map(lambda pair: Fraction(*pair) / 5)
NOISY = st.sampled_from([0.1 + 0.2, 0.3, 17.333333333333332, 17.333333333333336, 1e-9, 8.666666666666666, 26.0])


@dataclass(frozen=True)
class Case:
    candidates: tuple[Candidate, ...]
    quotas: tuple[Quota, ...]
    places: int
    reserve: int = 3

    @property
    def size(self) -> int:
        return min(self.places, len(self.candidates))


def facts() -> st.SearchStrategy[dict[str, object]]:
    value = st.sampled_from(VALUES) | st.none() | st.lists(st.sampled_from(VALUES), max_size=3)
    return st.dictionaries(st.sampled_from(FACTS), value, max_size=3)


@st.composite
def candidates(draw: st.DrawFn) -> tuple[Candidate, ...]:
    score = draw(st.sampled_from([ROUND, TENTHS, THIRDS, MEANS, MEANS | TENTHS, LONG, NOISY, st.just(5.0)]))
    ids = draw(st.lists(st.sampled_from("ABCDEFGHIJKLMNOP"), unique=True, max_size=9))
    days = st.integers(1, 3).map(lambda day: f"2024-03-0{day}T10:00:00Z")
    return tuple(Candidate(id_, draw(score), draw(days), draw(facts())) for id_ in ids)


@st.composite
def quota(draw: st.DrawFn, code: str) -> Quota:
    values = tuple(draw(st.lists(st.sampled_from(VALUES), min_size=1, max_size=3)))
    low = draw(st.none() | st.integers(0, 3))
    high = draw(st.integers(low or 0, 4) if low is None else st.none() | st.integers(low, 4))
    return Quota(code, draw(st.sampled_from(FACTS)), values, low, high)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    quotas = [draw(quota(f"q{number}")) for number in range(draw(st.integers(0, 5)))]
    return Case(draw(candidates()), tuple(quotas), draw(st.integers(0, 6)), draw(st.integers(0, 4)))


@st.composite
def tight_cases(draw: st.DrawFn) -> Case:
    """20 to 90 files with many-valued facts, and narrow quotas around the counts of some set of files."""
    chance = random.Random(draw(st.integers(0, 10**6)))
    count, places = draw(st.integers(20, 90)), draw(st.integers(3, 15))
    topics = draw(st.integers(3, 14))
    finest = draw(st.sampled_from([1, 20, 2000]))
    files = tuple(
        Candidate(
            f"F{number:03}",
            chance.randrange(finest) / 100,
            f"2024-03-{chance.randrange(1, 29):02}T10:00:00Z",
            {"topics": [topic for topic in range(topics) if chance.random() < 0.3]},
        )
        for number in range(count)
    )
    some = chance.sample(files, places)
    quotas = []
    for topic in range(topics):
        held = sum(topic in file.facts["topics"] for file in some)  # type: ignore[operator] # a list, see above
        low, high = held - chance.randrange(2), held + chance.randrange(2)
        quotas.append(Quota(f"t{topic}", "topics", (topic,), max(0, low), high))
    return Case(files, tuple(quotas), places)
