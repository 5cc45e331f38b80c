"""Many texts read from the inverted lists at once, against one after the other by the plain functions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.skills import lexicon
from mouakaba.kernel.skills.evidence import _bar, best_of
from mouakaba.kernel.skills.lists import Letters, Words

PHRASE = st.text(alphabet="abcdé نسج", max_size=14)
PHRASES = st.lists(st.tuples(st.integers(0, 4), PHRASE), min_size=1, max_size=12)
STEMS = st.lists(st.sampled_from(["coudre", "cuir", "vendre", "نسج", "زربي", "gerer"]), max_size=6)


@settings(max_examples=60, deadline=None)
@given(PHRASES, st.lists(PHRASE, max_size=5))
def test_letters_of_many_texts_are_those_of_each(named: list[tuple[int, str]], asked: list[str]) -> None:
    named.sort(key=lambda one: one[0])
    owners = np.array([concept for concept, _ in named])
    arrays = {**lexicon.build_grams([text for _, text in named]), "owners": owners}
    found = Letters(arrays, 5).best(asked)
    plainly = [best_of(lexicon.score_grams(arrays, text), owners, 5) for text in asked]
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


@given(st.lists(STEMS, min_size=1, max_size=6), st.lists(STEMS, min_size=1, max_size=6))
def test_words_of_many_texts_are_those_of_each(documents: list[list[str]], asked: list[list[str]]) -> None:
    arrays = lexicon.build_words(documents)
    found = Words(arrays, len(documents)).scores(asked)
    assert found == pytest.approx(np.array([lexicon.score_words(arrays, stems) for stems in asked]), rel=1e-5, abs=1e-5)


@given(st.integers(1, 400), st.integers(0, 2**32 - 1))
def test_the_bar_lets_all_of_the_best_in_and_hardly_more(size: int, seed: int) -> None:
    values = np.random.default_rng(seed).permutation(3 * size).reshape(3, size).astype(np.float32)
    for row, bar in zip(values, _bar(values), strict=True):
        inside = np.sort(row[row >= bar])[::-1]
        assert inside.tolist() == np.sort(row)[::-1][: len(inside)].tolist()
        assert min(size, 32) <= len(inside) <= 2 * 32
