"""Integration: a draft takes anything; what is wrong with it is named, field by field."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from mouakaba.select.calls.actions import edit_draft, save_draft
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import blocking, draft_of, draft_problems
from tests import factories

Found = set[tuple[str, str, str]]


def blocked(call: Call) -> Found:
    return {(problem.step, problem.item, problem.field) for problem in blocking(draft_problems(call))}


def warned(call: Call) -> Found:
    return {(p.step, p.item, p.field) for p in draft_problems(call) if not p.blocks} - {("dates", "", "closes_at")}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ({"opens_at": ""}, {("dates", "", "opens_at")}),
        ({"opens_at": "2024-02-30T09:00:00"}, {("dates", "", "opens_at")}),
        ({"opens_at": "2024-02-15"}, {("dates", "", "opens_at")}),
        ({"closes_at": "2024-02-15T09:00:00"}, {("dates", "", "closes_at")}),
        ({"closes_at": "0001-01-01T00:00:00"}, {("dates", "", "closes_at")}),
        ({"closes_at": "2024-03-31T23:59:59+01:00"}, {("dates", "", "closes_at")}),
        ({"timezone": "Mars/Olympus"}, {("dates", "", "timezone")}),
        ({"timezone": "../../etc/passwd"}, {("dates", "", "timezone")}),
        ({"grace_minutes": "ten"}, {("dates", "", "grace_minutes")}),
        ({"grace_minutes": 10**9}, {("dates", "", "grace_minutes")}),
        ({"places": "24 projects"}, {("dates", "", "places")}),
        ({"places": "2"}, set()),
        ({"places": "٢"}, set()),
        ({"places": 0}, {("dates", "", "places"), ("quotas", "region-oriental", "min")}),
        ({"places": -1}, {("dates", "", "places")}),
        ({"reserve": "some"}, {("dates", "", "reserve")}),
        ({"title": {"fr": "Appel", "en": "Call"}}, {("texts", "", "title_ar")}),
        ({"title": {"fr": "Appel"}, "languages": ["fr"]}, set()),
        ({"title": {"ar": "ن" * 201, "fr": "Appel", "en": "Call"}}, {("texts", "", "title_ar")}),
    ],
)
def test_the_header(draft: Call, change: Callable[..., None], header: dict[str, Any], found: Found) -> None:
    change(draft, **header)
    assert blocked(draft) == found


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ({"summary": {"fr": "Court"}}, {("texts", "", "summary_ar"), ("texts", "", "summary_en")}),
        ({"process": {"ar": "كذا"}}, {("texts", "", "process_fr"), ("texts", "", "process_en")}),
        ({"contact": "call us"}, {("texts", "", "contact")}),
        ({"source": {"url": "javascript:alert(1)"}}, {("texts", "", "source_url")}),
        ({"sections": []}, {("form", "", "questions")}),
    ],
)
def test_the_texts(draft: Call, change: Callable[..., None], content: dict[str, Any], found: Found) -> None:
    change(draft, content=content)
    assert blocked(draft) == found


@pytest.mark.parametrize(
    ("code", "changes", "field"),
    [
        ("sector", {"options": []}, "options"),
        ("sector", {"label": {"fr": "Secteur", "en": "Sector"}}, "label_ar"),
        ("title", {"type": "poem"}, "type"),
        ("title", {"max_length": "long"}, "max_length"),
        ("title", {"section": "gone"}, "section"),
        ("title", {"fact": "project.region"}, None),
        ("ice", {"condition": {"fact": "consent", "operator": "is_true"}}, "asked"),
        ("ice", {"condition": {"fact": "bearer", "operator": "is_true"}}, "operator"),
        ("ice", {"condition": {"fact": "bearer", "operator": "equals", "value": "ghost"}}, "values"),
    ],
)
def test_the_form(draft: Call, omar: Any, code: str, changes: dict[str, Any], field: str | None) -> None:
    def alter(held: Any) -> None:
        next(question for question in held.items("questions") if question["code"] == code).update(changes)

    edit_draft(call=draft, change=alter, by=omar)
    wanted = ("form", code, field) if field else ("form", "region", "fact")  # the later of two is at fault
    assert blocked(draft) == {wanted}


def test_every_wrong_question_is_named_and_its_followers_are_not(draft: Call, omar: Any) -> None:
    def alter(held: Any) -> None:
        by_code = {question["code"]: question for question in held.items("questions")}
        by_code["bearer"]["options"] = []  # the question `ice` depends on it
        by_code["title"]["label"] = {}

    edit_draft(call=draft, change=alter, by=omar)
    assert {item for _step, item, _field in blocked(draft)} == {"bearer", "title"}


def test_a_form_without_consent_is_worth_a_look(draft: Call, omar: Any) -> None:
    def alter(held: Any) -> None:
        held.content["questions"] = [q for q in held.items("questions") if q["type"] != "consent"]

    edit_draft(call=draft, change=alter, by=omar)
    assert (blocked(draft), ("form", "", "questions") in warned(draft)) == (set(), True)


@pytest.mark.parametrize(
    ("test", "field"),
    [
        ({"fact": "holder.birth_date", "operator": "age_between", "value": [18, 29]}, "on-0"),
        ({"fact": "holder.birth_date", "operator": "age_between", "value": [29, 18], "on": "2024-03-31"}, "value-0"),
        ({"fact": "holder.birth_date", "operator": "age_between", "value": ["18", "x"], "on": "2024-03-31"}, "value-0"),
        ({"fact": "holder.birth_date", "operator": "before", "value": "soon"}, "value-0"),
        ({"fact": "project.region", "operator": "in", "value": []}, "value-0"),
        ({"fact": "project.region", "operator": "resembles", "value": "MA-01"}, "operator-0"),
        ({"fact": "", "operator": "in", "value": ["MA-01"]}, "fact-0"),
    ],
)
def test_a_rule(draft: Call, omar: Any, test: dict[str, Any], field: str) -> None:
    def alter(held: Any) -> None:
        held.items("rules")[0].clear()
        held.items("rules")[0].update({"code": "age", "test": test})

    edit_draft(call=draft, change=alter, by=omar)
    assert blocked(draft) == {("rules", "age", field)}


def test_a_rule_about_an_answer_nobody_is_asked_for_is_worth_a_look(draft: Call, omar: Any) -> None:
    def alter(held: Any) -> None:
        held.items("rules")[1]["test"] = {"fact": "project.budget", "operator": "at_most", "value": 10}

    edit_draft(call=draft, change=alter, by=omar)
    assert (blocked(draft), warned(draft) & {("rules", "region", "fact-0")}) == (set(), {("rules", "region", "fact-0")})


def test_a_region_that_does_not_exist_is_worth_a_look(draft: Call, omar: Any) -> None:
    def alter(held: Any) -> None:
        held.items("rules")[1]["test"]["value"] = ["MA-01", "MA-99"]

    edit_draft(call=draft, change=alter, by=omar)
    assert ("rules", "region", "value-0") in warned(draft)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weight": 0}, "weight"),
        ({"weight": "heavy"}, "weight"),
        ({"scale": [5, 1]}, "scale"),
        ({"scale": ["", ""]}, "scale"),
        ({"floor": 9}, "floor"),
        ({"reason_required_at": [0]}, "reason_required_at"),
    ],
)
def test_a_criterion(draft: Call, omar: Any, changes: dict[str, Any], field: str) -> None:
    edit_draft(call=draft, change=lambda held: held.items("criteria")[0].update(changes), by=omar)
    assert blocked(draft) == {("criteria", "viability", field)}


def test_a_call_needs_a_criterion(draft: Call, omar: Any) -> None:
    edit_draft(call=draft, change=lambda held: held.items("criteria").clear(), by=omar)
    assert blocked(draft) == {("criteria", "", "criteria")}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"min": 3, "max": 2}, "min"),
        ({"min": 4, "max": None}, "min"),  # the call has 3 places
        ({"min": None, "max": None}, "min"),
        ({"min": "some"}, "min"),
        ({"values": []}, "values"),
        ({"attribute": ""}, "attribute"),
    ],
)
def test_a_quota(draft: Call, omar: Any, changes: dict[str, Any], field: str) -> None:
    edit_draft(call=draft, change=lambda held: held.items("quotas")[0].update(changes), by=omar)
    assert blocked(draft) == {("quotas", "region-oriental", field)}


def test_two_elements_never_share_a_code(draft: Call, omar: Any) -> None:
    edit_draft(call=draft, change=lambda held: held.items("criteria").append(held.items("criteria")[0]), by=omar)
    assert ("criteria", "viability", "code") in blocked(draft)


def test_what_was_typed_stays_as_it_was_typed(draft: Call, change: Callable[..., None]) -> None:
    change(draft, places="about twenty", closes_at="31/03/2024T25:00")
    header = draft_of(Call.objects.get()).header
    assert (header["places"], header["closes_at"]) == ("about twenty", "31/03/2024T25:00")


def test_characters_the_database_cannot_hold_are_dropped(draft: Call, change: Callable[..., None]) -> None:
    change(draft, content={"contact": "a\x00b\ud800@demo.example"})
    assert draft_of(Call.objects.get()).content["contact"] == "ab@demo.example"


@pytest.mark.parametrize(
    ("rules", "content"),
    [
        ({"calls": {}}, None),
        ({"call": {"place": 24}}, None),
        ({"criteria": {}}, None),
        (None, {"summary": "one language"}),
        (None, {"questions": [{"code": "a", "colour": "red"}]}),
        (None, {"summary": {"de": "kurz"}}),
        (None, {"contact": "x" * 30_000}),
    ],
)
def test_a_draft_of_another_shape_is_refused(draft: Call, omar: Any, rules: Any, content: Any) -> None:
    before = draft_of(draft)
    with pytest.raises(ValidationError):
        save_draft(call=draft, rules=rules, content=content, by=omar)
    assert draft_of(Call.objects.get()) == before


def test_the_draft_of_a_call_file_reads_back_as_the_same_call_file(draft: Call) -> None:
    from mouakaba.kernel.callfile import parse
    from mouakaba.select.calls.queries import read_draft

    text = factories.rules_file()
    read = parse(read_draft(draft).rules_file, source="")
    assert tomllib.loads(text)["call"]["places"] == 3
    assert (read.eligibility, read.criteria, read.quotas) == (
        parse(text, source="").eligibility,
        parse(text, source="").criteria,
        parse(text, source="").quotas,
    )


def test_french_in_the_arabic_field_is_worth_a_look(draft: Call, change: Callable[..., None]) -> None:
    change(draft, title={"ar": "Appel à projets", "fr": "Appel à projets", "en": "نداء"})
    assert {("texts", "", "title_ar"), ("texts", "", "title_en")} <= warned(draft)
    assert blocked(draft) == set()
