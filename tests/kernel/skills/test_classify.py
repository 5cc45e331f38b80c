"""Texts to skills on a small taxonomy, by both tiers: what is found, where, and what is not."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.skills import Answer, Classifier, Index, Text
from mouakaba.kernel.skills.classify import Reader, apart
from mouakaba.kernel.skills.glossary import read_glossary
from mouakaba.kernel.skills.index import compile_index
from mouakaba.kernel.skills.taxonomy import Concept
from mouakaba.kernel.skills.units import MOST_WORK, WHOLE
from mouakaba.kernel.skills.vectors import vectors_for


def one(classifier: Classifier, text: str, **more: float) -> Answer:
    return next(classifier.classify([Text("T", text)], **more))


@pytest.fixture(params=["thorough", "fast"])
def classifier(request: pytest.FixtureRequest) -> Classifier:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def entries(index: Index) -> list:
    known = index.numbers()
    return [entry for entry in read_glossary().values() if entry.uri in known]


def test_names_of_the_glossary_find_their_concept_in_arabic_and_french(classifier: Classifier, entries: list) -> None:
    for language in ("ar", "fr"):
        texts = [Text(entry.uri, entry.names[language]) for entry in entries]
        answers = list(classifier.classify(texts, threshold=0, top=5))
        hits = [answer.id in [skill.uri for skill in answer.skills] for answer in answers]
        assert np.mean(hits) >= 0.95


def test_answers_keep_the_order_of_the_texts_whatever_is_between(classifier: Classifier) -> None:
    texts = [Text(str(i), text) for i, text in enumerate(["vendre", "", "خياطة", "😀", "sew"] * 30)]
    assert [answer.id for answer in classifier.classify(texts)] == [text.id for text in texts]


def test_a_text_with_a_word_always_gives_so_many_when_all_are_asked_for(classifier: Classifier) -> None:
    assert len(one(classifier, "xyzzy", threshold=0, top=7).skills) == 7
    assert len(one(classifier, "تدبير المشاريع وخياطة الجلد", threshold=0, top=12).skills) == 12


def test_evidence_is_inside_the_text_and_scores_fall(classifier: Classifier) -> None:
    text = "عندي خبرة في التسويق.\nJe gère le stock; and I sell online, n9ad les machines."
    answer = one(classifier, text, threshold=0, top=20)
    scores = [skill.score for skill in answer.skills]
    assert scores == sorted(scores, reverse=True)
    for skill in answer.skills:
        assert skill.evidence
        assert all(0 <= start < end <= len(text) for start, end in skill.evidence)
        assert 0 <= skill.score <= 1


def test_the_words_of_a_known_name_are_its_evidence(classifier: Classifier, entries: list) -> None:
    entry = entries[0]
    text = f"😀 الاسم: فلان. {entry.names['ar']}"
    skill = next(skill for skill in one(classifier, text, threshold=0, top=20).skills if skill.uri == entry.uri)
    assert entry.names["ar"] in [text[start:end] for start, end in skill.evidence]


def test_labels_are_only_those_known(classifier: Classifier, index: Index) -> None:
    for skill in one(classifier, "gestion de projet", threshold=0, top=9).skills:
        assert skill.label == index.labels(index.numbers()[skill.uri])
        assert set(skill.label) <= {"ar", "fr", "en"}


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "😀😀", "...", "<div><br></div>", "\x00\x01", "\u202e\u200f", "12345 67", "http://x.ma/a", "ـــ"],
)
def test_texts_without_words_have_no_skill(classifier: Classifier, text: str) -> None:
    assert one(classifier, text).skills == ()


@pytest.mark.parametrize(
    "text", ["كلمة " * 30_000, "x" * 500_000, "<" * 20_000, "a,b;" * 10_000, "\n".join("أ" * 50 for _ in range(2000))]
)
def test_a_book_or_a_wall_of_signs_is_read_to_a_bound(fast: Classifier, text: str) -> None:
    assert len(one(fast, text, threshold=0, top=3).skills) <= 3


@pytest.fixture(scope="module")
def readers(index: Index) -> list[Reader]:
    return [Reader(index, tier=tier) for tier in ("fast", "thorough")]


@pytest.mark.parametrize(
    "text",
    [
        "a,b;" * 5_000,
        "x" * 20_000,
        "a " * 10_000,
        "a\n" * 10_000,
        "1234567890" * 2_000,
        "12 " * 6_667,
        "😀" * 20_000,
        "\u064b" * 20_000,
        "ب\u064b" * 10_000,
        "نسجالزرابي" * 2_000,
        "نسج الزرابي, gérer le stock\n" * 700,
        "字漢 語文," * 4_000,
    ],
)
def test_the_work_of_one_text_is_bounded(readers: list[Reader], text: str) -> None:
    for reader in readers:
        read = reader.units(Text("T", text))
        pieces = sum(len(one.piece.words) for one in read)
        parts = sum(len(one.parts) for one in read)
        assert pieces + 3 * parts <= MOST_WORK
        assert len(read) <= MOST_WORK // 5
        assert max((len(one.parts) for one in read), default=0) <= 34
        assert not read or read[0].kind == WHOLE


@pytest.mark.parametrize("words", [300, 771])
def test_a_cv_of_two_pages_is_read_whole(readers: list[Reader], words: int) -> None:
    line = "Responsable du magasin de tapis, gestion de stock et vente. خبرة في نسج الزرابي وبيعها\n"
    lines = words // 14
    for reader in readers:
        read = reader.units(Text("T", line * lines))
        assert len(read) == lines * len(reader.units(Text("T", line)))


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=120))
def test_no_text_is_too_odd(fast: Classifier, text: str) -> None:
    answer = one(fast, text, threshold=0)
    assert all(0 <= start < end <= len(text) for skill in answer.skills for start, end in skill.evidence)


def test_the_same_texts_give_the_same_bytes(classifier: Classifier) -> None:
    texts = [Text("1", "gérer le stock"), Text("2", "نسج الزرابي وبيعها"), Text("3", "repair solar panels")]

    def told() -> str:
        return json.dumps(
            [[s.uri, s.score, s.evidence] for a in classifier.classify(texts, threshold=0) for s in a.skills]
        )

    assert told() == told()


MANY = [
    "gérer le stock, vendre",
    "",
    "نسج الزرابي وبيعها",
    "repair solar panels and sew leather",
    "khiyata o tarz",
    "😀",
]


@settings(max_examples=8, deadline=None)
@given(st.permutations([Text(str(number), text) for number, text in enumerate(MANY)]))
def test_an_answer_does_not_depend_on_the_texts_beside_it(
    fast: Classifier, thorough: Classifier, texts: list[Text]
) -> None:
    for classifier in (fast, thorough):
        for text, answer in zip(texts, classifier.classify(texts, threshold=0, top=5), strict=True):
            (alone,) = classifier.classify([text], threshold=0, top=5)
            ours, theirs = ([(one.uri, one.evidence) for one in found.skills] for found in (answer, alone))
            assert ours == theirs
            assert [one.score for one in answer.skills] == pytest.approx([one.score for one in alone.skills], abs=1e-3)


def test_texts_are_taken_a_few_at_a_time(fast: Classifier) -> None:
    taken = 0

    def endless() -> Iterator[Text]:
        nonlocal taken
        while True:
            taken += 1
            yield Text(str(taken), "vendre")

    answers = fast.classify(endless(), top=1)
    for _ in range(3):
        next(answers)
    assert taken <= 64


def test_a_wrong_declaration_does_not_hide_a_skill(classifier: Classifier, entries: list) -> None:
    entry = entries[1]
    (answer,) = classifier.classify([Text("T", entry.names["ar"], "fr")], threshold=0, top=5)
    assert answer.language == "ar"
    assert entry.uri in [skill.uri for skill in answer.skills]


def test_each_of_several_skills_in_one_sentence_is_found(classifier: Classifier, entries: list) -> None:
    first, second, third = entries[2], entries[20], entries[40]
    text = f"خبرة في {first.names['ar']} et {second.names['fr']}, {third.names['fr']}"
    found = [skill.uri for skill in one(classifier, text, threshold=0, top=6).skills]
    assert {first.uri, second.uri, third.uri} <= set(found)


def test_a_concept_without_any_label_is_not_shown(tmp_path: Path) -> None:
    concepts = [Concept("urn:a", {}, {}, "weave carpets by hand"), Concept("urn:b", {"en": "sew"}, {}, "sew leather")]
    compile_index(tmp_path / "x.index", concepts, {}, vectors_for(concepts, {}), state="test")
    classifier = Classifier(Index(tmp_path / "x.index"), tier="fast")
    assert [skill.uri for skill in one(classifier, "weave carpets by hand", threshold=0).skills] == ["urn:b"]


PLACES = st.tuples(st.integers(0, 30), st.integers(1, 6)).map(lambda one: (one[0], one[0] + one[1]))
SPANS = st.lists(st.tuples(st.floats(-9, 9), PLACES), max_size=8)


@given(SPANS)
def test_places_are_apart_and_the_best_is_kept(spans: list[tuple[float, tuple[int, int]]]) -> None:
    kept = apart(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(kept))
    assert not spans or max(spans, key=lambda one: (one[0], [-edge for edge in one[1]]))[1] in kept
