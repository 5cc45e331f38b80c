"""End to end: a sheet is sent, matched, checked and imported in a browser, and taken out again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from mouakaba.kernel.sheets import open_sheet
from mouakaba.select.applications.models import Application
from mouakaba.select.sheets.actions import check_sheet, match_columns, upload_sheet
from mouakaba.select.sheets.models import SheetImport
from mouakaba.select.sheets.queries import Plan
from mouakaba.select.sheets.rules import AT_ONCE
from tests.select.sheets.builders import HEADERS, as_csv, as_xlsx, changed, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture(autouse=True)
def media(tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "dossiers.xlsx"
    path.write_bytes(as_xlsx([["Appel"], HEADERS, *rows(3), changed(rows(9)[8], J="hier")]).read())
    return path


def desk(browser: Any, live_server: Any, person: Any, width: int, *, script: bool = True) -> Any:
    client = Client()
    client.force_login(person)
    context = browser.new_context(
        viewport={"width": width, "height": 800}, base_url=live_server.url, java_script_enabled=script
    )
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return context.new_page()


@pytest.mark.parametrize(("language", "script"), [("ar", True), ("fr", False), ("en", True)])
def test_a_sheet_comes_in_and_goes_out(
    browser: Any,
    live_server: Any,
    call: Any,
    omar: Any,
    sheet: Path,
    tmp_path: Path,
    axe: Any,
    language: str,
    script: bool,
) -> None:
    page = desk(browser, live_server, omar, 360, script=script)

    def looks_well() -> None:
        if script:
            assert axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 360

    page.goto(f"/{language}/office/calls/{call.slug}/sheets/")
    looks_well()
    page.set_input_files("[name=file]", sheet)
    page.click("main form button")
    page.locator("details summary").first.click()
    looks_well()
    assert page.locator("[name=col_2]").input_value() == "title"
    page.click(".sticky button")
    looks_well()
    assert "hier" in page.inner_text("main")
    page.click("main form.card button")
    looks_well()
    assert Application.objects.count() == 3
    page.goto(f"/{language}/office/calls/{call.slug}/applications/?q=tapis+2")
    with page.expect_download() as taken:
        page.click("a[href*='format=xlsx']")
    out = tmp_path / "out.xlsx"
    taken.value.save_as(out)
    assert [row.cell(0) for row in open_sheet(out).rows()][1:] == ["DEMO-CALL-0002"]
    page.context.close()


def test_progress_moves_on_by_itself(browser: Any, live_server: Any, call: Any, omar: Any, axe: Any) -> None:
    row = upload_sheet(call=call, upload=as_csv([HEADERS, *rows(AT_ONCE + 1)]), by=omar)
    match_columns(sheet=row, plan=Plan.of(row.mapping), by=omar)
    page = desk(browser, live_server, omar, 1280)
    page.goto(f"/fr/office/calls/{call.slug}/sheets/{row.pk}/")
    assert page.locator("progress").count() == 1
    assert axe(page) == []
    check_sheet(sheet_id=str(row.pk))  # what the worker does
    page.wait_for_selector("main form.card button")
    assert str(AT_ONCE + 1) in page.inner_text("main form.card button")
    assert SheetImport.objects.get().state == "checked"
    page.context.close()
