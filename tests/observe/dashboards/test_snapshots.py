"""Frozen figures never shift; the report says what they are, and anybody counts them again from its sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from mouakaba.kernel.indicators import Record
from mouakaba.observe.dashboards.actions import ask_report, make_report, take_snapshot
from mouakaba.observe.dashboards.models import Report, Snapshot
from mouakaba.observe.dashboards.queries import is_whole
from mouakaba.observe.dashboards.rules import recount
from mouakaba.observe.indicators.queries import FEEDS, Slice, figures
from mouakaba.observe.indicators.rules import declared
from tests import factories
from tests.observe.conftest import told
from tests.observe.dashboards.test_boards import OFFICE, as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def frozen(counted: Any, omar: Any) -> Snapshot:
    return take_snapshot(programme=counted, name="DEMO June", region="", year=None, by=omar)


def test_freezing_asks_for_a_name_and_a_programme(counted: Any, omar: Any) -> None:
    office = as_(omar)
    answer = office.post(f"{OFFICE}?programme={counted.slug}&year=2025", {"name": " "})
    assert answer.status_code == 422
    assert "Donnez-lui un nom" in answer.content.decode()
    assert office.post(OFFICE, {"name": "June"}).status_code == 404
    assert not Snapshot.objects.exists()
    answer = office.post(f"{OFFICE}?programme={counted.slug}&year=2025", {"name": "June"})
    assert (answer.status_code, Snapshot.objects.get().year) == (302, 2025)


def test_a_frozen_figure_does_not_move(
    frozen: Snapshot, refresh: Callable[[], int], feeds: dict[str, list[Record]], omar: Any
) -> None:
    feeds["applications"] += told(10, sex="male", kind="submitted")
    refresh()
    page = as_(omar).get(f"{OFFICE}snapshots/{frozen.pk}/")
    rows = {row["figure"]["code"]: row for row in page.context["rows"]}
    assert rows["applications"]["figure"]["value"] == "40"
    assert "50" in rows["applications"]["now"]
    assert rows["applications"]["moved"]
    assert not rows["applications.selected"]["moved"]
    assert "notice care" in page.content.decode()


def test_what_was_changed_by_hand_is_told(frozen: Snapshot, omar: Any) -> None:
    assert is_whole(frozen)
    frozen.taken[0]["value"] = "999"
    frozen.save()
    assert "notice bad" in as_(omar).get(f"{OFFICE}snapshots/{frozen.pk}/").content.decode()


def test_the_cells_say_what_counting_the_plain_way_says(frozen: Snapshot, counted: Any) -> None:
    live = {one.indicator.code: one.reading for one in figures(Slice((counted.slug,), public=False))}
    for code, one in declared().items():
        assert recount(one, frozen.records) == live[code]


def matches(row: dict[str, Any], condition: str) -> bool:
    field, _equals, values = condition.partition("=")
    return bool(row[field]) if values == "*" else str(row[field]) in values.split("|")


def count_again(filter_: str, rows: list[dict[str, Any]]) -> Decimal | None:
    """What anybody does with the sheet alone: no code of ours."""
    summed = filter_.removeprefix("sum(amount): ")
    of, slash, among = summed.partition(" / ")
    column = "records" if summed == filter_ else "amount"

    def total(conditions: list[str]) -> int:
        return sum(int(row[column]) for row in rows if all(matches(row, one) for one in conditions))

    if not slash:
        return Decimal(total(of.split(" & ")))
    base = total(among.split(" & "))
    some = total(of.split(" & ") + among.split(" & "))
    return round(Decimal(100 * some) / base, 1) if base else None


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_figure_of_the_report_is_counted_again_from_its_export(
    frozen: Snapshot, omar: Any, language: str
) -> None:
    answer = as_(omar).get(f"/{language}/office/figures/snapshots/{frozen.pk}/figures.xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    figures_sheet, records_sheet = (book.get_sheet_by_index(index).to_python() for index in (0, 1))
    rows = [dict(zip(records_sheet[0], row, strict=True)) for row in records_sheet[1:]]
    assert len(figures_sheet) == len(declared()) + 1
    for row in figures_sheet[1:]:
        value = None if row[2] == "" else round(Decimal(str(row[2])), 1)
        assert count_again(str(row[7]), rows) == value, row[0]
        assert row[12] == str(frozen.pk)
    assert sum(int(row["records"]) for row in rows) == 40


SESSIONS = ("collective", "individual", "tour_training", "tour_visit", "tour_workshop", "tour_round_table")
EVERY_FEED: dict[str, list[dict[str, Any]]] = {
    "projects": [{"kind": "active"}],
    "sessions": [{"kind": kind} for kind in SESSIONS],
    "tours": [{}],
    "presences": [{"kind": "collective", "region": "MA-02"}],
    "certificates": [{}],
    "coaching": [{"kind": "sheet_done"}, {"kind": "sheet_started"}],
    "members": [{"kind": "start"}, {"kind": "develop", "region": "MA-01"}],
    "stays": [{"kind": "start"}],
    "spaces": [{"kind": "let"}, {"kind": "free"}],
    "grants": [{"kind": "grant_money", "amount": 10_001}],
    "payments": [{"amount": 5_001}, {"amount": -1_000, "region": "MA-02"}],
    "commitments": [{"kind": "commitment_done"}, {"kind": "commitment_late"}],
    "listings": [{"kind": "services"}],
    "introductions": [{"kind": "services"}],
    "deliveries": [{"kind": "services"}],
    "adoptions": [{"kind": "idea_held"}, {"kind": "idea_held", "sector": "renewable_energy"}],
    "masses": [{"kind": "200101", "amount": 1_250}, {"kind": "200101", "amount": 301, "region": "MA-02"}],
    "links": [{"kind": "link_agreement"}, {"kind": "link_introduction"}],
    **{f"followups-{months}": [{"kind": "active"}, {"kind": "stopped"}, {"kind": ""}] for months in (6, 12, 24)},
    "jobs": [{"kind": "jobs_kept", "amount": 3, "sex": "female"}, {"kind": "jobs_created", "amount": 2}],
    "matters": [{"kind": "helped_training"}, {"kind": "needs_funding"}],
}


def test_figures_of_every_feed_are_counted_again_from_the_export(
    counted: Any, refresh: Callable[[], int], feeds: dict[str, list[Record]], omar: Any
) -> None:
    assert set(EVERY_FEED) | {"applications"} == set(FEEDS)
    for number, (name, rows) in enumerate(EVERY_FEED.items(), 2):
        feeds[name] = [record for row in rows for record in told(number, feed=name, **row)]
    refresh()
    taken = take_snapshot(programme=counted, name="DEMO all", region="", year=None, by=omar)
    answer = as_(omar).get(f"/en/office/figures/snapshots/{taken.pk}/figures.xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    figures_sheet, records_sheet = (book.get_sheet_by_index(index).to_python() for index in (0, 1))
    rows = [dict(zip(records_sheet[0], row, strict=True)) for row in records_sheet[1:]]
    found = {row[0]: round(Decimal(str(row[2])), 1) for row in figures_sheet[1:]}
    assert set(found) == set(declared()) and all(found.values())
    assert {row[0]: count_again(str(row[7]), rows) for row in figures_sheet[1:]} == found
    assert found["grants.paid"] == len(feeds["payments"]) // 2 * 4_001


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_report_is_made_once_and_says_its_lineage(frozen: Snapshot, omar: Any, language: str) -> None:
    report = ask_report(snapshot=frozen, language=language, by=omar)
    assert ask_report(snapshot=frozen, language=language, by=omar) == report
    page = as_(omar).get(f"/fr/office/figures/reports/{report.pk}/")
    assert page.headers["Refresh"] == "2"
    make_report(report_id=report.pk)
    make_report(report_id=report.pk)
    report.refresh_from_db()
    assert (report.state, report.parts_done) == ("done", report.parts)
    answer = as_(omar).get(f"/fr/office/figures/reports/{report.pk}/report.pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    plain = re.sub(r"\s", "", text)
    assert str(frozen.pk)[:8] in plain
    assert "feed=applications&kind=selected" in plain
    assert frozen.taken[0]["records_digest"][:16] in plain


def test_a_report_that_fails_says_so_and_can_be_asked_again(
    frozen: Snapshot, omar: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = ask_report(snapshot=frozen, language="fr", by=omar)
    Snapshot.objects.filter(pk=frozen.pk).update(taken=[{"code": "applications"}])
    with pytest.raises(KeyError):
        make_report(report_id=report.pk)
    assert "notice bad" in as_(omar).get(f"/fr/office/figures/reports/{report.pk}/").content.decode()
    assert ask_report(snapshot=frozen, language="fr", by=omar).state == Report.State.WAITING


def test_strangers_find_neither_snapshot_nor_report(frozen: Snapshot, omar: Any, charlie: Any) -> None:
    report = ask_report(snapshot=frozen, language="fr", by=omar)
    factories.make_programme("other", officer=charlie)
    paths = [f"snapshots/{frozen.pk}/", f"snapshots/{frozen.pk}/figures.xlsx", f"reports/{report.pk}/"]
    for path in paths:
        assert as_(charlie).get(OFFICE + path).status_code == 404
        assert Client().get(OFFICE + path).status_code == 302
    assert as_(charlie).post(f"{OFFICE}snapshots/{frozen.pk}/report/", {"language": "fr"}).status_code == 404
    assert as_(omar).post(f"{OFFICE}snapshots/{frozen.pk}/report/", {"language": "xx"}).status_code == 404
