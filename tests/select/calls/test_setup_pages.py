"""Integration: an officer sets a call up through plain forms; nothing typed is lost, whoever else is at work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mouakaba.select.calls.actions import edit_draft
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import draft_of, draft_problems
from mouakaba.select.calls.queries.applications import counts_by_version
from tests import factories

LANGUAGES = ("ar", "fr", "en")


def words(name: str, text: str) -> dict[str, str]:
    return {f"{name}_{language}": f"{text} {language}" for language in LANGUAGES}


def address(call: Call, step: str) -> str:
    return reverse("call_setup_step", args=[call.slug, step])


def item(call: Call, listed: str, code: str) -> str:
    return reverse("call_item", args=[call.slug, listed, code])


def post(client: Any, url: str, data: dict[str, Any], **changed: Any) -> Any:
    """Posts what the page at `url` would post, with some fields changed."""
    page = client.get(url)
    return client.post(url, {**data, "seen": page.context["seen"], **changed})


def fresh(call: Call) -> Any:
    return draft_of(Call.objects.get(pk=call.pk))


def test_a_new_call_starts_from_its_kind(as_omar: Any, programme: Any, places: None) -> None:
    url = reverse("call_new", args=[programme.slug])
    response = as_omar.post(url, {"kind_code": "ideathon", "title_fr": "Idéathon d’Oujda", "slug": ""})
    made = Call.objects.get()
    assert (response.status_code, made.slug, made.kind_code) == (302, "ideathon-d-oujda", "ideathon")
    assert len(made.draft_rules["criteria"]) == 3


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title_fr": "Appel", "slug": "x"}, "kind_code"),
        ({"kind_code": "ideathon", "slug": "x"}, "title_ar"),
        ({"kind_code": "lottery", "title_fr": "Appel", "slug": "x"}, "kind_code"),
        ({"kind_code": "ideathon", "title_fr": "Appel", "slug": "Not an address"}, "slug"),
    ],
)
def test_a_new_call_that_cannot_be_made_keeps_what_was_typed(
    as_omar: Any, programme: Any, data: dict[str, str], field: str
) -> None:
    response = as_omar.post(reverse("call_new", args=[programme.slug]), data)
    assert list(response.context["form"].errors) == [field]
    assert data["slug"] in response.content.decode()
    assert not Call.objects.exists()


def test_texts_are_saved_and_the_next_step_follows(as_omar: Any, draft: Call) -> None:
    data = {"languages": LANGUAGES, "contact": "ask@demo.example"}
    for name in ("title", "summary", "for_whom", "given", "process"):
        data |= words(name, name)
    response = post(as_omar, address(draft, "texts"), data)
    assert response.url == address(draft, "dates")
    assert fresh(draft).content["for_whom"] == {"ar": "for_whom ar", "fr": "for_whom fr", "en": "for_whom en"}


def test_a_text_that_lacks_a_language_is_kept_and_complained_of(as_omar: Any, draft: Call) -> None:
    data = {"languages": LANGUAGES, **words("title", "t"), "summary_fr": "Seulement en français"}
    response = as_omar.post(address(draft, "texts"), data, follow=True)
    form = response.context["form"]
    assert fresh(draft).content["summary"] == {"fr": "Seulement en français"}
    assert {"summary_ar", "summary_en"} <= set(form.errors)
    assert "Seulement en français" in response.content.decode()


def test_dates_that_cannot_be_read_are_kept_as_typed(as_omar: Any, draft: Call) -> None:
    data = {
        "opens_at_day": "2024-02-15",
        "opens_at_hour": "09:00",
        "closes_at_day": "31/03/2024",
        "closes_at_hour": "midnight",
        "timezone": "Africa/Casablanca",
        "places": "about twenty",
    }
    response = as_omar.post(address(draft, "dates"), data, follow=True)
    page, form = response.content.decode(), response.context["form"]
    assert [typed in page for typed in ("31/03/2024", "midnight", "about twenty")] == [True] * 3
    assert {"closes_at_day", "places"} <= set(form.errors)


def test_the_last_minute_of_a_day_counts_whole(as_omar: Any, draft: Call) -> None:
    data = {"opens_at_day": "2024-02-15", "opens_at_hour": "09:00", "closes_at_day": "2024-03-31"}
    post(as_omar, address(draft, "dates"), {**data, "closes_at_hour": "23:59", "timezone": "Africa/Casablanca"})
    assert fresh(draft).header["closes_at"] == "2024-03-31T23:59:59"


def test_an_empty_step_does_not_complain_before_it_is_saved(as_omar: Any, programme: Any, places: None) -> None:
    as_omar.post(reverse("call_new", args=[programme.slug]), {"kind_code": "ideathon", "title_fr": "A"})
    made = Call.objects.get()
    assert as_omar.get(address(made, "dates")).context["form"].errors == {}
    assert "places" in as_omar.get(address(made, "dates") + "?checked=1").context["form"].errors


def test_a_question_is_added_filled_in_moved_and_removed(as_omar: Any, draft: Call) -> None:
    start = {**words("label", "Favourite colour"), "type": "choice", "section": "project"}
    made = as_omar.post(reverse("call_add_item", args=[draft.slug, "questions"]), start)
    url = item(draft, "questions", "favourite_colour_en")
    assert made.url == url
    full = {**start, **words("option0", "Red"), **words("option1", "Blue"), "required": "true"}
    full |= {"asked": "bearer", "fact": "answer.favourite_colour_en", "act": "save"}
    assert post(as_omar, url, full).status_code == 302
    assert post(as_omar, url, full | {"operator": "in", "values": ["person"]}).url == address(draft, "form")
    question = fresh(draft).items("questions")[-1]
    assert [option["value"] for option in question["options"]] == ["red_en", "blue_en"]
    assert question["condition"] == {"fact": "bearer", "operator": "in", "value": ["person"]}
    arrange = reverse("call_arrange", args=[draft.slug, "questions"])
    before = [q["code"] for q in fresh(draft).items("questions") if q["section"] == "project"]
    as_omar.post(arrange, {"code": "favourite_colour_en", "act": "up"})
    after = [q["code"] for q in fresh(draft).items("questions") if q["section"] == "project"]
    assert (before[-2:], after[-2:]) == ([before[-2], "favourite_colour_en"], ["favourite_colour_en", before[-2]])
    as_omar.post(arrange, {"code": "favourite_colour_en", "act": "remove"})
    assert "favourite_colour_en" not in {q["code"] for q in fresh(draft).items("questions")}


def test_an_option_keeps_its_value_when_its_words_change(as_omar: Any, draft: Call) -> None:
    url = item(draft, "questions", "sector")
    data = {**words("label", "Sector"), "type": "choice", "section": "project", "required": "true"}
    post(as_omar, url, data | words("option0", "Weaving") | words("option1", "Singing") | {"fact": "project.sector"})
    options = next(q for q in fresh(draft).items("questions") if q["code"] == "sector")["options"]
    assert [(option["value"], option["label"]["fr"]) for option in options] == [
        ("crafts", "Weaving fr"),
        ("music", "Singing fr"),
    ]


def sectors(draft: Call) -> list[tuple[str, str]]:
    options = next(q for q in fresh(draft).items("questions") if q["code"] == "sector")["options"]
    return [(option["value"], option["label"]["fr"]) for option in options]


SECTOR = {**words("label", "Sector"), "type": "choice", "section": "project", "required": "true"}
SECTOR |= {"fact": "project.sector"}


@pytest.mark.parametrize(
    ("act", "order"),
    [
        ("option-up-1", ["music", "crafts", "heritage"]),
        ("option-down-1", ["crafts", "heritage", "music"]),
        ("option-up-0", ["crafts", "music", "heritage"]),
        ("option-down-2", ["crafts", "music", "heritage"]),
        ("option-up-9", ["crafts", "music", "heritage"]),
        ("option-up-", ["crafts", "music", "heritage"]),
    ],
)
def test_an_option_changes_place_and_what_was_typed_is_kept(
    as_omar: Any, draft: Call, act: str, order: list[str]
) -> None:
    typed = SECTOR | words("option0", "Weaving") | words("option1", "Singing") | words("option2", "Walls")
    url = item(draft, "questions", "sector")
    assert post(as_omar, url, typed | {"act": "save"}).status_code == 302
    values = [value for value, _label in sectors(draft)]
    names = dict(zip(["crafts", "music", "heritage"], values, strict=True))
    answer = post(as_omar, url, typed | words("option1", "Songs") | {"act": act})
    assert answer.url == url
    assert [value for value, _label in sectors(draft)] == [names[one] for one in order]
    assert dict(sectors(draft))[names["music"]] == "Songs fr"


def test_an_option_left_empty_is_passed_over_by_the_others(as_omar: Any, draft: Call) -> None:
    typed = SECTOR | words("option0", "Weaving") | words("option2", "Walls")
    post(as_omar, item(draft, "questions", "sector"), typed | {"act": "option-up-2"})
    assert [label for _value, label in sectors(draft)] == ["Walls fr", "Weaving fr"]


def test_the_page_offers_only_moves_that_lead_somewhere(as_omar: Any, draft: Call) -> None:
    shown = as_omar.get(item(draft, "questions", "sector")).content.decode()
    last = len(sectors(draft)) - 1
    assert "option-down-0" in shown
    assert f"option-up-{last}" in shown
    assert "option-up-0" not in shown
    assert f"option-down-{last}" not in shown


def test_opening_and_saving_a_question_unchanged_changes_nothing(as_omar: Any, call: Any) -> None:
    """A published form must not differ from its version because an officer pressed Save."""
    for question in draft_of(call).items("questions"):
        url = item(call, "questions", question["code"])
        form = as_omar.get(url).context["form"]
        data = {name: value for name, value in form.data.items() if value not in ("", [])}
        post(as_omar, url, data)
    page = as_omar.get(address(call, "check"))
    assert page.context["changes"] == []


@pytest.mark.parametrize("listed", ["rules", "criteria", "quotas", "sections"])
def test_opening_and_saving_an_element_unchanged_changes_nothing(as_omar: Any, call: Any, listed: str) -> None:
    for found in draft_of(call).items(listed):
        url = item(call, listed, found["code"])
        form = as_omar.get(url).context["form"]
        post(as_omar, url, {name: value for name, value in form.data.items() if value not in ("", [])})
    assert as_omar.get(address(call, "check")).context["changes"] == []


def test_a_section_that_holds_questions_is_not_removed(as_omar: Any, draft: Call) -> None:
    arrange = reverse("call_arrange", args=[draft.slug, "sections"])
    response = as_omar.post(arrange, {"code": "project", "act": "remove"}, follow=True)
    assert "project" in {section["code"] for section in fresh(draft).items("sections")}
    assert "4" in str(next(iter(response.context["messages"])))


def test_a_rule_with_two_cases_is_built_step_by_step(as_omar: Any, draft: Call) -> None:
    made = as_omar.post(reverse("call_add_item", args=[draft.slug, "rules"]), {"fact": "bearer.kind"})
    url = item(draft, "rules", "kind")
    assert made.url == url
    label = words("label", "Who carries it")
    first = {"fact-0": "bearer.kind", "operator-0": "in", "values-0": ["person"]}
    post(as_omar, url, {**label, **first, "act": "add-test"})
    post(as_omar, url, {**label, **first, "fact-1": "holder.birth_date", "act": "refresh"})
    second = {"fact-1": "holder.birth_date", "operator-1": "age_between", "low-1": "18", "high-1": "35"}
    response = post(as_omar, url, {**label, **first, **second, "act": "save"}, follow=True)
    assert response.status_code == 302  # the reference day is missing: the page stays
    assert "on-1" in as_omar.get(url + "?checked=1").context["form"].errors
    post(as_omar, url, {**label, **first, **second, "on-1": "2024-03-31", "act": "save"})
    rule = fresh(draft).items("rules")[-1]
    assert rule["any"] == [
        {"fact": "bearer.kind", "operator": "in", "value": ["person"]},
        {"fact": "holder.birth_date", "operator": "age_between", "value": [18, 35], "on": "2024-03-31"},
    ]
    page = as_omar.get(url)
    assert set(page.context["sentences"]) == set(LANGUAGES)
    assert "18" in page.context["sentences"]["ar"]
    post(as_omar, url, {**label, **first, **second, "on-1": "2024-03-31", "act": "drop-test-1"})
    assert fresh(draft).items("rules")[-1]["test"]["fact"] == "bearer.kind"


def test_ages_that_cannot_be_read_are_kept(as_omar: Any, draft: Call) -> None:
    url = item(draft, "rules", "age")
    data = {**words("label", "Age"), "fact-0": "holder.birth_date", "operator-0": "age_between"}
    post(as_omar, url, {**data, "low-0": "eighteen", "high-0": "29", "on-0": "2024-03-31", "act": "save"})
    page = as_omar.get(url)
    assert "eighteen" in page.content.decode()
    assert "value-0" in {problem.field for problem in draft_problems(Call.objects.get())}
    assert page.context["notes"] or page.context["form"].errors


def test_a_criterion_and_a_quota_are_added(as_omar: Any, draft: Call) -> None:
    start = {**words("label", "Beauty"), "weight": "50", "low": "0", "high": "10"}
    made = as_omar.post(reverse("call_add_item", args=[draft.slug, "criteria"]), start)
    post(as_omar, made.url, {**start, "floor": "2,5", "reason_required_at": "0، 10"})
    criterion = fresh(draft).items("criteria")[-1]
    assert criterion == {
        "code": "beauty-en",
        "weight": 50,
        "scale": [0, 10],
        "floor": 2.5,
        "reason_required_at": [0, 10],
    }
    page = as_omar.get(address(draft, "criteria"))
    assert [round(share) for share in page.context["shares"].values()] == [33, 33, 33]
    made = as_omar.post(reverse("call_add_item", args=[draft.slug, "quotas"]), {"attribute": "project.sector"})
    post(as_omar, made.url, {**words("label", "Music"), "attribute": "project.sector", "values": ["music"], "min": "9"})
    assert fresh(draft).items("quotas")[-1] == {
        "code": "sector",
        "attribute": "project.sector",
        "values": ["music"],
        "min": 9,
    }
    assert as_omar.get(made.url).context["form"].errors["min"]


@pytest.mark.parametrize("listed", ["questions", "sections", "rules", "criteria", "quotas"])
def test_nothing_is_added_from_an_empty_page(as_omar: Any, draft: Call, listed: str) -> None:
    before = fresh(draft).items(listed)
    response = as_omar.post(reverse("call_add_item", args=[draft.slug, listed]), {})
    assert (response.status_code, fresh(draft).items(listed)) == (422, before)
    assert len(response.context["form"].errors) == 1


def test_a_page_saved_by_somebody_else_meanwhile_is_not_overwritten(as_omar: Any, draft: Call, omar: Any) -> None:
    url = item(draft, "criteria", "viability")
    page = as_omar.get(url)
    edit_draft(call=draft, change=lambda held: held.items("criteria")[0].update(weight=70), by=omar)
    mine = {**words("label", "Mine"), "weight": "10", "low": "1", "high": "5", "seen": page.context["seen"]}
    refused = as_omar.post(url, mine)
    assert (refused.status_code, fresh(draft).items("criteria")[0]["weight"]) == (409, 70)
    assert "Mine fr" in refused.content.decode()
    again = as_omar.post(url, mine | {"seen": refused.context["seen"]})
    assert (again.status_code, fresh(draft).items("criteria")[0]["weight"]) == (302, 10)


def test_an_element_removed_by_somebody_else_is_told(as_omar: Any, draft: Call, omar: Any) -> None:
    edit_draft(call=draft, change=lambda held: held.items("criteria").pop(), by=omar)
    url = item(draft, "criteria", "impact")
    response = as_omar.post(url, words("label", "Mine") | {"weight": "77"})
    page = response.content.decode()
    assert (response.status_code, "Mine ar" in page, "77" in page) == (409, True, True)
    assert as_omar.get(url).status_code == 404


def test_the_check_lists_each_problem_with_the_page_that_mends_it(as_omar: Any, draft: Call, omar: Any) -> None:
    edit_draft(call=draft, change=lambda held: held.items("quotas")[0].update(min=99), by=omar)
    page = as_omar.get(address(draft, "check"))
    links = {found["url"] for _code, _label, group in page.context["groups"] for found in group if found["blocks"]}
    assert links == {item(draft, "quotas", "region-oriental") + "?checked=1"}
    response = as_omar.post(address(draft, "check"), {"seen": page.context["seen"]})
    assert (response.status_code, Call.objects.get().version) == (422, None)


def test_a_call_without_quotas_and_rules_is_published_from_the_page(as_omar: Any, draft: Call, omar: Any) -> None:
    edit_draft(call=draft, change=lambda held: held.rules.pop("quotas") and held.rules.pop("eligibility"), by=omar)
    page = as_omar.get(address(draft, "check"))
    as_omar.post(address(draft, "check"), {"seen": page.context["seen"]})
    assert Call.objects.get().version.number == 1


def test_publishing_from_the_page(as_omar: Any, draft: Call) -> None:
    page = as_omar.get(address(draft, "check"))
    response = as_omar.post(address(draft, "check"), {"seen": page.context["seen"]})
    assert (response.url, Call.objects.get().version.number) == (reverse("call_office", args=[draft.slug]), 1)


def test_a_change_says_whom_it_touches_and_keeps_the_reason_typed(
    as_omar: Any, call: Any, omar: Any, alice: Any, charlie: Any, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-03-20 10:00:00")
    factories.make_application(call, alice, state="draft")
    factories.make_application(call, charlie)
    edit_draft(call=call, change=lambda held: held.items("quotas")[0].update(min=0, max=1), by=omar)
    page = as_omar.get(address(call, "check"))
    assert page.context["touched"] == {"drafts": 1, "sent": 1}
    assert len(page.context["changes"]) == 1
    refused = as_omar.post(address(call, "check"), {"seen": "0" * 16, "why": "A reason worth keeping."})
    assert (refused.status_code, "A reason worth keeping." in refused.content.decode()) == (422, True)
    without = as_omar.post(address(call, "check"), {"seen": page.context["seen"], "why": ""})
    assert without.context["why_errors"]
    as_omar.post(address(call, "check"), {"seen": page.context["seen"], "why": "A reason.", "tell": "on"})
    versions = {version.number: version.pk for version in call.versions.all()}
    assert counts_by_version(call) == {
        versions[1]: {"drafts": 0, "sent": 1},
        versions[2]: {"drafts": 1, "sent": 0},
    }


def test_a_reader_cannot_post(client: Any, call: Any, charlie: Any) -> None:
    call.programme.roles.create(person=charlie, role="viewer")
    client.force_login(charlie)
    before = draft_of(call)
    addresses = [address(call, step) for step in ("texts", "dates", "check")]
    addresses += [item(call, "criteria", "viability"), reverse("call_arrange", args=[call.slug, "criteria"])]
    addresses += [reverse("call_extensions", args=[call.slug]), reverse("call_discard", args=[call.slug])]
    assert {client.post(url, {"code": "viability", "act": "remove"}).status_code for url in addresses} == {404}
    assert fresh(call) == before


def test_an_extension_is_given_by_number_and_what_was_typed_is_kept(
    as_omar: Any, call: Any, alice: Any, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-03-20 10:00:00")
    application = factories.make_application(call, alice)
    url = reverse("call_extensions", args=[call.slug])
    typed = {"who": application.number.lower(), "day": "2024-04-20", "hour": "12:00", "reason": "Hospital."}
    for field, wrong in (("who", "nobody@demo.example"), ("day", "2024-03-01"), ("day", "soon"), ("reason", " ")):
        refused = as_omar.post(url, typed | {field: wrong})
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, [field])
        assert all(value in refused.content.decode() for value in ("12:00", wrong.strip()))
    as_omar.post(url, typed)
    assert call.extensions.get().person == alice


PAGES = ("call_office", "call_versions", "call_extensions", "call_preview")


@pytest.mark.parametrize("rows", [1, 12])
def test_pages_stay_within_their_queries(
    as_omar: Any, call: Any, omar: Any, rows: int, django_assert_max_num_queries: Any, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-03-20 10:00:00")
    for number in range(rows):
        person = factories.make_person(f"Person {number}")
        factories.make_application(call, person)
        call.extensions.create(person=person, until=factories.at("2024-05-01 12:00:00"), reason="r", given_by=omar)
    addresses = [reverse(name, args=[call.slug]) for name in PAGES]
    addresses += [address(call, step) for step in ("texts", "dates", "form", "rules", "criteria", "quotas", "check")]
    addresses += [item(call, "questions", "sector"), item(call, "rules", "age")]
    for url in addresses:
        with django_assert_max_num_queries(12):
            assert as_omar.get(url).status_code == 200
