"""Writing sheets: a workbook in constant memory, or a CSV row by row. No cell can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import IO, Any

from django.utils.translation import gettext as _

from mouakaba.base.sheets.actions import add_sheet, new_book, write_cell
from mouakaba.base.words.models import LANGUAGES
from mouakaba.kernel.sheets import harmless
from mouakaba.select.applications.models import Application
from mouakaba.select.sheets.queries.columns import Column, Value

BOM = "\ufeff"
SEPARATORS = {"en": ","}  # spreadsheets set to French or to Arabic of Morocco expect a semicolon


def write_workbook(out: IO[bytes], columns: list[Column], files: Iterable[Application], *, language: str) -> None:
    """Writes the files, then a sheet that says what columns and codes mean. Arabic sheets run right to left."""
    book, formats = new_book(out)
    sheet = add_sheet(book, _("Applications"), [column.name for column in columns], formats, language)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, 50 if column.wide else 20)
    for number, file in enumerate(files, start=1):
        for index, column in enumerate(columns):
            write_cell(sheet, number, index, column.fill(file), formats, wide=column.wide)
    _legend(book, columns, formats, language)
    book.close()


def _legend(book: Any, columns: list[Column], formats: dict[str, Any], language: str) -> None:
    headers = [_("Column"), _("Code"), _("Value"), "العربية", "Français", "English"]
    sheet = add_sheet(book, _("Legend"), headers, formats, language)
    sheet.set_column(0, 5, 30)
    for number, line in enumerate(_legend_lines(columns), start=1):
        for index, text in enumerate(line):
            write_cell(sheet, number, index, text, formats)


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
