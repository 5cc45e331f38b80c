"""Journeys: a trainer takes attendance without a line and comes back; a project reads its plan and signs its sheet."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from mouakaba.accompany.attendance.actions import make_badge
from mouakaba.accompany.attendance.models import Badge, Scan
from mouakaba.accompany.coaching.actions import sign_sheet, write_sheet
from mouakaba.accompany.coaching.models import CoachingSheet
from mouakaba.accompany.cohorts.models import Milestone
from mouakaba.accompany.sessions.models import Registration, Session
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from tests import factories
from tests.accompany.coaching.test_sheets import VALUES
from tests.accompany.conftest import make_cohort, make_project, make_session
from tests.journeys.conftest import DESK, PHONE, Walker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
FIT = "document.documentElement.scrollWidth"


@pytest.fixture
def cohort(language: str, stand_at: Any) -> Any:
    load_places()
    forget_places()
    stand_at("2026-03-02 13:00:00")
    officer = factories.make_person("Officer", language=language)
    return make_cohort(factories.make_programme(officer=officer))


def keep(walker: Walker, name: str) -> None:
    """A picture of the page, where somebody asks for pictures."""
    if folder := os.environ.get("MOUAKABA_PICTURES"):
        walker.page.screenshot(path=str(Path(folder) / f"{name}-{walker.language}.png"), full_page=True)


def make_it(officer: Walker, cohort: Any, trainer: str) -> Session:
    """The officer writes a session for this afternoon, with its trainer; an end before the start is refused."""
    page = officer.go(f"office/cohorts/{cohort.pk}/sessions/new/")
    page.select_option("[name=kind]", "workshop")
    page.fill("[name=title_ar]", "ورشة (DEMO)")
    page.fill("[name=title_fr]", "Atelier (DEMO)")
    page.fill("[name=starts]", "2026-03-02T14:00")
    page.fill("[name=ends]", "2026-03-02T13:00")
    page.fill("[name=trainers]", trainer)
    officer.press("main form button")
    assert page.locator("[name=ends][aria-invalid=true]").count() == 1
    assert page.input_value("[name=title_fr]") == "Atelier (DEMO)"
    keep(officer, "session-form")
    page.fill("[name=ends]", "2026-03-02T17:00")
    officer.press("main form button")
    return Session.objects.get()


class Cut:
    """No line: the browser says so, and what a page sends is dropped on the way, also while the page loads anew."""

    def __init__(self, context: Any) -> None:
        self.context = context
        context.route("**/*", self._drop)
        context.set_offline(True)

    @staticmethod
    def _drop(route: Any) -> None:
        if route.request.method == "POST":
            route.abort("internetdisconnected")
        else:
            route.fallback()

    def mend(self) -> None:
        """The line is back."""
        self.context.unroute("**/*", self._drop)
        self.context.set_offline(False)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_trainer_takes_attendance_without_a_line(walk: Any, cohort: Any, axe: Any, language: str) -> None:
    lead = factories.make_person("Trainer", language=language)
    session = make_it(walk(DESK, "officer@demo.example"), cohort, lead.email)
    people = [factories.make_person(f"Guest {number}") for number in range(3)]
    for person in people:
        make_badge(person=person, by=person)
        Registration.objects.create(session=session, person=person, at=session.starts_at)
    codes = list(Badge.objects.order_by("person__name").values_list("code", flat=True))

    trainer = walk(PHONE, lead.email)
    page = trainer.go("my/sessions/")
    trainer.press(f"a[href*='/office/sessions/{session.pk}/']")
    trainer.press(f"a[href$='/office/sessions/{session.pk}/attendance/']")
    page.locator("[data-kept]:not([hidden])").wait_for()  # the worker has the page
    keep(trainer, "attendance")
    assert axe(page) == [] and page.evaluate(FIT) <= PHONE["width"]

    cut = Cut(trainer.context)
    for code in (codes[0], codes[0].lower(), "NOBODYS"):
        page.fill("[name=badge]", code)
        page.press("[name=badge]", "Enter")
    page.locator("[data-name='DEMO Guest 1'] input").check()
    page.reload()  # the line is still away: the phone opens what it kept, with what was read
    page.locator("[data-waiting]", has_text="4").wait_for()
    page.locator("[data-name='DEMO Guest 2'] input").check()
    page.locator("[data-waiting]", has_text="5").wait_for()
    keep(trainer, "attendance-offline")
    assert Scan.objects.count() == 0
    cut.mend()
    page.locator("[data-waiting]", has_text="0").wait_for()
    assert Scan.objects.count() == 5
    assert session.registrations.filter(present_at__isnull=False).count() == 3

    page = trainer.go(f"office/sessions/{session.pk}/attendance/")
    assert [text.strip() for text in page.locator(".figures b").all_inner_texts()] == ["3", "5", "1"]
    assert "NOBODYS" in page.locator("main").inner_text()
    keep(trainer, "attendance-after")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_coached_project_reads_its_plan_and_signs(walk: Any, cohort: Any, axe: Any, language: str) -> None:
    lead, holder = (factories.make_person(name, language=language) for name in ("Trainer", "Holder"))
    project = make_project(cohort, holder, "DEMO tamr")
    Milestone.objects.create(project=project, title="DEMO jalon", language="fr")
    session = make_session(cohort, trainer=lead, kind="coaching", individual=True, project=project)
    write_sheet(session=session, values=VALUES, revision=0, by=lead)
    sign_sheet(session=session, revision=1, by=lead)

    walker = walk(PHONE, holder.email)
    page = walker.go("my/")
    walker.press("a[href$='/my/plans/']")
    walker.press(f"a[href$='/plans/{project.pk}/']")
    page.locator("details summary").first.click()
    page.fill("[name=done_on]", "2026-03-01")
    walker.press("details[open] button")
    assert Milestone.objects.get().done_on is not None
    page.fill("[name=text]", "DEMO note")
    walker.press("form[action$='/notes/'] button")
    keep(walker, "plan")
    walker.go("my/sessions/")
    walker.press(f"a[href$='/coaching/{session.pk}/']")
    walker.press("form[action$='/sign/'] button")
    assert CoachingSheet.objects.get().state == CoachingSheet.State.SIGNED
    keep(walker, "coaching")
    for path in ("my/sessions/", "my/plans/", f"plans/{project.pk}/", f"coaching/{session.pk}/", "my/badge/",
                 "my/certificates/", "sessions/", f"cohorts/{cohort.pk}/figures/"):  # fmt: skip
        shown = walker.go(path)
        assert axe(shown) == [], path
        assert shown.evaluate(FIT) <= PHONE["width"], path


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_office_pages_are_within_reach(walk: Any, cohort: Any, axe: Any, language: str) -> None:
    session = make_session(cohort, is_open=True)
    project = make_project(cohort)
    walker = walk(PHONE, "officer@demo.example")
    here, there = f"office/cohorts/{cohort.pk}", f"office/sessions/{session.pk}"
    paths = ["office/", "office/cohorts/", "office/cohorts/new/", "office/sessions/", f"{here}/", f"{here}/sessions/"]
    paths += [f"{here}/certificates/", f"{here}/sessions/new/", f"{there}/", f"{there}/attendance/"]
    for path in [*paths, f"sessions/{session.pk}/", f"plans/{project.pk}/"]:
        shown = walker.go(path)
        assert axe(shown) == [], path
        assert shown.evaluate(FIT) <= PHONE["width"], path
