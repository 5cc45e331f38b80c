"""Snapshots, their sheet and their reports."""

from __future__ import annotations

from io import BytesIO

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.documents.views import pdf_response
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.actions import XLSX, Value, add_sheet, new_book, write_cell
from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.queries import current, said
from mouakaba.observe.dashboards.actions import ask_report
from mouakaba.observe.dashboards.models import Report
from mouakaba.observe.dashboards.phrases import headings
from mouakaba.observe.dashboards.queries import drifts, is_whole, reports_seen_by, snapshots_seen_by
from mouakaba.observe.dashboards.rules import LINE
from mouakaba.observe.indicators.phrases import unit_name, value_in_words


@login_required
def snapshots(request: HttpRequest) -> HttpResponse:
    """The snapshots of this person's programmes, the latest first."""
    rows = snapshots_seen_by(me(request)).defer("records", "taken")
    return render(request, "observe/dashboards/snapshots.html", {"rows": rows})


@login_required
@never_cache
def snapshot(request: HttpRequest, snapshot_id: str) -> HttpResponse:
    """Frozen figures beside the live ones."""
    found = get_object_or_404(snapshots_seen_by(me(request)), pk=snapshot_id)
    rows = [
        {
            "figure": drift.frozen,
            "then": _said(drift.frozen["value"], drift.frozen["unit"]),
            "now": _said(drift.live, drift.frozen["unit"]),
            "moved": drift.moved,
            "unit": unit_name(drift.frozen["unit"]),
        }
        for drift in drifts(found)
    ]
    reports = {report.language: report for report in reports_seen_by(me(request)).filter(snapshot=found)}
    context = {
        "snapshot": found,
        "rows": rows,
        "moved": sum(bool(row["moved"]) for row in rows),
        "whole": is_whole(found),
        "reports": [(language, reports.get(language)) for language in LANGUAGES],
    }
    return render(request, "observe/dashboards/snapshot.html", context)


def _said(value: str | None, unit: str) -> str:
    return "—" if value is None else value_in_words(value, unit)


@login_required
def snapshot_sheet(request: HttpRequest, snapshot_id: str) -> HttpResponse:
    """The figures with their lineage, and the records they were counted from, as a workbook."""
    found = get_object_or_404(snapshots_seen_by(me(request)), pk=snapshot_id)
    out = BytesIO()
    book, formats = new_book(out)
    (figures_name, figure_columns), (records_name, record_columns) = headings().items()
    sheet = add_sheet(book, figures_name, figure_columns, formats, current())
    for index, one in enumerate(found.taken, 1):
        number = None if one["value"] is None else float(one["value"])
        answered = None if one["response"] is None else float(one["response"])
        cells: list[Value] = [
            one["code"], said(one["title"]), number, unit_name(one["unit"]), one["records"], answered,
            said(one["definition"]), one["filter"], said(one["scope"]), said(one["base"]), said(one["source"]),
            one["records_digest"], str(found.pk),
        ]  # fmt: skip
        for column, value in enumerate(cells):
            write_cell(sheet, index, column, value, formats, wide=column == 6)
    sheet = add_sheet(book, records_name, record_columns, formats, current())
    for index, line in enumerate(found.records, 1):
        for column, name in enumerate((*LINE, "records", "amount")):
            write_cell(sheet, index, column, line[name], formats)
    book.close()
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="figures-{str(found.pk)[:8]}.xlsx"'
    return response


@login_required
@require_POST
def report_ask(request: HttpRequest, snapshot_id: str) -> HttpResponse:
    """Gives the report to the workers."""
    found = get_object_or_404(snapshots_seen_by(me(request)), pk=snapshot_id)
    language = request.POST.get("language", "")
    if language not in LANGUAGES:
        raise Http404
    return redirect("report", ask_report(snapshot=found, language=language, by=me(request)).pk)


@login_required
@never_cache
def report(request: HttpRequest, report_id: str) -> HttpResponse:
    """How far a report is; it looks again by itself until it is done."""
    found = get_object_or_404(reports_seen_by(me(request)), pk=report_id)
    going = found.state in (Report.State.WAITING, Report.State.MAKING)
    response = render(request, "observe/dashboards/report.html", {"report": found, "going": going})
    if going:
        response["Refresh"] = "2"
    return response


@login_required
def report_pdf(request: HttpRequest, report_id: str) -> HttpResponse:
    """The report itself."""
    found = get_object_or_404(reports_seen_by(me(request)).filter(state=Report.State.DONE), pk=report_id)
    pdf = Report.objects.values_list("pdf", flat=True).get(pk=found.pk)
    return pdf_response(bytes(pdf or b""), f"report-{found.language}-{str(found.pk)[:8]}")
