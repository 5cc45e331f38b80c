"""Units: the whole, each clause alone, each known name alone, every one once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.skills import lexicon
from mouakaba.kernel.skills.units import CLAUSE, NAME, WHOLE, afforded, units_of
from mouakaba.kernel.skills.words import key_of, pieces_of, words_of

KNOWN = ["gestion de stock", "نسج الزرابي", "électrotechnique", "vente"]
ARRAYS = lexicon.build_phrases((key_of(words_of(name)), number, True) for number, name in enumerate(KNOWN))


def units(text: str) -> list[tuple[int, str]]:
    return [
        (kind, " ".join(word.text for word in unit.words))
        for piece in pieces_of(text)
        for kind, unit, _ in units_of(piece, ARRAYS)
    ]


def test_clauses_stand_alone_without_the_words_that_join_them() -> None:
    assert units("coudre le cuir et vendre")[1:] == [(CLAUSE, "coudre le cuir"), (CLAUSE, "vendre")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("trois ans de gestion de stock à Fès", ["gestion de stock"]),
        ("خبرة طويلة في نسج الزرابي القديمة", ["نسج الزرابي"]),
        ("cours du soir en électrotechnique", ["électrotechnique"]),
        ("responsable de vente", []),
        ("gestion de stock", []),
    ],
)
def test_names_that_are_specific_stand_alone(text: str, names: list[str]) -> None:
    assert [words for kind, words in units(text) if kind == NAME] == names


@given(st.lists(st.sampled_from([*KNOWN, "et", ",", "de", "خياطة", "وبيع", "x"]), min_size=1, max_size=12))
def test_the_whole_comes_first_and_no_unit_twice(parts: list[str]) -> None:
    for piece in pieces_of(" ".join(parts)):
        found = [(unit.words[0].start, unit.words[-1].end) for _, unit, _ in units_of(piece, ARRAYS) if unit.words]
        assert len(found) == len(set(found))
        if piece.words:
            first, last = piece.words[0].start, piece.words[-1].end
            assert found[0] == (first, last)
            assert all(first <= start < end <= last for start, end in found)
        assert [kind for kind, _, _ in units_of(piece, ARRAYS)].count(WHOLE) == 1


@given(st.lists(st.sampled_from([*KNOWN, "et", ",", "de", "خياطة", "وبيع", "x"]), min_size=1, max_size=12))
def test_the_names_of_a_unit_are_those_found_in_it_alone(parts: list[str]) -> None:
    for piece in pieces_of(" ".join(parts)):
        for _, unit, matches in units_of(piece, ARRAYS):
            assert set(matches) == set(lexicon.find_phrases(ARRAYS, unit.words))


WORK = st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=5), max_size=8)


@given(WORK, st.integers(0, 60))
def test_what_is_read_stays_within_the_bound_and_begins_with_the_passages(asked: list[list[int]], most: int) -> None:
    told = [[(i, j, work) for j, work in enumerate(units)] for i, units in enumerate(asked)]
    kept = afforded(told, lambda unit: unit[2], most)
    assert kept == sorted(kept)
    assert sum(work for _, _, work in kept) <= max(most, asked[0][0] if asked else 0)
    wholes = [i for i, j, _ in kept if j == 0]
    assert wholes == list(range(len(wholes)))
    assert {i for i, _, _ in kept} == set(wholes)
    if len(wholes) < len(asked) and wholes:  # the next passage would not have fitted
        assert sum(units[0] for units in asked[: len(wholes) + 1]) > most


@given(WORK)
def test_all_is_read_where_the_bound_allows_it(asked: list[list[int]]) -> None:
    assert afforded(asked, int, 10_000) == [work for units in asked for work in units]


def test_a_passage_has_so_many_clauses_and_the_last_holds_the_rest() -> None:
    (piece,) = pieces_of(",".join("abcdefghijklmnopqrstuvwxyz0123456789"))
    assert len(piece.clauses) == 20
    assert piece.clauses[-1] == (19, 36)
    assert [first for first, _ in piece.clauses[1:]] == [last for _, last in piece.clauses[:-1]]
