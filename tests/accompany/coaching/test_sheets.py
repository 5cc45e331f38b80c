"""Integration: a sheet is signed by both, and only as both read it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from mouakaba.accompany.coaching.actions import sign_sheet, write_sheet
from mouakaba.accompany.coaching.models import CoachingSheet
from mouakaba.accompany.cohorts.models import CohortProject
from mouakaba.accompany.sessions.models import Session
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person
from tests import factories
from tests.accompany.conftest import make_cohort, make_project, make_session
from tests.browsing import as_, url

VALUES = {"day": date(2026, 3, 2), "minutes": 90, "subject": "DEMO plan", "next_steps": "DEMO étapes"}
TYPED = {"day": "2026-03-02", "hours": "1.5", "subject": "DEMO plan", "next_steps": "DEMO étapes", "revision": "0"}


@pytest.fixture
def coached(project: CohortProject, trainer: Person) -> Session:
    return make_session(project.cohort, trainer=trainer, kind="coaching", individual=True, project=project)


@pytest.mark.django_db
def test_both_sign_and_a_change_takes_the_signatures_off(coached: Session, trainer: Person, holder: Person) -> None:
    ours, theirs = as_(trainer), as_(holder)
    ours.post(url("coaching", coached.pk), TYPED)
    sheet = CoachingSheet.objects.get()
    assert (sheet.minutes, sheet.state) == (90, CoachingSheet.State.OPEN)
    for client, state in ((ours, "started"), (theirs, "done")):
        client.post(url("coaching_sign", coached.pk), {"revision": 1})
        sheet.refresh_from_db()
        assert sheet.state == state
    assert (sheet.trainer, sheet.holder) == (trainer, holder)

    theirs.post(url("coaching", coached.pk), {**TYPED, "revision": "1"})  # nothing changed
    sheet.refresh_from_db()
    assert sheet.state == CoachingSheet.State.SIGNED
    answer = theirs.post(url("coaching", coached.pk), {**TYPED, "revision": "1", "hours": "2"}, follow=True)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.revision, sheet.unsigned_at is not None) == (CoachingSheet.State.OPEN, 2, True)
    assert "ne comptent plus" in answer.content.decode()
    refused = ours.post(url("coaching_sign", coached.pk), {"revision": 1}, follow=True)
    assert "Relisez-la, puis signez" in refused.content.decode()


@pytest.mark.django_db
def test_what_was_typed_is_kept_when_the_other_side_was_faster(
    coached: Session, trainer: Person, holder: Person
) -> None:
    write_sheet(session=coached, values=VALUES, revision=0, by=holder)
    answer = as_(trainer).post(url("coaching", coached.pk), {**TYPED, "subject": "DEMO autre"})
    assert answer.status_code == 422
    assert "DEMO autre" in answer.content.decode() and CoachingSheet.objects.get().subject == "DEMO plan"


@pytest.mark.django_db
@pytest.mark.parametrize("changes", [{"hours": "0"}, {"hours": "-1"}, {"hours": "x"}, {"subject": ""}, {"day": "x"}])
def test_what_is_missing_is_said(coached: Session, trainer: Person, changes: dict[str, str]) -> None:
    answer = as_(trainer).post(url("coaching", coached.pk), {**TYPED, **changes})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == set(changes)
    assert not CoachingSheet.objects.exists()


@pytest.mark.django_db
def test_who_reads_and_who_signs(
    coached: Session, trainer: Person, holder: Person, omar: Person, viewer: Person, charlie: Person
) -> None:
    write_sheet(session=coached, values=VALUES, revision=0, by=trainer)
    people = {"trainer": trainer, "holder": holder, "officer": omar, "viewer": viewer, "stranger": charlie}
    reads = {who: as_(person).get(url("coaching", coached.pk)).status_code for who, person in people.items()}
    assert reads == {"trainer": 200, "holder": 200, "officer": 200, "viewer": 200, "stranger": 404}
    signs = {
        who: as_(person).post(url("coaching_sign", coached.pk), {"revision": 1}).status_code
        for who, person in people.items()
    }
    assert signs == {"trainer": 302, "holder": 302, "officer": 404, "viewer": 404, "stranger": 404}
    with pytest.raises(ValidationError):
        sign_sheet(session=coached, revision=1, by=omar)


@pytest.mark.django_db(transaction=True)
def test_a_signature_and_a_change_at_the_same_moment(programme: Any, places: None, stand_at: Any) -> None:
    """Whatever comes first, nobody has signed what they did not read."""
    stand_at("2026-03-02 10:00:00")
    trainer, holder = factories.make_person("Trainer"), factories.make_person("Holder")
    project = make_project(make_cohort(programme), holder)
    session = make_session(project.cohort, trainer=trainer, kind="coaching", individual=True, project=project)
    write_sheet(session=session, values=VALUES, revision=0, by=trainer)
    gate = Barrier(2)

    def act(what: str) -> str:
        try:
            gate.wait(30)
            if what == "sign":
                sign_sheet(session=session, revision=1, by=holder)
            else:
                write_sheet(session=session, values={**VALUES, "minutes": 30}, revision=1, by=trainer)
        except ValidationError:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        signed, _written = pool.map(act, ["sign", "write"])
    sheet = CoachingSheet.objects.get()
    assert (sheet.revision, sheet.holder_signed_at) == (2, None)
    assert (sheet.unsigned_at is not None) == (signed == "done")


@pytest.mark.django_db
def test_the_sheet_goes_with_the_project_holder(coached: Session, trainer: Person, holder: Person) -> None:
    write_sheet(session=coached, values=VALUES, revision=0, by=trainer)
    erase_person(person=holder, by=holder)
    assert not CoachingSheet.objects.exists() and Session.objects.filter(pk=coached.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_printed_sheet_is_for_both_sides_and_the_office(
    coached: Session, trainer: Person, holder: Person, omar: Person, viewer: Person, charlie: Person, language: str
) -> None:
    path = url("coaching_paper", coached.pk, language)
    assert as_(trainer).get(path).status_code == 404  # nothing is written yet
    sheet = write_sheet(session=coached, values=VALUES, revision=0, by=trainer)
    sign_sheet(session=coached, revision=sheet.revision, by=holder)
    assert path in as_(holder).get(url("coaching", coached.pk)).content.decode()
    people = (trainer, holder, omar, viewer, charlie)
    assert [as_(one).get(path).status_code for one in people] == [200, 200, 200, 200, 404]
    assert as_(None).get(path).status_code == 302
    answer = as_(trainer).get(path)
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content))
    assert "plan" in text and "Holder" in text  # signed; the other side has no name there yet
    assert language != "en" or text.count("not signed yet") == 1
    assert as_(trainer).get(url("coaching_paper", coached.pk, "de")).status_code == 404
