"""Unit: a concept is found by any of its names, whatever the letters' dress."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mouakaba.kernel.skills.glossary import COLUMNS
from mouakaba.kernel.skills.index import Index, compile_index
from mouakaba.kernel.skills.search import Finder
from mouakaba.kernel.skills.taxonomy import Concept
from mouakaba.kernel.skills.vectors import squeeze

ESCO = "http://data.europa.eu/esco/skill/"
CONCEPTS = [
    Concept(ESCO + "a", {"en": "weave carpets", "fr": "tisser des tapis"}),
    Concept(ESCO + "b", {"en": "weave fabrics", "fr": "tisser des étoffes"}),
    Concept(ESCO + "c", {"en": "web programming"}),
]
GLOSSARY = (
    ",".join(COLUMNS) + f"\n{ESCO}a,culture_crafts,weave carpets,نسج الزرابي,tisser des tapis,,,,nsij dyal zrabi\n"
)


@pytest.fixture
def finder(tmp_path: Path) -> Finder:
    (tmp_path / "glossary.csv").write_text(GLOSSARY)
    table = squeeze(np.eye(len(CONCEPTS), dtype=np.float32))  # an index has vectors; search does not look at them
    names = "e5_names", "e5_about", "use_names"
    vectors = dict.fromkeys(names, table.whole) | {f"{name}_scale": table.scale for name in names}
    compile_index(tmp_path / "index", CONCEPTS, {}, vectors, state="test")
    return Finder(Index(tmp_path / "index"), tmp_path / "glossary.csv")


def names(finder: Finder, words: str, language: str = "en", limit: int = 9) -> list[str]:
    return [concept.uri.removeprefix(ESCO) for concept in finder.search(words, language=language, limit=limit)]


@pytest.mark.parametrize("words", ["زرابي", "الزرابى", "نسج زَرابي", "zrabi", "TAPIS", "carp weav"])
def test_any_name_finds_it(finder: Finder, words: str) -> None:
    assert names(finder, words) == ["a"]


def test_an_accent_is_no_obstacle(finder: Finder) -> None:
    assert names(finder, "etoffes") == ["b"]


def test_every_word_must_begin_a_word(finder: Finder) -> None:
    assert names(finder, "weave zebra") == []
    assert names(finder, "eave") == []


def test_the_tightest_name_comes_first_and_the_list_is_bounded(finder: Finder) -> None:
    assert names(finder, "weave") == ["a", "b"]
    assert names(finder, "we") == ["a", "b", "c"]
    assert names(finder, "we", limit=1) == ["a"]


@pytest.mark.parametrize("words", ["", "   ", "…", "%"])
def test_no_word_finds_nothing(finder: Finder, words: str) -> None:
    assert names(finder, words) == []


def test_a_concept_by_its_uri(finder: Finder) -> None:
    found = finder.concept(ESCO + "b")
    assert found and found.labels["fr"] == "tisser des étoffes"
    assert finder.concept(ESCO + "nothing") is None
