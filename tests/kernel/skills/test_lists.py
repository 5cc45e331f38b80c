"""Many texts read from the inverted lists at once, against one after the other by the plain functions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.skills import lexicon, lists
from mouakaba.kernel.skills.evidence import _best, _distinct, _whole_and_most
from mouakaba.kernel.skills.lists import FAINT, FREQUENT, Letters, Words

PHRASE = st.text(alphabet="abcdé نسج", max_size=14)
PHRASES = st.lists(st.tuples(st.integers(0, 4), PHRASE), min_size=1, max_size=12)
STEMS = st.lists(st.sampled_from(["coudre", "cuir", "vendre", "نسج", "زربي", "gerer"]), max_size=6)


def plainly_best(scores: np.ndarray, owners: np.ndarray, size: int) -> list[float]:
    """The best phrase of each concept, one after the other; 0 where none reaches FAINT."""
    return [
        max((s for s, o in zip(scores, owners, strict=True) if o == i and s > FAINT), default=0.0) for i in range(size)
    ]


@settings(max_examples=60, deadline=None)
@given(PHRASES, st.lists(PHRASE, max_size=5))
def test_letters_of_many_texts_are_those_of_each(named: list[tuple[int, str]], asked: list[str]) -> None:
    named.sort(key=lambda one: one[0])
    owners = np.array([concept for concept, _ in named])
    arrays = {**lexicon.build_grams([text for _, text in named]), "owners": owners}
    found = Letters(arrays, 5).best(asked)
    plainly = [np.array(plainly_best(lexicon.score_grams(arrays, text), owners, 5)) for text in asked]
    assert found.shape == (len(asked), 5)
    for row, plain in zip(found, plainly, strict=True):
        near = np.abs(plain - 0.05) < 1e-4  # on the edge of being none
        assert row[~near] == pytest.approx(plain[~near], abs=1e-4)


def test_an_n_gram_of_very_many_phrases_is_not_asked_for() -> None:
    phrases = [f"zz{i}" for i in range(200)]
    arrays = {**lexicon.build_grams(phrases), "owners": np.arange(200)}
    alone, beside = Letters(arrays, 200).best(["zz", "zz17"])
    assert not alone.any()
    assert beside.argmax() == 17


@pytest.mark.parametrize("many", [1, 10**9])
@settings(max_examples=40, deadline=None)
@given(PHRASES, st.lists(PHRASE, max_size=5))
def test_looking_at_all_phrases_and_at_those_met_find_the_same(many: int, named: list, asked: list[str]) -> None:
    named.sort(key=lambda one: one[0])
    owners = np.array([concept for concept, _ in named])
    letters = Letters({**lexicon.build_grams([text for _, text in named]), "owners": owners}, 5)
    usual = letters.best(asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "_MANY", many)
        assert (letters.best(asked) == usual).all()


def test_what_few_phrases_share_counts_in_both_tiers_what_many_share_in_one() -> None:
    phrases = [f"{'vv' if i < 90 else 'ww'}{i:04d}" for i in range(9000)]
    arrays = {**lexicon.build_grams(phrases), "owners": np.arange(9000)}
    wide, narrow = (Letters(arrays, 9000, frequent=FREQUENT[tier]).best(["vv"])[0] for tier in ("thorough", "fast"))
    assert wide[:90].all() and not wide[90:].any()
    assert not narrow.any()


@given(st.lists(STEMS, min_size=1, max_size=6), st.lists(STEMS, min_size=1, max_size=6))
def test_words_of_many_texts_are_those_of_each(documents: list[list[str]], asked: list[list[str]]) -> None:
    arrays = lexicon.build_words(documents)
    found = Words(arrays, len(documents)).scores(asked)
    assert found == pytest.approx(np.array([lexicon.score_words(arrays, stems) for stems in asked]), rel=1e-5, abs=1e-5)


@given(st.integers(1, 900), st.integers(0, 2**32 - 1), st.sampled_from([-np.inf, 0.5, 1500.0]))
def test_the_best_of_each_row_are_found_and_hardly_more(size: int, seed: int, least: float) -> None:
    values = np.random.default_rng(seed).permutation(3 * size).reshape(3, size).astype(np.float32)
    rows, columns = _best(values, least)
    assert rows.tolist() == sorted(rows.tolist())
    for number, row in enumerate(values):
        inside = np.sort(row[columns[rows == number]])[::-1]
        assert inside.tolist() == np.sort(row)[::-1][: len(inside)].tolist()
        enough = int((row >= least).sum())
        assert min(enough, 32) <= len(inside) <= min(enough, 4 * 32)


VECTORS = st.lists(st.lists(st.sampled_from([0, 1, 2]), min_size=1, max_size=4), min_size=1, max_size=5)


@given(VECTORS)
def test_likeness_of_distinct_parts_is_that_of_each_passage(passages: list[list[int]]) -> None:
    draw = np.random.default_rng(7)
    known, names = draw.normal(size=(3, 4)).astype(np.float32), draw.normal(size=(6, 4)).astype(np.float32)
    vectors, rows = _distinct([known[parts] for parts in passages])
    assert len(vectors) == len({one for parts in passages for one in parts})
    whole, most = _whole_and_most(vectors @ names.T, rows)
    pairs = [np.repeat(np.arange(len(passages)), 6), np.tile(np.arange(6), len(passages))]
    plain = [known[parts] @ names.T for parts in passages]
    first = whole.of(*pairs, np.zeros(len(pairs[0]), np.float32))
    assert first == pytest.approx(np.concatenate([one[0] for one in plain]), abs=1e-5)
    assert most.of(*pairs, first) == pytest.approx(np.concatenate([one.max(axis=0) for one in plain]), abs=1e-5)
    found, concepts = whole.best(-np.inf)
    assert found.tolist() == np.repeat(np.arange(len(passages)), 6).tolist()
    assert np.sort(concepts.reshape(-1, 6)).tolist() == [list(range(6))] * len(passages)
