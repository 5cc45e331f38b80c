"""The share of the skills asked for that somebody has: a skill had counts 1, one near it its degree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.matching.indexed import Indexed
from mouakaba.kernel.matching.model import PARTS, Near
from mouakaba.kernel.matching.postings import Ints, Postings


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is asked for and had: skills shared, missing, and met by a near one (asked, had, degree)."""

    shared: tuple[str, ...]
    missing: tuple[str, ...]
    adjacent: tuple[tuple[str, str, float], ...]

    @property
    def asked(self) -> int:
        return len(self.shared) + len(self.missing) + len(self.adjacent)

    @property
    def share(self) -> float:
        """From 0 to 1; 0 when nothing is asked."""
        units = len(self.shared) * PARTS + sum(degree_units(degree) for _, _, degree in self.adjacent)
        return units / (self.asked * PARTS) if self.asked else 0.0


def cover(had: Iterable[str], asked: Iterable[str], near: Near) -> Coverage:
    """Each skill asked, once, in the order given; of several near ones the nearest, then the first by URI."""
    held = set(had)
    shared, missing, adjacent = [], [], []
    for skill in dict.fromkeys(asked):
        others = [(-degree_units(degree), uri) for uri, degree in near.get(skill, {}).items() if uri in held]
        if skill in held:
            shared.append(skill)
        elif others:
            units, uri = min(others)
            adjacent.append((skill, uri, -units / PARTS))
        else:
            missing.append(skill)
    return Coverage(tuple(shared), tuple(missing), tuple(adjacent))


def degree_units(degree: float) -> int:
    """A degree in millionths. Raises ValueError unless it is above 0 and below 1."""
    if not 0 < degree < 1:
        raise ValueError(f"a degree of nearness must be above 0 and below 1, not {degree}")
    return min(max(round(degree * PARTS), 1), PARTS - 1)


class Shares:
    """`cover(...).share` for blocks of pairs."""

    def __init__(self, lefts: Indexed, rights: Indexed, near: Near) -> None:
        self.asked = rights.skills
        self.sizes = np.diff(self.asked.starts)
        self.held, self.units = _covered(lefts, rights.vocabulary, near)

    def block(self, lefts: Ints, rights: Ints) -> NDArray[np.float64]:
        """Rows are the lefts, columns the rights (ascending)."""
        units = self.held.counts(lefts, self.asked, rights, self.units)
        most = (self.sizes[rights] * PARTS).astype(np.float64)
        return np.divide(units, most, out=np.zeros_like(units), where=most > 0)


def _covered(lefts: Indexed, asked: Mapping[str, int], near: Near) -> tuple[Postings, Ints]:
    """For each left the skills asked that it meets, and for how many millionths: the most of what it has."""
    had, met, units = np.array(_worth(lefts.vocabulary, asked, near), np.int64).reshape(-1, 3).T
    entry, left = lefts.skills.holders(had, 0, len(lefts) - 1) if len(had) else (had, had)
    key = left * max(len(asked), 1) + met[entry]
    order = np.lexsort((units[entry], key))
    last = np.append(key[order][1:] != key[order][:-1], np.ones(min(len(key), 1), bool))
    kept = order[last]
    starts = np.searchsorted(left[kept], np.arange(len(lefts) + 1))
    return Postings(starts, met[entry][kept]), units[entry][kept]


def _worth(had: Mapping[str, int], asked: Mapping[str, int], near: Near) -> list[tuple[int, int, int]]:
    """What having a skill is worth: its place, the place of a skill asked that it meets, for how many millionths."""
    worth = [(had[uri], place, PARTS) for uri, place in asked.items() if uri in had]
    for uri, others in near.items():
        if uri in asked:
            worth += [(had[one], asked[uri], degree_units(degree)) for one, degree in others.items() if one in had]
    return worth
