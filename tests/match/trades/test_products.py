"""Products and orders: matched by rules with reasons, counted in the period of their day, pictures with words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.files.models import StoredFile
from mouakaba.match.kinds import products
from mouakaba.match.listings.models import Opening
from mouakaba.match.pairing.queries import fits_of
from mouakaba.match.trades.actions import answer_deal, finish_deal, propose, record_delivery
from mouakaba.match.trades.models import Deal, Delivery
from mouakaba.match.trades.queries import left_of
from tests.kernel.pictures.test_stripping import PLACE, chunk, png
from tests.match.conftest import as_
from tests.match.trades.conftest import make_listing, member, url

OIL = {
    "product": "olive_oil", "unit": "l", "price": "85.50", "quantity": "100", "period": "month", "least": "10",
    "delay": "5", "labels": ["onssa"], "region": "MA-02", "reach": "country",
}  # fmt: skip
ORDER = {
    "product": "olive_oil",
    "quantity": "60",
    "unit": "l",
    "by": "2026-03-31",
    "where": "morocco",
    "region": "MA-06",
}
PNG = png(chunk(b"tEXt", PLACE))


def offered(organisation: Any, **facts: Any) -> Opening:
    return make_listing(organisation, "offer", {**OIL, **facts}, kind_code="products")


def wanted(organisation: Any, **facts: Any) -> Opening:
    return make_listing(organisation, "need", {**ORDER, **facts}, kind_code="products")


def ordered(offer: Opening, buyer: Any, **facts: Any) -> Deal:
    return propose(offer=offer, need=wanted(buyer[1], **facts), by=buyer[0], side="need")


@pytest.mark.parametrize(
    ("offer", "order", "fits"),
    [
        ({}, {}, True),
        ({"reach": "region"}, {}, False),
        ({"reach": "region"}, {"region": "MA-02"}, True),
        ({}, {"where": "abroad", "region": None}, False),
        ({"reach": "abroad"}, {"where": "abroad", "region": None}, True),
        ({}, {"unit": "jar"}, False),
        ({}, {"product": "honey"}, False),
    ],
)
def test_hard_rules_of_orders(cluster: Any, cooperative: Any, offer: Any, order: Any, fits: bool) -> None:
    offered(cooperative[1], **offer)
    facts = {code: value for code, value in {**ORDER, **order}.items() if value}
    assert bool(fits_of(Opening(kind_code="products", side="need", facts=facts))) is fits


def test_an_order_is_counted_in_the_month_of_its_day_and_stays_counted_when_done(
    cluster: Any, cooperative: Any
) -> None:
    offer = offered(cooperative[1])
    first, second = ordered(offer, cluster), ordered(offer, cluster, by="2026-04-30")
    answer_deal(deal=first, side="offer", yes=True, planned_on=date(2026, 3, 20), by=cooperative[0])
    assert left_of(offer) == 40
    with pytest.raises(ValidationError):
        answer_deal(deal=second, side="offer", yes=True, planned_on=date(2026, 3, 25), by=cooperative[0])
    answer_deal(deal=second, side="offer", yes=True, planned_on=date(2026, 4, 2), by=cooperative[0])
    finish_deal(deal=first, by=cooperative[0])
    assert (left_of(offer), left_of(offer, date(2026, 4, 30)), left_of(offer, date(2026, 5, 1))) == (40, 40, 100)


@pytest.mark.parametrize(
    ("period", "on", "span"),
    [
        ("week", date(2026, 3, 1), (date(2026, 2, 23), date(2026, 3, 1))),
        ("month", date(2024, 2, 29), (date(2024, 2, 1), date(2024, 2, 29))),
        ("year", date(2026, 12, 31), (date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_the_days_of_a_period(period: str, on: date, span: Any) -> None:
    assert products.span({"period": period}, on) == span


def test_an_answer_after_the_day_wanted_is_refused(cluster: Any, cooperative: Any) -> None:
    deal = ordered(offered(cooperative[1]), cluster)
    page = as_(cooperative[0]).post(url("deal", deal.pk), {"answer": "yes", "planned_on": "2026-04-01"})
    assert page.status_code == 422 and "31 mars 2026" in page.content.decode()


@pytest.mark.parametrize("facts", [{"quantity": "9"}, {"by": "2026-03-06"}])
def test_too_small_and_too_soon_are_refused_with_the_reason(cluster: Any, cooperative: Any, facts: Any) -> None:
    with pytest.raises(ValidationError):
        ordered(offered(cooperative[1]), cluster, **facts)
    assert not Deal.objects.exists()


def test_no_more_is_delivered_than_was_ordered(cluster: Any, cooperative: Any) -> None:
    deal = ordered(offered(cooperative[1]), cluster, quantity="150")
    assert deal.quantity == 100  # of one producer at most what a period gives
    answer_deal(deal=deal, side="offer", yes=True, planned_on=date(2026, 3, 20), by=cooperative[0])
    given = {"deal": deal, "on": date(2026, 3, 2), "by": cooperative[0], "price": 8550}
    record_delivery(quantity=Decimal("60.5"), unit="l", **given)
    for quantity, unit in ((Decimal("39.501"), "l"), (Decimal(1), "kg")):
        with pytest.raises(ValidationError):
            record_delivery(quantity=quantity, unit=unit, **given)
    record_delivery(quantity=Decimal("39.5"), unit="l", **given)
    assert sum(Delivery.objects.values_list("amount", flat=True)) == 855000


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", "0"), ("quantity", "-4"), ("price", "1.005"), ("least", "101"), ("delay", "400"),
        ("text", "DEMO 0612345678"), ("picture", "text"), ("picture", "damaged"),
        ("picture_says", ""),
    ],
)  # fmt: skip
def test_bad_input_is_told_at_its_field(cooperative: Any, field: str, value: str) -> None:
    pictures = {"text": ("a.pdf", b"%PDF-1.7"), "damaged": ("a.png", PNG[:-20])}
    picture = SimpleUploadedFile(*pictures.get(value, ("a.png", PNG)))
    form = {
        **OIL, "organisation": cooperative[1].pk, "title": "DEMO oil", "text": "DEMO words",
        "closes_on": "2026-03-30", "picture_says": "DEMO bottle",
    }  # fmt: skip
    page = as_(cooperative[0]).post(
        url("listing_new", "products", "offer"),
        {**form, **({field: value} if field != "picture" else {}), "picture": picture},
    )
    assert page.status_code == 422 and list(page.context["form"].errors) == [field]
    assert not Opening.objects.exists()


def test_a_picture_waits_for_the_rest_of_its_form_and_for_nobody_else(
    cooperative: Any, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    form = {
        **OIL, "organisation": cooperative[1].pk, "title": "DEMO oil", "text": "DEMO words",
        "closes_on": "2026-03-30", "picture_says": "DEMO bottle",
    }  # fmt: skip
    path = url("listing_new", "products", "offer")
    page = as_(cooperative[0]).post(path, {**form, "title": "", "picture": SimpleUploadedFile("a.png", PNG)})
    token = page.context["form"].kept("picture").token
    assert page.status_code == 422 and f'value="{token}"' in page.content.decode()
    stranger, theirs = member("other-makers", "fr")
    refused = as_(stranger).post(path, {**form, "organisation": theirs.pk, "picture_kept": token})
    assert refused.status_code == 422 and list(refused.context["form"].errors) == ["picture"]
    assert as_(cooperative[0]).post(path, {**form, "picture_kept": token}).status_code == 302
    [row], [kept] = Opening.objects.all(), StoredFile.objects.all()
    assert (row.facts["picture"], kept.name, kept.owner) == (str(kept.pk), "a.png", cooperative[0])


def test_a_picture_is_shown_with_its_words_while_the_product_is_open(cooperative: Any) -> None:
    browser = as_(cooperative[0])
    form = {
        **OIL, "organisation": cooperative[1].pk, "title": "DEMO oil", "text": "DEMO words", "closes_on": "2026-03-30",
        "picture": SimpleUploadedFile("a.png", PNG), "picture_says": "DEMO bottle",
    }  # fmt: skip
    assert browser.post(url("listing_new", "products", "offer"), form).status_code == 302
    row = Opening.objects.get()
    picture = url("market_picture", "products", row.pk, "picture")
    assert Client().get(picture).status_code == 404
    browser.post(url("listing_state", row.pk), {"state": "open"})
    shown = Client().get(picture)
    assert shown["Content-Type"] == "image/png" and b"".join(shown) == png()  # and not where it was taken
    assert 'alt="DEMO bottle"' in Client().get(url("market_listing", "products", row.pk)).content.decode()
    assert Client().get(url("market_picture", "products", row.pk, "price")).status_code == 404


def test_a_picture_is_taken_off_or_replaced_by_its_owner_and_its_file_goes(cooperative: Any) -> None:
    browser = as_(cooperative[0])
    form = {**OIL, "organisation": cooperative[1].pk, "title": "DEMO oil", "text": "DEMO", "closes_on": "2026-03-30"}
    first = {"picture": SimpleUploadedFile("a.png", PNG), "picture_says": "DEMO bottle"}
    assert browser.post(url("listing_new", "products", "offer"), {**form, **first}).status_code == 302
    row = Opening.objects.get()
    edit = url("listing_edit", row.pk)
    assert b"picture_off" in browser.get(edit).content and b"picture2_off" not in browser.get(edit).content
    again = {"picture": SimpleUploadedFile("b.png", PNG), "picture_says": "DEMO two bottles", "picture_off": "on"}
    browser.post(edit, {**form, **again})
    before = StoredFile.objects.get()
    row.refresh_from_db()
    assert (before.name, row.facts["picture"], row.facts["picture_says"]) == (
        "b.png",
        str(before.pk),
        again["picture_says"],
    )
    off = {**form, "picture_says": "DEMO two bottles", "picture_off": "on"}
    stranger = member("demo-other", "fr")[0]
    assert as_(stranger).post(edit, off).status_code == 404 and StoredFile.objects.exists()
    refused = browser.post(edit, {**off, "text": "0612345678"})
    assert refused.status_code == 422 and StoredFile.objects.exists()
    assert refused.context["form"]["picture_off"].value() is True
    assert browser.post(edit, off).status_code == 302
    row.refresh_from_db()
    assert not StoredFile.objects.exists() and not {"picture", "picture_says"} & set(row.facts)
    line = AuditLine.objects.filter(act="save_listing").latest("at")
    assert line.detail["pictures_gone"] == 1 and line.by == cooperative[0]
    assert b"picture_off" not in browser.get(edit).content


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_catalogue_is_narrowed_and_an_organisation_has_its_page(cooperative: Any, language: str) -> None:
    offered(cooperative[1])
    offered(cooperative[1], product="honey", unit="jar", labels=["organic", "onssa"], region="MA-09")
    page = url("market", "products", language=language)
    counts = {
        "": 2, "?product=honey": 1, "?labels=onssa": 2, "?labels=organic&region=MA-02": 0, "?region=MA-09": 1,
        "?region=nowhere": 2,
    }  # fmt: skip
    assert {query: len(Client().get(page + query).context["listed"]) for query in counts} == counts
    own = url("market_organisation", "products", cooperative[1].slug, language=language)
    assert len(Client().get(own).context["listed"]) == 2
    other = member("demo-other", "fr")[1]
    assert Client().get(url("market_organisation", "products", other.slug)).status_code == 404
