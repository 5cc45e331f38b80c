"""Integration: the list to sign, the sheet that comes back, the picture of the paper."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from mouakaba.accompany.attendance.actions import take_sheet
from mouakaba.accompany.attendance.models import SignedSheet
from mouakaba.accompany.attendance.phrases import list_to_sign
from mouakaba.accompany.sessions.models import Registration, Session
from mouakaba.base.files.models import StoredFile
from mouakaba.base.people.models import Person
from tests import factories
from tests.browsing import as_, url

AT = factories.at("2026-03-02 10:00:00")
PICTURE = b"\xff\xd8\xff DEMO"


@pytest.fixture
def listed(session: Session) -> dict[str, Registration]:
    names = ("فاطمة (DEMO)", "DEMO Élodie", "DEMO Twin", "DEMO Twin")
    rows = [Registration.objects.create(session=session, name=name, at=AT) for name in names]
    person = factories.make_person("Basma")
    rows.append(Registration.objects.create(session=session, person=person, at=AT))
    return {row.name or "Basma": row for row in rows}


def present(session: Session) -> set[str]:
    rows = session.registrations.filter(present_at__isnull=False).select_related("person")
    return {row.name or str(row.person) for row in rows}


def send(trainer: Person, session: Session, text: str, whole: str = "") -> str:
    upload = SimpleUploadedFile("sheet.csv", text.encode("utf-8-sig"))
    return as_(trainer).post(url("attendance_import", session.pk), {"sheet": upload, "whole": whole}).content.decode()


@pytest.mark.django_db
def test_bad_rows_are_named_and_the_others_count(
    session: Session, trainer: Person, listed: dict[str, Registration]
) -> None:
    text = "Nom;E-mail;Présent\nفاطمه (DEMO);;نعم\ndemo elodie;;non\n;basma@demo.example;oui\n"
    page = send(trainer, session, text + "DEMO Twin;;oui\nDEMO X;;oui\nDEMO Élodie;;peut-être\n")
    assert present(session) == {"فاطمة (DEMO)", "DEMO Basma"}
    assert [f"Ligne {number}" in page.replace("<bdi>", "") for number in (2, 5, 6, 7)] == [False, True, True, True]
    assert "deux fois sur la liste" in page and "pas sur la liste" in page and "ni oui ni non" in page
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_nobody_counts_when_asked_to_wait_for_a_clean_sheet(
    session: Session, trainer: Person, listed: dict[str, Registration]
) -> None:
    page = send(trainer, session, "DEMO Élodie;oui\nDEMO X;oui\n", whole="yes")
    assert present(session) == set() and "Personne n’a été compté" in page


@pytest.mark.django_db
def test_paper_takes_nothing_off_a_badge_and_the_same_sheet_changes_nothing(
    session: Session, trainer: Person, listed: dict[str, Registration]
) -> None:
    row = listed["DEMO Élodie"]
    row.present_at, row.present_by = AT, "scan"
    row.save()
    lines = [(1, ["DEMO Élodie", "non"]), (2, ["Basma", ""]), (3, ["basma@demo.example", "oui"])]
    for _ in range(2):
        report = take_sheet(session=session, rows=lines, by=trainer)
        assert [number for number, _why in report.bad] == [2]
    assert present(session) == {"DEMO Élodie", "DEMO Basma"}


@pytest.mark.django_db
def test_one_person_said_both_is_reported(session: Session, trainer: Person, listed: dict[str, Registration]) -> None:
    report = take_sheet(session=session, rows=[(1, ["DEMO Élodie", "oui"]), (2, ["DEMO Élodie", "non"])], by=trainer)
    assert ([number for number, _why in report.bad], report.present) == ([2], 1)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_list_to_sign_is_printed(
    session: Session, omar: Person, charlie: Person, listed: dict[str, Registration], language: str
) -> None:
    path = url("attendance_list", session.pk, language)
    pages = PdfReader(io.BytesIO(as_(omar).get(path).content)).pages
    assert "Élodie" in "".join(page.extract_text() for page in pages)
    assert as_(charlie).get(path).status_code == 404


@pytest.mark.django_db
def test_the_list_comes_as_a_sheet_that_can_be_sent_back(
    session: Session, trainer: Person, listed: dict[str, Registration]
) -> None:
    text = as_(trainer).get(url("attendance_sheet", session.pk)).content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Nom,E-mail,Présent"
    filled = text.replace("DEMO Élodie,,", "DEMO Élodie,,oui")
    send(trainer, session, filled)
    assert present(session) == {"DEMO Élodie"}


@pytest.mark.django_db
def test_the_signed_paper_is_kept_and_given_to_few(
    session: Session, trainer: Person, viewer: Person, charlie: Person
) -> None:
    client, path = as_(trainer), url("attendance_picture", session.pk)
    refused = client.post(path, {"picture": SimpleUploadedFile("sheet.txt", b"DEMO")})
    assert refused.status_code == 422 and not SignedSheet.objects.exists()
    client.post(path, {"picture": SimpleUploadedFile("sheet.jpg", PICTURE)})
    kept = SignedSheet.objects.get()
    signed = url("attendance_signed", session.pk, kept.pk)
    assert b"".join(client.get(signed)) == PICTURE
    assert {as_(person).get(signed).status_code for person in (viewer, charlie)} == {404}
    client.post(signed)
    assert not SignedSheet.objects.exists() and not StoredFile.objects.exists()


def test_the_printed_list_names_who_trains(session: Session, trainer: Person) -> None:
    """Trainers with an account and those merely named, in the language of the paper."""
    session.speakers = "DEMO speaker"
    facts = dict(list_to_sign(session, "ar")["facts"])
    assert facts["المؤطر"] == f"{trainer}، DEMO speaker"
