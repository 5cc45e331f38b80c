"""Journey: a cooperative member on a phone lists a product, answers an order with a day, books a transport slot."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.match.bookings.models import Booking
from mouakaba.match.trades.actions import ask_for_offers
from mouakaba.match.trades.models import Deal
from tests.journeys.conftest import DESK, PHONE, Walker
from tests.match.bookings.conftest import NADOR, offered
from tests.match.trades.conftest import make_listing, member
from tests.match.trades.test_products import PNG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

PRODUCT = {"product": "olive_oil", "unit": "l", "period": "month", "region": "MA-02", "reach": "country"}
ORDER = {
    "product": "olive_oil",
    "quantity": "60",
    "unit": "l",
    "by": "2026-03-31",
    "where": "morocco",
    "region": "MA-02",
}


@pytest.fixture
def sides(language: str, stand_at: Any) -> Any:
    """A cooperative's member, a buyer with an open order, a lorry."""
    load_places()
    forget_places()
    stand_at("2026-03-02 10:00:00")
    seller, buyer, platform = (
        member("demo-oil", language),
        member("demo-shop", language),
        member("demo-lorry", language),
    )
    need = make_listing(buyer[1], "need", ORDER, kind_code="products", title="60 L (DEMO)")
    lorry = offered(platform[1], "transport", "2026-03-11 07:00:00", "2026-03-11 10:00:00", NADOR, price=40)
    return seller[0], buyer[0], need, lorry


def keep(walker: Walker, name: str) -> None:
    """A picture of the page, where somebody asks for pictures."""
    if folder := os.environ.get("MOUAKABA_PICTURES"):
        walker.page.screenshot(path=str(Path(folder) / f"{name}-{walker.language}.png"), full_page=True)


def list_the_product(seller: Walker) -> None:
    page = seller.go("office/markets/products/new/offer/")
    for field, value in PRODUCT.items():
        page.select_option(f"[name={field}]", value)
    typed = {"title": "DEMO 1", "text": "DEMO", "price": "85.50", "quantity": "100", "least": "10", "delay": "5"}
    for field, value in {**typed, "closes_on": "2026-04-30"}.items():
        page.fill(f"[name={field}]", value)
    page.check("[name=labels][value=onssa]")
    page.set_input_files("[name=picture]", {"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    keep(seller, "product-form")
    seller.press("main form.stack > button")
    assert page.locator(".field.wrong").count() == 1  # what the picture shows is asked, and nothing else was lost
    page.fill("[name=picture_says]", "DEMO")
    page.set_input_files("[name=picture]", {"name": "a.png", "mimeType": "image/png", "buffer": PNG})
    seller.press("main form.stack > button")
    seller.press("button[name=state][value=open]")
    keep(seller, "product-work")


def book_the_lorry(seller: Walker, lorry: Any) -> None:
    page = seller.go(f"logistics/{lorry.pk}/?day=2026-03-11")
    keep(seller, "lorry")
    seller.press("table.cards a")
    assert (page.input_value("[name=first]"), page.input_value("[name=start]")) == ("2026-03-11", "07:00")
    page.fill("[name=quantity]", "1001")
    seller.press("#book button")
    assert page.locator("#book .notice.bad").count() == 1
    keep(seller, "lorry-full")
    page.fill("[name=quantity]", "60")
    seller.press("#book button")
    keep(seller, "bookings")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_cooperative_sells_and_sends(walk: Any, sides: Any, axe: Any, language: str) -> None:
    seller_person, buyer, need, lorry = sides
    seller = walk(PHONE, seller_person.email)
    list_the_product(seller)
    [deal] = ask_for_offers(need=need, groups=["olive_oil"], by=buyer)

    page = seller.go("office/markets/")
    seller.press("article.card.link a")
    page.check("[name=answer][value=yes]")
    page.fill("[name=planned_on]", "2026-03-11")
    seller.press("form.card button")
    keep(seller, "order")
    deal.refresh_from_db()
    assert (deal.state, str(deal.planned_on)) == (Deal.State.AGREED, "2026-03-11")

    book_the_lorry(seller, lorry)
    assert (Booking.objects.get().quantity, Booking.objects.get().amount) == (60, 2400)
    offer = deal.introduction.opening
    shown = ["markets/products/", f"markets/products/{offer.pk}/", f"markets/products/of/{offer.organisation.slug}/"]
    office = [f"office/deals/{deal.pk}/", "logistics/", f"logistics/{lorry.pk}/?day=2026-03-11", "office/logistics/"]
    for path in [*shown, *office, "office/logistics/new/"]:
        page = seller.go(path)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
        keep(seller, path.split("?")[0].strip("/").replace("/", "-")[:40])
    keeper = walk(DESK, "demo-lorry@demo.example")
    page = keeper.go(f"office/logistics/{lorry.pk}/windows/")
    assert axe(page) == []
    keep(keeper, "windows-desk")
    keep_desk = keeper.go(f"logistics/{lorry.pk}/?day=2026-03-11")
    assert keep_desk.locator("table.cards tbody tr").count() == 1
    keep(keeper, "lorry-desk")
