"""Dates, numbers and amounts in words, by language, with Western digits and Moroccan month names."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import override

from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.queries import current

MONTHS_AR = (
    "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو",
    "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
)  # fmt: skip
DAYS_AR = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
AT = {"ar": "على الساعة", "fr": "à", "en": "at"}
TIME = {"ar": "بتوقيت المغرب", "fr": "heure du Maroc", "en": "Morocco time"}
UNTIL = {"ar": "إلى غاية", "fr": "jusqu’à", "en": "until"}
OF = {"ar": "من", "fr": "sur", "en": "of"}
LRI, PDI = "\u2066", "\u2069"


def day_in_words(day: date, language: str = "", *, weekday: bool = False) -> str:
    """``31 March 2024``; with the weekday if asked."""
    language = language or current()
    if language == "ar":
        text = f"{day.day} {MONTHS_AR[day.month - 1]} {day.year}"
        return f"{DAYS_AR[day.weekday()]} {text}" if weekday else text
    pattern = "EEEE d MMMM y" if weekday else "d MMMM y"
    if language == "fr" and day.day == 1:
        pattern = pattern.replace("d MMMM", "d'er' MMMM")
    return str(format_date(day, pattern, locale=language))


def period_in_words(period: str, language: str = "") -> str:
    """A year, month or day, a span of two (``2023/2024``), or all until one (``../2021-05``); ISO 8601.

    Raises ValueError.
    """
    language = language or current()
    if not period:
        return ""
    begin, slash, end = period.partition("/")
    if not slash:
        return _stretch(begin, language)
    if begin == "..":
        return f"{UNTIL[language]} {_stretch(end, language)}"
    return f"{_stretch(begin, language)} – {_stretch(end, language)}"


def _stretch(text: str, language: str) -> str:
    """A year, a month or a day in words. Raises ValueError."""
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        raise ValueError(text)
    first = date.fromisoformat((text + "-01-01")[:10])
    if len(text) == 4:
        return text
    words = day_in_words(first, language)
    return words if len(text) == 10 else words.partition(" ")[2]


def moment_in_words(moment: datetime, zone: str = "Africa/Casablanca", language: str = "") -> str:
    """``31 March 2024 at 23:59`` in that zone's wall time."""
    language = language or current()
    local = moment.astimezone(ZoneInfo(zone))
    return f"{day_in_words(local.date(), language)} {AT[language]} {isolated(local.strftime('%H:%M'))}"


def deadline_in_words(moment: datetime, zone: str = "Africa/Casablanca", language: str = "") -> str:
    """A moment with weekday, hour and the offset in force that day: Ramadan moves Morocco to UTC+0."""
    language = language or current()
    local = moment.astimezone(ZoneInfo(zone))
    offset = local.strftime("%z")  # +0100
    shown = isolated(f"UTC{offset[0]}{int(offset[1:3])}")
    where = TIME[language] if zone == "Africa/Casablanca" else isolated(zone)
    clock = f"{AT[language]} {isolated(local.strftime('%H:%M'))}"
    comma = "،" if language == "ar" else ","
    return f"{day_in_words(local.date(), language, weekday=True)} {clock} ({where}{comma} {shown})"


def number_in_words(value: int | float | Decimal, language: str = "") -> str:
    """A number grouped as the language groups it, always in Western digits."""
    language = language or current()
    return str(format_decimal(value, locale="en" if language == "en" else "fr")).replace("\u202f", "\u00a0")


def amount_in_words(dirhams: int | Decimal, language: str = "") -> str:
    """An amount in dirhams with its unit."""
    language = language or current()
    if dirhams == int(dirhams):
        shown = number_in_words(int(dirhams), language)
    else:  # centimes are two digits
        locale = "en" if language == "en" else "fr"
        shown = str(format_decimal(dirhams, "#,##0.00", locale=locale)).replace("\u202f", "\u00a0")
    return f"{isolated(shown)}\u00a0{'درهم' if language == 'ar' else 'DH'}"


def percent_in_words(value: int | float | Decimal, language: str = "") -> str:
    """``27.7%``: a share in hundredths, to one decimal; French sets the sign off by a space that does not break."""
    language = language or current()
    sign = "\u202f%" if language == "fr" else "%"
    return isolated(number_in_words(round(Decimal(str(value)), 1), language) + sign)


def part_in_words(part: int | Decimal, whole: int | Decimal, language: str = "") -> str:
    """``9 of 10``, on one line: a fraction bar would turn around in an Arabic line."""
    language = language or current()
    some, every = (isolated(number_in_words(one, language)) for one in (part, whole))
    return f"{some}\u00a0{OF[language]}\u00a0{every}"


def country_in_words(code: str, language: str = "") -> str:
    """The name of a country by its two letters; the letters where no name is known."""
    return str(Locale.parse(language or current()).territories.get(code.upper(), code))


def in_each_language(told: Callable[[], object]) -> dict[str, str]:
    """What is said, by language: ``told`` is asked once in each."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(told())
    return found


def isolated(text: str) -> str:
    """Left-to-right text set apart, so that an Arabic line cannot reorder it."""
    return f"{LRI}{text}{PDI}"
