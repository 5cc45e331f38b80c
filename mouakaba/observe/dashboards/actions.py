"""Freezing figures, and making reports of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import override
from procrastinate.contrib.django import app

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.people.models import Person
from mouakaba.observe.dashboards import phrases
from mouakaba.observe.dashboards.models import Report, Snapshot
from mouakaba.observe.dashboards.queries import lines, slice_of
from mouakaba.observe.dashboards.rules import digest, frozen
from mouakaba.observe.indicators.actions import hold_refresh
from mouakaba.observe.indicators.queries import edition_titles, figures

MAKE = "mouakaba.observe.dashboards.tasks.make"
REPORT = Path(__file__).parents[1] / "templates" / "observe" / "dashboards" / "report.typ"


def take_snapshot(*, programme: Any, name: str, region: str, year: int | None, by: Person) -> Snapshot:
    """Freezes every figure of a programme with what it was counted from, under one lock with the counting."""
    made = Snapshot(programme=programme, name=name.strip(), region=region, year=year, taken_at=now(), taken_by=by)
    with recorded("take_snapshot", by=by) as line:
        hold_refresh()
        wanted = slice_of(made)
        made.records = lines(wanted)
        read = [(one.indicator, one.reading) for one in figures(wanted) if one.reading is not None]
        made.taken = [frozen(indicator, reading, made.records) for indicator, reading in read]
        made.digest = digest([made.taken, made.records])
        made.save()
        point(line, made)
    return made


def ask_report(*, snapshot: Snapshot, language: str, by: Person) -> Report:
    """Gives a report to the workers; a second asking is the same report, begun again only where it failed."""
    with recorded("ask_report", by=by, subject=snapshot, language=language):
        report, made = Report.objects.select_for_update().get_or_create(
            snapshot=snapshot, language=language, defaults={"asked_at": now(), "asked_by": by}
        )
        if not made and report.state != Report.State.FAILED:
            return report
        report.state, report.parts_done = Report.State.WAITING, 0
        report.save(update_fields=["state", "parts_done"])
        transaction.on_commit(lambda: app.configure_task(MAKE).defer(report_id=str(report.pk)))
    return report


def make_report(*, report_id: UUID) -> None:
    """Makes the PDF, telling how far it is; a second run changes nothing. A failure is kept for the reader."""
    report = Report.objects.select_related("snapshot__programme__organisation").get(pk=report_id)
    if report.state == Report.State.DONE:
        return
    try:
        _make(report)
    except Exception:
        Report.objects.filter(pk=report.pk).update(state=Report.State.FAILED)
        raise


def _make(report: Report) -> None:
    figures_taken, editions = report.snapshot.taken, edition_titles()
    _tell(report, 0, parts=len(figures_taken) + 1)
    with override(report.language):
        chapters = []
        for index, one in enumerate(figures_taken, 1):
            chapters.append(phrases.chapter(one, report.snapshot.records, editions))
            _tell(report, index)
        data = phrases.report(report.snapshot, chapters, editions)
    pdf = render_pdf(REPORT, language=report.language, data=data)
    with recorded("make_report", by=None, subject=report.snapshot, language=report.language):
        Report.objects.filter(pk=report.pk).update(pdf=pdf, state=Report.State.DONE, parts_done=len(figures_taken) + 1)


def _tell(report: Report, done: int, **fields: Any) -> None:
    """How far it is, seen at once: outside any transaction of the work itself."""
    Report.objects.filter(pk=report.pk).update(state=Report.State.MAKING, parts_done=done, **fields)
