"""Terms of a search: the same on both sides, whatever the spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.words import MOST_LETTERS, STOPWORDS, search_terms, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("تَكوين", "التكوين"),
        ("والتكوين", "للتكوين"),
        ("الطاقة الشمسية", "طاقه شمسيه"),
        ("إنتاج", "انتاج"),
        ("Énergie solaire", "energie SOLAIRE"),
        ("l’énergie", "energies"),
        ("déchets plastiques", "dechet plastique"),
        ("training", "trainings"),
    ],
)
def test_spellings_of_one_word_are_one_term(one: str, other: str) -> None:
    assert search_terms(one) == search_terms(other) != []


@pytest.mark.parametrize(
    ("one", "other"), [("gas", "ga"), ("cours", "courses d’eau"), ("الم", "م"), ("process", "proces")]
)
def test_short_words_keep_their_letters(one: str, other: str) -> None:
    assert search_terms(one) != search_terms(other)


def test_words_that_are_everywhere_are_no_terms() -> None:
    assert search_terms("la formation de la coopérative في التعاونية") == ["formation", "cooperative", "تعاونيه"]


@given(st.text(max_size=200))
def test_terms_are_bare_words(text: str) -> None:
    """They stand between quotes in a query of the database: nothing in them may end it."""
    for term in search_terms(text):
        assert term and len(term) <= MOST_LETTERS
        assert not set(term) & set("'\\\"&|!():*<> \0")


@given(st.sampled_from(sorted(STOPWORDS)))
def test_stopwords_are_written_as_they_are_folded(word: str) -> None:
    assert search_terms(word) == [] and stem(word)
