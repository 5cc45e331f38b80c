"""Journey: a form that lacks much says so at its top and beside each field, keeps the picture, and takes the rest."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.match.listings.models import Opening
from tests.journeys.conftest import DESK, PHONE, Walker
from tests.match.trades.conftest import member
from tests.match.trades.test_products import PNG

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
NAMED = {"ar": "املأ خانة «", "fr": "Remplissez «", "en": "Fill in “"}
ANSWERS = {"product": "olive_oil", "unit": "l", "period": "month", "region": "MA-02", "reach": "country"}
FIGURES = {
    "price": {"ar": "٨٥٫٥٠", "fr": "85,50", "en": "85.50"},
    "quantity": {"ar": "١ ٠٠٠", "fr": "1 000", "en": "1,000.0"},
}


def keep(walker: Walker, name: str) -> None:
    """A picture of the page, where somebody asks for pictures."""
    if folder := os.environ.get("MOUAKABA_PICTURES"):
        walker.page.screenshot(path=str(Path(folder) / f"{name}-{walker.language}.png"), full_page=True)


def plain(shown: Any) -> str:
    """The words shown, with plain spaces."""
    return str(shown.inner_text()).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def seller(language: str, stand_at: Any) -> Any:
    load_places()
    forget_places()
    stand_at("2026-03-02 10:00:00")
    return member("demo-oil", language)[0]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_nothing_is_typed_or_chosen_twice(
    walk: Any, axe: Any, seller: Any, language: str, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    walker = walk(PHONE if language == "ar" else DESK, seller.email)
    page = walker.go("office/markets/products/new/offer/")
    page.set_input_files("[name=picture]", {"name": "oil.png", "mimeType": "image/png", "buffer": PNG})
    page.fill("[name=picture_says]", "DEMO")
    page.fill("[name=quantity]", "1.500")
    walker.press("main form button:not([type=button])")
    keep(walker, "refused")
    top = page.locator("main [role=alert]")
    assert NAMED[language] in plain(top)
    for link in top.locator("a").all():
        field = page.locator(str(link.get_attribute("href")))
        described = (field.get_attribute("aria-describedby") or "").split()
        assert link.inner_text() in "".join(page.locator(f"[id='{one}']").inner_text() for one in described)
    assert page.get_by_text("oil.png").is_visible()
    assert axe(page) == []
    for field, value in ANSWERS.items():
        page.select_option(f"[name={field}]", value)
    typed = {"title": "DEMO 1", "text": "DEMO", "least": "10", "delay": "5", "closes_on": "2026-03-30"}
    for field, value in {**typed, **{name: said[language] for name, said in FIGURES.items()}}.items():
        page.fill(f"[name={field}]", value)
    walker.press("main form button:not([type=button])")
    keep(walker, "taken")
    row = Opening.objects.get()
    assert (Decimal(row.facts["price"]), row.facts["quantity"]) == (Decimal("85.5"), "1000")
    assert row.facts["picture"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_signing_up_says_what_is_missing(walk: Any, axe: Any, language: str) -> None:
    walker = walk(DESK if language == "ar" else PHONE)
    page = walker.go("account/signup/")
    page.fill("[name=email]", "nobody")
    page.locator("main form").last.evaluate("form => form.noValidate = true")
    walker.press("main form button[type=submit]")
    keep(walker, "signup")
    assert NAMED[language] in page.locator("main [role=alert]").inner_text().replace("\u00a0", " ").replace(
        "\u202f", " "
    )
    assert axe(page) == []
