"""Finding money: the questions, the answers, the plan, the entries, the open API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.clock.queries import now
from mouakaba.base.organisations.actions import join_organisation
from mouakaba.match.funding.actions import load_instruments, save_instrument
from mouakaba.match.funding.models import FundingInstrument, ToldFacts
from mouakaba.match.funding.queries import instruments_shown
from mouakaba.match.funding.rules import INSTRUMENTS
from tests import factories

COOPERATIVE = {
    "bearer.kind": "organisation",
    "organisation.legal_form": "cooperative",
    "organisation.created_on": "2023-01-01",
    "organisation.members": "12",
    "organisation.women_youth_members": "9",
    "organisation.turnover": "300000",
    "project.region": "MA-02",
    "project.branch": "agriculture",
    "project.farming": "yes",
    "project.property_development": "no",
    "project.cost": "500000",
    "own.cash": "100000",
    "own.in_kind": "150000",
}


@pytest.fixture
def loaded(places: None) -> None:
    load_instruments(text=INSTRUMENTS.read_text(encoding="utf-8"), source="instruments.toml", by=None)
    cache.clear()  # counts of the open API's callers


@pytest.fixture
def funder(db: None) -> Any:
    """A person who writes for the organisation that keeps Moazara's entry."""
    person, organisation = factories.make_person("Fatima"), factories.make_organisation("DEMO Funder")
    join_organisation(person=person, organisation=organisation, role="officer", by=None)
    FundingInstrument.objects.filter(code="moazara").update(organisation=organisation)
    return person


def test_the_file_is_loaded_once(loaded: None) -> None:
    assert FundingInstrument.objects.count() == len(instruments_shown()) == 16
    again = load_instruments(text=INSTRUMENTS.read_text(encoding="utf-8"), source="instruments.toml", by=None)
    assert again == 0


def test_a_bad_file_changes_nothing_and_tells_its_line(loaded: None) -> None:
    bad = INSTRUMENTS.read_text(encoding="utf-8").replace("cap = 49000", 'cap = "49000"')
    line = bad.splitlines().index('amount = { cap = "49000" }') + 1
    with pytest.raises(ValidationError, match=f"instruments.toml:{line}:"):
        load_instruments(text=bad, source="instruments.toml", by=None)
    with pytest.raises(ValidationError, match=r"project\.moon"):
        load_instruments(
            text=INSTRUMENTS.read_text(encoding="utf-8").replace("project.green", "project.moon"), source="f", by=None
        )
    assert load_instruments(text=INSTRUMENTS.read_text(encoding="utf-8"), source="f", by=None) == 0


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_anybody_asks_and_is_answered_with_a_plan_that_adds_up(loaded: None, client: Client, language: str) -> None:
    page = client.post(f"/{language}/funding/", COOPERATIVE)
    assert page.status_code == 200
    by_code = {one["instrument"].code: one for one in page.context["answers"]}
    assert by_code["moazara"]["answer"] == by_code["indh-social-economy"]["answer"] == "yes"
    assert by_code["jei-label"]["answer"] == "no" and by_code["jei-label"]["reasons"]
    plan = page.context["plan"]
    assert [len(plan["lines"]), plan["gap"]] == [2, ""]
    assert not ToldFacts.objects.exists()


def test_the_page_asks_few_queries(loaded: None, client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(12):
        client.get("/ar/funding/")
    with django_assert_max_num_queries(12):
        client.post("/ar/funding/", COOPERATIVE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("project.cost", "-5"),
        ("project.cost", "beaucoup"),
        ("project.cost", "1e99"),
        ("organisation.created_on", "2999-01-01"),
        ("organisation.women_youth_members", "13"),
        ("project.region", "MA-99"),
    ],
)
def test_an_absurd_answer_is_told_at_its_field_and_the_rest_stays(
    loaded: None, client: Client, field: str, value: str
) -> None:
    page = client.post("/fr/funding/", COOPERATIVE | {field: value})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert 'value="300000"' in page.content.decode()


def test_answers_are_kept_only_when_asked_exported_and_forgotten(loaded: None, client: Client, alice: Any) -> None:
    from mouakaba.base.privacy.actions import erase_person, export_person

    client.force_login(alice)
    client.post("/fr/funding/", COOPERATIVE)
    assert not ToldFacts.objects.exists()
    client.post("/fr/funding/", COOPERATIVE | {"keep": "on"})
    assert 'value="500000"' in client.get("/fr/funding/").content.decode()
    assert export_person(alice)["funding"]["facts"]["project.cost"] == 500000
    client.post("/fr/my/funding/forget/")
    assert not ToldFacts.objects.exists()
    client.post("/fr/funding/", COOPERATIVE | {"keep": "on"})
    erase_person(person=alice, by=alice)
    assert not ToldFacts.objects.exists()


def test_a_funder_keeps_its_own_entry_and_no_other(loaded: None, client: Client, funder: Any, charlie: Any) -> None:
    client.force_login(funder)
    page = client.get("/fr/office/funding/")
    assert [row.code for row in page.context["rows"]] == ["moazara"]
    text = FundingInstrument.objects.get(code="moazara").text
    saved = client.post("/fr/office/funding/moazara/", {"text": text.replace("49000", "60000")})
    assert saved.status_code == 302
    assert next(one for one in instruments_shown() if one.code == "moazara").amount.cap == 60_000_00
    assert client.get("/fr/office/funding/forsa/").status_code == 404
    assert client.post("/fr/office/funding/forsa/shown/", {"shown": "no"}).status_code == 404
    client.force_login(charlie)
    assert client.get("/fr/office/funding/").status_code == 404
    assert client.get("/fr/office/funding/moazara/").status_code == 404


@pytest.mark.parametrize(("holders", "shown"), [(4, 0), (5, 5), (9, 5), (10, 10)])
def test_a_funder_learns_how_many_could_have_it_in_fives(
    loaded: None, client: Client, funder: Any, stand_at: Any, holders: int, shown: int
) -> None:
    stand_at("2026-03-02 10:00:00")
    facts = {"bearer.kind": "organisation", "organisation.legal_form": "company"}
    for number in range(holders):
        ToldFacts.objects.create(person=factories.make_person(f"H{number}"), facts=facts, kept_at=now())
    client.force_login(funder)
    page = client.get(reverse("funding_entry", args=["moazara"]))
    demand = page.context["demand"]
    assert (demand.kept, demand.yes, demand.cannot_tell) == (shown, 0, 0)
    ToldFacts.objects.update(facts={})
    assert client.get(page.request["PATH_INFO"]).context["demand"] == demand  # once a day
    cache.clear()
    assert client.get(page.request["PATH_INFO"]).context["demand"].cannot_tell == shown


def test_a_bad_entry_is_told_by_its_line_and_stays_in_the_box(loaded: None, client: Client, funder: Any) -> None:
    client.force_login(funder)
    text = FundingInstrument.objects.get(code="moazara").text.replace('form = "grant"', 'form = "gift"')
    page = client.post("/fr/office/funding/moazara/", {"text": text})
    assert page.status_code == 422
    assert "moazara.toml:3" in page.content.decode() and "gift" in page.context["form"]["text"].value()
    with pytest.raises(ValidationError):
        save_instrument(
            instrument=FundingInstrument.objects.get(code="moazara"),
            text=FundingInstrument.objects.get(code="forsa").text,
            by=funder,
        )


def test_hidden_means_asked_of_nobody(loaded: None, client: Client, funder: Any) -> None:
    client.force_login(funder)
    client.post("/fr/office/funding/moazara/shown/", {"shown": "no"})
    assert "moazara" not in {one.code for one in instruments_shown()}
    client.post("/fr/office/funding/moazara/shown/", {"shown": "yes"})
    assert "moazara" in {one.code for one in instruments_shown()}


def ask(client: Client, body: object) -> Any:
    return client.post("/api/v1/funding/answers", json.dumps(body), content_type="application/json")


def test_the_api_gives_the_same_answers(loaded: None, client: Client) -> None:
    facts = {"organisation.legal_form": "cooperative", "project.region": "MA-02", "project.cost": 30000.5}
    answer = ask(client, {"facts": facts})
    assert answer.status_code == 200
    told = {one["instrument"]: one for one in answer.json()}
    assert len(told) == 16
    assert set(told["moazara"]) == {"instrument", "answer", "reasons", "missing", "at_most", "source"}
    assert (told["moazara"]["answer"], told["moazara"]["at_most"]) == ("yes", 30000.5)
    assert told["jei-label"]["answer"] == "no" and told["jei-label"]["at_most"] is None
    reasons = told["moazara"]["reasons"]
    assert [(one["code"], one["answer"], set(one["text"])) for one in reasons] == [
        ("bearer", "yes", {"ar", "fr", "en"}),
        ("region", "yes", {"ar", "fr", "en"}),
    ]
    assert "holder.birth_date" in told["forsa"]["missing"]


@pytest.mark.parametrize(
    "body", [{}, {"facts": []}, {"facts": {"a": {"b": 1}}}, [], {"facts": {str(n): n for n in range(201)}}]
)
def test_the_api_refuses_what_it_cannot_read(loaded: None, client: Client, body: object) -> None:
    answer = ask(client, body)
    assert answer.status_code == 422
    assert answer.json()["errors"]


def test_the_api_has_a_limit_for_the_unknown(loaded: None, client: Client) -> None:
    codes = [ask(client, {"facts": {}}).status_code for _ in range(61)]
    assert codes[:60] == [200] * 60 and codes[60] == 429


def test_the_api_describes_itself(loaded: None, client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert "/api/v1/funding/answers" in described["paths"]


def test_help_is_asked_for_with_what_was_told(client: Client, loaded: None) -> None:
    told = {"project.stage": "prototype", "project.branch": "agriculture", "project.region": "MA-02"}
    with override("fr"):
        page = client.post(reverse("funding"), told)
    begun = {help.group: dict(answers) for _kind, help, answers in page.context["helps"]}
    assert begun["financial_engineering"] == {
        "blocks": "financial_engineering", "stage": "prototype", "sector": "food", "region": "MA-02",
    }  # fmt: skip
    assert begun["information"]["blocks"] == "information"
    assert "Ingénierie financière" not in page.content.decode() and "plan de financement" in page.content.decode()


def test_a_need_begun_on_the_page_of_funding_is_filled_in(client: Client, loaded: None) -> None:
    client.force_login(factories.make_person("Holder"), backend="django.contrib.auth.backends.ModelBackend")
    with override("fr"):
        page = client.get(reverse("funding"), {"project.stage": "idea", "project.green": "yes"})
        [(kind, _help, answers), _session] = page.context["helps"]
        form = client.post(reverse("listing_new", args=[kind.code, "need"]), {**dict(answers), "begin": "yes"})
    filled = form.context["form"]
    assert (filled["blocks"].value(), filled["stage"].value()) == ("financial_engineering", "idea")
