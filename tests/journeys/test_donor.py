"""Journey in Arabic and French: a donor opens a number’s records, freezes, takes the report, counts again."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.observe.dashboards.actions import make_report
from mouakaba.observe.dashboards.models import Report, Snapshot
from mouakaba.observe.indicators.actions import refresh_feed
from mouakaba.select.programmes.actions import give_role, record_figure
from tests import factories
from tests.journeys.conftest import DESK, PHONE
from tests.observe.conftest import APPLICATIONS
from tests.observe.dashboards.test_snapshots import count_again

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def donor(language: str) -> Any:
    """Reads one programme, without belonging to who runs it."""
    load_places()
    forget_places()
    programme = factories.make_programme()
    person = factories.make_person("Donor", language=language)
    give_role(person=person, programme=programme, role="viewer", by=None)
    parts = [{"label": factories.words(str(n)), "count": n} for n in (5, 4, 4, 4)]
    record_figure(
        programme=programme, code="cohort-1-projects", label=factories.words("c"), stated=18, parts=parts, by=None
    )
    refresh_feed("applications", lambda since: iter(APPLICATIONS), whole=True)
    return person


@pytest.mark.parametrize(("language", "screen"), [("ar", PHONE), ("fr", DESK)])
def test_a_donor_reads_freezes_and_counts_again(
    walk: Any, donor: Any, axe: Any, language: str, screen: dict[str, int]
) -> None:
    walker = walk(screen, donor.email)
    page = walker.go("office/figures/?programme=demo-programme&by=sex")
    walker.press("a[href*='figure=applications.women']")
    walker.press("a[href*='/records/applications.women/']")
    assert page.locator("tbody tr").count() == 35  # a share opens all it is a share of, not its part alone
    page.go_back()
    page.fill("[name=name]", "DEMO 2025")
    walker.press("section.panel form button")
    snapshot = Snapshot.objects.get()
    walker.press(f"form:has(input[value={language}]) button")
    report = Report.objects.get()
    assert page.locator("progress").count() == 1
    make_report(report_id=report.pk)  # what a worker does
    page.reload()
    with page.expect_download() as pdf:
        page.locator("a.button[href$='report.pdf']").click()
    assert len(PdfReader(Path(pdf.value.path())).pages) >= 2
    walker.go(f"office/figures/snapshots/{snapshot.pk}/")
    with page.expect_download() as sheet:
        page.locator("a[href$='figures.xlsx']").click()
    book = CalamineWorkbook.from_filelike(BytesIO(Path(sheet.value.path()).read_bytes()))
    figures, records = (book.get_sheet_by_index(index).to_python() for index in (0, 1))
    rows = [dict(zip(records[0], row, strict=True)) for row in records[1:]]
    women = next(row for row in figures if row[0] == "applications.women")
    assert str(count_again(str(women[7]), rows)) == str(women[2]) == "57.1"
    for path in (
        "office/figures/?programme=demo-programme",
        "office/figures/records/applications/",
        "office/figures/snapshots/",
        f"office/figures/snapshots/{snapshot.pk}/",
        f"office/figures/reports/{report.pk}/",
        "figures/",
        "figures/dashboard/?programme=demo-programme",
        "figures/records/applications/?programme=demo-programme",
        "data/",
        "network/",
    ):
        shown = walker.go(path)
        assert axe(shown) == [], path
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
