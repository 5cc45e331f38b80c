"""Journey of what came after a site: the manager asks who left, a member answers, and the figures say what helped."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from mouakaba.accompany.followup.actions import answer_by_phone
from mouakaba.accompany.followup.models import FollowUp
from mouakaba.accompany.followup.queries import ANSWERS, secret_of
from mouakaba.accompany.spaces.actions import let_space
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.observe.indicators.actions import refresh_all
from tests.accompany.spaces.cast import TODAY, make_member, make_network
from tests.journeys.conftest import DESK, PHONE, Walker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SCREENS = {"ar": PHONE, "fr": DESK, "en": PHONE}
VALUES = {
    **dict.fromkeys(ANSWERS, None), "state": "active", "turnover": "", "milieu": "urban", "text": "",
    "helped": ["space", "network"], "needs": ["markets"], "created_women_under_30": 2,
}  # fmt: skip


@pytest.fixture
def world(language: str, stand_at: Any) -> SimpleNamespace:
    """Seven members left half a year ago."""
    load_places()
    forget_places()
    stand_at(TODAY)
    made = make_network()
    for number in range(7):
        member = made.member if number == 0 else make_member(made.network, f"DEMO {number}")
        given = {"begins": date(2024, 3, 1), "ends": date(2025, 9, 2), "seats": 1, "by": made.officer}
        let_space(space=made.seats, member=member, **given)
    return made


def clean(walker: Walker, axe: Any) -> None:
    """Nothing for axe to report, nothing wider than the screen."""
    assert axe(walker.page) == [], walker.page.url
    assert walker.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), walker.page.url


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_members_who_left_are_asked_and_counted(world: SimpleNamespace, walk: Any, axe: Any, language: str) -> None:
    manager = walk(SCREENS[language], world.officer.email)
    page = manager.go("office/sites/demo-site/follow-up/")
    clean(manager, axe)
    manager.press("main form[method=post] button")
    assert FollowUp.objects.count() == 7
    assert page.locator("main table.cards tbody tr").count() == 7
    clean(manager, axe)
    mine = FollowUp.objects.get(stay__member=world.member)
    guest = walk(SCREENS[language])
    guest.go(f"follow-up/{secret_of(mine)}/")
    clean(guest, axe)
    guest.page.check("[name=state][value=active]")
    guest.page.check("[name=needs][value=markets]")
    guest.press("main form.survey button")
    assert guest.page.locator("[role=status]").count() == 1
    for survey in FollowUp.objects.filter(answer=None)[:5]:
        answer_by_phone(followup=survey, values=VALUES, upload=None, asked_on=date(2026, 3, 2), by=world.officer)
    refresh_all()
    page = manager.go("office/figures/?figure=followup.jobs.created&by=sex")
    clean(manager, axe)
    assert "10" in page.locator("main table tbody").inner_text()
    page = guest.go("figures/dashboard/?figure=followup.needs&by=kind")
    clean(guest, axe)
    assert "6" in page.locator("main table tbody").inner_text()
    guest.go("data/")
    clean(guest, axe)
    assert guest.page.locator("a[href$='.parquet']").count() == 3
