"""Integration: the register of members: lines, shares, leaving, sheets in and out, the printed register."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pypdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from mouakaba.accompany.cooperatives import actions
from mouakaba.accompany.cooperatives.models import Cooperative, Cooperator, ShareMove
from mouakaba.accompany.cooperatives.queries import capital_of
from mouakaba.base.audit.models import AuditLine
from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from tests import factories
from tests.accompany.cooperatives.cast import DAY, enter
from tests.browsing import as_, url

pytestmark = pytest.mark.django_db
SLUG = "demo-honey"
LINE = {
    "name": "DEMO Fatima", "kind": "person", "entered_on": "2026-01-05", "duty": "", "email": "", "phone": "",
    "shares": "3", "paid": "150.50",
}  # fmt: skip


def test_the_books_are_begun_and_the_figures_are_the_statutes_own(house: Any) -> None:
    organisation, team = house
    client = as_(team["owner"])
    assert url("cooperative_begin", SLUG) in client.get(url("my_cooperatives")).content.decode()
    given = {"share_value": "100", "quorum": "50 %", "majority": "> 1/2", "notice_days": "15"}
    assert client.post(url("cooperative_begin", SLUG), given).status_code == 302
    books = Cooperative.objects.get(organisation=organisation)
    assert (books.share_value, books.quorum, books.majority, books.most_proxies) == (100_00, "1/2", ">1/2", None)
    assert client.get(url("cooperative_begin", SLUG)).status_code == 404
    page = client.get(url("cooperative", SLUG, language="en")).content.decode()
    assert "not given by the statutes" in page and "more than" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"share_value": "99"}, "share_value"), ({"quorum": "half"}, "quorum"), ({"quorum_board": "3/2"}, "quorum_board"),
     ({"notice_days": "-1"}, "notice_days"), ({"share_value": "100.005"}, "share_value")],
)  # fmt: skip
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_bad_figures_get_a_sentence_and_lose_nothing(
    team: dict[str, Person], language: str, changes: dict[str, str], field: str
) -> None:
    given = {"share_value": "100", "court": "DEMO kept", **changes}
    page = as_(team["owner"]).post(url("cooperative_begin", SLUG, language=language), given)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert "DEMO kept" in page.content.decode() and not Cooperative.objects.exists()


def test_a_member_enters_pays_is_corrected_and_leaves(books: Cooperative, team: dict[str, Person]) -> None:
    client = as_(team["officer"])
    assert client.post(url("cooperator_new", SLUG), LINE).headers["Location"] == url("cooperator", SLUG, 1)
    row = Cooperator.objects.get()
    assert [(m.shares, m.paid) for m in row.moves.all()] == [(3, 150_50)]
    client.post(url("cooperator_move", SLUG, 1), {"way": "in", "shares": "1", "paid": "249.50", "on": "2026-02-01"})
    assert (capital_of(books).subscribed, capital_of(books).paid, capital_of(books).unpaid) == (400_00, 400_00, 0)
    client.post(url("cooperator_edit", SLUG, 1), {**LINE, "name": "DEMO Fatima Z", "duty": "treasurer"})
    left = {"left_on": "2026-03-01", "left_why": "withdrew", "left_note": "DEMO moved away"}
    client.post(url("cooperator_leave", SLUG, 1), left)
    row.refresh_from_db()
    assert (row.name, row.left_on, row.left_why, row.duty) == ("DEMO Fatima Z", date(2026, 3, 1), "withdrew", "")
    total = capital_of(books)
    assert (total.members, total.subscribed, total.paid, total.owed_back) == (0, 0, 0, 400_00)
    client.post(url("cooperator_move", SLUG, 1), {"way": "out", "shares": "0", "paid": "400", "on": "2026-03-05"})
    assert capital_of(books).owed_back == 0
    history = Cooperator.pgh_event_model.objects.filter(pgh_obj_id=row.pk)  # type: ignore[attr-defined]
    assert set(history.values_list("name", flat=True)) == {"DEMO Fatima", "DEMO Fatima Z"}
    assert AuditLine.objects.filter(act="record_leaving", by=team["officer"]).exists()
    page = client.get(url("cooperators", SLUG) + "?state=left").content.decode()
    assert "DEMO Fatima Z" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"entered_on": "2026-03-11"}, "entered_on"),
        ({"shares": "0"}, "shares"),
        ({"paid": "300.01"}, "paid"),
        ({"paid": "-1"}, "paid"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_a_bad_line_gets_a_sentence(
    books: Cooperative, team: dict[str, Person], changes: dict[str, str], field: str
) -> None:
    page = as_(team["owner"]).post(url("cooperator_new", SLUG), {**LINE, "phone": "0600000000", **changes})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert "0600000000" in page.content.decode() and not Cooperator.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"way": "in", "shares": "0", "paid": "0"}, "shares"),
        ({"way": "out", "shares": "6", "paid": "500"}, "shares"),
        ({"way": "out", "shares": "0", "paid": "500.01"}, "paid"),
        ({"way": "in", "shares": "0", "paid": "0.01"}, "paid"),
        ({"way": "out", "shares": "1", "paid": "0"}, "paid"),
        ({"way": "in", "shares": "1", "paid": "0", "on": "2024-12-31"}, "on"),
        ({"way": "in", "shares": "1", "paid": "0", "on": "2026-03-11"}, "on"),
    ],
)
def test_a_move_that_cannot_be_is_refused(
    books: Cooperative, team: dict[str, Person], given: dict[str, str], field: str
) -> None:
    enter(books)
    page = as_(team["owner"]).post(url("cooperator_move", SLUG, 1), {"on": "2026-03-01", "note": "DEMO kept", **given})
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert "DEMO kept" in page.content.decode() and ShareMove.objects.count() == 1


def test_the_database_itself_refuses_a_leaving_without_a_reason(books: Cooperative) -> None:
    row = enter(books)
    for wrong in ({"left_on": DAY}, {"left_why": "died"}, {"left_on": date(2024, 1, 1), "left_why": "died"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Cooperator.objects.filter(pk=row.pk).update(**wrong)


def test_a_share_cannot_become_worth_less_than_was_paid(books: Cooperative, team: dict[str, Person]) -> None:
    actions.save_statutes(cooperative=books, values={"share_value": 200_00}, by=team["owner"])
    enter(books, paid=1_000_00)
    with pytest.raises(ValidationError) as error:
        actions.save_statutes(cooperative=books, values={"share_value": 199_00}, by=team["owner"])
    assert "share_value" in error.value.message_dict


SHEET = (
    "Nom et prénom;Date d’entrée;Parts souscrites;Montant libéré;E-mail\n"
    "DEMO Aïcha;05/01/2026;2;200;aicha@demo.example\n"
    "DEMO Badr;31/02/2026;1;100;\n"
    "DEMO Chama;05/01/2026;0;0;\n"
    "DEMO Dounia;05/01/2026;1;100,01;\n"
    "DEMO Aïcha;05/01/2026;1;0;\n"
    ";05/01/2026;1;0;\n"
    "DEMO Ezzahra;2026-01-05;١٠;1 000;wrong\n"
    "DEMO Farid;2026-01-05;١٠;1 000;\n"
)


def send(person: Person, text: str, whole: str, language: str = "fr") -> Any:
    sheet = SimpleUploadedFile("members.csv", text.encode())
    return as_(person).post(url("cooperators_import", SLUG, language=language), {"sheet": sheet, "whole": whole})


def test_a_sheet_brings_in_the_good_rows_and_names_the_bad(books: Cooperative, team: dict[str, Person]) -> None:
    page = send(team["owner"], SHEET, "")
    report = page.context["report"]
    assert [number for number, _why in report.bad] == [3, 4, 5, 6, 7, 8]
    rows = list(Cooperator.objects.order_by("number").values_list("number", "name"))
    assert (report.added, rows) == (2, [(1, "DEMO Aïcha"), (2, "DEMO Farid")])
    assert (capital_of(books).shares, capital_of(books).paid) == (12, 1_200_00)


def test_a_sheet_is_refused_whole_when_asked(books: Cooperative, team: dict[str, Person]) -> None:
    page = send(team["owner"], SHEET, "yes")
    assert (page.status_code, page.context["report"].held_back) == (422, True)
    only_money = (
        "الاسم الكامل;تاريخ الانخراط;عدد الحصص;المبلغ المدفوع\nDEMO أ;05/01/2026;1;0\nDEMO ب;05/01/2026;1;101\n"
    )
    page = send(team["owner"], only_money, "yes", "ar")
    assert (page.status_code, [n for n, _why in page.context["report"].bad]) == (422, [3])
    assert not Cooperator.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_sheet_without_its_columns_is_refused_in_words(
    books: Cooperative, team: dict[str, Person], language: str
) -> None:
    page = send(team["owner"], "DEMO A;1\nDEMO B;2\n", "", language)
    said = {"ar": "المبلغ المدفوع", "fr": "Montant libéré", "en": "Paid"}[language]
    assert page.status_code == 422 and said in page.context["form"].errors["sheet"][0]


def test_the_register_leaves_as_sheets_and_pdf(books: Cooperative, six: Any, team: dict[str, Person]) -> None:
    client = as_(team["viewer"])
    answer = client.get(url("cooperators", SLUG) + "?format=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 7 and rows[1][:2] == ["1", "DEMO Member 1"] and rows[1][6:8] == ["500", "500"]
    assert client.get(url("cooperators", SLUG) + "?format=xlsx").content[:2] == b"PK"
    for language, word in (("fr", "Registre des membres"), ("ar", "")):
        pdf = client.get(url("cooperators_paper", SLUG, language))
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
        assert "DEMO Member 6" in text and word in text
    assert client.get(url("cooperators_paper", SLUG, "en")).status_code == 404


def test_a_persons_line_is_exported_and_their_contact_erased(books: Cooperative) -> None:
    sara = factories.make_person("Sara")
    row = enter(books, "DEMO Sara", email=sara.email.upper(), phone="0600000000")
    told = export_person(sara)["cooperatives"]["register"]
    assert [(one["name"], one["shares"][0]["paid"]) for one in told] == [("DEMO Sara", 500_00)]
    erase_person(person=sara, by=sara)
    row.refresh_from_db()
    events: Any = Cooperator.pgh_event_model  # type: ignore[attr-defined]
    assert (row.name, row.email, row.phone) == ("DEMO Sara", "", "")
    assert not events.objects.filter(pgh_obj_id=row.pk).exclude(email="", phone="").exists()
