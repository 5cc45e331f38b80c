"""Regression: texts and phrases written by people who had not seen the glossary, read with the whole list of skills.

Each floor lies a little below what was measured when the weights were shipped (docs/howto/skills.md); the sets never
train anything.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from mouakaba.kernel.skills import Answer, Classifier, Text, open_index

OWN = Path(__file__).with_name("own")
PROPOSED_FROM = 0.2  # as the profile page does


def rows(name: str) -> list[dict[str, str]]:
    with (OWN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (OWN / "texts.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def classifiers() -> dict[str, Classifier]:
    assert settings.SKILLS.exists(), "the list of skills is not set up: run mouakaba skills install"
    index = open_index(settings.SKILLS)
    return {tier: Classifier(index, tier=tier) for tier in ("fast", "thorough")}


def read(classifier: Classifier, given: list[tuple[str, str]], top: int, threshold: float | None = 0) -> list[Answer]:
    return list(classifier.classify([Text(*one) for one in given], threshold=threshold, top=top))


def test_every_set_is_what_it_says() -> None:
    assert len({row["id"] for row in rows("phrases.csv")}) == 538
    assert len(rows("no_skill.csv")) == 120
    assert len(texts()) == 72
    for text in texts():
        assert "DEMO" in text["text"]
        assert all(skill["quote"] in text["text"] for skill in text["skills"])


def test_a_phrase_finds_its_concept_among_ten(classifiers: dict[str, Classifier]) -> None:
    found: dict[str, list[bool]] = defaultdict(list)
    asked = rows("phrases.csv")
    answers = read(classifiers["fast"], [(row["id"], row["phrase"]) for row in asked], top=10)
    for row, answer in zip(asked, answers, strict=True):
        found[row["language"]].append(row["uri"] in {skill.uri for skill in answer.skills})
    shares = {language: sum(hits) / len(hits) for language, hits in found.items()}
    floors = {"ar": 0.97, "fr": 0.90, "darija": 0.88, "arabizi": 0.91}
    assert {language for language in floors if shares[language] < floors[language]} == set(), shares


def test_a_sentence_without_a_skill_shows_none(classifiers: dict[str, Classifier]) -> None:
    asked = [(row["id"], row["sentence"]) for row in rows("no_skill.csv")]
    wrong = [answer.id for answer in read(classifiers["thorough"], asked, top=1, threshold=None) if answer.skills]
    assert len(wrong) <= 3, wrong  # asked: 5 %, six of them


def test_a_whole_text_proposes_what_is_in_it(classifiers: dict[str, Classifier]) -> None:
    whole = [text for text in texts() if text["skills"]]
    answers = read(classifiers["thorough"], [(text["id"], text["text"]) for text in whole], top=40)
    gold = [{skill["uri"] for skill in text["skills"]} for text in whole]
    listed = sum(len(right & {one.uri for one in answer.skills}) for right, answer in zip(gold, answers, strict=True))
    shown = [{one.uri for one in answer.skills if one.score >= PROPOSED_FROM} for answer in answers]
    right = sum(len(right & some) for right, some in zip(gold, shown, strict=True))
    assert listed / sum(map(len, gold)) >= 0.79
    assert right / sum(map(len, gold)) >= 0.45
    assert right / sum(map(len, shown)) >= 0.45
