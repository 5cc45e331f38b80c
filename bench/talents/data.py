"""Invented people and openings: occupations of some forty skills out of 13,000, and skills as common as Zipf says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.matching import Listing

CONCEPTS, OCCUPATIONS, POOL = 13_000, 2_000, 40
OF_POOL, OF_ALL = 8, 4  # a dozen skills each
DAY = date(2026, 11, 22)
LANGUAGES = (["ar"], ["fr"], ["ar", "fr"], ["ar", "fr", "en"], ["fr", "en"], ["en"])
REGIONS = tuple(f"MA-{number:02}" for number in range(1, 13))
Ints = NDArray[np.int64]


def zipf(count: int) -> NDArray[np.float64]:
    """The chance of the n-th of `count`, as 1/n."""
    weights = 1 / np.arange(1, count + 1)
    return weights / weights.sum()


@dataclass(frozen=True)
class People:
    """A row a person. `begins`: days from DAY, 0 or less for who is available; -1 in `region`, `languages`: hidden."""

    skills: list[Ints]
    region: Ints
    remote: NDArray[np.bool_]
    languages: Ints
    begins: Ints

    def listing(self, place: int, uri: str = "s{}") -> Listing:
        """As the kernel reads a profile."""
        facts: dict[str, object] = {"available": bool(self.begins[place] <= 0)}
        if self.region[place] >= 0:
            facts["region"] = REGIONS[self.region[place]]
            facts["reach"] = [facts["region"], *(["remote"] if self.remote[place] else [])]
        if self.languages[place] >= 0:
            facts["languages"] = LANGUAGES[self.languages[place]]
        return Listing(f"{place:08}", facts, tuple(uri.format(skill) for skill in self.skills[place].tolist()))


@dataclass(frozen=True)
class Need:
    """An opening: `region` -1 for anywhere, `languages` empty for any."""

    skills: list[int]
    region: int
    remote: bool
    languages: list[str]

    def listing(self, uri: str = "s{}") -> Listing:
        """As the kernel reads an opening."""
        facts: dict[str, object] = {}
        if self.region >= 0:
            facts["places"] = [REGIONS[self.region], *(["remote"] if self.remote else [])]
        if self.languages:
            facts["work_languages"] = self.languages
        return Listing("DEMO", facts, tuple(uri.format(skill) for skill in self.skills))


def pools() -> Ints:
    """The skills of each occupation."""
    chance = np.random.default_rng(7)
    return chance.choice(CONCEPTS, (OCCUPATIONS, POOL), p=zipf(CONCEPTS))


def people(count: int, seed: int = 1) -> People:
    """So many people, each of an occupation."""
    chance = np.random.default_rng(seed)
    owned = pools()[chance.choice(OCCUPATIONS, count, p=zipf(OCCUPATIONS))]
    own = np.take_along_axis(owned, chance.integers(0, POOL, (count, OF_POOL)), axis=1)
    skills = np.concatenate([own, chance.choice(CONCEPTS, (count, OF_ALL), p=zipf(CONCEPTS))], axis=1)
    hidden = chance.random((2, count)) < 0.05
    return People(
        [np.unique(row) for row in skills],
        np.where(hidden[0], -1, chance.integers(0, len(REGIONS), count)),
        chance.integers(0, 10, count) < 3,
        np.where(hidden[1], -1, chance.integers(0, len(LANGUAGES), count)),
        np.where(chance.random(count) < 0.3, chance.integers(-60, 180, count), 0),
    )


def needs(count: int, seed: int = 2) -> list[Need]:
    """So many openings of four to nine skills, one or two of them common to all fields."""
    return list(_needs(count, np.random.default_rng(seed)))


def _needs(count: int, chance: np.random.Generator) -> Iterator[Need]:
    owned, common, occupations = pools(), zipf(CONCEPTS), zipf(OCCUPATIONS)
    for _ in range(count):
        own = chance.choice(owned[chance.choice(OCCUPATIONS, p=occupations)], chance.integers(3, 8))
        skills = np.concatenate([own, chance.choice(CONCEPTS, chance.integers(1, 3), p=common)])
        asked = [["fr"], ["ar", "fr"], ["en"], []][chance.integers(0, 4)]
        region = int(chance.integers(-1, len(REGIONS)))
        yield Need(np.unique(skills).tolist(), region, bool(chance.random() < 0.3), asked)


def day(begins: int) -> date:
    """The day on which somebody begins."""
    return DAY + timedelta(days=begins)


def near() -> dict[int, list[int]]:
    """For each skill, five of an occupation that knows it: skills that stand near are often had together."""
    chance, found = np.random.default_rng(9), {}
    for pool in pools():
        for skill in pool.tolist():
            found[skill] = [one for one in chance.choice(pool, 5).tolist() if one != skill]
    return found
