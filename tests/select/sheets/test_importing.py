"""Integration: a sheet from another tool becomes applications, once, by the form's own reading."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from mouakaba.base.audit.queries import history_of
from mouakaba.base.files.models import StoredFile
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.select.applications.models import Application
from mouakaba.select.sheets.actions import (
    StateError,
    check_sheet,
    discard_sheet,
    import_sheet,
    match_columns,
    start_import,
    upload_sheet,
)
from mouakaba.select.sheets.models import ImportedRow, SheetImport
from mouakaba.select.sheets.queries import Plan
from tests import factories
from tests.select.sheets.builders import HEADERS, ROW, as_csv, as_xlsx, changed, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places", "media")]


@pytest.fixture
def media(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def checked(call: Any, by: Any, upload: Any, **changes: Any) -> SheetImport:
    """Uploaded, matched as guessed (with changes), and checked."""
    from dataclasses import replace

    sheet = upload_sheet(call=call, upload=upload, by=by)
    match_columns(sheet=sheet, plan=replace(Plan.of(sheet.mapping), **changes), by=by)
    sheet = SheetImport.objects.get(pk=sheet.pk)
    if sheet.state == "checking":
        check_sheet(sheet_id=str(sheet.pk))
    return SheetImport.objects.get(pk=sheet.pk)


def imported(sheet: SheetImport, by: Any, policy: str = "good_rows", **options: Any) -> SheetImport:
    start_import(sheet=sheet, policy=policy, by=by, **options)
    import_sheet(sheet_id=str(sheet.pk))
    return SheetImport.objects.get(pk=sheet.pk)


def counts(sheet: SheetImport) -> dict[str, int]:
    return {name: sheet.report[name] for name in ("rows", "good", "warned", "bad", "twice")}


def findings(sheet: SheetImport) -> list[tuple[int, int, str, str]]:
    return [(one["row"], one["column"], one["code"], one["level"]) for one in sheet.report["findings"]]


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_a_row_becomes_a_sent_application_judged_by_the_rules(call: Any, omar: Any, make: Any) -> None:
    sheet = checked(call, omar, make([HEADERS, ROW]))
    assert (sheet.state, counts(sheet)) == ("checked", {"rows": 1, "good": 1, "warned": 0, "bad": 0, "twice": 0})
    sheet = imported(sheet, omar)
    file = Application.objects.get()
    assert (sheet.state, sheet.report["imported"]) == ("done", 1)
    assert file.answers == {
        "title": "DEMO tapis", "summary": "Un atelier de tissage.", "region": "MA-02", "sector": "crafts",
        "bearer": "person", "holder_name": "DEMO Porteuse", "birth_date": "2000-05-02", "sex": "f", "consent": "true",
    }  # fmt: skip
    assert (file.state, file.verdict, file.language, file.number) == ("submitted", "eligible", "fr", "DEMO-CALL-0001")
    assert file.submission.answers == file.answers
    assert len(file.submission.content_hash) == 64
    assert file.submitted_at.isoformat() == "2024-03-02T09:30:00+00:00"  # 10:30 in Morocco, before Ramadan
    assert (file.title, file.facts["project.region"]) == ("DEMO tapis", "MA-02")
    assert (file.imported_row.row, file.imported_row.sheet) == (2, sheet)
    assert (file.applicant.email, file.applicant.has_usable_password()) == ("demo-1@demo.example", False)
    assert [line.act for line in history_of(file)] == ["import_application"]
    assert list(file.status_lines.values_list("state", "by")) == [("submitted", omar.pk)]
    assert file.project.title == "DEMO tapis"


def test_nobody_is_written_to_unless_asked(call: Any, omar: Any) -> None:
    imported(checked(call, omar, as_csv([HEADERS, ROW])), omar)
    assert OutboxMessage.objects.count() == 0


def test_the_applicants_are_written_to_when_asked(call: Any, omar: Any) -> None:
    imported(checked(call, omar, as_csv([HEADERS, *rows(2), changed(ROW, B="", C="Autre", I="Z")])), omar, tell=True)
    letters = OutboxMessage.objects.order_by("address")
    assert [letter.address for letter in letters] == ["demo-1@demo.example", "demo-2@demo.example"]
    assert "DEMO-CALL-0001" in letters[0].subject
    assert letters[0].language == "fr"


def test_a_row_without_an_address_makes_no_account(call: Any, omar: Any) -> None:
    imported(checked(call, omar, as_csv([HEADERS, changed(ROW, B="")])), omar)
    file = Application.objects.get()
    assert (file.applicant, file.state) == (None, "submitted")
    assert Person.objects.count() == 1  # the officer


def test_somebody_who_has_an_account_keeps_it(call: Any, omar: Any) -> None:
    alice = factories.make_person("Alice", language="ar")
    imported(checked(call, omar, as_csv([HEADERS, changed(ROW, B=alice.email.upper())])), omar)
    alice.refresh_from_db()
    assert Application.objects.get().applicant == alice
    assert (alice.name, alice.language) == ("DEMO Alice", "ar")


def test_a_second_upload_of_the_same_sheet_imports_nothing_twice(call: Any, omar: Any) -> None:
    table = [HEADERS, *rows(3), changed(ROW, B="", C="Sans adresse", I="DEMO Sans")]
    imported(checked(call, omar, as_csv(table)), omar)
    again = checked(call, omar, as_csv(table))
    assert counts(again) == {"rows": 4, "good": 0, "warned": 0, "bad": 0, "twice": 4}
    again = imported(again, omar)
    assert (again.report["imported"], Application.objects.count()) == (0, 4)


def test_a_second_run_of_the_same_import_changes_nothing(call: Any, omar: Any) -> None:
    sheet = imported(checked(call, omar, as_csv([HEADERS, *rows(2)])), omar)
    import_sheet(sheet_id=str(sheet.pk))
    assert Application.objects.count() == 2


def test_rows_entered_by_another_sheet_meanwhile_are_left_out(call: Any, omar: Any) -> None:
    first = checked(call, omar, as_csv([HEADERS, *rows(2)]))
    second = checked(call, omar, as_csv([HEADERS, *rows(3)]))
    imported(first, omar)
    assert imported(second, omar).report["imported"] == 1
    assert sorted(Application.objects.values_list("number", flat=True)) == [
        "DEMO-CALL-0001",
        "DEMO-CALL-0002",
        "DEMO-CALL-0003",
    ]


def test_doubles_in_the_sheet_and_in_the_call_are_left_out(call: Any, omar: Any, alice: Any) -> None:
    there = factories.make_application(call, alice)
    begun = factories.make_application(call, factories.make_person("Brahim"), state="draft", answers={"title": "x"})
    table = [
        HEADERS,
        changed(ROW, B=alice.email),
        changed(ROW, B="", C="demo  WORKSHOP of weaving", I="demo holder"),
        changed(ROW, B=begun.applicant.email, C="y"),
        ROW,
        changed(ROW, C="Autre titre"),
        changed(ROW, B="other@demo.example"),
    ]
    sheet = checked(call, omar, as_csv(table))
    assert findings(sheet) == [
        (2, -1, "already_here", "twice"),
        (3, -1, "already_here", "twice"),
        (4, -1, "has_draft", "twice"),
        (6, -1, "twice_in_sheet", "twice"),
        (7, -1, "twice_in_sheet", "twice"),
    ]
    assert sheet.report["findings"][0]["params"] == {"number": there.number}
    assert sheet.report["findings"][3]["params"] == {"row": 5}
    assert imported(sheet, omar).report["imported"] == 1


def test_bad_rows_are_told_cell_by_cell_and_left_out(call: Any, omar: Any) -> None:
    table = [
        HEADERS,
        changed(rows(1)[0], J="31/02/2000", E="Atlantide"),
        changed(rows(2)[1], F="Plomberie", L=""),
        changed(rows(3)[2], B="not an address", C=""),
        rows(4)[3],
    ]
    sheet = checked(call, omar, as_csv(table))
    assert findings(sheet) == [
        (2, 4, "not_an_option", "error"),
        (2, 9, "not_a_date", "error"),
        (3, 5, "not_an_option", "error"),
        (3, 11, "consent_needed", "error"),
        (4, 2, "required", "error"),
        (4, 1, "not_an_email", "error"),
    ]
    assert sheet.report["findings"][0]["found"] == "Atlantide"
    assert counts(sheet) == {"rows": 4, "good": 1, "warned": 0, "bad": 3, "twice": 0}
    assert imported(sheet, omar).report["imported"] == 1


def test_all_or_nothing_keeps_nothing_while_a_row_is_bad(call: Any, omar: Any) -> None:
    sheet = checked(call, omar, as_csv([HEADERS, *rows(2), changed(ROW, J="hier")]))
    sheet = imported(sheet, omar, "all_or_nothing")
    assert (sheet.state, sheet.policy, Application.objects.count()) == ("checked", "", 0)
    assert (sheet.error, sheet.error_params) == ("rows_bad", {"found": 1})
    good = imported(checked(call, omar, as_csv([HEADERS, *rows(2)])), omar, "all_or_nothing")
    assert (good.state, Application.objects.count()) == ("done", 2)


def test_a_bad_row_does_not_hide_its_corrected_copy(call: Any, omar: Any) -> None:
    sheet = checked(call, omar, as_csv([HEADERS, changed(ROW, J="hier"), ROW]))
    assert counts(sheet) == {"rows": 2, "good": 1, "warned": 0, "bad": 1, "twice": 0}


def test_numbers_that_lost_their_zeroes_come_back(call: Any, omar: Any) -> None:
    ice = next(n for n in range(1525678000001, 1525678000200) if n % 97 == 0)
    table = [HEADERS, changed(ROW, G="Une organisation", H=float(ice))]
    sheet = checked(call, omar, as_xlsx(table))
    assert findings(sheet) == [(2, 7, "ice_padded", "warning")]
    imported(sheet, omar)
    assert Application.objects.get().answers["ice"] == f"{ice:015d}"


def test_figures_lost_to_scientific_notation_stop_the_row(call: Any, omar: Any) -> None:
    sheet = checked(call, omar, as_csv([HEADERS, changed(ROW, G="Une organisation", H="1,52568E+12")]))
    assert (2, 7, "figures_lost", "error") in findings(sheet)
    assert sheet.report["good"] == 0


@pytest.mark.parametrize("since_1904", [True, False])
def test_dates_are_read_in_the_workbooks_own_system(call: Any, omar: Any, since_1904: bool) -> None:
    table = [HEADERS, changed(rows(1)[0], J=date(2000, 5, 2)), changed(rows(2)[1], J=35186 if since_1904 else 36648)]
    sheet = checked(call, omar, as_xlsx(table, date_1904=since_1904))
    assert findings(sheet) == [(3, 9, "date_serial", "warning")]
    imported(sheet, omar)
    assert {file.answers["birth_date"] for file in Application.objects.all()} == {"2000-05-02"}


def test_a_merged_cell_goes_for_its_rows_and_is_said(call: Any, omar: Any) -> None:
    table = [HEADERS, *[changed(row, E="") for row in rows(3)]]
    sheet = checked(call, omar, as_xlsx(table, lambda page, book: page.merge_range(1, 4, 3, 4, "Région de l'Oriental")))
    assert findings(sheet) == [(3, 4, "merged", "warning"), (4, 4, "merged", "warning")]
    imported(sheet, omar)
    assert {file.answers["region"] for file in Application.objects.all()} == {"MA-02"}


def test_banners_empty_rows_and_formulas(call: Any, omar: Any) -> None:
    table = [["Appel 2024"], [], HEADERS, rows(1)[0], [], rows(2)[1]]

    def formula(page: Any, book: Any) -> None:
        page.write_formula(3, 2, '="DEMO "&"calculé"', None, "DEMO calculé")

    sheet = checked(call, omar, as_xlsx(table, formula))
    assert Plan.of(sheet.mapping).header == 3
    assert counts(sheet) == {"rows": 2, "good": 2, "warned": 0, "bad": 0, "twice": 0}
    imported(sheet, omar)
    assert set(Application.objects.values_list("title", flat=True)) == {"DEMO calculé", "DEMO tapis 2"}


def test_arabic_windows_text_and_arabic_digits(call: Any, omar: Any) -> None:
    headers = ["عنوان المشروع", "وصف المشروع", "جهة المشروع", "المجال", "من يحمل المشروع؟", "اسم حامل المشروع",
               "تاريخ الازدياد", "الجنس", "أوافق على معالجة معطياتي"]  # fmt: skip
    row = [
        "ورشة نسيج",
        "ورشة لتعليم النسيج",
        "جهة الشرق",
        "الصناعة التقليدية",
        "شخص",
        "DEMO حاملة",
        "٠٢/٠٥/٢٠٠٠",
        "أنثى",
        "أوافق",
    ]
    sheet = checked(call, omar, as_csv([headers, row], encoding="utf-8", separator=","))
    assert findings(sheet) == []
    imported(sheet, omar)
    file = Application.objects.get()
    assert (file.language, file.answers["birth_date"], file.answers["sector"]) == ("ar", "2000-05-02", "crafts")
    windows = as_csv([headers, [*row[:6], "02/05/2000", *row[7:]]], encoding="cp1256")
    assert findings(checked(call, omar, windows)) == [(2, -1, "already_here", "twice")]


def test_the_same_for_every_row_and_months_first(call: Any, omar: Any) -> None:
    table = [HEADERS[:-1], changed(ROW, J="5/2/2000")[:-1]]
    sheet = checked(call, omar, as_csv(table), fixed={"consent": "true", "@language": "ar"}, month_first=True)
    assert findings(sheet) == []
    imported(sheet, omar)
    file = Application.objects.get()
    assert (file.language, file.answers["birth_date"], file.answers["consent"]) == ("ar", "2000-05-02", "true")


def test_what_the_sheet_does_not_ask_may_be_left_empty_on_purpose(call: Any, omar: Any) -> None:
    keep = [index for index, header in enumerate(HEADERS) if header != "Date de naissance"]
    table = [[row[index] for index in keep] for row in (HEADERS, ROW)]
    assert findings(checked(call, omar, as_csv(table))) == [(2, -1, "required", "error")]
    sheet = checked(call, omar, as_csv(table), without=("birth_date",))
    assert findings(sheet) == []
    imported(sheet, omar)
    assert Application.objects.get().verdict == "cannot_tell"


def test_the_sheet_is_let_go_of_once_imported(call: Any, omar: Any, django_capture_on_commit_callbacks: Any) -> None:
    sheet = checked(call, omar, as_csv([HEADERS, ROW]))
    stored = sheet.file
    with django_capture_on_commit_callbacks(execute=True):
        sheet = imported(sheet, omar)
    assert (sheet.file, sheet.preview, StoredFile.objects.count()) == (None, {}, 0)
    assert not stored.content.storage.exists(stored.content.name)
    assert len(sheet.sha256) == 64


def test_an_upload_can_be_thrown_away_until_it_is_imported(call: Any, omar: Any) -> None:
    sheet = checked(call, omar, as_csv([HEADERS, ROW]))
    discard_sheet(sheet=sheet, by=omar)
    assert (SheetImport.objects.count(), StoredFile.objects.count()) == (0, 0)
    done = imported(checked(call, omar, as_csv([HEADERS, ROW])), omar)
    with pytest.raises(StateError):
        discard_sheet(sheet=done, by=omar)


def test_a_sheet_is_imported_only_after_it_was_checked(call: Any, omar: Any) -> None:
    sheet = upload_sheet(call=call, upload=as_csv([HEADERS, ROW]), by=omar)
    with pytest.raises(StateError):
        start_import(sheet=sheet, policy="good_rows", by=omar)
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"\0\1\2", "not what its name says"),
        ("a.xlsx", b"not a workbook", "not what its name says"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 100, r"not what its name says|not a sheet"),
        ("a.pdf", b"%PDF-1.7", "cannot be received"),
        ("a.csv", b"", "empty"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words_and_not_kept(
    call: Any, omar: Any, name: str, content: bytes, sentence: str
) -> None:
    with override("en"), pytest.raises(ValidationError, match=sentence):
        upload_sheet(call=call, upload=SimpleUploadedFile(name, content), by=omar)
    assert (SheetImport.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_twenty_thousand_rows_in_the_background(call: Any, omar: Any) -> None:
    """A thousand people, each twenty times: all is read, each is entered once."""
    people = rows(1_000)
    sheet = upload_sheet(call=call, upload=as_csv([HEADERS, *people * 20]), by=omar)
    match_columns(sheet=sheet, plan=Plan.of(sheet.mapping), by=omar)
    assert SheetImport.objects.get().state == "checking"
    assert list(ProcrastinateJob.objects.values_list("task_name", flat=True)) == ["mouakaba.select.sheets.tasks.check"]
    check_sheet(sheet_id=str(sheet.pk))
    sheet = SheetImport.objects.get()
    assert counts(sheet) == {"rows": 20_000, "good": 1_000, "warned": 0, "bad": 0, "twice": 19_000}
    assert (len(sheet.report["findings"]), sheet.report["more"]) == (1_000, 18_000)
    assert sheet.rows_all == 20_001
    sheet = imported(sheet, omar)
    assert (sheet.state, Application.objects.count(), ImportedRow.objects.count()) == ("done", 1_000, 1_000)
    call.refresh_from_db()
    assert call.next_number == 1_001
