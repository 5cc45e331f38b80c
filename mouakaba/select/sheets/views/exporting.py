"""Sheets out: exactly what the list shows."""

from __future__ import annotations

import tempfile

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.actions import XLSX
from mouakaba.base.words.queries import current
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.forms.queries import form_of
from mouakaba.select.screening.queries import Filters, calls_to_screen, files_of_call, filtered, region_fact
from mouakaba.select.sheets.queries.columns import columns_of, exported
from mouakaba.select.sheets.queries.writing import csv_lines, write_workbook

_CHUNK = 500


@login_required
@never_cache
def sheet_export(request: HttpRequest, slug: str) -> HttpResponse | FileResponse | StreamingHttpResponse:
    """The list's files, with its filters and order, as a workbook or (``format=csv``) as text. Kept in the trace."""
    call = get_object_or_404(calls_to_screen(me(request)), slug=slug)
    filters = Filters.of(request.GET)
    region = region_fact(form_of(call.version.content)) if call.version else ""
    files = exported(filtered(files_of_call(me(request), call), filters, region_fact=region))
    kind = "csv" if request.GET.get("format") == "csv" else "xlsx"
    with recorded("export_applications", by=me(request), subject=call, format=kind, query=filters.as_query()):
        pass  # who took personal data out, and which
    name = f"{call.slug}-{now():%Y-%m-%d}.{kind}"
    return _csv(call, files, name) if kind == "csv" else _workbook(call, files, name)


def _workbook(call: Call, files: QuerySet[Application], name: str) -> FileResponse:
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    write_workbook(out, columns_of(call), files.iterator(chunk_size=_CHUNK), language=current())
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=name, content_type=XLSX)


def _csv(call: Call, files: QuerySet[Application], name: str) -> StreamingHttpResponse:
    lines = csv_lines(columns_of(call), files.iterator(chunk_size=_CHUNK), language=current())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
