"""Journey: a recycler on a phone finds sorted plastic, asks for it, weighs it and prints the slip."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.match.trades.models import Deal, Delivery
from tests.journeys.conftest import DESK, PHONE, Walker
from tests.match.trades.conftest import make_listing, member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

NADOR, OUJDA = "02.381.01.05", "02.411.01.23"
PLASTIC = {"code": "200139", "quantity": "2", "unit": "t", "period": "day", "qualities": ["sorted"], "place": OUJDA}


@pytest.fixture
def streams(language: str, stand_at: Any) -> Any:
    """A cooperative that sorts, with its offer; and a recycler."""
    load_places()
    forget_places()
    stand_at("2026-03-02 10:00:00")
    sorter, cooperative = member("demo-sorters", language)
    make_listing(cooperative, "offer", PLASTIC, kind_code="waste_streams", title="بلاستيك مفرز (DEMO)")
    return sorter, member("demo-recycler", language)[0]


def keep(walker: Walker, name: str) -> None:
    """A picture of the page, where somebody asks for pictures."""
    if folder := os.environ.get("MOUAKABA_PICTURES"):
        walker.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def tell_what_is_needed(recycler: Walker) -> None:
    """Answers the questions, reads what fits, states the need, opens it and asks."""
    page = recycler.go("markets/waste_streams/find/")
    for field, value in {"code": "200139", "unit": "t", "period": "month", "place": NADOR}.items():
        page.select_option(f"[name={field}]", value)
    page.fill("[name=quantity]", "20")
    page.check("[name=qualities][value=sorted]")
    recycler.press("main form.stack button")
    assert "بلاستيك مفرز (DEMO)" in page.locator("#answers").inner_text()
    keep(recycler, "find")
    recycler.press("form.panel button")
    page.fill("[name=title]", "نبحث عن بلاستيك (DEMO)")
    page.fill("[name=text]", "نصنع حبيبات البلاستيك (DEMO)")
    page.fill("[name=closes_on]", "2026-03-30")
    recycler.press("main form.stack > button")
    recycler.press("button[name=state][value=open]")
    keep(recycler, "work")
    recycler.press("form[action$='/ask/'] button")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_recycler_gets_sorted_plastic(walk: Any, streams: Any, axe: Any, language: str) -> None:
    recycler = walk(PHONE, streams[1].email)
    tell_what_is_needed(recycler)
    deal = Deal.objects.get()
    # 20 t a month are 240 t a year, of 730 t a year at 2 t a day
    assert (deal.state, deal.quantity) == (Deal.State.ACCEPTED, Decimal("0.657"))

    sorter = walk(DESK, streams[0].email)
    page = sorter.go(f"office/deals/{deal.pk}/")
    page.check("[name=answer][value=yes]")
    page.fill("[name=planned_on]", "2026-03-09")
    sorter.press("form.card button")
    for quantity in ("812.5", "1040"):
        for field, value in {"on": "2026-03-02", "quantity": quantity, "price": "1.35"}.items():
            page.fill(f"form[action$='/delivery/'] [name={field}]", value)
        sorter.press("form[action$='/delivery/'] button")
    keep(sorter, "deal-desk")
    assert sum(Delivery.objects.values_list("amount", flat=True)) == 250088  # 812.5 kg and 1,040 kg at 1.35 dirhams

    page = recycler.go(f"office/deals/{deal.pk}/")
    keep(recycler, "deal")
    page.click("details summary")
    for field in ("carrier", "transport", "disposal"):
        page.fill(f"form[action$='/slip/'] [name={field}]", "DEMO")
    with page.expect_download() as download:
        page.click("form[action$='/slip/'] button")
    assert Path(download.value.path()).read_bytes()[:5] == b"%PDF-"
    for path in ("markets/", "markets/waste_streams/", "markets/services/find/", f"office/deals/{deal.pk}/"):
        shown = recycler.go(path)
        assert axe(shown) == [], path
        assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
