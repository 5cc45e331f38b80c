"""Integration: the pages through which a sheet comes in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mouakaba.select.applications.models import Application
from mouakaba.select.sheets.actions import match_columns, upload_sheet
from mouakaba.select.sheets.models import SheetImport
from mouakaba.select.sheets.queries import Plan
from mouakaba.select.sheets.rules import AT_ONCE
from tests import factories
from tests.select.sheets.builders import HEADERS, ROW, as_csv, as_xlsx, changed, rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def english(name: str, *args: Any) -> str:
    return re.sub(r"^/(ar|fr|en)/", "/en/", reverse(name, args=args))


def send(client: Any, call: Any, upload: Any) -> SheetImport:
    page = client.post(english("sheet_import", call.slug), {"file": upload})
    assert page.status_code == 302
    return SheetImport.objects.get()


def fields(client: Any, sheet: SheetImport) -> dict[str, Any]:
    """What the columns page would send as it stands."""
    page = client.get(english("sheet_columns", sheet.call.slug, sheet.pk))
    data = {f"col_{column['index']}": column["target"] for column in page.context["columns"]}
    return {**data, "header": page.context["plan"].header}


def test_from_upload_to_applications(client: Any, call: Any, omar: Any) -> None:
    client.force_login(omar)
    sheet = send(client, call, as_xlsx([HEADERS, *rows(3), changed(ROW, J="hier")]))
    typed = fields(client, sheet)
    assert typed["col_2"] == "title"
    page = client.post(english("sheet_columns", call.slug, sheet.pk), typed)
    report = english("sheet_report", call.slug, sheet.pk)
    assert page["Location"] == report
    text = client.get(report).content.decode()
    assert "hier" in text
    assert "J · Date de naissance" in text
    assert "Import 3 applications" in text
    assert Application.objects.count() == 0
    assert client.post(report, {"policy": "good_rows"})["Location"] == report
    text = client.get(report).content.decode()
    assert "3 applications imported." in text
    assert Application.objects.count() == 3
    listed = client.get(english("screening_list", call.slug)).content.decode()
    assert listed.count("imported") >= 3


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (None, "Choose the sheet."),
        (SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "cannot be received"),
        (SimpleUploadedFile("a.xlsx", b"<html>"), "not what its name says"),
        (SimpleUploadedFile("a.csv", b"\n\n"), "empty"),
    ],
)
def test_a_bad_upload_is_said_on_the_page(client: Any, call: Any, omar: Any, upload: Any, sentence: str) -> None:
    client.force_login(omar)
    page = client.post(english("sheet_import", call.slug), {"file": upload} if upload else {})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert SheetImport.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"col_3": "title"}, "Columns ⁦C, D⁩ are all matched"),
        ({f"col_{n}": "" for n in range(12)}, "No column is matched"),
        ({"col_11": ""}, "they all agreed elsewhere"),
        ({"col_9": ""}, "is required and has no column"),
        ({"header": "77"}, "This row does not exist"),
    ],
)
def test_a_plan_that_cannot_work_is_said_and_kept(
    client: Any, call: Any, omar: Any, changes: dict[str, str], sentence: str
) -> None:
    client.force_login(omar)
    sheet = send(client, call, as_csv([HEADERS, ROW]))
    typed = {**fields(client, sheet), **changes, "fixed_summary": "What I typed"}
    page = client.post(english("sheet_columns", call.slug, sheet.pk), typed)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert page.context["plan"].fixed == {"summary": "What I typed"}
    assert {f"col_{c['index']}": c["target"] for c in page.context["columns"]} == {
        name: target for name, target in typed.items() if name.startswith("col_")
    }
    assert SheetImport.objects.get().state == "mapping"


def test_what_no_column_says_is_written_once(client: Any, call: Any, omar: Any) -> None:
    client.force_login(omar)
    sheet = send(client, call, as_csv([HEADERS[:-1], ROW[:-1]]))
    typed = {**fields(client, sheet), "fixed_consent": "true", "fixed_@language": "ar", "fixed_nonsense": "x"}
    client.post(english("sheet_columns", call.slug, sheet.pk), typed)
    client.post(english("sheet_report", call.slug, sheet.pk), {"policy": "all_or_nothing"})
    file = Application.objects.get()
    assert (file.answers["consent"], file.language) == ("true", "ar")


def test_reading_the_sheet_another_way(client: Any, call: Any, omar: Any) -> None:
    client.force_login(omar)
    sheet = send(client, call, as_csv([["Titre du projet,Sexe"], HEADERS, ROW]))
    typed = {**fields(client, sheet), "header": "1", "separator": ",", "look_again": "1"}
    page = client.post(english("sheet_columns", call.slug, sheet.pk), typed)
    assert page["Location"] == english("sheet_columns", call.slug, sheet.pk)
    plan = Plan.of(SheetImport.objects.get().mapping)
    assert (plan.header, plan.separator, dict(plan.columns)) == (1, ",", {0: "title", 1: "sex"})


def test_a_long_sheet_shows_how_far_it_is(client: Any, call: Any, omar: Any) -> None:
    sheet = upload_sheet(call=call, upload=as_csv([HEADERS, *rows(AT_ONCE + 1)]), by=omar)
    match_columns(sheet=sheet, plan=Plan.of(sheet.mapping), by=omar)
    client.force_login(omar)
    address = english("sheet_report", call.slug, sheet.pk)
    assert "Every row is being checked" in client.get(address).content.decode()
    piece = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<progress" in piece
    assert "<html" not in piece
    SheetImport.objects.update(state="checked", report={"good": 1})
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_work_that_was_cut_off_can_be_started_again(client: Any, call: Any, omar: Any) -> None:
    from procrastinate.contrib.django.models import ProcrastinateJob

    sheet = upload_sheet(call=call, upload=as_csv([HEADERS, *rows(AT_ONCE + 1)]), by=omar)
    match_columns(sheet=sheet, plan=Plan.of(sheet.mapping), by=omar)
    client.force_login(omar)
    address = english("sheet_report", call.slug, sheet.pk)
    client.post(address, {"again": "1"})
    assert ProcrastinateJob.objects.count() == 1  # it still moves
    SheetImport.objects.update(touched_at=sheet.touched_at - timedelta(minutes=10))
    assert "Start again" in client.get(address).content.decode()
    client.post(address, {"again": "1"})
    assert ProcrastinateJob.objects.count() == 2


def test_a_choice_made_twice_imports_once(client: Any, call: Any, omar: Any) -> None:
    client.force_login(omar)
    sheet = send(client, call, as_csv([HEADERS, ROW]))
    client.post(english("sheet_columns", call.slug, sheet.pk), fields(client, sheet))
    address = english("sheet_report", call.slug, sheet.pk)
    for _ in range(2):
        assert client.post(address, {"policy": "good_rows"}).status_code == 302
    assert Application.objects.count() == 1
    assert client.get(english("sheet_columns", call.slug, sheet.pk))["Location"] == address


def test_asking_for_every_row_or_none_says_why_nothing_came(client: Any, call: Any, omar: Any) -> None:
    client.force_login(omar)
    sheet = send(client, call, as_csv([HEADERS, ROW, changed(rows(2)[1], J="hier")]))
    client.post(english("sheet_columns", call.slug, sheet.pk), fields(client, sheet))
    page = client.post(english("sheet_report", call.slug, sheet.pk), {"policy": "all_or_nothing"}, follow=True)
    assert "Nothing was imported" in page.content.decode()
    assert Application.objects.count() == 0
    page = client.post(english("sheet_report", call.slug, sheet.pk), {"policy": "good_rows"}, follow=True)
    assert "Nothing was imported" not in page.content.decode()
    assert Application.objects.count() == 1


def test_no_choice_is_said(client: Any, call: Any, omar: Any) -> None:
    client.force_login(omar)
    sheet = send(client, call, as_csv([HEADERS, ROW]))
    client.post(english("sheet_columns", call.slug, sheet.pk), fields(client, sheet))
    page = client.post(english("sheet_report", call.slug, sheet.pk), {"policy": "maybe"})
    assert (page.status_code, Application.objects.count()) == (422, 0)


def test_throwing_a_sheet_away(client: Any, call: Any, omar: Any) -> None:
    client.force_login(omar)
    sheet = send(client, call, as_csv([HEADERS, ROW]))
    client.post(english("sheet_columns", call.slug, sheet.pk), fields(client, sheet))
    page = client.post(english("sheet_report", call.slug, sheet.pk), {"discard": "1"})
    assert (page["Location"], SheetImport.objects.count()) == (english("sheet_import", call.slug), 0)


def test_a_sheet_that_tears_while_read_says_so(client: Any, call: Any, omar: Any) -> None:
    client.force_login(omar)
    sheet = send(client, call, as_xlsx([HEADERS, ROW]))
    with open(sheet.file.content.path, "r+b") as handle:
        handle.truncate(300)
    page = client.post(english("sheet_columns", call.slug, sheet.pk), fields(client, sheet), follow=True)
    assert SheetImport.objects.get().state == "failed"
    assert "not a sheet we can read" in page.content.decode()


@pytest.mark.parametrize("name", ["sheet_import", "sheet_columns", "sheet_report", "sheet_export"])
@pytest.mark.parametrize(("who", "status"), [("omar", (200, 302)), ("charlie", (404,)), ("nobody", (302,))])
def test_rights(client: Any, call: Any, omar: Any, charlie: Any, name: str, who: str, status: tuple[int, ...]) -> None:
    sheet = upload_sheet(call=call, upload=as_csv([HEADERS, ROW]), by=omar)
    if who != "nobody":
        client.force_login({"omar": omar, "charlie": charlie}[who])
    args = [call.slug, sheet.pk] if name in ("sheet_columns", "sheet_report") else [call.slug]
    page = client.get(english(name, *args))
    assert page.status_code in status
    assert client.post(english(name, *args), {"discard": "1"}).status_code != 200 or who == "omar"
    if who == "nobody":
        assert "/account/login/" in page["Location"]
    assert SheetImport.objects.count() == 1


def test_a_sheet_of_another_call_is_not_found(client: Any, call: Any, omar: Any, programme: Any) -> None:
    sheet = upload_sheet(call=call, upload=as_csv([HEADERS, ROW]), by=omar)
    other = factories.make_call(programme, "other-call")
    client.force_login(omar)
    assert client.get(english("sheet_report", other.slug, sheet.pk)).status_code == 404


@pytest.mark.parametrize("count", [2, 200])
def test_the_price_of_the_report_does_not_depend_on_the_rows(
    client: Any, call: Any, omar: Any, count: int, django_assert_max_num_queries: Any
) -> None:
    table = [HEADERS, *[changed(row, J="hier") for row in rows(count)]]
    sheet = upload_sheet(call=call, upload=as_csv(table), by=omar)
    match_columns(sheet=sheet, plan=Plan.of(sheet.mapping), by=omar)
    client.force_login(omar)
    address = english("sheet_report", call.slug, sheet.pk)
    client.get(address)
    with django_assert_max_num_queries(12):
        page = client.get(address)
    assert len(page.context["findings"]) == min(count, 50)
