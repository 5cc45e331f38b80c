"""What an officer typed, read as the call file means it. Nothing readable gives None."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from mouakaba.base.words.models import LANGUAGES
from mouakaba.kernel.forms import clean_text, western_digits

_WHOLE = re.compile(r"-?[0-9]{1,12}")
_NUMBER = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,6})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
YEARS = range(2000, 2101)


def whole(value: object) -> int | None:
    """A whole number from a number or from text in any digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    text = _plain_digits(value)
    return int(text) if _WHOLE.fullmatch(text) else None


def decimal(value: object) -> int | float | None:
    """A number from a number or from text, with a point or a comma."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = _plain_digits(value)
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", "."))
    return int(number) if number.is_integer() else number


def _plain_digits(value: object) -> str:
    return western_digits(value).strip() if isinstance(value, str) else ""


def day(value: object) -> date | None:
    """A day from ISO text."""
    text = _plain_digits(value)
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def wall(value: object) -> datetime | None:
    """A wall time from ISO text, of a year a call can have."""
    try:
        found = datetime.fromisoformat(_plain_digits(value))
    except ValueError:
        return None
    return found if found.tzinfo is None and found.year in YEARS and "T" in str(value) else None


def filled(value: object) -> bool:
    """Whether anything was typed."""
    return value not in (None, "", [], {}) and not (isinstance(value, str) and not value.strip())


def lacking(words: object, languages: tuple[str, ...] = LANGUAGES) -> list[str]:
    """The languages in which the words are missing."""
    said = words if isinstance(words, Mapping) else {}
    return [language for language in languages if not str(said.get(language) or "").strip()]


def storable(value: Any) -> Any:
    """The same as JSON that PostgreSQL can keep: dates as ISO text, no NUL, no lone surrogates."""
    if isinstance(value, str):
        return clean_text(value)[0]
    if isinstance(value, Mapping):
        return {clean_text(str(key))[0]: storable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [storable(inner) for inner in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value
