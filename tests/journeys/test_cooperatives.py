"""Journey: a president on a phone enters members, holds a meeting and locks its minutes, in Arabic and French."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from mouakaba.accompany.cooperatives.models import Assembly, Cooperative, Cooperator
from mouakaba.accompany.cooperatives.queries import capital_of
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from tests.accompany.cooperatives import cast
from tests.browsing import url
from tests.journeys.conftest import DESK, PHONE, Walker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SHEET = "Nom;Date d’entrée;Parts souscrites;Montant libéré\nDEMO Aïcha;05/01/2026;2;200\nDEMO Badr;31/02/2026;1;100\n"


@pytest.fixture
def president(language: str, stand_at: Any) -> Any:
    load_places()
    forget_places()
    stand_at(cast.TODAY)
    person = cast.make_team()[1]["owner"]
    person.language = language
    person.save()
    return person


def clean(walker: Walker, axe: Any, name: str) -> None:
    """Nothing for axe to report, nothing wider than the screen; a picture where somebody asks for pictures."""
    page = walker.page
    if folder := os.environ.get("MOUAKABA_PICTURES"):
        width = page.viewport_size["width"]
        page.screenshot(path=str(Path(folder) / f"{name}-{walker.language}-{width}.png"), full_page=True)
    assert axe(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name


def fill(walker: Walker, form: str, values: dict[str, str]) -> None:
    for name, value in values.items():
        walker.page.fill(f"{form} [name={name}]", value)
    walker.press(f"{form} > button")


@pytest.mark.parametrize(("language", "screen"), [("ar", PHONE), ("fr", PHONE), ("fr", DESK)])
def test_a_cooperative_keeps_its_books(
    walk: Any, president: Any, axe: Any, language: str, screen: dict[str, int]
) -> None:
    walker = walk(screen, president.email)
    page = walker.go("my/")
    walker.press("main a[href$='/my/cooperatives/']")
    clean(walker, axe, "mine")
    walker.press("main a.button")
    fill(walker, "form.card", {"share_value": "100", "quorum": "half"})
    assert page.locator(".field.wrong [name=quorum]").input_value() == "half"
    clean(walker, axe, "statutes-wrong")
    fill(walker, "form.card", {"quorum": "50 %", "majority": "> 1/2", "notice_days": "15", "most_proxies": "1"})
    for name, paid in (("DEMO فاطمة", "500"), ("DEMO Khadija", "250.50")):
        page.goto(url("cooperator_new", "demo-honey", language=language))
        fill(walker, "form.card", {"name": name, "entered_on": "2026-01-05", "shares": "5", "paid": paid})
    clean(walker, axe, "member")
    page.goto(url("cooperators_import", "demo-honey", language=language))
    sheet = {"name": "members.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    page.set_input_files("[name=sheet]", sheet)
    walker.press("form.card > button")
    assert page.locator(".notice li").count() == 1
    clean(walker, axe, "import")
    page.goto(url("cooperators", "demo-honey", language=language))
    clean(walker, axe, "members")
    page.goto(url("cooperator_new", "demo-honey", language=language))
    clean(walker, axe, "member-new")
    total = capital_of(Cooperative.objects.get())
    assert (total.members, total.subscribed, total.paid) == (3, 1_200_00, 950_50)

    page.goto(url("assembly_new", "demo-honey", language=language))
    clean(walker, axe, "meeting-new")
    agenda = {"on": "2026-03-10", "place": "DEMO مقر", "agenda": "DEMO الحسابات\nDEMO انتخاب"}
    fill(walker, "form.card", agenda)
    first, second, third = Cooperator.objects.order_by("number")
    page.check(f"[name=seat-there_{first.pk}]")
    page.check(f"[name=seat-there_{second.pk}]")
    page.fill(f"[name=seat-proxy_{third.pk}]", "1")
    walker.press("form[action$='/attendance/'] > button")
    wrong = {"text": "DEMO المصادقة على الحسابات", "votes_for": "2"}
    fill(walker, "form[action$='/decisions/']", wrong)
    assert page.locator(".field.wrong [name=votes_for]").count() == 1
    clean(walker, axe, "decision-wrong")
    fill(walker, "form[action$='/decisions/']", {"votes_for": "3"})
    fill(walker, "form[action$='/minutes/']", {"chair": "DEMO فاطمة", "secretary": "DEMO Khadija", "minutes": "DEMO"})
    clean(walker, axe, "meeting")
    walker.press("form[action$='/approve/'] > button")
    assert Assembly.objects.get().approved_at and page.locator("form[action$='/decisions/']").count() == 0
    fill(walker, "form[action$='/notes/']", {"text": "DEMO تصحيح"})
    clean(walker, axe, "meeting-approved")
    page.goto(url("assemblies", "demo-honey", language=language))
    clean(walker, axe, "meetings")
    page.goto(url("cooperative_dates", "demo-honey", language=language))
    fill(walker, "form.card", {"counted_from": "2025-12-31", "months": "2", "source": "DEMO النظام الأساسي"})
    clean(walker, axe, "dates")
    page.goto(url("cooperative", "demo-honey", language=language))
    clean(walker, axe, "cooperative")
