"""One cell read as the answer to one question, before the form's own reading."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from mouakaba.kernel.forms import Question, QuestionType, western_digits
from mouakaba.kernel.sheets.cells import Cell, cell_text, is_number, lost_its_figures, serial_day
from mouakaba.kernel.sheets.lexicon import Lexicon, key, place_key

_CODES = {QuestionType.ICE, QuestionType.PHONE}
_PLACES = {QuestionType.REGION, QuestionType.COMMUNE}
_WORDS = {QuestionType.CHOICE, QuestionType.YES_NO, QuestionType.CONSENT}
_SUBSCRIBER = re.compile(r"[5-8][0-9]{8}")
_MONTH_FIRST = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(.*)", re.DOTALL)
_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4})"
    r"(?:[T ,]+(?P<hour>[0-9]{1,2})[:h](?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?:\.[0-9]+)?"
    r" ?(?P<half>[ap]m|ص|م)?)?.*",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: text, or several texts for a choice of many; `notes`: codes of what the sheet did to it.

    Notes: date_serial, figures_lost (an error), zero_restored.
    """

    answer: str | list[str]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the sheet writes days: its date system, and whether text puts the month first."""

    date_1904: bool = False
    month_first: bool = False


def read_cell(
    question: Question, cell: Cell, *, lexicon: Lexicon | None = None, conventions: Conventions | None = None
) -> Reading:
    """The answer a cell gives; words stand for codes, numbers kept as figures get their text back. Never raises."""
    words = lexicon or {}
    kind = question.type
    if kind is QuestionType.DATE:
        return _read_day(cell, conventions or Conventions())
    text = cell_text(cell)
    if kind in _CODES:
        return _read_code(kind, cell, text)
    if kind is QuestionType.CHOICES:
        return Reading([words.get(key(part), part) for part in _parts(text, words)])
    if kind in _PLACES:
        return Reading(words.get(key(text)) or words.get(place_key(text)) or text)
    return Reading(words.get(key(text), text) if kind in _WORDS and text.strip() else text)


def _read_code(kind: QuestionType, cell: Cell, text: str) -> Reading:
    if lost_its_figures(text):
        return Reading(text, ("figures_lost",))
    lost_zero = kind is QuestionType.PHONE and is_number(cell) and _SUBSCRIBER.fullmatch(text)
    return Reading(f"0{text}", ("zero_restored",)) if lost_zero else Reading(text)


def _read_day(cell: Cell, conventions: Conventions) -> Reading:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        day = serial_day(cell, date_1904=conventions.date_1904)
        return Reading(day.isoformat(), ("date_serial",)) if day else Reading(cell_text(cell))
    if isinstance(cell, date):  # a datetime is one
        return Reading(f"{cell.year:04d}-{cell.month:02d}-{cell.day:02d}")
    text = _day_first(western_digits(cell_text(cell)).strip(), conventions)
    found = _MOMENT.fullmatch(text)
    return Reading(found["day"] if found and found["hour"] else text)


def _day_first(text: str, conventions: Conventions) -> str:
    found = _MONTH_FIRST.fullmatch(text) if conventions.month_first else None
    if found is None:
        return text
    month, sign, day, year, rest = found.groups()
    return f"{day}{sign}{month}{sign}{year}{rest}"


def _parts(text: str, words: Lexicon) -> list[str]:
    """The answers in one cell. A label may itself hold a comma: pieces are joined again while that makes one."""
    rough = [part for part in re.split(r"[;\n|؛]", text) if part.strip()]
    return [answer for part in rough for answer in _comma_parts(part, words)]


def _comma_parts(text: str, words: Lexicon) -> Iterable[str]:
    pieces = re.split(r"[,،]", text)
    while pieces:
        reach = next((n for n in range(len(pieces), 0, -1) if key(",".join(pieces[:n])) in words), 1)
        yield ",".join(pieces[:reach]).strip()
        pieces = pieces[reach:]


def read_moment(cell: Cell, conventions: Conventions | None = None) -> datetime | None:
    """The wall time a cell says (a form tool's time stamp); a day alone means noon; None when unreadable."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, date):
        return datetime.combine(cell, time(12))
    text = _day_first(western_digits(cell_text(cell)).strip(), conventions or Conventions())
    found = _MOMENT.fullmatch(text)
    try:
        return _moment(found) if found else None
    except ValueError:
        return None


def _moment(found: re.Match[str]) -> datetime:
    parts = [int(part) for part in re.split(r"[-/.]", found["day"])]
    year, month, day = parts if parts[0] > 31 else reversed(parts)
    if not found["hour"]:
        return datetime(year, month, day, 12)
    hour = int(found["hour"])
    if half := (found["half"] or "").lower():
        hour = hour % 12 + (12 if half in {"pm", "م"} else 0)
    return datetime(year, month, day, hour, int(found["minute"]), int(found["second"] or 0))
