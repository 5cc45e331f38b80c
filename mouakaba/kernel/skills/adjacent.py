"""Which skills stand near which: what somebody who has one could soon do of the other.

Two concepts can be near when ESCO files both in one lowest group, when one is directly broader than the other (official
releases say so, the packages do not), or, where ESCO gives no group, anywhere. They are near when they are also alike:
the mean cosine of the shipped vectors of their names (both encoders) and of their descriptions reaches FLOOR, or LONE
where no group speaks for them. Languages are never near: to speak one is not to speak another. Each keeps its MOST
nearest. The floors were set by reading pairs; docs/howto/skills.md says what was seen.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.store import Array
from mouakaba.kernel.skills.taxonomy import Concept
from mouakaba.kernel.skills.vectors import Table

FLOOR, LONE = 0.72, 0.78
MOST = 5
LESS = 0.37  # a likeness of .72 is a degree of .35: a third of the skill itself
BROADER = 0.60  # the degree of a concept directly above or below, at least
_LEAST, _GREATEST = 5, 65  # percents
_LANGUAGES = "L"  # begins the codes of ESCO's groups of languages
_TABLES = ("e5_names", "e5_about", "use_names")


def adjacency(concepts: Sequence[Concept], vectors: Mapping[str, Array]) -> dict[str, Array]:
    """The table for an index: concept i is near `near_concepts` from `near_starts[i]` to `near_starts[i + 1]`.

    `near_percents` are degrees in hundredths, the nearest first, equals by number.
    """
    tables = [_unit(Table(vectors[name], vectors[f"{name}_scale"]).floats()) for name in _TABLES]
    found: list[dict[int, int]] = [{} for _ in concepts]
    for one, other, likeness in _alike(concepts, tables):
        found[one][other] = _percent(likeness)
    for one, other in _broader(concepts):
        found[one][other] = max(found[one].get(other, 0), round(BROADER * 100))
    kept = [sorted(row.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST] for row in found]
    flat = [pair for row in kept for pair in row]
    return {
        "near_starts": np.cumsum([0, *map(len, kept)], dtype=np.int32),
        "near_concepts": np.array([other for other, _ in flat], dtype=np.int32),
        "near_percents": np.array([percent for _, percent in flat], dtype=np.uint8),
    }


def _percent(likeness: float) -> int:
    return min(max(round((likeness - LESS) * 100), _LEAST), _GREATEST)


def _alike(concepts: Sequence[Concept], tables: Sequence[Floats]) -> Iterator[tuple[int, int, float]]:
    """Both ways of each pair that is alike enough; a pair of several groups comes several times, the same."""
    everybody = np.array([number for number, one in enumerate(concepts) if not _tongue(one)], dtype=np.int64)
    for members in _groups(concepts).values():
        yield from _pairs(members, members, tables, FLOOR)
    lone = np.array([number for number, one in enumerate(concepts) if not one.groups], dtype=np.int64)
    for part in np.array_split(lone, len(lone) // 512 + 1):
        for one, other, likeness in _pairs(part, everybody, tables, LONE):
            yield one, other, likeness
            yield other, one, likeness


def _groups(concepts: Sequence[Concept]) -> dict[str, Array]:
    members: dict[str, list[int]] = defaultdict(list)
    for number, concept in enumerate(concepts):
        for group in () if _tongue(concept) else concept.groups:
            members[group].append(number)
    return {group: np.array(numbers, dtype=np.int64) for group, numbers in members.items()}


def _tongue(concept: Concept) -> bool:
    return any(group.startswith(_LANGUAGES) for group in concept.groups)


def _pairs(rows: Array, columns: Array, tables: Sequence[Floats], floor: float) -> Iterator[tuple[int, int, float]]:
    # Rounded, so that no machine's order of adding decides a pair at the floor.
    likeness = np.round(sum(table[rows] @ table[columns].T for table in tables) / len(tables), 4)
    for row, column in np.argwhere(likeness >= floor):
        if rows[row] != columns[column]:
            yield int(rows[row]), int(columns[column]), float(likeness[row, column])


def _broader(concepts: Sequence[Concept]) -> Iterator[tuple[int, int]]:
    numbers = {concept.uri: number for number, concept in enumerate(concepts)}
    for number, concept in enumerate(concepts):
        for above in (numbers[uri] for uri in concept.broader if uri in numbers and uri != concept.uri):
            yield number, above
            yield above, number


def _unit(vectors: Floats) -> Floats:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
