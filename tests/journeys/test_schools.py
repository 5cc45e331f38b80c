"""Journeys: a network and a school agree, graduates are invited by list, and numbers without persons come of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Membership, Person
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.match.schools.models import SchoolAgreement, SchoolInvitation
from tests import factories
from tests.journeys.conftest import PHONE, Walker
from tests.match.conftest import make_opening, make_profile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
LIST = "DEMO Amina; amina@list.example\nkarim@list.example\nnot an address\n"


@pytest.fixture
def cast(language: str, stand_at: Any) -> dict[str, Person]:
    """The network's officer, and somebody of the school."""
    load_places()
    forget_places()
    stand_at("2026-03-02 10:00:00")
    officer = factories.make_person("Officer", language=language)
    dean = factories.make_person("Dean", language=language)
    factories.make_programme(officer=officer)
    school = factories.make_organisation("demo-school", search="demo school")
    Membership.objects.create(person=dean, organisation=school, role="officer")
    startup = factories.make_organisation("demo-startup")
    make_opening(startup, ["python"])
    return {"officer": officer, "dean": dean}


def record(officer: Walker, tmp_path: Path) -> SchoolAgreement:
    """The officer records the agreement with its signed document."""
    document = tmp_path / "signed.pdf"
    document.write_bytes(b"%PDF-1.7 DEMO")
    page = officer.go("office/")
    officer.press("main a[href$='/office/schools/']")
    officer.press("main a[href$='/office/schools/new/']")
    page.select_option("[name=school]", index=1)
    page.fill("[name=signed_on]", "2026-03-01")
    page.fill("[name=ends_on]", "2027-02-28")
    page.fill("[name=renewed_by]", "12")
    page.fill("[name=school_commits]", "DEMO commitment")
    page.set_input_files("[name=upload]", document)
    officer.press("main form.card button")
    assert "DEMO commitment" in page.content()
    return SchoolAgreement.objects.get()


def clean(walker: Walker, axe: Any) -> None:
    """Nothing for axe to report, nothing wider than the screen."""
    assert axe(walker.page) == []
    width = walker.page.viewport_size["width"]
    assert walker.page.evaluate("document.documentElement.scrollWidth") <= width, walker.page.url


def link(person: Person, part: str) -> str:
    """The address in this person's letter that holds `part`, as a path."""
    body = OutboxMessage.objects.get(person=person).body
    [found] = [line for line in body.splitlines() if part in line]
    return "/" + found.split("/", 3)[3]


def follow(walker: Walker, path: str) -> Any:
    walker.page.goto(path)
    return walker.page


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_school_invites_and_each_graduate_decides(
    walk: Any, cast: Any, axe: Any, language: str, tmp_path: Path
) -> None:
    agreement = record(walk(email=cast["officer"].email), tmp_path)
    dean = walk(PHONE, cast["dean"].email)
    page = dean.go(f"office/schools/{agreement.pk}/")
    assert "DEMO commitment" in page.content()
    clean(dean, axe)
    page.fill("[name=rows]", LIST)
    dean.press("main form[enctype] button")
    assert "not an address" in page.locator("[role=status]").inner_text()
    clean(dean, axe)
    amina, karim = (Person.objects.get(email=f"{name}@list.example") for name in ("amina", "karim"))

    graduate = walk(PHONE)
    page = follow(graduate, link(amina, "/password/reset/key/"))
    for field in ("password1", "password2"):
        page.fill(f"[name={field}]", factories.PASSWORD)
    graduate.press("main form button[type=submit]")
    graduate.log_in(amina.email) if "/login/" in page.url else None
    graduate.go("my/schools/")
    clean(graduate, axe)
    graduate.press("main button[value=yes]")

    other = walk(PHONE)
    follow(other, link(karim, "/schools/no/"))
    clean(other, axe)
    other.press("main form button")
    clean(other, axe)
    assert dict(SchoolInvitation.objects.values_list("person__email", "counted")) == {
        amina.email: True,
        karim.email: False,
    }
    told = dean.go(f"office/schools/{agreement.pk}/").locator("main").inner_text()
    assert not any(person.email in told or (person.name and person.name in told) for person in (amina, karim))
    assert dean.page.locator(".figures b").all_inner_texts()[0].strip(" \u2066\u2067\u2068\u2069") == "2"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_officer_reads_what_is_missing_and_what_schools_bring(
    walk: Any, cast: Any, axe: Any, language: str, tmp_path: Path
) -> None:
    officer = walk(PHONE, cast["officer"].email)
    agreement = record(officer, tmp_path)
    clean(officer, axe)
    for number in range(6):
        graduate = factories.make_person(f"Graduate {number}")
        make_profile(graduate, ["django"])
        SchoolInvitation.objects.create(
            agreement=agreement, person=graduate, invited_at=factories.at("2026-03-02 10:00:00"), counted=True
        )
    page = officer.go("office/schools/")
    clean(officer, axe)
    with page.expect_download() as download:
        page.locator("main a[href*='format=csv']").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2 and lines[1].endswith(",6,5,5")
    officer.press("main a[href$='/openings/skills/']")
    assert "python" in page.content()
    clean(officer, axe)
    officer.go(f"office/schools/{agreement.pk}/")
    assert not any(f"Graduate {number}" in page.content() for number in range(6))
    page.locator("main summary").nth(1).click()
    page.fill("[name=reason]", "DEMO reason")
    officer.press("form[action$='/end/'] button")
    assert "DEMO reason" in page.content()
    clean(officer, axe)
    for path in ("office/schools/new/", f"office/schools/{agreement.pk}/edit/"):
        officer.go(path)
        clean(officer, axe)
