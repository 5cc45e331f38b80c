"""Writing a calendar. Times are UTC, so that a zone whose rules change (Morocco in Ramadan) needs no table of rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

MOST_OCTETS = 75  # of a line, its end left out (RFC 5545, 3.1)
_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Event:
    """One event; ``sequence`` grows when it is moved or cancelled, so that calendars replace what they hold."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    changed_at: datetime
    sequence: int = 0
    place: str = ""
    text: str = ""
    url: str = ""
    cancelled: bool = False


def calendar_text(*, name: str, events: Iterable[Event], made_by: str = "-//Mouakaba//Sessions//EN") -> bytes:
    """The calendar as it goes over the wire: UTF-8, folded, CRLF. ValueError for a moment without a zone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{made_by}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_moment(event.changed_at)}"
    yield f"DTSTART:{_moment(event.starts_at)}"
    yield f"DTEND:{_moment(event.ends_at)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield f"SUMMARY:{_text(event.title)}"
    for field, value in (("LOCATION", event.place), ("DESCRIPTION", event.text)):
        if value:
            yield f"{field}:{_text(value)}"
    if event.url:
        yield f"URL:{_uri(event.url)}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no zone")
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """TEXT (3.3.11): backslash, semicolon, comma and line breaks are escaped; control characters cannot be said."""
    plain = _BREAKS.sub("\n", value)
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return _CONTROLS.sub("", escaped)


def _uri(value: str) -> str:
    """A URI is not TEXT: nothing is escaped, and it holds no break."""
    return _CONTROLS.sub("", _BREAKS.sub("", value))


def _folded(line: str) -> bytes:
    """A line cut in pieces of at most 75 octets, never inside a letter; each further piece begins with a space."""
    pieces: list[bytes] = []
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > MOST_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
