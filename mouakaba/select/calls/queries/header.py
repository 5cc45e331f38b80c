"""Dates, places and reserve of a draft."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from mouakaba.base.clock.queries import moment, now
from mouakaba.kernel.callfile import CallHeader
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.phrases import DATE_NAMES, say_wall_time
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.findings import Findings
from mouakaba.select.calls.queries.moments import wall_kind
from mouakaba.select.calls.queries.texts import languages_of
from mouakaba.select.calls.queries.values import filled, wall, whole

ZONE = "Africa/Casablanca"
MOST_GRACE = 7 * 24 * 60
MOST_PLACES = 1_000_000


def read_header(call: Call, draft: Draft, found: Findings) -> CallHeader:
    """The section [call], as far as it can be read."""
    header = draft.header
    zone = _zone(header, found)
    opens, closes = (_wall(header, name, zone, found) for name in ("opens_at", "closes_at"))
    if opens and closes and closes <= opens:
        found.wrong("closes_at", _("Closing: choose a moment after the opening."))
    elif closes and moment(closes, zone) <= now():
        found.unlikely("closes_at", _("Closing: this moment has already passed."))
    return CallHeader(
        slug=call.slug,
        kind=call.kind_code,
        title={key: text for key, text in (header.get("title") or {}).items() if filled(text)},
        languages=languages_of(draft),
        opens_at=opens,
        closes_at=closes,
        timezone=zone,
        grace_minutes=_count(header, "grace_minutes", found, most=MOST_GRACE) or 0,
        places=_places(header, found),
        reserve=_count(header, "reserve", found, most=MOST_PLACES) or 0,
    )


def zone_of(draft: Draft) -> str:
    """The draft's time zone; Morocco's where it has none, or one that does not exist."""
    return _known_zone(draft.header) or ZONE


def _known_zone(header: dict[str, Any]) -> str:
    try:
        return ZoneInfo(str(header.get("timezone") or ZONE)).key
    except (LookupError, ValueError, OSError):  # unknown name; unsafe name; name of a folder of zones
        return ""


def _zone(header: dict[str, Any], found: Findings) -> str:
    if known := _known_zone(header):
        return known
    text = _("Time zone: “%(name)s” is not known. Choose one from the list.")
    found.wrong("timezone", text % {"name": header.get("timezone")})
    return ZONE


def _wall(header: dict[str, Any], name: str, zone: str, found: Findings) -> datetime | None:
    typed = header.get(name)
    label = str(DATE_NAMES[name])
    if not filled(typed):
        found.absent(name, _("%(date)s: choose a day and an hour.") % {"date": label})
        return None
    read = wall(typed)
    if read is None:
        found.wrong(
            name,
            _("%(date)s: this day or hour cannot be read. Write them as 2026-03-31 and 23:59.") % {"date": label},
        )
        return None
    _warn(found, name, say_wall_time(label, wall_kind(read, zone)))
    return read


def _warn(found: Findings, name: str, sentence: str) -> None:
    if sentence:
        found.unlikely(name, sentence)


def _places(header: dict[str, Any], found: Findings) -> int | None:
    if not filled(header.get("places")):
        found.absent("places", _("Places: write how many files can be chosen."))
        return None
    places = _count(header, "places", found, most=MOST_PLACES)
    if places == 0:
        found.wrong("places", _("Places: write 1 or more."))
    return places


def _count(header: dict[str, Any], name: str, found: Findings, *, most: int) -> int | None:
    typed = header.get(name)
    if not filled(typed):
        return None
    number = whole(typed)
    if number is None or not 0 <= number <= most:
        label = str(DATE_NAMES[name])
        found.wrong(name, _("%(field)s: write a whole number from 0 to %(most)s.") % {"field": label, "most": most})
        return None
    return number
