"""Listings of persons: a project holder without an organisation, a mentor; rights, letters, export, erasure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Membership, Person
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.match.introductions.actions import tell_messages
from mouakaba.match.listings.models import Opening
from mouakaba.match.pairing.queries import fits_of
from mouakaba.match.trades.actions import answer_deal, propose, record_delivery
from mouakaba.match.trades.models import Deal, Delivery
from tests import factories
from tests.match.conftest import as_
from tests.match.trades.conftest import NEED, make_listing, url

MENTOR = {
    "fields": ["finance", "sales"], "languages": ["ar", "fr"], "reach": "country", "hours": "8", "projects": "2",
}  # fmt: skip
PROJECT = {
    "fields": ["finance", "law"], "sector": "food", "stage": "idea", "languages": ["ar"], "region": "MA-02",
    "hours": "4",
}  # fmt: skip
FORM = {"title": "DEMO need", "text": "DEMO words", "closes_on": "2026-03-30"}


@pytest.fixture
def holder(places: None, today: None) -> Person:
    """Has a project and no organisation."""
    return factories.make_person("Holder", language="ar")


@pytest.fixture
def mentor(places: None, today: None) -> Person:
    return factories.make_person("Mentor", language="fr")


@pytest.fixture
def mentoring(mentor: Person) -> Opening:
    return make_listing(None, "offer", MENTOR, person=mentor, kind_code="mentors", seats=2, title="DEMO mentor")


@pytest.fixture
def project(holder: Person) -> Opening:
    return make_listing(None, "need", PROJECT, person=holder, kind_code="mentors", title="DEMO project")


@pytest.fixture
def pair(mentoring: Opening, project: Opening, holder: Person) -> Deal:
    return propose(offer=mentoring, need=project, by=holder, side="need")


def test_a_holder_without_an_organisation_asks_a_park(holder: Person, offer: Opening, cluster: Any) -> None:
    browser = as_(holder)
    begun = browser.post(url("listing_new", "services", "need"), {**NEED, "begin": "yes"})
    assert begun.status_code == 200 and "organisation" not in begun.context["form"].fields
    assert browser.post(url("listing_new", "services", "need"), FORM | NEED).status_code == 302
    need = Opening.objects.get(side="need")
    assert (need.person, need.organisation, need.state) == (holder, None, Opening.State.DRAFT)
    browser.post(url("listing_state", need.pk), {"state": "open"})
    browser.post(url("listing_ask", need.pk), {"other": str(offer.pk)})
    deal = Deal.objects.get()
    letter = OutboxMessage.objects.get(key=f"deal-proposed:{deal.pk}:{cluster[0].pk}")
    assert "Un porteur de projet" in letter.body and holder.name not in letter.body
    seen = as_(cluster[0]).get(url("deal", deal.pk)).content.decode()
    assert holder.email not in seen and holder.name not in seen
    as_(cluster[0]).post(url("deal", deal.pk), {"answer": "yes", "planned_on": "2026-03-09"})
    assert holder.email in as_(cluster[0]).get(url("deal", deal.pk)).content.decode()
    assert OutboxMessage.objects.filter(person=holder, key__startswith="deal-offer-yes").count() == 1


def test_who_writes_for_an_organisation_chooses_in_whose_name(cooperative: Any) -> None:
    browser = as_(cooperative[0])
    for whose in ("", str(cooperative[1].pk)):
        browser.post(url("listing_new", "services", "need"), FORM | NEED | {"organisation": whose})
    assert set(Opening.objects.values_list("person", "organisation")) == {
        (cooperative[0].pk, None), (None, cooperative[1].pk),
    }  # fmt: skip


def test_only_kinds_that_say_so_let_persons_list(holder: Person, cluster: Any) -> None:
    assert as_(holder).get(url("listing_new", "services", "offer")).status_code == 404
    assert as_(holder).get(url("listing_new", "waste_streams", "need")).status_code == 404
    form = as_(cluster[0]).get(url("listing_new", "mentors", "offer")).context["form"]
    assert "organisation" not in form.fields  # a mentor is a person, whoever they work for
    assert "listing_new" not in as_(None).get(url("listing_new", "mentors", "need")).content.decode()
    shown = as_(holder).get(url("trades_office")).content.decode()
    assert url("listing_new", "mentors", "offer") in shown and url("listing_new", "services", "offer") not in shown


def test_a_mentor_and_a_project_meet(pair: Deal, mentor: Person, holder: Person, charlie: Any) -> None:
    assert pair.state == Deal.State.ACCEPTED
    for person in (mentor, holder):
        shown = as_(person).get(url("deal", pair.pk)).content.decode()
        assert mentor.email not in shown and holder.email not in shown
    assert as_(charlie).get(url("deal", pair.pk)).status_code == 404
    assert as_(charlie).get(url("my_conversation", pair.introduction_id)).status_code == 404
    as_(mentor).post(url("deal", pair.pk), {"answer": "yes", "planned_on": "2026-03-04"})
    assert mentor.email in as_(holder).get(url("deal", pair.pk)).content.decode()
    session = {"on": "2026-03-02", "quantity": "1.5", "unit": "hour", "note": "DEMO the price"}
    assert as_(holder).post(url("deal_delivery", pair.pk), session).status_code == 302
    for person in (mentor, holder):
        assert "DEMO the price" in as_(person).get(url("deal", pair.pk)).content.decode()
    assert "Séances" in as_(mentor).get(url("deal", pair.pk)).content.decode()


@pytest.mark.parametrize("name", ["listing_work", "listing_edit", "listing_state", "listing_ask"])
def test_a_listing_of_a_person_is_nobody_elses(
    mentoring: Opening, mentor: Person, cooperative: Any, charlie: Any, name: str
) -> None:
    Membership.objects.create(person=mentor, organisation=cooperative[1], role="officer")
    for person in (cooperative[0], charlie):  # a colleague of the mentor, and a stranger
        for method in ("get", "post"):
            assert getattr(as_(person), method)(url(name, mentoring.pk)).status_code in (404, 405)
    assert "/account/login/" in as_(None).get(url(name, mentoring.pk)).headers["Location"]
    mentoring.refresh_from_db()
    assert mentoring.state == Opening.State.OPEN


def test_messages_are_told_to_the_person_of_a_listing(pair: Deal, mentor: Person, holder: Person) -> None:
    assert as_(holder).post(url("my_conversation", pair.introduction_id), {"text": "DEMO when?"}).status_code == 302
    assert as_(mentor).get(url("my_conversation", pair.introduction_id)).status_code == 404
    assert tell_messages() == 1
    told = OutboxMessage.objects.get(key__startswith="messages:")
    assert told.person == mentor and "DEMO when?" not in told.body
    shown = as_(mentor).get(url("office_conversation", pair.introduction_id)).content.decode()
    assert "DEMO when?" in shown and "Un porteur de projet" in shown and holder.name not in shown


def test_hard_rules_of_mentors(mentoring: Opening, holder: Person) -> None:
    def fit(**facts: Any) -> bool:
        return bool(fits_of(Opening(kind_code="mentors", side="need", person=holder, facts={**PROJECT, **facts})))

    assert fit()
    assert not fit(fields=["law"])
    assert not fit(languages=["en"])
    assert not fit(hours="5")  # eight hours between two projects are four each


def test_a_conflict_is_never_brought_together(mentoring: Opening, cooperative: Any, mentor: Person) -> None:
    need = make_listing(cooperative[1], "need", PROJECT, kind_code="mentors")
    assert fits_of(need)
    page = url("listing_edit", mentoring.pk)
    named = {**FORM, **MENTOR, "avoids": "DEMO-COOPERATIVE\n"}
    unknown = as_(mentor).post(page, {**named, "avoids": "DEMO nobody"})
    assert unknown.status_code == 422 and "DEMO nobody" in unknown.content.decode()
    cooperative[1].name = factories.words("demo-cooperative")
    cooperative[1].save()
    known = {"avoids": cooperative[1].name["fr"]}
    assert as_(mentor).post(page, {**named, **known}).status_code == 302
    mentoring.refresh_from_db()
    assert mentoring.facts["avoids"] == [str(cooperative[1].pk)] and mentoring.seats == 2
    assert not fits_of(need)
    assert cooperative[1].name["fr"] in as_(mentor).get(page).content.decode()
    assert (
        cooperative[1].name["fr"] not in Client().get(url("market_listing", "mentors", mentoring.pk)).content.decode()
    )


def test_nobody_stands_on_both_sides(mentoring: Opening, mentor: Person, cooperative: Any) -> None:
    own = make_listing(None, "need", PROJECT, person=mentor, kind_code="mentors")
    Membership.objects.create(person=mentor, organisation=cooperative[1], role="viewer")
    of_theirs = make_listing(cooperative[1], "need", PROJECT, kind_code="mentors")
    for need in (own, of_theirs):
        assert not fits_of(need)
        with pytest.raises(ValidationError):
            propose(offer=mentoring, need=need, by=mentor, side="offer")


@pytest.mark.parametrize(
    ("field", "value"),
    [("hours", "0"), ("hours", "101"), ("projects", "1.5"), ("projects", "21"), ("fields", []), ("text", "0612345678")],
)
def test_bad_offers_are_told_at_their_field(mentor: Person, field: str, value: Any) -> None:
    page = as_(mentor).post(url("listing_new", "mentors", "offer"), {**FORM, **MENTOR, field: value})
    assert page.status_code == 422 and list(page.context["form"].errors) == [field]
    assert "DEMO need" in page.content.decode() and not Opening.objects.exists()


def test_every_listing_has_one_owner(cooperative: Any, holder: Person) -> None:
    for fields in ({"organisation": cooperative[1], "person": holder}, {"organisation": None, "side": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_listing(fields.get("organisation"), fields.get("side", "need"), {}, person=fields.get("person"))
    assert not Opening.objects.exists()


def test_listings_leave_with_the_data_and_are_erased_with_it(
    pair: Deal, mentoring: Opening, mentor: Person, holder: Person, cooperative: Any
) -> None:
    waiting = propose(
        offer=mentoring, need=make_listing(cooperative[1], "need", PROJECT, kind_code="mentors"),
        by=cooperative[0], side="need",
    )  # fmt: skip
    unasked = make_listing(None, "need", PROJECT, person=mentor, kind_code="mentors")
    answer_deal(deal=pair, side="offer", yes=True, planned_on=date(2026, 3, 4), by=mentor)
    record_delivery(deal=pair, on=date(2026, 3, 2), quantity=Decimal(2), unit="hour", note="DEMO note", by=mentor)
    taken = {row["title"]: row for row in export_person(mentor)["listings"]}
    [request] = [one for one in taken["DEMO mentor"]["requests"] if one["given"]]
    assert (request["state"], request["given"][0]["note"]) == ("agreed", "DEMO note")
    erase_person(person=mentor, by=mentor)
    mentoring.refresh_from_db()
    assert (mentoring.person, mentoring.state, mentoring.text) == (None, Opening.State.CLOSED, "")
    assert not Opening.objects.filter(pk=unasked.pk).exists()
    waiting.refresh_from_db()
    pair.refresh_from_db()
    assert (waiting.state, pair.state) == (Deal.State.DECLINED, Deal.State.AGREED)
    assert (pair.terms["text"], pair.terms["title"]) == ("", "—")
    given = Delivery.objects.get()
    assert (given.quantity, given.note, given.recorded_by) == (Decimal(2), "", None)
    for model in (Opening, Deal):
        events = model.pgh_event_model.objects.filter(pgh_obj_id__in=[mentoring.pk, pair.pk])
        assert not events.exists()
    shown = as_(holder).get(url("deal", pair.pk))
    assert shown.status_code == 200 and "Mentor@" not in shown.content.decode()


def test_an_erased_holder_leaves_the_other_side_its_hours(
    pair: Deal, mentor: Person, holder: Person, project: Opening
) -> None:
    answer_deal(deal=pair, side="offer", yes=True, planned_on=date(2026, 3, 4), by=mentor)
    record_delivery(deal=pair, on=date(2026, 3, 2), quantity=Decimal(2), unit="hour", by=mentor)
    erase_person(person=holder, by=holder)
    project.refresh_from_db()
    assert (project.person, project.text, project.facts) == (None, "", {"fields": ["finance", "law"]})
    shown = as_(mentor).get(url("deal", pair.pk)).content.decode()
    assert "DEMO project" not in shown and "Séances" in shown


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_pages_open_in_each_language_within_the_budget(
    pair: Deal, mentoring: Opening, mentor: Person, django_assert_max_num_queries: Any, language: str
) -> None:
    for number in range(5):
        make_listing(None, "need", PROJECT, person=factories.make_person(f"P{number}"), kind_code="mentors")
    browser = as_(mentor)
    for name, arguments in (
        ("market", ("mentors",)), ("market_listing", ("mentors", mentoring.pk)), ("trades_office", ()),
        ("listing_new", ("mentors", "need")), ("listing_edit", (mentoring.pk,)), ("listing_work", (mentoring.pk,)),
        ("deal", (pair.pk,)), ("market_find", ("technologies",)), ("market", ("technologies",)),
    ):  # fmt: skip
        with django_assert_max_num_queries(12):
            assert browser.get(url(name, *arguments, language=language)).status_code == 200, name
