"""Members out of a sheet: each row good, or reported with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from mouakaba.accompany.cooperatives.actions.register import enter, lock_books, next_number
from mouakaba.accompany.cooperatives.models import Cooperative
from mouakaba.accompany.cooperatives.phrases import say_cell
from mouakaba.accompany.cooperatives.rules import COLUMNS, MOST_ROWS, MOST_SHARES
from mouakaba.base.audit.actions import recorded
from mouakaba.base.people.models import Person
from mouakaba.kernel.forms import FormDefinition, normalise, parse_form
from mouakaba.kernel.money import centimes
from mouakaba.kernel.sheets import guess_columns
from mouakaba.kernel.text import fold

Rows = Sequence[tuple[int, list[str]]]
ASKED = ("name", "entered_on", "shares", "paid")


@dataclass
class Report:
    """What came of a sheet: how many lines were added, and the rows that could not be."""

    added: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)  # row, why
    held_back: bool = False  # nobody was added, because a row is bad


@lru_cache(maxsize=1)
def columns() -> FormDefinition:
    """The columns as questions, so that they are recognised and read as everywhere else."""
    questions = [{"section": "row", "help": {}, **one} for one in COLUMNS]
    return parse_form({"sections": [{"code": "row", "title": {}, "help": {}}], "questions": questions}, languages=())


def import_cooperators(*, cooperative: Cooperative, rows: Rows, whole: bool, by: Person | None) -> Report:
    """Adds the member of each row under a first row that names the columns.

    Bad rows are reported with their number; the others are added, or with ``whole`` nobody is.
    Raises ValidationError for a sheet too long, or without the columns asked.
    """
    lines = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    codes = _codes(lines)
    if len(lines) - 1 > MOST_ROWS:
        numbers = {"n": len(lines) - 1, "most": MOST_ROWS}
        raise ValidationError(_("The sheet has %(n)s rows; send at most %(most)s at a time.") % numbers)
    report = Report()
    with recorded("import_cooperators", by=by, subject=cooperative, rows=len(lines) - 1) as line:
        books = lock_books(cooperative)
        _add_all(books, [(number, dict(zip(codes, cells, strict=False))) for number, cells in lines[1:]], whole, report)
        line.detail |= {"added": report.added, "bad": len(report.bad)}
    return report


def _codes(lines: Rows) -> list[str]:
    codes = guess_columns(lines[0][1], columns()) if lines else []
    codes = ["name" if code == "@name" else "email" if code == "@email" else code for code in codes]
    missing = [code for code in ASKED if code not in codes]
    if missing:
        names = " · ".join(say_cell(code) for code in missing)
        raise ValidationError(_("The first row must name the columns. Not found: %(names)s.") % {"names": names})
    return codes


def _add_all(books: Cooperative, rows: list[tuple[int, dict[str, str]]], whole: bool, report: Report) -> None:
    known = {fold(name) for name in books.cooperators.filter(left_on=None).values_list("name", flat=True)}
    good: list[tuple[int, dict[str, Any]]] = []
    for number, cells in rows:
        try:
            good.append((number, _read(cells, known)))
        except ValidationError as error:
            report.bad.append((number, " ".join(error.messages)))
    if not (whole and report.bad):
        _enter(books, good, whole, report)
    report.held_back = whole and bool(report.bad)
    report.bad.sort()


def _enter(books: Cooperative, good: list[tuple[int, dict[str, Any]]], whole: bool, report: Report) -> None:
    first = next_number(books)
    with transaction.atomic():
        for number, values in good:
            shares, paid = values.pop("shares"), values.pop("paid")
            try:
                enter(books, values, shares, paid, first + report.added)
            except ValidationError as error:
                report.bad.append((number, " ".join(error.messages)))
            else:
                report.added += 1
        if whole and report.bad:
            transaction.set_rollback(True)
            report.added = 0


def _read(cells: dict[str, str], known: set[str]) -> dict[str, Any]:
    """A row as values. Raises ValidationError, in words, for the first cell that cannot be used."""
    read = {code: _cell(code, cells.get(code, "")) for code in columns().by_code}
    if (name := fold(read["name"])) in known:
        raise ValidationError(_("“%(name)s” is in the register already.") % {"name": read["name"]})
    known.add(name)
    shares = int(read["shares"]) if read["shares"].isdecimal() else 0
    if not 0 < shares <= MOST_SHARES:
        raise ValidationError(_("%(column)s: write a whole number above 0.") % {"column": say_cell("shares")})
    return {
        "name": read["name"], "entered_on": date.fromisoformat(read["entered_on"]), "email": read["email"],
        "phone": read["phone"], "shares": shares, "paid": centimes(read["paid"]),
    }  # fmt: skip


def _cell(code: str, text: str) -> str:
    found = normalise(columns().by_code[code], text)
    value = str(found.value)
    if found.errors:
        raise ValidationError(say_cell(code, found.errors[0].code, value))
    if not value and code in ASKED:
        raise ValidationError(say_cell(code, "required"))
    return value
