"""One cell: what a spreadsheet keeps, as the text a person would have typed."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Cell = str | int | float | bool | date | datetime | time

_EPOCH_1900 = date(1899, 12, 30)  # Excel counts a 29 February 1900 that never was
_EPOCH_1904 = date(1904, 1, 1)
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{1,3}")
# An apostrophe before one of these was put there (by us, or by a spreadsheet) so that it is not a formula.
_APOSTROPHE = re.compile(r"'(?=[=+\-@\t\r\n＝＋－＠])")


def cell_text(cell: Cell) -> str:
    """The cell as text: whole numbers without a point, days as 2000-05-02, moments as 2000-05-02 10:30."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds").removesuffix(":00")
    if isinstance(cell, date | time):
        return cell.isoformat()
    text = cell.replace("\0", "")  # a workbook may write one as _x0000_
    return _APOSTROPHE.sub("", text, count=1) if text.startswith("'") else text


def _number_text(number: int | float) -> str:
    if isinstance(number, float) and number != number:  # not a number
        return ""
    plain = format(Decimal(repr(number)), "f") if abs(number) < 1e300 else repr(number)
    return plain.removesuffix(".0")


def is_number(cell: Cell) -> bool:
    """Whether the spreadsheet keeps a figure here, in which leading zeroes cannot stand."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def lost_its_figures(text: str) -> bool:
    """Whether a long number was written as 1,52568E+12: the figures after the sixth are gone."""
    return bool(_SCIENTIFIC.fullmatch(text.strip()))


def serial_day(number: float, *, date_1904: bool) -> date | None:
    """The day a spreadsheet means by a bare number, in its own date system; None outside 1900 to 2100."""
    epoch = _EPOCH_1904 if date_1904 else _EPOCH_1900
    try:
        day = epoch + timedelta(days=int(number))
    except (OverflowError, ValueError):
        return None
    return day if 1900 <= day.year <= 2100 else None
