"""Integration: a school invites by list; each graduate decides alone; the school learns numbers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.match.schools.models import SchoolAgreement, SchoolInvitation
from mouakaba.match.schools.queries import Counts, counts_of
from tests import factories
from tests.match.conftest import as_, make_profile
from tests.match.schools.conftest import url

pytestmark = pytest.mark.django_db


def invite(dean: Person, agreement: SchoolAgreement, rows: str) -> Any:
    return as_(dean).post(url("school_page", agreement.pk), {"rows": rows})


def test_good_rows_are_invited_and_bad_ones_named(agreement: SchoolAgreement, dean: Person, sara: Person) -> None:
    page = invite(dean, agreement, f"new@demo.example; DEMO New\n\nnot an address\n{sara.email}\n{sara.email.upper()}")
    assert page.status_code == 200
    report = page.context["report"]
    assert (report.invited, report.before, [number for number, _ in report.bad]) == (2, 0, [3])
    assert "not an address" in page.content.decode()
    new = Person.objects.get(email="new@demo.example")
    assert (new.name, new.has_usable_password()) == ("DEMO New", False)
    letter = OutboxMessage.objects.get(person=new)
    assert "/account/password/reset/key/" in letter.body
    assert url("my_schools", language=new.language) in OutboxMessage.objects.get(person=sara).body.replace(
        "/ar/", f"/{new.language}/"
    )


def test_a_second_list_tells_nobody_twice(agreement: SchoolAgreement, dean: Person) -> None:
    invite(dean, agreement, "new@demo.example")
    report = invite(dean, agreement, "new@demo.example\nother@demo.example").context["report"]
    assert (report.invited, report.before) == (1, 1)
    assert OutboxMessage.objects.count() == 2


def test_a_list_too_long_keeps_what_was_typed(agreement: SchoolAgreement, dean: Person) -> None:
    page = invite(dean, agreement, "typed@demo.example\n" * 2_001)
    assert page.status_code == 422
    assert "typed@demo.example" in page.content.decode()
    assert not SchoolInvitation.objects.exists()


def test_the_school_learns_numbers_of_those_who_agreed_and_no_small_ones(
    agreement: SchoolAgreement, dean: Person
) -> None:
    graduates = [factories.make_person(f"G{number}") for number in range(7)]
    invite(dean, agreement, "\n".join(person.email for person in graduates))
    for person in graduates[:5]:
        invitation = SchoolInvitation.objects.get(person=person)
        as_(person).post(url("my_school_answer", invitation.pk), {"answer": "yes"})
    make_profile(graduates[0], ["python"])
    page = as_(dean).get(url("school_page", agreement.pk))
    counts = page.context["counts"]
    assert (counts.invited, counts.counted, counts.with_skills) == (7, 5, None)
    assert not any(person.email in page.content.decode() for person in graduates)


@pytest.mark.parametrize(("agreed", "told"), [(0, None), (4, None), (5, 5), (6, 5), (9, 5), (10, 10)])
def test_one_more_answer_is_not_seen(agreement: SchoolAgreement, agreed: int, told: int | None) -> None:
    for number in range(agreed):
        person = factories.make_person(f"G{number}")
        SchoolInvitation.objects.create(
            agreement=agreement, person=person, invited_at=factories.at("2026-03-02 10:00:00"), counted=True
        )
    assert counts_of([agreement])[agreement.pk] == Counts(agreed, told, None)


def test_who_says_no_is_not_counted_and_not_asked_again(agreement: SchoolAgreement, dean: Person, sara: Person) -> None:
    invite(dean, agreement, sara.email)
    invitation = SchoolInvitation.objects.get()
    client = as_(sara)
    assert client.get(url("my_schools")).status_code == 200
    client.post(url("my_school_answer", invitation.pk), {"answer": "no"})
    assert client.get(url("my_schools")).headers["Location"] == url("my_skills")
    assert client.post(url("my_school_answer", invitation.pk), {"answer": "yes"}).status_code == 404


def test_strangers_find_nothing(agreement: SchoolAgreement, dean: Person, sara: Person, charlie: Person) -> None:
    invite(dean, agreement, sara.email)
    invitation = SchoolInvitation.objects.get()
    assert as_(charlie).get(url("school_page", agreement.pk)).status_code == 404
    assert as_(charlie).post(url("my_school_answer", invitation.pk), {"answer": "yes"}).status_code == 404
    assert as_(None).get(url("school_page", agreement.pk)).status_code == 302


def test_an_agreement_that_ended_invites_nobody(agreement: SchoolAgreement, dean: Person, stand_at: Any) -> None:
    stand_at("2026-12-31 23:59:59")
    assert as_(dean).get(url("school_page", agreement.pk)).status_code == 200
    assert invite(dean, agreement, "new@demo.example").status_code == 200
    stand_at("2027-01-01 00:00:00")
    page = as_(dean).get(url("school_page", agreement.pk))
    assert (page.status_code, page.context["status"], page.context["form"]) == (200, "expired", None)
    assert invite(dean, agreement, "other@demo.example").status_code == 404


def test_export_holds_the_invitation_and_erasure_ends_it(
    agreement: SchoolAgreement, dean: Person, sara: Person
) -> None:
    invite(dean, agreement, sara.email)
    assert export_person(sara)["schools"][0]["agreement__school__slug"] == "demo-school"
    erase_person(person=sara, by=sara)
    assert not SchoolInvitation.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_open_in_each_language(agreement: SchoolAgreement, dean: Person, sara: Person, language: str) -> None:
    invite(dean, agreement, sara.email)
    for person, path in (
        (dean, url("school_page", agreement.pk, language=language)),
        (dean, url("office", language=language)),
        (sara, url("my_schools", language=language)),
    ):
        assert f'lang="{language}"' in as_(person).get(path).content.decode()


def test_all_or_nobody_when_a_row_is_bad(agreement: SchoolAgreement, dean: Person) -> None:
    rows = "good@demo.example\nbad\n"
    page = as_(dean).post(url("school_page", agreement.pk), {"rows": rows, "whole": "yes"})
    assert (page.status_code, page.context["report"].held_back) == (422, True)
    assert "good@demo.example" in page.content.decode()  # nothing typed is lost
    assert not SchoolInvitation.objects.exists()
    fixed = as_(dean).post(url("school_page", agreement.pk), {"rows": "good@demo.example", "whole": "yes"})
    assert fixed.context["report"].invited == 1


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("DEMO Sara <sara@list.example>", "DEMO Sara"),
        ("sara@list.example;DEMO Sara", "DEMO Sara"),
        ("DEMO,Sara,SARA@list.example", "DEMO Sara"),
        ("\u200fسارة\u200f; \u202asara@list.example\u202c", "سارة"),
        ("\ufeffsara@list.example", ""),
        ('"DEMO Sara"\tsara@list.example', "DEMO Sara"),
    ],
)
def test_rows_as_people_paste_them(agreement: SchoolAgreement, dean: Person, row: str, name: str) -> None:
    assert invite(dean, agreement, row).context["report"].bad == []
    assert Person.objects.get(email="sara@list.example").name == name


@pytest.mark.parametrize(
    "row", ["a@demo.example b@demo.example", "@", "a@b", "sara at demo.example", "=cmd()", "<b>x</b>"]
)
def test_rows_that_cannot_be_used(agreement: SchoolAgreement, dean: Person, row: str) -> None:
    page = invite(dean, agreement, row)
    assert [number for number, _why in page.context["report"].bad] == [1]
    assert "<b>x</b>" not in page.content.decode()
    assert not SchoolInvitation.objects.exists()


def sheet(tmp_path: Any) -> bytes:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        for number, cells in enumerate(
            [("الاسم", "البريد الإلكتروني"), ("سارة", "sara@list.example"), ("بلا", "عنوان")]
        ):
            page.write_row(number, 0, cells)
    return path.read_bytes()


def test_a_workbook_and_a_csv_are_read_and_not_kept(agreement: SchoolAgreement, dean: Person, tmp_path: Any) -> None:
    csv = "Nom;Courriel\nDEMO Élève;eleve@list.example\n;\nx;y\n".encode("cp1252")
    for name, content, bad in (("list.xlsx", sheet(tmp_path), 3), ("list.csv", csv, 4)):
        upload = SimpleUploadedFile(name, content)
        report = as_(dean).post(url("school_page", agreement.pk), {"upload": upload}).context["report"]
        assert (report.invited, [number for number, _ in report.bad]) == (1, [bad])
    assert Person.objects.get(email="sara@list.example").name == "سارة"
    assert Person.objects.get(email="eleve@list.example").name == "DEMO Élève"
    assert not dean.storedfile_set.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.pdf", b"%PDF-1.7"),
        ("list.xlsx", b"not a workbook"),
        ("list.xlsx", b"PK\x03\x04" + b"x" * 400),
        ("list.csv", b"\x00\x01\x02"),
        ("list.csv", b""),
    ],
)
def test_a_sheet_that_cannot_be_read_gets_a_sentence(
    agreement: SchoolAgreement, dean: Person, language: str, name: str, content: bytes
) -> None:
    upload = SimpleUploadedFile(name, content)
    page = as_(dean).post(url("school_page", agreement.pk, language=language), {"upload": upload})
    assert page.status_code == 422
    assert page.context["form"].errors["upload"]


def test_nothing_or_both_is_asked_again(agreement: SchoolAgreement, dean: Person) -> None:
    client, page = as_(dean), url("school_page", agreement.pk)
    assert client.post(page, {"rows": " "}).context["form"].errors["rows"]
    both = {"rows": "a@demo.example", "upload": SimpleUploadedFile("a.csv", b"b@demo.example")}
    assert client.post(page, both).context["form"].errors["upload"]
    assert not SchoolInvitation.objects.exists()


def refusal_path(person: Person) -> str:
    body = OutboxMessage.objects.filter(person=person).latest("queued_at").body
    [path] = [line.split("/", 3)[3] for line in body.splitlines() if "/schools/no/" in line]
    return f"/{path}"


def test_the_letter_s_no_needs_no_account(agreement: SchoolAgreement, dean: Person, sara: Person) -> None:
    invite(dean, agreement, f"{sara.email}\nnew@demo.example")
    new = Person.objects.get(email="new@demo.example")
    path, visitor = refusal_path(new), as_(None)
    assert visitor.get(path).status_code == 200  # what a mail checker does changes nothing
    assert SchoolInvitation.objects.get(person=new).counted is None
    assert visitor.post(path, follow=True).status_code == 200
    assert [row.counted for row in SchoolInvitation.objects.order_by("pk")] == [None, False]
    assert visitor.get(path[:-3] + "abc/").status_code == 404


def test_who_says_no_is_not_asked_by_a_later_agreement_of_the_school(
    agreement: SchoolAgreement, dean: Person, sara: Person
) -> None:
    invite(dean, agreement, sara.email)
    as_(None).post(refusal_path(sara))
    later = SchoolAgreement.objects.create(
        network=agreement.network, school=agreement.school, signed_on=date(2026, 3, 1)
    )
    report = invite(dean, later, sara.email).context["report"]
    assert (report.invited, report.before) == (0, 1)
    assert OutboxMessage.objects.count() == 1


def test_a_yes_may_be_taken_back(agreement: SchoolAgreement, dean: Person, sara: Person) -> None:
    invite(dean, agreement, sara.email)
    invitation, client = SchoolInvitation.objects.get(), as_(sara)
    client.post(url("my_school_answer", invitation.pk), {"answer": "yes"})
    assert agreement.school.name["fr"] in client.get(url("my_schools")).content.decode()
    client.post(url("my_school_answer", invitation.pk), {"answer": "no"})
    assert SchoolInvitation.objects.get().counted is False


def test_those_without_an_answer_are_reminded_twice_and_no_more(
    agreement: SchoolAgreement, dean: Person, sara: Person, charlie: Person, stand_at: Any
) -> None:
    invite(dean, agreement, f"{sara.email}\n{charlie.email}")
    as_(None).post(refusal_path(charlie))
    begun = factories.at("2026-03-02 10:00:00")
    for days, letters in ((13, 1), (14, 2), (20, 2), (28, 3), (60, 3)):
        stand_at(begun + timedelta(days=days, hours=days))
        as_(dean).post(url("school_remind", agreement.pk))
        assert OutboxMessage.objects.filter(person=sara).count() == letters, days
    assert OutboxMessage.objects.filter(person=charlie).count() == 1


def test_an_invitation_runs_out_but_a_no_does_not(
    agreement: SchoolAgreement, dean: Person, sara: Person, stand_at: Any
) -> None:
    invite(dean, agreement, sara.email)
    stand_at(factories.at("2026-03-02 10:00:00") + timedelta(days=90, seconds=1))
    client, invitation = as_(sara), SchoolInvitation.objects.get()
    assert client.get(url("my_schools")).headers["Location"] == url("my_skills")
    assert client.post(url("my_school_answer", invitation.pk), {"answer": "yes"}).status_code == 404
    as_(None).post(refusal_path(sara))
    assert SchoolInvitation.objects.get().counted is False


def test_a_long_list_takes_two_small_queries_a_letter(agreement: SchoolAgreement, dean: Person) -> None:
    client = as_(dean)
    page = url("school_page", agreement.pk)
    with CaptureQueriesContext(connection) as few:
        client.post(page, {"rows": "one@demo.example"})
    with CaptureQueriesContext(connection) as many:
        client.post(page, {"rows": "\n".join(f"g{number}@demo.example" for number in range(400))})
    assert SchoolInvitation.objects.count() == 401
    assert len(many) <= len(few) + 2 * 400  # those of the link to a password
