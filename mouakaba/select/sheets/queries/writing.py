"""Writing sheets: a workbook in constant memory, or a CSV row by row. No cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from mouakaba.base.words.models import LANGUAGES
from mouakaba.kernel.sheets import harmless
from mouakaba.select.applications.models import Application
from mouakaba.select.sheets.queries.columns import Column, Value

BOM = "\ufeff"
SEPARATORS = {"en": ","}  # spreadsheets set to French or to Arabic of Morocco expect a semicolon
_MOST_TEXT = 32_767  # characters a cell can hold
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets count days differently from one another
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}


def write_workbook(out: IO[bytes], columns: list[Column], files: Iterable[Application], *, language: str) -> None:
    """Writes the files, then a sheet that says what columns and codes mean. Arabic sheets run right to left."""
    book = xlsxwriter.Workbook(out, _OPTIONS)
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E3F0EC"}),
        "text": book.add_format({"num_format": "@", "valign": "top"}),
        "wrap": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top"}),
        "moment": book.add_format({"num_format": "dd/mm/yyyy hh:mm", "valign": "top"}),
        "number": book.add_format({"num_format": "General", "valign": "top"}),
    }
    sheet = _sheet(book, _("Applications"), [column.name for column in columns], formats, language)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, 50 if column.wide else 20)
    for number, file in enumerate(files, start=1):
        for index, column in enumerate(columns):
            _write(sheet, number, index, column.fill(file), formats, wide=column.wide)
    _legend(book, columns, formats, language)
    book.close()


def _sheet(book: Any, name: str, headers: list[str], formats: dict[str, Any], language: str) -> Any:
    sheet = book.add_worksheet(name[:31])
    if language == "ar":
        sheet.right_to_left()
    sheet.freeze_panes(1, 1)
    for index, header in enumerate(headers):
        sheet.write_string(0, index, header, formats["head"])
    return sheet


def _write(sheet: Any, row: int, column: int, value: Value, formats: dict[str, Any], *, wide: bool = False) -> None:
    """Each value by its own kind: a text is always a text, whatever it looks like."""
    if value is None or value == "":
        return
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, formats["moment"])
    elif isinstance(value, date):
        _write_day(sheet, row, column, value, formats)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, formats["number"])
    else:
        sheet.write_string(row, column, value[:_MOST_TEXT], formats["wrap" if wide else "text"])


def _write_day(sheet: Any, row: int, column: int, day: date, formats: dict[str, Any]) -> None:
    if day >= _FIRST_DAY:
        sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), formats["day"])
    else:
        sheet.write_string(row, column, day.isoformat(), formats["text"])


def _legend(book: Any, columns: list[Column], formats: dict[str, Any], language: str) -> None:
    headers = [_("Column"), _("Code"), _("Value"), "العربية", "Français", "English"]
    sheet = _sheet(book, _("Legend"), headers, formats, language)
    sheet.set_column(0, 5, 30)
    for number, line in enumerate(_legend_lines(columns), start=1):
        for index, text in enumerate(line):
            _write(sheet, number, index, text, formats)


def _legend_lines(columns: list[Column]) -> Iterator[list[str]]:
    for column in columns:
        words = column.words or {}
        yield [column.name, column.code, "", *(words.get(language, "") for language in LANGUAGES)]
        for value, label in column.options:
            yield [column.name, column.code, value, *(label.get(language, "") for language in LANGUAGES)]


def csv_lines(columns: list[Column], files: Iterable[Application], *, language: str) -> Iterator[str]:
    """The same as text, line by line: UTF-8 with its mark, so that spreadsheet programs read the letters right."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATORS.get(language, ";"))
    writer.writerow([harmless(column.name) for column in columns])
    yield BOM + _taken(out)
    for file in files:
        writer.writerow([_text(column.fill(file)) for column in columns])
        yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else str(value)
