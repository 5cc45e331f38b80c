"""Words in templates: content with its language and direction, dates, numbers, isolated codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mouakaba.base.bookings.queries import wall
from mouakaba.base.words import phrases
from mouakaba.base.words.queries import current, direction, pick, said

register = template.Library()


@register.filter
def say(words: Mapping[str, str] | None) -> SafeString | str:
    """Text by language, marked with its own ``lang`` and ``dir`` when it is not the reader's."""
    text, language = pick(words)
    if language == current() or not text:
        return text
    return format_html('<span lang="{}" dir="{}">{}</span>', language, direction(language), text)


@register.filter
def say_plain(words: Mapping[str, str] | None) -> str:
    """The same without markup, for titles and attributes."""
    return said(words)


@register.filter
def in_language(text: str, language: str) -> SafeString:
    """A person's own text in the language they wrote it in."""
    return format_html('<span lang="{}" dir="auto">{}</span>', language or "und", text)


@register.filter
def isolate(value: object) -> SafeString:
    """A number, code, e-mail or address set left to right inside any line."""
    return format_html('<bdi dir="ltr" class="code">{}</bdi>', value)


@register.filter
def day(value: date | None) -> str:
    """A day in words."""
    if value is None:
        return ""
    return phrases.day_in_words(value.date() if isinstance(value, datetime) else value)


@register.filter
def period(value: str) -> str:
    """A period in words; nothing where none was given."""
    return phrases.period_in_words(value)


@register.filter
def moment(value: datetime | None, zone: str = "Africa/Casablanca") -> str:
    """A moment in words, in the zone's wall time."""
    return phrases.moment_in_words(value, zone) if value else ""


@register.filter
def deadline(value: datetime | None, zone: str = "Africa/Casablanca") -> str:
    """A deadline in words with weekday, hour and offset."""
    return phrases.deadline_in_words(value, zone) if value else ""


@register.filter
def number(value: float | None) -> SafeString | str:
    """A number grouped for the language, in tabular Western digits."""
    if value is None:
        return "—"
    return format_html('<bdi dir="ltr" class="num">{}</bdi>', phrases.number_in_words(value))


@register.simple_tag
def colon() -> str:
    """The colon after a label: French sets it off by a space that does not break."""
    return "\u00a0:" if current() == "fr" else ":"


@register.filter
def dirhams(value: int | None) -> str:
    """An amount in dirhams."""
    return "—" if value is None else phrases.amount_in_words(value)


@register.filter
def percent(value: float | None) -> str:
    """A share already in hundredths, with its sign."""
    return "—" if value is None else phrases.percent_in_words(value)


@register.filter
def of(part: int, whole: int) -> str:
    """``9 of 10``."""
    return phrases.part_in_words(part, whole)


@register.filter
def country(code: str) -> str:
    """The name of a country by its two letters."""
    return phrases.country_in_words(code)


@register.filter
def item(mapping: Mapping[str, object] | None, key: str) -> object:
    """``mapping[key]`` where the key is a variable; None when absent."""
    return (mapping or {}).get(key)


@register.filter
def hour(value: datetime | None) -> str:
    """The hour of a moment on a Moroccan wall, 09:30."""
    return wall(value).strftime("%H:%M") if value else ""


@register.filter
def wall_day(value: datetime | None) -> str:
    """The day of a moment in Morocco, in words."""
    return phrases.day_in_words(wall(value).date()) if value else ""


@register.filter
def last_day(value: datetime | None) -> str:
    """The last day of a stretch of whole days that ends, left out, at this moment."""
    return phrases.day_in_words(wall(value - timedelta(microseconds=1)).date()) if value else ""
