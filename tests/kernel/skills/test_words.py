"""Words keep their places; passages are cut where readers would cut them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.skills.words import LONGEST, bare, is_function, key_of, pieces_of, stem, words_of


@given(st.text(max_size=300))
def test_a_word_is_the_text_between_its_places(text: str) -> None:
    for word in words_of(text):
        assert text[word.start : word.end] == word.text


@given(st.text(alphabet="ab،, .\n<>&;كتو-0", max_size=200))
def test_every_word_of_a_passage_is_found_in_the_text_and_clauses_cover_it(text: str) -> None:
    for piece in pieces_of(text):
        assert all(text[word.start : word.end] == word.text for word in piece.words)
        covered = [i for first, last in piece.clauses for i in range(first, last)]
        assert covered == list(range(len(piece.words)))


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Gérer un stock. Vendre en ligne", [["Gérer", "un", "stock"], ["Vendre", "en", "ligne"]]),
        ("• Java\n• C++\n• C#", [["Java"], ["C++"], ["C#"]]),
        ("نسج الزرابي؛ خياطة", [["نسج", "الزرابي"], ["خياطة"]]),
        ("<b>SQL</b><script>var x</script>", [["SQL"]]),
        ("write to a.b@c.ma or https://x.ma/y", [["write", "to", "or"]]),
        ("", []),
        ("😀 … !", []),
    ],
)
def test_passages(text: str, passages: list[list[str]]) -> None:
    assert [[word.text for word in piece.words] for piece in pieces_of(text)] == passages


def test_commas_and_words_like_and_cut_clauses() -> None:
    (piece,) = pieces_of("sew, cut et vendre")
    assert [[word.text for word in piece.words[a:b]] for a, b in piece.clauses] == [["sew"], ["cut"], ["et", "vendre"]]


def test_a_book_is_read_to_a_bound() -> None:
    words = [word for piece in pieces_of("mot " * 1_000_000) for word in piece.words]
    assert len(words) == LONGEST // 4


@pytest.mark.parametrize(
    ("word", "stemmed"), [("الزرابي", "زرابي"), ("والتسويق", "تسويق"), ("projets", "projet"), ("class", "class")]
)
def test_stems(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@pytest.mark.parametrize("word", ["إلى", "الى", "the", "The", "à", "DE", "مِن", "و"])
def test_function_words(word: str) -> None:
    assert is_function(word)


@pytest.mark.parametrize("word", ["الآلي", "آلي", "thé", "IT", "علي", "dû", "والي"])
def test_words_that_only_fold_to_function_words_are_none(word: str) -> None:
    assert not is_function(word)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("gestion de stock", "gestion stock"),
        ("dégustation de thé", "degustation the"),
        ("maintenance son", "maintenance son"),
        ("l'informatique", "informatique"),
        ("son et lumière", "son et lumiere"),
        ("التعلم الآلي", "تعلم الي"),
    ],
)
def test_a_key_leaves_function_words_out_unless_one_word_would_be_left(name: str, key: str) -> None:
    assert key_of(words_of(name)) == key


def test_a_waw_written_on_cuts_clauses_and_is_left_out_of_them() -> None:
    (piece,) = pieces_of("برمجة وتركيب الألواح ووثائق الورشة")
    clauses = [" ".join(word.text for word in bare(piece.words[a:b])) for a, b in piece.clauses]
    assert clauses == ["برمجة", "تركيب الألواح", "وثائق الورشة"]


@given(st.text(alphabet="ab وكتنال'etde", max_size=60))
def test_a_bare_phrase_begins_and_ends_with_content_of_the_text(text: str) -> None:
    words = bare(words_of(text))
    assert all(text[word.start : word.end] == word.text for word in words)
    assert not words or not (words[0].function or words[-1].function)
