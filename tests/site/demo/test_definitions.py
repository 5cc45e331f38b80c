"""Unit: the demonstration calls are whole, readable by the kernel, and said in three languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from mouakaba.kernel.callfile import parse
from mouakaba.kernel.forms import parse_form
from mouakaba.site.demo.definitions import SLUGS, call_file, definition

LANGUAGES = {"ar", "fr", "en"}
KEYS = {
    "summary",
    "for_whom",
    "given",
    "process",
    "labels",
    "sections",
    "questions",
    "source",
    "contact",
}


def words_in(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every mapping by language found in the content, with where it stands."""
    if isinstance(node, dict):
        if node and set(node) <= LANGUAGES:
            yield path, node
        else:
            for key, value in node.items():
                yield from words_in(value, f"{path}/{key}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from words_in(value, f"{path}/{index}")


@pytest.mark.parametrize("slug", SLUGS)
def test_the_call_file_is_read_by_the_offline_tools(slug: str) -> None:
    call = parse(call_file(slug).read_text(encoding="utf-8"), source=slug, required=("places",))
    assert call.call.slug == slug
    assert {rule.code for rule in call.eligibility} == set(definition(slug).content["labels"]["eligibility"])
    assert {criterion.code for criterion in call.criteria} == set(definition(slug).content["labels"]["criteria"])
    assert {quota.code for quota in call.quotas} == set(definition(slug).content["labels"]["quotas"])


@pytest.mark.parametrize("slug", SLUGS)
def test_the_form_can_be_asked_and_feeds_every_rule_and_quota(slug: str) -> None:
    content, rules = definition(slug).content, definition(slug).rules
    form = parse_form({"sections": content["sections"], "questions": content["questions"]})
    given = {question.fact for question in form.questions}
    asked = {test["fact"] for rule in rules["eligibility"] for test in rule.get("any", [rule.get("test")])}
    assert asked <= given
    assert {quota["attribute"] for quota in rules.get("quotas", [])} <= given


@pytest.mark.parametrize("slug", SLUGS)
def test_every_text_is_in_three_languages(slug: str) -> None:
    content = definition(slug).content
    assert set(content) == KEYS
    incomplete = [where for where, words in words_in(content) if set(words) != LANGUAGES or not all(words.values())]
    assert incomplete == []


@pytest.mark.parametrize("slug", SLUGS)
def test_arabic_is_written_in_arabic_and_differs_from_french(slug: str) -> None:
    found = list(words_in(definition(slug).content))
    arabic = [words["ar"] for _, words in found]
    assert [text for text in arabic if not any("\u0600" <= char <= "\u06ff" for char in text)] == []
    assert [words["en"] for _, words in found if words["fr"] == words["en"] and len(words["fr"]) > 15] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_what_is_ours_is_said_to_be_ours_and_the_source_is_named(slug: str) -> None:
    source = definition(slug).content["source"]
    assert source["url"].startswith("https://")
    assert "من وضعنا" in source["note"]["ar"]
    assert "Fixés par nous" in source["note"]["fr"]
    assert "Set by us" in source["note"]["en"]
    for quota in definition(slug).content["labels"]["quotas"].values():
        assert "set by us" in quota["en"]


def test_the_national_identity_number_is_never_asked() -> None:
    for slug in SLUGS:
        codes = {question["code"] for question in definition(slug).content["questions"]}
        assert not [code for code in codes if "cin" in code or "identity" in code]


def test_kawaliss_two_is_as_published() -> None:
    rules = definition("kawaliss-2").rules
    assert rules["call"]["closes_at"] == datetime(2024, 3, 31, 23, 59, 59)
    assert rules["call"]["timezone"] == "Africa/Casablanca"
    assert (rules["call"]["places"], rules["call"]["reserve"], len(rules["quotas"])) == (24, 8, 6)
    assert [criterion["code"] for criterion in rules["criteria"]] == ["viability", "impact", "team", "need"]
    assert "not-pure-creation" not in [rule["code"] for rule in rules["eligibility"]]


def test_kawaliss_three_adds_the_exclusion_and_its_question() -> None:
    second, third = definition("kawaliss-2"), definition("kawaliss-3")
    assert third.rules["call"]["closes_at"] == datetime(2025, 4, 6, 23, 59, 59)
    assert third.rules["eligibility"][-1]["code"] == "not-pure-creation"
    added = {question["code"] for question in third.content["questions"]} - {
        question["code"] for question in second.content["questions"]
    }
    assert added == {"project_pure_creation"}


def test_a_caller_may_change_its_copy() -> None:
    definition("kawaliss-2").rules["call"]["places"] = 1
    assert definition("kawaliss-2").rules["call"]["places"] == 24


def test_an_unknown_call_is_named() -> None:
    with pytest.raises(ValueError, match="'nowhere' is not a demonstration call"):
        definition("nowhere")
