"""Proposing, deciding, changing: who may, and what they are told."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.match.ideas.actions import adopt_idea, publish_idea
from mouakaba.match.ideas.models import Idea
from tests.match.conftest import as_
from tests.match.ideas.conftest import make_idea

TOLD: dict[str, Any] = {
    "title_fr": "Séchoir solaire de figues",
    "problem_fr": "Les figues se perdent en août.",
    "model_fr": "Un séchoir partagé, payé au kilo.",
    "regions": ["MA-02"],
    "sector": "food_farming",
    "cost_from": "40000",
    "cost_to": "90000",
    "takers": "1",
}


def propose(person: Any, **changes: str) -> Any:
    return as_(person).post("/fr/my/ideas/new/", TOLD | changes)


def test_an_idea_goes_from_proposed_to_public_and_its_proposer_is_told(
    alice: Any, keeper: Any, places: None, today: None
) -> None:
    assert propose(alice).status_code == 302
    idea = Idea.objects.get()
    assert (idea.state, idea.proposed_by, idea.title) == ("proposed", alice, {"fr": TOLD["title_fr"]})
    assert as_(None).get(f"/fr/ideas/{idea.pk}/").status_code == 404
    assert idea in list(as_(keeper).get("/fr/office/ideas/").context["page"].object_list)
    as_(keeper).post(f"/fr/office/ideas/{idea.pk}/decide/", {"act": "publish"})
    assert TOLD["title_fr"] in as_(None).get(f"/fr/ideas/{idea.pk}/").content.decode()
    assert [message.person for message in OutboxMessage.objects.all()] == [alice]
    assert as_(alice).get(f"/fr/my/ideas/{idea.pk}/").status_code == 404


def test_a_reason_is_told_and_the_idea_can_come_back(alice: Any, keeper: Any, places: None, today: None) -> None:
    propose(alice)
    idea = Idea.objects.get()
    office = as_(keeper)
    office.post(f"/fr/office/ideas/{idea.pk}/decide/", {"act": "decline", "reason": "  "})
    assert Idea.objects.get().state == "proposed"
    office.post(f"/fr/office/ideas/{idea.pk}/decide/", {"act": "decline", "reason": "DEMO trop vague"})
    assert "DEMO trop vague" in OutboxMessage.objects.get().body
    mine = as_(alice)
    assert "DEMO trop vague" in mine.get("/fr/my/ideas/").content.decode()
    mine.post(f"/fr/my/ideas/{idea.pk}/", TOLD | {"model_fr": "Dix séchoirs, deux vendeurs."})
    idea.refresh_from_db()
    assert (idea.state, idea.reason) == ("proposed", "")


@pytest.mark.parametrize(
    "hidden", ["appelez le 06 12 34 56 78", "moi@demo.example", "٠٦١٢٣٤٥٦٧٨", "www.demo.example/moi"]
)
def test_a_way_to_reach_somebody_is_refused_and_nothing_is_lost(alice: Any, places: None, hidden: str) -> None:
    page = propose(alice, model_fr=f"Un séchoir. {hidden}")
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["model_fr"]
    assert TOLD["problem_fr"] in page.content.decode()
    assert not Idea.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("cost_to", "10"), ("cost_from", "-5"), ("takers", "0"), ("regions", "MA-99"), ("title_fr", ""), ("cost_to", "x")],
)
def test_bad_input_is_told_at_its_field(alice: Any, places: None, field: str, value: str) -> None:
    page = propose(alice, **{field: value})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]


def test_only_keepers_who_write_decide(idea: Idea, keeper: Any, reader: Any, charlie: Any, alice: Any) -> None:
    mine = make_idea(alice, public=False)
    paths = ["office/ideas/", f"office/ideas/{idea.pk}/", f"office/ideas/{idea.pk}/plan/"]
    for person, status in ((keeper, 200), (reader, 404), (charlie, 404), (alice, 404)):
        assert {as_(person).get(f"/fr/{path}").status_code for path in paths} == {status}
    for person in (reader, charlie, alice):
        assert as_(person).post(f"/fr/office/ideas/{mine.pk}/decide/", {"act": "publish"}).status_code == 404
    assert as_(charlie).get(f"/fr/my/ideas/{mine.pk}/").status_code == 404
    assert "/account/login/" in as_(None).get(f"/fr/office/ideas/{idea.pk}/").headers["Location"]
    assert "/account/login/" in as_(None).get("/fr/my/ideas/new/").headers["Location"]


def test_a_keeper_changes_the_words_in_three_languages(idea: Idea, keeper: Any) -> None:
    page = as_(keeper).get(f"/fr/office/ideas/{idea.pk}/")
    fields = {name: value for name, value in page.context["form"].initial.items() if value not in (None, "")}
    fields |= {"title_ar": "تجفيف التين", "regions": ["MA-02", "MA-03"]}
    assert as_(keeper).post(f"/fr/office/ideas/{idea.pk}/", fields).status_code == 302
    idea.refresh_from_db()
    assert (idea.title["ar"], idea.title["fr"], idea.regions.count()) == ("تجفيف التين", "DEMO idea (fr)", 2)
    as_(keeper).post(f"/fr/office/ideas/{idea.pk}/decide/", {"act": "close"})
    assert as_(None).get(f"/fr/ideas/{idea.pk}/").status_code == 404


def test_what_is_not_whole_is_not_published(places: None, today: None) -> None:
    bare = make_idea(public=False, region="MA-99")
    with pytest.raises(ValidationError):
        publish_idea(idea=bare, by=None)


def test_a_person_takes_their_data_or_leaves(idea: Idea, alice: Any) -> None:
    waiting, public = make_idea(alice, public=False), make_idea(alice)
    adopt_idea(idea=idea, organisation=None, by=alice)
    told = export_person(alice)["ideas"]
    assert [len(told["proposed"]), len(told["taken_up"])] == [2, 1]
    erase_person(person=alice, by=alice)
    assert not Idea.objects.filter(pk=waiting.pk).exists()
    assert Idea.objects.get(pk=public.pk).proposed_by is None
    assert Idea.objects.get(pk=idea.pk).state == "open"
