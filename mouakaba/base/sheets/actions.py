"""Sheets people send, as rows of text; and writing sheets: workbooks in constant memory, each value by its own kind,
and CSV. No cell can become a formula."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from mouakaba.base.files.actions import SHEETS, check_file
from mouakaba.base.files.phrases import say_sheet_error
from mouakaba.kernel.sheets import SheetError, cell_text, harmless, open_sheet

Value = str | int | float | Decimal | date | datetime | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_TEXT = 32_767  # characters a cell can hold
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets count days differently from one another
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}


def rows_of(upload: UploadedFile) -> list[tuple[int, list[str]]]:
    """The rows of a sheet that is read and not kept, as text, each with its number. ValidationError, in words."""
    name, _media_type = check_file(upload=upload, allowed=SHEETS)
    with tempfile.TemporaryDirectory() as folder:  # what people have not agreed to leave here
        path = Path(folder, "sheet")
        path.write_bytes(b"".join(upload.chunks()))
        try:
            return [(row.number, [cell_text(cell) for cell in row.cells]) for row in open_sheet(path).rows()]
        except SheetError as error:
            raise ValidationError(f"{name}: {say_sheet_error(error.code, error.params)}") from None


def csv_file(
    name: str, headers: Iterable[object], rows: Iterable[Iterable[object]], *, delimiter: str = ","
) -> HttpResponse:
    """A CSV to keep, begun by a mark so that spreadsheets read Arabic. For what fits in memory."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response, delimiter=delimiter)
    writer.writerow(headers)
    writer.writerows(map(_plain, row) for row in rows)
    return response


def _plain(cell: object) -> object:
    """A cell as CSV holds it: no formula, and no noughts that say nothing behind the point."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return harmless(cell) if isinstance(cell, str) else cell


def new_book(out: IO[bytes]) -> tuple[Any, dict[str, Any]]:
    """A workbook that writes to `out` when closed, and its formats by name."""
    book = xlsxwriter.Workbook(out, _OPTIONS)
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3F0EC"}),
        "text": book.add_format({"num_format": "@", "valign": "top"}),
        "wrap": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top"}),
        "number": book.add_format({"num_format": "General", "valign": "top"}),
    }
    return book, formats


def add_sheet(book: Any, name: str, headers: list[str], formats: dict[str, Any], language: str) -> Any:
    """A sheet with its headers; an Arabic one runs right to left."""
    sheet = book.add_worksheet(name[:31])
    if language == "ar":
        sheet.right_to_left()
    sheet.freeze_panes(1, 1)
    for index, header in enumerate(headers):
        sheet.write_string(0, index, header, formats["head"])
    return sheet


def write_cell(sheet: Any, row: int, column: int, value: Value, formats: dict[str, Any], *, wide: bool = False) -> None:
    """Each value by its own kind: a text is always a text, whatever it looks like."""
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, formats["moment"])
    elif isinstance(value, date):
        _write_day(sheet, row, column, value, formats)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value, formats["number"])
    else:
        sheet.write_string(row, column, value[:_MOST_TEXT], formats["wrap" if wide else "text"])


def _write_day(sheet: Any, row: int, column: int, day: date, formats: dict[str, Any]) -> None:
    if day >= _FIRST_DAY:
        sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), formats["day"])
    else:
        sheet.write_string(row, column, day.isoformat(), formats["text"])
