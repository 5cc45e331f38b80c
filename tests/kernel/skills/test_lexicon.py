"""Inverted lists against their slow twins: cosine and BM25 by the book, phrases by looking at every span."""

import math
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.skills import lexicon
from mouakaba.kernel.skills.words import Word, key_of, words_of

PHRASES = st.lists(st.text(alphabet="abcdé نسج", min_size=1, max_size=14), min_size=1, max_size=8)
WORDS = st.lists(st.sampled_from(["coudre", "cuir", "vendre", "نسج", "زربي", "gerer", "de"]), min_size=1, max_size=6)


def grams(phrase: str) -> Counter[int]:
    return Counter(lexicon.grams_of([phrase])[1].tolist())


@settings(max_examples=40, deadline=None)
@given(PHRASES, st.text(alphabet="abcdé نسج", min_size=1, max_size=14))
def test_gram_scores_are_the_cosine_of_tf_idf(phrases: list[str], query: str) -> None:
    spread = Counter(gram for phrase in phrases for gram in grams(phrase))

    def vector(phrase: str) -> dict[int, float]:
        found = {
            g: (1 + math.log(n)) * math.log((1 + len(phrases)) / (1 + spread[g])) for g, n in grams(phrase).items()
        }
        size = math.sqrt(sum(value**2 for value in found.values())) or 1.0
        return {gram: value / size for gram, value in found.items()}

    arrays = {**lexicon.build_grams(phrases), "owners": np.arange(len(phrases))}
    asked = vector(query)
    by_hand = [sum(asked.get(gram, 0) * value for gram, value in vector(phrase).items()) for phrase in phrases]
    assert lexicon.score_grams(arrays, query) == pytest.approx(by_hand, abs=5e-3)


@given(st.text(max_size=30))
def test_grams_never_cross_phrases(text: str) -> None:
    one = text.replace("\n", " ")
    owners, both = lexicon.grams_of([one, one])
    assert sorted(both[owners == 0]) == sorted(both[owners == 1])


@given(st.lists(WORDS, min_size=1, max_size=6), WORDS)
def test_word_scores_are_bm25(documents: list[list[str]], query: list[str]) -> None:
    mean = sum(map(len, documents)) / len(documents)

    def score(words: list[str]) -> float:
        total = 0.0
        for word in query:
            if word not in words:
                continue
            spread = sum(word in other for other in documents)
            idf = math.log(1 + (len(documents) - spread + 0.5) / (spread + 0.5))
            count = words.count(word)
            total += idf * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(words) / mean))
        return total

    arrays = lexicon.build_words(documents)
    assert lexicon.score_words(arrays, query) == pytest.approx(
        [score(words) for words in documents], rel=2e-3, abs=2e-3
    )


def named(text: list[Word], run: range, phrases: list[str]) -> Iterator[tuple[int, int, int]]:
    """The names this run spells: by its content words, or by all its words where at most one of them is content."""
    kept = [i for i in run if not text[i].function]
    spelled = {" ".join(text[i].stem for i in kept): kept}
    if len(kept) < 2 <= len(run):
        spelled[" ".join(text[i].stem for i in run)] = list(run)
    for number, phrase in enumerate(phrases):
        if phrase and phrase in spelled:
            yield number, spelled[phrase][0], spelled[phrase][-1]


@given(st.lists(WORDS, min_size=1, max_size=5), WORDS)
def test_known_phrases_are_found_wherever_they_stand(known: list[list[str]], words: list[str]) -> None:
    phrases = [key_of(words_of(" ".join(some))) for some in known]
    arrays = lexicon.build_phrases((phrase, number, True) for number, phrase in enumerate(phrases))
    text = words_of(" ".join(words))
    runs = [range(a, b) for a in range(len(text)) for b in range(a + 1, len(text) + 1)]
    by_hand = {(number, a, b) for run in runs for number, a, b in named(text, run, phrases)}
    assert {(one.concept, one.first, one.last) for one in lexicon.find_phrases(arrays, text)} == by_hand


def test_an_empty_query_scores_nothing() -> None:
    arrays = {**lexicon.build_grams(["cuir"]), **lexicon.build_words([["cuir"]]), "owners": np.arange(1)}
    assert lexicon.score_grams(arrays, "").tolist() == [0.0]
    assert lexicon.score_words(arrays, []).tolist() == [0.0]
    assert lexicon.find_phrases(lexicon.build_phrases([]), []) == []
