"""Waste and by-products: units, authorisations, what is left, weighings, the slip, the broker's queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mouakaba.base.places.models import Commune
from mouakaba.match.kinds import waste_streams
from mouakaba.match.listings.models import Opening
from mouakaba.match.pairing.queries import fits_of
from mouakaba.match.trades.actions import answer_deal, propose
from mouakaba.match.trades.models import Deal, Delivery
from mouakaba.match.trades.queries import left_of, proposals
from tests import factories
from tests.match.conftest import as_
from tests.match.trades.conftest import make_listing, member, url

PDF = b"%PDF-1.4\n%%EOF\n"
PLASTIC = {"code": "200139", "quantity": "60", "unit": "t", "period": "year", "qualities": ["sorted"]}
OILS = {"code": "130205", "quantity": "500", "unit": "l", "period": "month"}
PERMIT = {"permit": "DEMO-7", "permit_until": "2026-12-31", "permit_file": "00000000-0000-4000-8000-000000000000"}


@pytest.fixture
def place(places: None) -> str:
    return str(Commune.objects.filter(region="MA-02").earliest("code").pk)


def stream(organisation: Any, side: str, facts: dict[str, Any], place: str) -> Opening:
    return make_listing(organisation, side, {"place": place, **facts}, kind_code="waste_streams")


@pytest.mark.parametrize(
    ("offer", "need", "taken"),
    [
        (("60", "t", "year"), ("1000", "kg", "month"), "12"),
        (("60", "t", "year"), ("60", "t", "month"), "60"),
        (("5", "t", "month"), ("30", "t", "year"), "2.5"),
        (("1", "m3", "week"), ("26000", "l", "year"), "0.5"),
        (("1", "m3", "week"), ("26000", "kg", "year"), None),
    ],
)
def test_what_a_need_takes_is_counted_in_the_unit_of_the_offer(offer: Any, need: Any, taken: str | None) -> None:
    told = [dict(zip(("quantity", "unit", "period"), one, strict=True)) for one in (offer, need)]
    found = waste_streams.takes(*told)
    assert found == (None if taken is None else Decimal(taken))


def test_weight_and_volume_meet_only_by_a_density() -> None:
    offer = {"quantity": "10", "unit": "m3", "period": "year", "density": "500"}
    need = {"quantity": "1", "unit": "t", "period": "year"}
    assert waste_streams.takes(offer, need) == Decimal("2")  # 1,000 kg at 500 kg for a cubic metre
    assert waste_streams.refuses({**offer, "density": None}, need, date(2026, 3, 2)) == waste_streams.MIXED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", "-1"), ("quantity", "0"), ("quantity", "999999999"), ("quantity", "much"), ("unit", "sacks"),
        ("density", "0.1"), ("density", "50000"), ("place", "nowhere"), ("title", "DEMO 06 12 34 56 78"),
    ],
)  # fmt: skip
def test_an_absurd_stream_is_told_at_its_field(cluster: Any, place: str, field: str, value: str) -> None:
    filled = {**PLASTIC, "organisation": cluster[1].pk, "title": "DEMO", "text": "DEMO words", "place": place,
              "closes_on": "2026-03-30", "density": "", field: value}  # fmt: skip
    page = as_(cluster[0]).post(url("listing_new", "waste_streams", "offer"), filled)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert "DEMO words" in page.content.decode() and not Opening.objects.exists()


def test_hazardous_matter_needs_a_valid_authorisation_to_be_listed(cluster: Any, place: str) -> None:
    page, browser = url("listing_new", "waste_streams", "offer"), as_(cluster[0])
    filled = {**OILS, "organisation": cluster[1].pk, "title": "DEMO", "text": "DEMO", "place": place,
              "closes_on": "2026-03-30"}  # fmt: skip
    refused = browser.post(page, filled)
    assert list(refused.context["form"].errors) == ["permit", "permit_until", "permit_file"]
    shown = {"permit": "DEMO-7", "permit_file": SimpleUploadedFile("permit.pdf", PDF)}
    late = browser.post(page, {**filled, **shown, "permit_until": "2026-03-01"})
    assert list(late.context["form"].errors) == ["permit_until"]
    shown["permit_file"].seek(0)
    assert browser.post(page, {**filled, **shown, "permit_until": "2026-03-02"}).status_code == 302
    listing = Opening.objects.get()
    browser.post(url("listing_edit", listing.pk), {**filled, "permit": "DEMO-8", "permit_until": "2026-06-30"})
    again = Opening.objects.get()
    assert (again.facts["permit"], again.facts["permit_file"]) == ("DEMO-8", listing.facts["permit_file"])


@pytest.mark.parametrize("theirs", [{}, {**PERMIT, "permit_until": "2026-03-01"}])
def test_hazardous_matter_is_refused_unless_both_show_one(
    cluster: Any, cooperative: Any, place: str, theirs: dict[str, str]
) -> None:
    offer = stream(cluster[1], "offer", {**OILS, **PERMIT}, place)
    need = stream(cooperative[1], "need", {**OILS, **theirs}, place)
    with pytest.raises(ValidationError):
        propose(offer=offer, need=need, by=cooperative[0], side="need")
    assert not Deal.objects.exists()
    need.facts = {**need.facts, **PERMIT}
    need.save()
    assert propose(offer=offer, need=need, by=cooperative[0], side="need").quantity == Decimal(500)


def test_an_authorisation_that_ends_before_the_answer_stops_it(
    cluster: Any, cooperative: Any, place: str, stand_at: Any
) -> None:
    offer = stream(cluster[1], "offer", {**OILS, **PERMIT, "permit_until": "2026-03-10"}, place)
    need = stream(cooperative[1], "need", {**OILS, **PERMIT}, place)
    deal = propose(offer=offer, need=need, by=cooperative[0], side="need")
    stand_at("2026-03-11 09:00:00")
    page = as_(cluster[0]).post(url("deal", deal.pk), {"answer": "yes", "planned_on": "2026-03-12"})
    assert page.status_code == 422 and Deal.objects.get().state == Deal.State.ACCEPTED


@pytest.fixture
def agreed(cluster: Any, cooperative: Any, place: str) -> Deal:
    offer = stream(cluster[1], "offer", PLASTIC, place)
    need = stream(cooperative[1], "need", {**PLASTIC, "quantity": "40"}, place)
    deal = propose(offer=offer, need=need, by=cooperative[0], side="need")
    return answer_deal(deal=deal, side="offer", yes=True, by=cluster[0], planned_on=date(2026, 3, 3))


def test_a_quantity_is_given_once(agreed: Deal, cluster: Any, place: str) -> None:
    offer = agreed.introduction.opening
    assert left_of(offer) == 20
    person, other = member("demo-other", "fr")
    second = propose(offer=offer, need=stream(other, "need", PLASTIC, place), by=person, side="need")
    page = as_(cluster[0]).post(url("deal", second.pk), {"answer": "yes", "planned_on": "2026-03-03"})
    assert page.status_code == 422
    assert (left_of(offer), Deal.objects.get(pk=second.pk).state) == (20, Deal.State.ACCEPTED)


def test_weighings_are_paid_by_the_kilo_and_add_up(agreed: Deal, cooperative: Any) -> None:
    browser = as_(cooperative[0])
    row = {"on": "2026-03-02", "quantity": "12,345", "unit": "kg", "price": "1.35"}
    asked = browser.post(url("deal_delivery", agreed.pk), row)  # twelve thousand, or twelve and a part?
    assert asked.status_code == 422 and "12.3450" in asked.content.decode()
    weighed = [("12.3450", "1.35"), ("0.333", "0.10"), ("1000", "2.07")]
    for quantity, price in weighed:
        row = {"on": "2026-03-02", "quantity": quantity, "unit": "kg", "price": price}
        assert browser.post(url("deal_delivery", agreed.pk), row).status_code == 302
    amounts = sorted(Delivery.objects.values_list("amount", flat=True))
    assert amounts == [3, 1667, 207000]  # 3.33, 1,666.575 and 207,000 centimes, each rounded half up
    page = browser.get(url("deal", agreed.pk))
    assert (page.context["quantity"], page.context["amount"]) == (Decimal("1012.678"), Decimal("2086.70"))
    bad = {"on": "2026-03-02", "quantity": "2", "unit": "kg", "price": "1.005"}
    assert browser.post(url("deal_delivery", agreed.pk), bad).status_code == 422
    assert browser.post(url("deal_delivery", agreed.pk), {**bad, "unit": "t", "price": "1"}).status_code == 422


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_slip_is_a_pdf_for_both_parties_alone(agreed: Deal, cluster: Any, charlie: Any, language: str) -> None:
    told = {"carrier": "DEMO carrier", "transport": "DEMO truck", "disposal": "DEMO recycling", "quantity": "2"}
    page = url("deal_slip", agreed.pk, language=language)
    slip = as_(cluster[0]).post(page, told)
    assert (slip.status_code, slip["Content-Type"], slip.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert as_(charlie).post(page, told).status_code == 404
    refused = as_(cluster[0]).post(page, {**told, "carrier": "", "quantity": "-1"})
    assert refused.status_code == 422 and "DEMO truck" in refused.content.decode()


def test_a_broker_proposes_and_neither_side_has_spoken(
    cluster: Any, cooperative: Any, place: str, programme: Any, omar: Any, charlie: Any
) -> None:
    offer = stream(cluster[1], "offer", PLASTIC, place)
    need = stream(cooperative[1], "need", PLASTIC, place)
    queue = url("broker", "waste_streams")
    assert as_(charlie).get(queue).status_code == 404
    [(fit, _offered, _needed)] = as_(omar).get(queue).context["fits"]
    assert {"kind", "quality", "commune"} <= {reason.code for reason in fit.reasons}
    as_(omar).post(queue, {"offer": str(offer.pk), "need": str(need.pk)})
    deal = Deal.objects.get()
    assert deal.state == Deal.State.PROPOSED and not proposals(waste_streams.KIND)
    as_(omar).post(queue, {"offer": str(offer.pk), "need": str(need.pk)})
    assert Deal.objects.count() == 1
    as_(cluster[0]).post(url("deal", deal.pk), {"answer": "yes", "planned_on": "2026-03-09"})
    as_(cooperative[0]).post(url("deal", deal.pk), {"answer": "yes"})
    assert Deal.objects.get().state == Deal.State.AGREED


def test_papers_are_for_both_parties(cluster: Any, cooperative: Any, charlie: Any, place: str) -> None:
    from mouakaba.base.files.actions import store_file

    paper = store_file(upload=SimpleUploadedFile("permit.pdf", PDF), owner=cluster[0])
    offer = stream(cluster[1], "offer", {**OILS, **PERMIT, "permit_file": str(paper.pk)}, place)
    need = stream(cooperative[1], "need", {**OILS, **PERMIT}, place)
    deal = propose(offer=offer, need=need, by=cooperative[0], side="need")
    page = url("deal_paper", deal.pk, "offer", "permit_file")
    assert as_(cooperative[0]).get(page)["Content-Type"] == "application/pdf"
    assert as_(charlie).get(page).status_code == 404
    assert as_(cooperative[0]).get(url("deal_paper", deal.pk, "offer", "permit")).status_code == 404


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_both_sides_are_public(cluster: Any, cooperative: Any, place: str, language: str) -> None:
    stream(cluster[1], "offer", PLASTIC, place)
    need = stream(cooperative[1], "need", PLASTIC, place)
    for side in ("offer", "need"):
        page = Client().get(url("market", "waste_streams", language=language) + f"?side={side}")
        assert f"DEMO {side}" in page.content.decode()
    assert Client().get(url("market_listing", "waste_streams", need.pk, language=language)).status_code == 200
    assert factories.at("2026-03-02 10:00:00") <= need.made_at


@pytest.mark.parametrize(
    ("offer", "quantity", "cost"),
    [
        ({"unit": "t", "transport": "1.20"}, "0.657", 11038),  # 0.657 t, 140 km, 1.20 dirhams: 110.376
        ({"unit": "kg", "transport": "1.20"}, "657", 11038),
        ({"unit": "m3", "transport": "1.20", "density": "500"}, "1.314", 11038),
        ({"unit": "l", "transport": "1.20"}, "5", None),
        ({"unit": "t"}, "5", None),
    ],
)
def test_transport_costs_tonnes_times_kilometres(offer: Any, quantity: str, cost: int | None) -> None:
    assert waste_streams.carriage(offer, Decimal(quantity), Decimal(140)) == cost


def test_the_cost_of_transport_is_shown_once_the_distance_is_told(agreed: Deal, cluster: Any) -> None:
    browser, page = as_(cluster[0]), url("deal", agreed.pk)
    agreed.terms["facts"]["transport"] = "1.20"
    agreed.save()
    assert browser.get(page).context["carried"] is None
    assert browser.get(page + "?km=-4").context["carried"] is None
    assert browser.get(page + "?km=140").context["carried"] == 6720  # 40 t, 140 km, 1.20 dirhams


OUJDA, NADOR = "02.411.01.23", "02.381.01.05"


def test_reasons_tell_the_way_and_what_carrying_costs_by_estimate(places: None, cluster: Any, cooperative: Any) -> None:
    offer = stream(cluster[1], "offer", {**PLASTIC, "transport": "1.20"}, OUJDA)
    need = stream(cooperative[1], "need", {**PLASTIC, "quantity": "1", "period": "month"}, NADOR)
    [fit] = fits_of(offer)
    told = {one.code: one.text for one in fit.reasons}
    assert told["distance"]["en"].replace("\u2066", "").replace("\u2069", "") == "about 140 km by road (an estimate)"
    assert "140" in told["distance"]["ar"] and told["distance"]["ar"] != told["distance"]["en"]
    assert "2,016" in told["carriage"]["en"] and "a year" in told["carriage"]["en"]  # 12 t a year, 140 km, 1.20
    assert {one.weight for one in fit.reasons if one.code in {"distance", "carriage"}} == {0}
    need.facts = {**need.facts, "place": OUJDA}
    need.save()
    [fit] = fits_of(offer)
    assert {"distance", "carriage"}.isdisjoint(one.code for one in fit.reasons)  # in one town nobody can tell


def test_the_estimate_is_shown_and_what_somebody_types_wins(agreed: Deal, cluster: Any) -> None:
    row = agreed.introduction
    agreed.terms["facts"] |= {"transport": "1.20", "place": OUJDA}
    agreed.save()
    assert row.counterpart is not None
    row.counterpart.facts["place"] = NADOR
    row.counterpart.save()
    browser, page = as_(cluster[0]), url("deal", agreed.pk)
    shown = browser.get(page)
    assert shown.context["carried"] == 6720  # 40 t, 140 km by estimate, 1.20 dirhams
    assert 'value="140"' in shown.content.decode() and "estim" in shown.content.decode()
    typed = browser.get(page + "?km=150")
    assert typed.context["carried"] == 7200 and 'value="150"' in typed.content.decode()
    assert browser.get(page + "?km=x").context["carried"] is None


def test_a_commune_without_coordinates_counts_as_the_chief_town_of_its_province(places: None) -> None:
    from mouakaba.base.places.queries import commune_rows, distance_between

    unknown = [code for code, row in commune_rows().items() if row["place"] is None]
    assert unknown and all(row["chief_town"] for row in commune_rows().values())
    oujda = next(code for code in unknown if code.startswith("02.411"))
    told = distance_between(oujda, NADOR)
    assert told is not None and told.rough and told.kilometres == 140
    assert distance_between(OUJDA, NADOR) == replace(told, rough=False)
    assert distance_between(oujda, OUJDA) is None and distance_between(OUJDA, "nowhere") is None
