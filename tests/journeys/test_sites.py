"""Journey of a site manager: a space is opened and given with a reason, never twice; a change of rent is warned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from mouakaba.accompany.spaces.actions import add_waiting, let_space
from mouakaba.accompany.spaces.models import Member, Space, Stay
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.kernel.days import months_after
from tests.accompany.spaces.cast import DAY, TODAY, make_member, make_network
from tests.journeys.conftest import DESK, PHONE, Walker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SCREENS = {"ar": PHONE, "fr": DESK}


@pytest.fixture
def world(language: str, stand_at: Any) -> SimpleNamespace:
    """A site whose first rent doubles in a month, and two who wait."""
    load_places()
    forget_places()
    stand_at(TODAY)
    made = make_network()
    let_space(space=made.office, member=made.member, begins=months_after(DAY, -17), by=made.officer)
    for number, name in enumerate(("DEMO first", "DEMO second")):
        add_waiting(
            site=made.site, member=make_member(made.network, name), decided_on=date(2026, 1, 5 + number),
            kind="office", wanted=Decimal(15), by=made.officer,
        )  # fmt: skip
    return made


def clean(walker: Walker, axe: Any) -> None:
    """Nothing for axe to report, nothing wider than the screen."""
    assert axe(walker.page) == [], walker.page.url
    assert walker.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), walker.page.url


def open_space(manager: Walker, site: str) -> Space:
    page = manager.go(f"{site}spaces/")
    page.locator("main details summary").last.click()
    for name, told in {"code": "B7", "area": "18.5", "x": "10", "y": "10", "width": "60", "depth": "45"}.items():
        page.fill(f"main form.card [name={name}]", told)
    manager.press("main form.card button")
    assert page.locator("svg.plan text").first.inner_html() == "B7"
    return Space.objects.get(code="B7")


def allot(manager: Walker, space: Space, reason: str) -> None:
    page = manager.page
    page.select_option("[name=space]", str(space.pk))
    page.fill("form[action$='/allot/'] [name=reason]", reason)
    manager.press("form[action$='/allot/'] button")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_manager_opens_gives_and_warns(walk: Any, world: SimpleNamespace, axe: Any, language: str) -> None:
    manager, site = walk(SCREENS[language], world.officer.email), f"office/sites/{world.site.slug}/"
    page = manager.go("office/")
    manager.press("main a[href$='/office/sites/']")
    manager.press("main th a")
    assert "DEMO startup" in page.locator(".notice.care").inner_text()  # its rent doubles on 2 April
    clean(manager, axe)
    space = open_space(manager, site)
    clean(manager, axe)

    manager.go(f"{site}waiting/")
    clean(manager, axe)
    page.get_by_role("link", name="DEMO second").click()
    page.wait_for_url("**/office/waiting/**")
    clean(manager, axe)
    allot(manager, space, "")
    assert "DEMO first" in page.locator(".field.wrong .error").inner_text()  # whoever stands before is named
    allot(manager, world.office, "DEMO shares a laboratory")
    assert "DEMO startup" in page.locator(".field.wrong .error").first.inner_text()  # let already, by whom
    assert page.input_value("form[action$='/allot/'] [name=reason]") == "DEMO shares a laboratory"
    clean(manager, axe)
    allot(manager, space, "DEMO shares a laboratory")
    stay = Stay.objects.get(space=space)
    assert str(stay.pk) in page.url and (stay.member.name, stay.reason) == ("DEMO second", "DEMO shares a laboratory")
    clean(manager, axe)

    manager.press("main a[href*='/office/members/']")
    page.locator("main details summary").first.click()
    page.select_option("[name=after]", "develop")
    page.fill("[name=reason]", "DEMO first orders")
    manager.press("main form.card button")
    assert Member.objects.get(pk=stay.member_id).stage == "develop"
    assert "DEMO first orders" in page.locator(".timeline").inner_text()
    clean(manager, axe)
    paths = [f"{site}{name}/" for name in ("occupancy", "stays", "edit")]
    paths += [
        "office/members/",
        "office/new-site/",
        "office/expansion/",
        f"office/expansion/{world.network.slug}/MA-02/",
    ]
    for path in [*paths, f"office/spaces/{space.pk}/", "sites/", f"sites/{world.site.slug}/"]:
        manager.go(path)
        clean(manager, axe)
    tenant = walk(PHONE, world.contact.email)
    told = tenant.go("my/stay/").locator("main").inner_text()
    assert "100" in told and str(months_after(DAY, 1).year) in told
    clean(tenant, axe)
