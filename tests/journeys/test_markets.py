"""Journeys: a green startup finds services and money; a fund's officer keeps an entry; a cohort is paired."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from mouakaba.base.organisations.actions import join_organisation
from mouakaba.base.people.models import Membership
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.kernel.fundingfile import parse_instruments
from mouakaba.match.funding.actions import load_instruments
from mouakaba.match.funding.models import FundingInstrument
from mouakaba.match.funding.rules import INSTRUMENTS
from mouakaba.match.trades.models import Deal, Delivery
from tests import factories
from tests.journeys.conftest import DESK, PHONE, Walker
from tests.match.trades.conftest import make_listing, member
from tests.match.trades.test_persons import MENTOR, PROJECT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

BOTH = pytest.mark.parametrize("language", ["ar", "fr"])
PROTOTYPING = {
    "service": "prototyping",
    "stages": ["prototype"],
    "sectors": ["green"],
    "reach": "country",
    "price": "0",
}
ENGINEERING = {"service": "financial_engineering", "reach": "country", "price": "0"}


@pytest.fixture
def cluster(language: str, stand_at: Any) -> Any:
    """A cluster with a service, a fund that helps with plans, every instrument, and a startup nobody registered yet."""
    load_places()
    forget_places()
    stand_at("2026-03-02 10:00:00")
    load_instruments(text=INSTRUMENTS.read_text(encoding="utf-8"), source="instruments.toml", by=None)
    giver, cluster = member("demo-cluster", language)
    make_listing(cluster, "offer", PROTOTYPING, title="DEMO prototyping")
    fund = factories.make_organisation("demo-fund")
    officer = factories.make_person("Fund Officer", language=language)
    join_organisation(person=officer, organisation=fund, role="officer", by=None)
    FundingInstrument.objects.filter(code="moazara").update(organisation=fund)
    make_listing(fund, "offer", ENGINEERING, title="DEMO engineering")
    return giver, officer, factories.make_person("Green", language=language)


def keep(walker: Walker, name: str) -> None:
    """A picture of the page, where somebody asks for pictures."""
    if folder := os.environ.get("MOUAKABA_PICTURES"):
        walker.page.screenshot(path=str(Path(folder) / f"{name}-{walker.language}.png"), full_page=True)


def sound(walker: Walker, axe: Any, paths: list[str]) -> None:
    """Nothing on these pages keeps anybody out, or runs off the screen."""
    for path in paths:
        shown = walker.go(path)
        assert axe(shown) == [], path
        assert shown.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path


def diagnose(startup: Walker) -> None:
    """Tells what holds it back, and reads which service answers that."""
    page = startup.go("markets/services/find/")
    page.check("[name=blocks][value=prototyping]")
    for field, value in {"stage": "prototype", "sector": "green", "region": "MA-02"}.items():
        page.select_option(f"[name={field}]", value)
    startup.press("main form.stack button")
    assert "DEMO prototyping" in page.locator("#answers").inner_text()
    keep(startup, "found")
    startup.press("form.panel button")


def state(startup: Walker, title: str) -> None:
    """Words and a last day to what was begun; saves it, opens it, asks the first that fits."""
    page = startup.page
    for field, value in {"title": title, "text": "DEMO", "closes_on": "2026-03-30"}.items():
        page.fill(f"[name={field}]", value)
    startup.press("main form.stack > button")
    startup.press("button[name=state][value=open]")
    keep(startup, "work")
    startup.press("form[action$='/ask/'] button")


def agree(walker: Walker, deal: Deal) -> None:
    """Says yes, from a day on."""
    page = walker.go(f"office/deals/{deal.pk}/")
    page.check("[name=answer][value=yes]")
    page.fill("[name=planned_on]", "2026-03-09")
    walker.press("form.card button")


def record(walker: Walker, deal: Deal, quantity: str, unit: str) -> None:
    """Notes what was given."""
    page = walker.go(f"office/deals/{deal.pk}/")
    form = "form[action$='/delivery/']"
    page.fill(f"{form} [name=on]", "2026-03-02")
    page.fill(f"{form} [name=quantity]", quantity)
    page.select_option(f"{form} [name=unit]", unit)
    walker.press(f"{form} button")


@BOTH
def test_a_green_startup_is_served_and_finds_money(walk: Any, cluster: Any, axe: Any, language: str) -> None:
    giver, _officer, green = cluster
    startup = walk(PHONE, green.email)
    diagnose(startup)
    state(startup, "DEMO dryer")
    deal = Deal.objects.get()
    assert deal.introduction.counterpart.person == green  # no organisation stands behind it
    desk = walk(DESK, giver.email)
    assert green.email not in desk.go(f"office/deals/{deal.pk}/").content()
    agree(desk, deal)
    assert green.email in desk.page.content()
    record(desk, deal, "3", "session")
    assert Delivery.objects.get().quantity == 3
    assert giver.email in startup.go(f"office/deals/{deal.pk}/").content()
    keep(startup, "deal")

    page = startup.go("funding/")
    page.select_option("[name='project.stage']", "prototype")
    page.select_option("[name='project.green']", "yes")
    page.select_option("[name='project.region']", "MA-02")
    page.fill("[name='project.cost']", "400000")
    startup.press("main form.stack[action='#answers'] > button")
    assert page.locator("#answers article").count() == FundingInstrument.objects.filter(shown=True).count()
    keep(startup, "money")
    startup.press("#answers form[action*='/markets/'] button")
    assert page.locator("[name=blocks][value=financial_engineering]").is_checked()
    assert page.locator("[name=sector]").input_value() == "green"
    state(startup, "DEMO plan")
    assert Deal.objects.count() == 2
    sound(
        startup, axe, ["funding/", "office/markets/", "office/markets/services/new/need/", f"office/deals/{deal.pk}/"]
    )


@BOTH
def test_a_funds_officer_keeps_an_entry_and_answers(walk: Any, cluster: Any, axe: Any, language: str) -> None:
    _giver, officer, green = cluster
    startup = walk(PHONE, green.email)
    startup.go("markets/services/find/")
    startup.page.check("[name=blocks][value=financial_engineering]")
    for field, value in {"stage": "prototype", "sector": "green", "region": "MA-02"}.items():
        startup.page.select_option(f"[name={field}]", value)
    startup.press("main form.stack button")
    startup.press("form.panel button")
    state(startup, "DEMO plan")

    fund = walk(DESK, officer.email)
    page = fund.go("funding/")
    fund.press("main p a[href$='/office/funding/']")
    assert page.locator("tbody tr").count() == 1  # its own, and no other
    fund.press("tbody a")
    text = page.input_value("[name=text]")
    page.fill("[name=text]", text + "\nnonsense = [")
    fund.press("main form.stack button")
    assert "nonsense = [" in page.input_value("[name=text]")  # told by its line, nothing lost
    page.fill("[name=text]", text + "\n# DEMO: read again by the fund\n")
    fund.press("main form.stack button")
    kept = FundingInstrument.objects.get(code="moazara").text
    assert "DEMO: read again by the fund" in kept and "nonsense" not in kept
    assert parse_instruments(kept, source="moazara.toml")[0].code == "moazara"

    page = fund.go("office/markets/")
    assert "DEMO engineering" in page.content() and green.email not in page.content()
    keep(fund, "requests")
    agree(fund, Deal.objects.get())
    assert Deal.objects.get().state == Deal.State.AGREED
    sound(fund, axe, ["office/funding/", "office/funding/moazara/", "office/markets/"])


@BOTH
def test_an_officer_pairs_projects_with_mentors(
    walk: Any, cluster: Any, programme: Any, omar: Any, axe: Any, language: str
) -> None:
    green, mentor = cluster[2], factories.make_person("Mentor", language=language)
    make_listing(None, "offer", MENTOR, person=mentor, kind_code="mentors", seats=2, title="DEMO mentor")
    make_listing(None, "need", PROJECT, person=green, kind_code="mentors", title="DEMO project")
    assert Membership.objects.filter(person=omar).exists()
    office = walk(PHONE, omar.email)
    office.go("office/markets/")
    office.press("a[href$='/markets/mentors/cohort/']")
    keep(office, "cohort")
    office.press("button[name=propose]")
    deal = Deal.objects.get()
    assert deal.state == Deal.State.PROPOSED
    holder, giver = walk(PHONE, green.email), walk(DESK, mentor.email)
    page = holder.go(f"office/deals/{deal.pk}/")
    page.check("[name=answer][value=yes]")
    holder.press("form.card button")
    agree(giver, deal)
    record(giver, deal, "1.5", "hour")
    assert "1,5" in office.go("office/markets/mentors/cohort/").locator("table").last.inner_text()
    sound(office, axe, ["office/markets/mentors/cohort/", "markets/mentors/", "markets/technologies/"])
    sound(giver, axe, ["office/markets/mentors/new/offer/"])
