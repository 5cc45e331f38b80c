"""Integration: a complete export, filtered as on screen, whose cells are what they say."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from mouakaba.base.audit.queries import history_of
from mouakaba.kernel.sheets import open_sheet
from mouakaba.select.applications.models import Application
from mouakaba.select.review.models import Conflict
from mouakaba.select.screening.actions import refuse
from mouakaba.select.sheets.actions import match_columns, start_import, upload_sheet
from mouakaba.select.sheets.models import SheetImport
from mouakaba.select.sheets.queries import Plan
from tests import factories
from tests.select.screening.builders import TOO_OLD, sent

pytestmark = pytest.mark.django_db


def taken(client: Any, call: Any, query: str = "", language: str = "fr") -> bytes:
    address = re.sub(r"^/(ar|fr|en)/", f"/{language}/", reverse("sheet_export", args=[call.slug]))
    page = client.get(address + query)
    assert page.status_code == 200
    return b"".join(page.streaming_content)


def workbook(content: bytes, folder: Path, sheet: str = "") -> list[dict[str, Any]]:
    path = folder / "export.xlsx"
    path.write_bytes(content)
    rows = [row.cells for row in open_sheet(path, sheet=sheet).rows()]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def text(content: bytes, separator: str = ";") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def test_a_workbook_holds_everything_with_its_kind(client: Any, call: Any, omar: Any, tmp_path: Path) -> None:
    file = sent(call, "Alice", {**TOO_OLD, "bearer": "organisation", "ice": "001525678000067"}, language="fr")
    refuse(application=file, by=omar, reason="Plus de 29 ans.")
    client.force_login(omar)
    (row,) = workbook(taken(client, call), tmp_path)
    assert row["Titre du projet [title]"] == "DEMO workshop of weaving"
    assert row["ICE de l’organisation [ice]"] == "001525678000067"
    assert row["Date de naissance [birth_date]"] == date(1980, 5, 2)
    assert row["Secteur [sector]"] == "Artisanat"
    assert row["Région du projet [region]"] == "Oriental" or "riental" in row["Région du projet [region]"]
    sent_on = next(value for value in row.values() if isinstance(value, datetime) and value.year == 2024)
    assert sent_on == datetime(2024, 3, 2, 10, 0)
    values = list(map(str, row.values()))
    assert {file.number, file.applicant.email, "Plus de 29 ans.", "DEMO Omar", "Âge", "MA-02"} <= set(values)


def test_the_legend_says_what_columns_and_codes_mean(client: Any, call: Any, omar: Any, tmp_path: Path) -> None:
    sent(call, "Alice")
    client.force_login(omar)
    path = tmp_path / "export.xlsx"
    path.write_bytes(taken(client, call, language="en"))
    names = open_sheet(path).sheets
    lines = [row.cells for row in open_sheet(path, sheet=names[1]).rows()]
    assert ("Sector [sector]", "sector", "crafts", "الصناعة التقليدية", "Artisanat", "Crafts") in lines
    assert ("Project title [title]", "title", "", "عنوان المشروع", "Titre du projet", "Project title") in lines


@pytest.mark.parametrize(("language", "right_to_left"), [("ar", True), ("fr", False)])
def test_an_arabic_sheet_runs_right_to_left(
    client: Any, call: Any, omar: Any, language: str, right_to_left: bool
) -> None:
    sent(call, "Alice")
    client.force_login(omar)
    with zipfile.ZipFile(io.BytesIO(taken(client, call, language=language))) as archive:
        assert (b'rightToLeft="1"' in archive.read("xl/worksheets/sheet1.xml")) is right_to_left


HOSTILE = ["=1+1", "+212661123456", "-5 degrés", "@SUM(A1)", "\tx", '=HYPERLINK("http://x")']


def test_no_cell_becomes_a_formula(client: Any, call: Any, omar: Any, tmp_path: Path) -> None:
    for number, title in enumerate(HOSTILE):
        sent(call, f"P{number}", {"title": title, "summary": title})
    client.force_login(omar)
    content = taken(client, call)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert {row["Titre du projet [title]"] for row in workbook(content, tmp_path)} == set(HOSTILE)
    lines = text(taken(client, call, "?format=csv"))
    assert {line["Titre du projet [title]"] for line in lines} == {f"'{title}" for title in HOSTILE}


def test_a_csv_opens_with_its_letters(client: Any, call: Any, omar: Any) -> None:
    sent(call, "Alice", {"title": "DEMO نسيج"})
    client.force_login(omar)
    content = taken(client, call, "?format=csv")
    assert content.startswith(b"\xef\xbb\xbf")
    assert text(content)[0]["Titre du projet [title]"] == "DEMO نسيج"
    assert text(taken(client, call, "?format=csv", "en"), ",")[0]["Project title [title]"] == "DEMO نسيج"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_export_is_what_the_screen_shows(client: Any, call: Any, omar: Any, tmp_path: Path, kind: str) -> None:
    sent(call, "Good", {"title": "DEMO a"})
    sent(call, "Old", {**TOO_OLD, "title": "DEMO b"})
    sent(call, "Older", {**TOO_OLD, "title": "DEMO c"}, at=factories.at("2024-03-05 10:00:00"))
    factories.make_application(call, factories.make_person("Drafter"), state="draft")
    client.force_login(omar)
    query = f"?verdict=ineligible&sort=newest&page=1&format={kind}"
    content = taken(client, call, query)
    rows = workbook(content, tmp_path) if kind == "xlsx" else text(content)
    assert [row["Titre du projet [title]"] for row in rows] == ["DEMO c", "DEMO b"]


def test_marks_are_given_only_once_they_are_closed(client: Any, call: Any, omar: Any, tmp_path: Path) -> None:
    file = sent(call, "Alice")
    Application.objects.filter(pk=file.pk).update(score="3.7500")
    client.force_login(omar)
    assert 3.75 not in workbook(taken(client, call), tmp_path)[0].values()
    type(call).objects.filter(pk=call.pk).update(marks_closed_at=call.closes_at)
    assert 3.75 in workbook(taken(client, call), tmp_path)[0].values()


def test_a_file_an_officer_is_tied_to_is_not_exported(client: Any, call: Any, omar: Any) -> None:
    tied = sent(call, "Tied")
    seat = factories.make_juror(call, person=omar)
    Conflict.objects.create(juror=seat, application=tied, source="declared", at=call.opens_at)
    client.force_login(omar)
    assert text(taken(client, call, "?format=csv")) == []


def test_who_took_what_out_is_kept(client: Any, call: Any, omar: Any) -> None:
    client.force_login(omar)
    taken(client, call, "?format=csv&verdict=ineligible")
    line = history_of(call).first()
    assert line is not None
    assert (line.act, line.by, line.detail) == (
        "export_applications",
        omar,
        {"format": "csv", "query": "verdict=ineligible"},
    )


@pytest.mark.parametrize("count", [2, 40])
def test_the_price_of_an_export_grows_by_chunks_only(
    client: Any, call: Any, omar: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        sent(call, f"P{number}")
    client.force_login(omar)
    taken(client, call, "?format=csv")
    with django_assert_max_num_queries(16):
        assert len(text(taken(client, call, "?format=csv"))) == count


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_we_export_we_can_import(
    client: Any, call: Any, omar: Any, programme: Any, settings: Any, tmp_path: Path, kind: str
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MEDIA_ROOT = tmp_path
    first = sent(call, "Alice", {"bearer": "organisation", "ice": "999999991000004", "title": "=DEMO"}, language="fr")
    client.force_login(omar)
    content = taken(client, call, f"?format={kind}")
    other = factories.make_call(programme, "other-call")
    sheet = upload_sheet(call=other, upload=SimpleUploadedFile(f"a.{kind}", content), by=omar)
    match_columns(sheet=sheet, plan=Plan.of(sheet.mapping), by=omar)
    sheet = SheetImport.objects.get()
    assert sheet.report["findings"] == []
    start_import(sheet=sheet, policy="all_or_nothing", by=omar)
    copy = Application.objects.get(call=other)
    assert {**copy.answers, "consent": True} == {**first.answers, "consent": True}
    assert (copy.applicant, copy.submitted_at, copy.language) == (first.applicant, first.submitted_at, "fr")
    assert copy.imported_row.number == first.number
