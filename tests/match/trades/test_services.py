"""Services to needs: the diagnosis, the request, its answer, what was delivered, figures without persons."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.match import registry
from mouakaba.match.introductions.actions import report_conversation, tell_messages, write_message
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.introductions.phrases import side_of
from mouakaba.match.listings.models import Opening
from mouakaba.match.listings.queries import open_openings
from mouakaba.match.pairing.queries import fits_of
from mouakaba.match.trades.actions import answer_deal, finish_deal, propose, record_delivery, save_listing
from mouakaba.match.trades.models import Deal, Delivery
from mouakaba.match.trades.queries import figures_of
from tests import factories
from tests.match.conftest import as_
from tests.match.trades.conftest import COACHING, NEED, make_listing, member, url

FORM = {"title": "DEMO need", "text": "DEMO words", "closes_on": "2026-03-30", **NEED}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_anybody_answers_a_few_questions_and_reads_why_a_service_fits(offer: Opening, language: str) -> None:
    page = Client().post(url("market_find", "services", language=language), NEED)
    [(fit, other, _told)] = page.context["fits"]
    assert (page.status_code, other) == (200, offer)
    assert [reason.code for reason in fit.reasons] == ["service", "stage", "place", "free"]
    assert all(reason.text[language] in page.content.decode() for reason in fit.reasons)
    assert Opening.objects.filter(side="need").count() == 0


def test_the_diagnosis_asks_at_most_eight_questions() -> None:
    assert len(registry.trade("services").need.form.questions) <= 8


@pytest.mark.parametrize(
    ("facts", "fits"),
    [
        ({}, True),
        ({"blocks": ["hosting"]}, False),
        ({"stage": "running"}, False),
        ({"region": "MA-09"}, False),
    ],
)
def test_hard_rules_of_services(offer: Opening, facts: dict[str, Any], fits: bool) -> None:
    need = Opening(kind_code="services", side="need", facts={**NEED, **facts})
    assert bool(fits_of(need)) is fits


def test_a_service_for_the_whole_country_that_costs_is_kept_from_who_wants_free_ones(cluster: Any) -> None:
    make_listing(cluster[1], "offer", {"service": "finance", "reach": "country", "price": "500"})
    need = Opening(kind_code="services", side="need", facts={**NEED, "region": "MA-09"})
    assert [fit.offer.facts["service"] for fit in fits_of(need)] == ["finance"]
    assert not fits_of(Opening(kind_code="services", side="need", facts={**need.facts, "free_only": "true"}))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("team", "-3"), ("team", "1e12"), ("team", "0"), ("region", "MA-99"), ("needed_from", "2020-01-01"),
        ("stage", ""), ("blocks", []), ("title", "DEMO 0612345678"), ("text", "DEMO: me@example.org"),
        ("closes_on", "2020-01-01"),
    ],
)  # fmt: skip
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(cooperative: Any, field: str, value: Any) -> None:
    page = as_(cooperative[0]).post(
        url("listing_new", "services", "need"), FORM | {"organisation": cooperative[1].pk} | {field: value}
    )
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert "DEMO words" in page.content.decode() or field == "text"
    assert not Opening.objects.exists()


def test_a_need_is_stated_from_the_diagnosis_and_asks(offer: Opening, cooperative: Any, cluster: Any) -> None:
    browser = as_(cooperative[0])
    begun = browser.post(url("listing_new", "services", "need"), {**NEED, "begin": "yes"})
    assert begun.status_code == 200 and begun.context["form"]["stage"].value() == "idea"
    browser.post(url("listing_new", "services", "need"), FORM | {"organisation": cooperative[1].pk})
    need = Opening.objects.get(side="need")
    browser.post(url("listing_state", need.pk), {"state": "open"})
    assert offer.title in browser.get(url("listing_work", need.pk)).content.decode()
    browser.post(url("listing_ask", need.pk), {"other": str(offer.pk)})
    deal = Deal.objects.get()
    assert (deal.state, deal.introduction.person_says) == (Deal.State.ACCEPTED, True)
    assert OutboxMessage.objects.filter(key=f"deal-proposed:{deal.pk}:{cluster[0].pk}").count() == 1


def test_the_answer_carries_a_day_and_shows_contact(deal: Deal, cluster: Any, cooperative: Any) -> None:
    page = url("deal", deal.pk)
    assert cooperative[0].email not in as_(cluster[0]).get(page).content.decode()
    assert as_(cluster[0]).post(page, {"answer": "yes"}).status_code == 422
    assert as_(cluster[0]).post(page, {"answer": "yes", "planned_on": "2020-01-01"}).status_code == 422
    assert as_(cluster[0]).post(page, {"answer": "yes", "planned_on": "2026-03-09"}).status_code == 302
    deal.refresh_from_db()
    assert (deal.state, deal.planned_on) == (Deal.State.AGREED, date(2026, 3, 9))
    assert cooperative[0].email in as_(cluster[0]).get(page).content.decode()
    assert cluster[0].email in as_(cooperative[0]).get(page).content.decode()


def test_a_no_needs_a_reason_that_both_read(deal: Deal, cluster: Any, cooperative: Any) -> None:
    page = url("deal", deal.pk)
    assert as_(cluster[0]).post(page, {"answer": "no"}).status_code == 422
    as_(cluster[0]).post(page, {"answer": "no", "reason": "DEMO full until June"})
    assert "DEMO full until June" in as_(cooperative[0]).get(page).content.decode()
    assert Deal.objects.get().state == Deal.State.DECLINED
    with pytest.raises(ValidationError):
        answer_deal(deal=deal, side="offer", yes=True, by=cluster[0])


def test_what_was_asked_keeps_the_former_version(deal: Deal, offer: Opening, cluster: Any, cooperative: Any) -> None:
    save_listing(listing=offer, by=cluster[0], text="DEMO now for a price", facts={**COACHING, "price": "900"})
    deal.refresh_from_db()
    assert (offer.version, deal.terms["version"], deal.terms["facts"]["price"]) == (2, 1, "0")
    shown = as_(cooperative[0]).get(url("deal", deal.pk)).content.decode()
    assert "DEMO text" in shown and "DEMO now for a price" not in shown


def test_deliveries_and_figures(deal: Deal, cluster: Any, stand_at: Any) -> None:
    with pytest.raises(ValidationError):
        record_delivery(deal=deal, on=date(2026, 3, 2), quantity=Decimal(2), unit="hour", by=cluster[0])
    stand_at("2026-03-05 10:00:00")
    answer_deal(deal=deal, side="offer", yes=True, planned_on=date(2026, 3, 6), by=cluster[0])
    page = url("deal_delivery", deal.pk)
    browser = as_(cluster[0])
    for bad in (
        {"on": "2026-03-05", "quantity": "-2", "unit": "hour"},
        {"on": "2026-03-05", "quantity": "0", "unit": "hour"},
        {"on": "2027-01-01", "quantity": "2", "unit": "hour"},
        {"on": "2026-03-05", "quantity": "2", "unit": "kg"},
    ):
        assert browser.post(page, bad).status_code == 422
    assert browser.post(page, {"on": "2026-03-05", "quantity": "2.5", "unit": "hour"}).status_code == 302
    mixed = browser.post(page, {"on": "2026-03-05", "quantity": "3", "unit": "day"})
    assert mixed.status_code == 422 and 'value="3"' in mixed.content.decode()
    assert Delivery.objects.get().quantity == Decimal("2.5")
    finish_deal(deal=deal, by=cluster[0])
    assert Deal.objects.get().state == Deal.State.DONE
    [row] = figures_of(registry.kind("services"))
    assert (row.asked, row.accepted, row.delivered, row.days) == (1, 1, 1, 3.0)
    assert "Coaching" in Client().get(url("market", "services")).content.decode()


def test_seats_are_given_once(offer: Opening, deal: Deal, cluster: Any) -> None:
    offer.seats = 1
    offer.save()
    person, other = member("demo-other", "fr")
    second = propose(offer=offer, need=make_listing(other, "need", NEED), by=person, side="need")
    answer_deal(deal=deal, side="offer", yes=True, by=cluster[0])
    with pytest.raises(ValidationError):
        answer_deal(deal=second, side="offer", yes=True, by=cluster[0])
    second.refresh_from_db()
    assert second.state == Deal.State.ACCEPTED
    finish_deal(deal=deal, by=cluster[0])
    assert answer_deal(deal=second, side="offer", yes=True, by=cluster[0]).state == Deal.State.AGREED


@pytest.mark.parametrize("name", ["deal", "listing_work", "listing_edit"])
def test_strangers_find_nothing(deal: Deal, need: Opening, charlie: Any, cluster: Any, name: str) -> None:
    pk = deal.pk if name == "deal" else need.pk
    assert as_(charlie).get(url(name, pk)).status_code == 404
    assert "/account/login/" in as_(None).get(url(name, pk)).headers["Location"]
    if name != "deal":
        assert as_(cluster[0]).get(url(name, pk)).status_code == 404


def test_a_need_is_not_public_and_no_skills_listing(need: Opening, offer: Opening) -> None:
    assert Client().get(url("market_listing", "services", need.pk)).status_code == 404
    assert Client().get(url("market_listing", "services", offer.pk)).status_code == 200
    assert not open_openings().exists()


def test_both_sides_write_before_they_agree_without_contact(deal: Deal, cluster: Any, cooperative: Any) -> None:
    theirs, ours = url("my_conversation", deal.introduction_id), url("office_conversation", deal.introduction_id)
    assert as_(cooperative[0]).post(theirs, {"text": "DEMO 0612345678"}).status_code == 422
    assert as_(cooperative[0]).post(theirs, {"text": "DEMO when?"}).status_code == 302
    assert "DEMO when?" in as_(cluster[0]).get(ours).content.decode()
    assert as_(cluster[0]).get(theirs).status_code == 404


def test_pages_ask_few_queries(
    deal: Deal, offer: Opening, need: Opening, cluster: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        _person, other = member(f"demo-{number}", "fr")
        make_listing(other, "need", NEED)
        make_listing(other, "offer", COACHING)
    browser = as_(cluster[0])
    for page in (
        url("markets"), url("market", "services"), url("market_find", "services"), url("trades_office"),
        url("market_listing", "services", offer.pk), url("listing_work", offer.pk), url("listing_edit", offer.pk),
        url("deal", deal.pk), url("trades_office") + "?show=listings",
    ):  # fmt: skip
        with django_assert_max_num_queries(12):
            assert browser.get(page).status_code == 200


@pytest.mark.parametrize("in_own_name", [False, True])
def test_a_new_kind_is_one_declaration(another_kind: Any, places: None, today: None, in_own_name: bool) -> None:
    fair, stands = member("demo-fair", "fr")
    person, organisation = member("demo-exhibitor", "fr")
    if in_own_name:
        organisation.memberships.all().delete()
    assert as_(person).get(url("listing_new", "demo_stands", "offer")).status_code == 404
    filled = {"title": "DEMO", "text": "DEMO", "closes_on": "2026-03-30", "size": "large"}
    for who, whose, side in ((fair, stands.pk, "offer"), (person, "" if in_own_name else organisation.pk, "need")):
        made = as_(who).post(url("listing_new", "demo_stands", side), filled | {"organisation": whose})
        assert made.status_code == 302
    for listing in Opening.objects.all():
        as_(fair if listing.side == "offer" else person).post(url("listing_state", listing.pk), {"state": "open"})
    need, offer = Opening.objects.get(side="need"), Opening.objects.get(side="offer")
    assert "same size fr" in as_(person).get(url("listing_work", need.pk)).content.decode()
    as_(person).post(url("listing_ask", need.pk), {"other": str(offer.pk)})
    deal = Deal.objects.get()
    as_(fair).post(url("deal", deal.pk), {"answer": "yes", "planned_on": "2026-03-20"})
    assert Deal.objects.get().state == Deal.State.AGREED
    assert Introduction.objects.get().counterpart == need
    assert (need.person == person, need.organisation == organisation) == (in_own_name, not in_own_name)
    assert ("an exhibitor fr" in as_(fair).get(url("deal", deal.pk)).content.decode()) is in_own_name
    assert "stands fr" in Client().get(url("markets")).content.decode()


def test_own_organisation_is_not_asked(offer: Opening, cluster: Any) -> None:
    with pytest.raises(ValidationError):
        propose(offer=offer, need=make_listing(cluster[1], "need", NEED), by=cluster[0], side="need")
    assert not Introduction.objects.exists()
    assert factories.at("2026-03-02 10:00:00") <= offer.made_at


SESSION = {"service": "information", "held_on": "2026-03-20", "held_at": "DEMO room", "reach": "country", "price": "0"}


def test_an_information_session_has_a_day_a_place_and_seats(cluster: Any, cooperative: Any, stand_at: Any) -> None:
    page, filled = (
        url("listing_new", "services", "offer"),
        FORM | SESSION | {"organisation": cluster[1].pk, "seats": "1"},
    )
    browser = as_(cluster[0])
    for field in ("held_on", "held_at"):
        refused = browser.post(page, {**filled, field: ""})
        assert refused.status_code == 422 and list(refused.context["form"].errors) == [field]
    past = browser.post(page, {**filled, "held_on": "2026-03-01"})
    assert list(past.context["form"].errors) == ["held_on"]
    assert browser.post(page, filled).status_code == 302
    session = Opening.objects.get()
    browser.post(url("listing_state", session.pk), {"state": "open"})
    shown = Client().get(url("market", "services") + "?group=information").content.decode()
    assert "DEMO room" in shown and "20 mars 2026" in shown
    assert "<dt>Prix</dt><dd><bdi>gratuit</bdi>" in shown
    asked = []
    for number in range(2):
        person, whose = member(f"demo-{number}", "fr")
        need = make_listing(whose, "need", {**NEED, "blocks": ["information"]})
        asked.append(propose(offer=session, need=need, by=person, side="need"))
    answer_deal(deal=asked[0], side="offer", yes=True, by=cluster[0])
    with pytest.raises(ValidationError):
        answer_deal(deal=asked[1], side="offer", yes=True, by=cluster[0])
    stand_at("2026-03-21 10:00:00")
    with pytest.raises(ValidationError):
        propose(offer=session, need=make_listing(cooperative[1], "need", NEED), by=cooperative[0], side="need")


def test_a_day_and_a_place_are_asked_of_sessions_alone(cluster: Any) -> None:
    filled = FORM | {**COACHING, "held_on": "2026-03-20", "held_at": "DEMO room"} | {"organisation": cluster[1].pk}
    assert as_(cluster[0]).post(url("listing_new", "services", "offer"), filled).status_code == 302
    assert "held_on" not in Opening.objects.get().facts


def lines(page: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.content.decode("utf-8-sig")), delimiter=";"))


def test_every_list_leaves_as_a_sheet(deal: Deal, cluster: Any, cooperative: Any, alice: Any) -> None:
    offer, need = as_(cluster[0]), as_(cooperative[0])
    answer_deal(deal=deal, side="offer", yes=True, by=cluster[0])
    record_delivery(deal=deal, on=date(2026, 3, 2), quantity=Decimal(3), unit="hour", note="=1+1", by=cluster[0])
    public = lines(as_(None).get("/fr/markets/services/?format=csv"))
    assert [row[2] for row in public[1:]] == ["DEMO offer"]  # needs of services are not public
    for client, title in ((offer, "DEMO offer"), (need, "DEMO need")):
        assert [row[2] for row in lines(client.get("/fr/office/markets/?show=listings&format=csv"))[1:]] == [title]
        [told] = lines(client.get("/fr/office/markets/?format=csv"))[1:]
        assert told[0] == "DEMO offer" and cluster[0].email not in str(told)
        given = lines(client.get(f"/fr/office/deals/{deal.pk}/?format=csv"))[1]
        assert given == ["2026-03-02", "3", "heure", "", "", "'=1+1"]
        book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/ar/office/markets/?format=xlsx").content))
        assert len(book.get_sheet_by_index(0).to_python()) == 2
    assert lines(as_(alice).get("/fr/office/markets/?format=csv"))[1:] == []  # she may list, and has nothing
    assert as_(alice).get(f"/fr/office/deals/{deal.pk}/?format=csv").status_code == 404
    assert offer.get("/fr/office/markets/?format=doc").status_code == 404


def test_words_between_two_organisations_name_both(deal: Deal, cluster: Any, cooperative: Any) -> None:
    for organisation, name in ((cluster[1], "DEMO Grappe"), (cooperative[1], "DEMO Ruche")):
        organisation.name = {"fr": name}
        organisation.save()
    row = Introduction.objects.get(pk=deal.introduction.pk)
    write_message(introduction=row, text="Bonjour", number=uuid4(), from_person=True, by=cooperative[0])
    factories.make_person("Operator", language="fr", is_staff=True)
    report_conversation(introduction=row, why="DEMO", from_person=True, by=cooperative[0])
    tell_messages()
    told = OutboxMessage.objects.get(key__startswith="messages:")
    assert "DEMO Ruche" in told.body and told.person == cluster[0]
    report = OutboxMessage.objects.get(key__startswith="conversation-report:")
    assert all(name in report.body for name in ("DEMO Grappe", "DEMO Ruche")) and not report.waits
    with override("fr"):
        assert (side_of(row, from_person=True), side_of(row, from_person=False)) == ("DEMO Ruche", "DEMO Grappe")
