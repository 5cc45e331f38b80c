"""A list as a file to keep, in the reader's language."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from django.http import Http404, HttpRequest, HttpResponse

from mouakaba.base.sheets.actions import XLSX, Value, add_sheet, csv_file, new_book, write_cell
from mouakaba.base.words.queries import current

ENDINGS = ("csv", "xlsx")


def wants_sheet(request: HttpRequest) -> bool:
    """Whether the list is asked as a file (``?format=csv|xlsx``)."""
    return request.GET.get("format") in ENDINGS


def sheet_response(
    ending: str, name: str, headers: Sequence[str], rows: Iterable[Sequence[Value]], *, file: str = "list"
) -> HttpResponse:
    """What is on the screen as CSV or as a workbook; for what fits in memory. Raises Http404 for another ending.

    `name`: of the sheet, in the reader's language; `file`: of the file, without its ending.
    """
    if ending not in ENDINGS:
        raise Http404
    if ending == "csv":
        return csv_file(f"{file}.csv", headers, rows, delimiter="," if current() == "en" else ";")
    response = HttpResponse(_workbook(name, headers, rows), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file}.xlsx"'
    return response


def _workbook(name: str, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    out = io.BytesIO()
    book, formats = new_book(out)
    sheet = add_sheet(book, name, list(headers), formats, current())
    sheet.set_column(0, len(headers) - 1, 24)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            write_cell(sheet, number, column, value, formats)
    book.close()
    return out.getvalue()
