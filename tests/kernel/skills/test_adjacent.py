"""Which skills are near which: against a plain twin, bounded, and as ESCO's official files relate them."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.matching.coverage import degree_units
from mouakaba.kernel.skills import Index
from mouakaba.kernel.skills.adjacent import BROADER, FLOOR, LESS, LONE, MOST, adjacency
from mouakaba.kernel.skills.taxonomy import PREFIX, Concept, from_release
from mouakaba.kernel.skills.vectors import squeeze

TABLES = ("e5_names", "e5_about", "use_names")


def table(concepts: list[Concept], vectors: np.ndarray) -> list[dict[int, int]]:
    """The table as one dictionary a concept."""
    squeezed = squeeze(vectors.astype(np.float32))
    arrays = dict.fromkeys(TABLES, squeezed.whole) | {f"{name}_scale": squeezed.scale for name in TABLES}
    made = adjacency(concepts, arrays)
    starts = made["near_starts"]
    return [
        dict(zip(made["near_concepts"][a:b].tolist(), made["near_percents"][a:b].tolist(), strict=True))
        for a, b in pairwise(starts)
    ]


def concept(number: int, *groups: str, broader: tuple[str, ...] = ()) -> Concept:
    return Concept(f"{PREFIX}{number}", groups=groups, broader=broader)


def turned(*degrees: float) -> np.ndarray:
    """Vectors in a plane: the cosine of two is that of the angle between them."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


def test_alike_in_one_group_are_near_and_others_are_not() -> None:
    concepts = [concept(0, "S1"), concept(1, "S1", "S2"), concept(2, "S2"), concept(3, "S1")]
    found = table(concepts, turned(0, 10, 20, 80))
    assert [set(row) for row in found] == [{1}, {0, 2}, {1}, set()]
    assert all(61 <= percent <= 63 for row in found for percent in row.values())  # cos 10° - LESS, in small steps


def test_without_a_group_more_likeness_is_asked() -> None:
    between = np.degrees(np.arccos((FLOOR + LONE) / 2))
    assert table([concept(0), concept(1, "S1")], turned(0, between)) == [{}, {}]
    assert table([concept(0, "S1"), concept(1, "S1")], turned(0, between)) == [{1: 38}, {0: 38}]
    assert [set(row) for row in table([concept(0), concept(1, "S1")], turned(0, 20))] == [{1}, {0}]


def test_languages_are_near_to_nothing() -> None:
    assert table([concept(0, "L1"), concept(1, "L1"), concept(2)], turned(0, 0, 0)) == [{}, {}, {}]


def test_the_skill_directly_above_is_near_both_ways() -> None:
    concepts = [concept(0, "S1", broader=(f"{PREFIX}1", "http://nowhere")), concept(1, "S2")]
    assert table(concepts, turned(0, 90)) == [{1: round(BROADER * 100)}, {0: round(BROADER * 100)}]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 180), st.lists(st.sampled_from(["S1", "S2", "K1", "L1"]), max_size=2, unique=True)),
        min_size=1,
        max_size=12,
    )
)
def test_it_is_what_a_plain_reading_gives(rows: list[tuple[float, list[str]]]) -> None:
    concepts = [concept(number, *groups) for number, (_, groups) in enumerate(rows)]
    vectors = turned(*[angle for angle, _ in rows])
    kept = squeeze(vectors.astype(np.float32)).floats()
    unit = kept / np.linalg.norm(kept, axis=1, keepdims=True)
    found = table(concepts, vectors)
    for one, other in product(range(len(rows)), repeat=2):
        mine, theirs = set(rows[one][1]), set(rows[other][1])
        floor = FLOOR if mine & theirs else LONE if not (mine and theirs) else 2
        likeness = round(float(unit[one] @ unit[other]), 4)
        near = one != other and "L1" not in mine | theirs and likeness >= floor
        if abs(likeness - floor) < 0.001:
            continue  # 32-bit sums may fall on either side
        if other in found[one]:
            assert near
            assert abs(found[one][other] - min((likeness - LESS) * 100, 65)) <= 1
        else:
            assert not near or len(found[one]) == MOST
    for row in found:
        assert len(row) <= MOST
        assert list(row.values()) == sorted(row.values(), reverse=True)
        assert all(degree_units(percent / 100) for percent in row.values())  # what the kernel accepts


def test_the_official_release_gives_groups_and_broader_skills(tmp_path: Path) -> None:
    (tmp_path / "skills_en.csv").write_text(
        f"conceptUri,preferredLabel,altLabels,description\n{PREFIX}a,weave,,\n{PREFIX}b,weave carpets,,\n"
    )
    (tmp_path / "broaderRelationsSkillPillar_en.csv").write_text(
        "conceptType,conceptUri,broaderType,broaderUri\n"
        f"KnowledgeSkillCompetence,{PREFIX}b,KnowledgeSkillCompetence,{PREFIX}a\n"
        f"KnowledgeSkillCompetence,{PREFIX}b,SkillGroup,{PREFIX}S6.5.1\n"
        f"KnowledgeSkillCompetence,{PREFIX}a,SkillGroup,http://data.europa.eu/esco/isced-f/0723\n"
        f"SkillGroup,{PREFIX}S6.5.1,SkillGroup,{PREFIX}S6.5\n"
    )
    weave, carpets = from_release(tmp_path)
    assert (weave.groups, weave.broader, weave.knowledge) == (("K0723",), (), True)
    assert (carpets.groups, carpets.broader, carpets.knowledge) == (("S6.5.1",), (f"{PREFIX}a",), False)


def test_the_index_holds_the_table(index: Index) -> None:
    found = [index.near(number) for number in range(index.size)]
    assert any(found)
    known = index.numbers()
    for number, near in enumerate(found):
        assert index.uri(number) not in near
        assert set(near) <= set(known)
        assert all(0 < degree < 1 for degree in near.values())


@pytest.mark.parametrize("size", [0, 1])
def test_a_taxonomy_of_nothing_or_one_has_no_neighbours(size: int) -> None:
    assert table([concept(0)][:size], turned(*[0.0][:size])) == [{}] * size
