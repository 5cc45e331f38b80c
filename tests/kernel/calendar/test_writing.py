"""Unit and properties: RFC 5545 line folding, escaping, and what a reader gets back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.calendar import Event, calendar_text

START = datetime(2026, 3, 2, 10, tzinfo=timezone(timedelta(hours=1)))
UNESCAPED = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}


def event(**fields: object) -> Event:
    when = {"starts_at": START, "ends_at": START + timedelta(hours=2), "changed_at": START}
    values = {"uid": "1@demo", "title": "DEMO", **when}
    return Event(**{**values, **fields})  # type: ignore[arg-type]


def lines(data: bytes) -> list[str]:
    """The lines as a reader unfolds them (3.1)."""
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def value(data: bytes, name: str) -> str:
    [found] = [line.split(":", 1)[1] for line in lines(data) if line.startswith(f"{name}:")]
    return re.sub(r"\\[\\;,nN]", lambda match: UNESCAPED[match.group()], found)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=400))
def test_any_text_comes_back_and_no_line_is_longer_than_75_octets(text: str) -> None:
    data = calendar_text(name="DEMO", events=[event(title=text, place=text)])
    assert value(data, "SUMMARY") == value(data, "LOCATION") == text
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # never cut inside a letter


def test_arabic_is_folded_by_octets() -> None:
    data = calendar_text(name="جلساتي", events=[event(title="ورشة السرد الصوتي بفاس " * 8)])
    assert max(map(len, data.split(b"\r\n"))) in (74, 75)
    assert value(data, "SUMMARY") == "ورشة السرد الصوتي بفاس " * 8


def test_what_the_format_uses_is_escaped() -> None:
    data = calendar_text(name="DEMO", events=[event(title="a,b;c\\d\r\ne\nf:g")])
    assert "SUMMARY:a\\,b\\;c\\\\d\\ne\\nf:g" in lines(data)


def test_a_title_cannot_write_a_line_of_its_own() -> None:
    data = calendar_text(name="x", events=[event(title="x\r\nEND:VEVENT", url="https://demo.example/\r\nX:1")])
    assert lines(data).count("END:VEVENT") == 1
    assert "URL:https://demo.example/X:1" in lines(data)


def test_times_are_utc_and_a_cancelled_event_says_so() -> None:
    found = lines(calendar_text(name="DEMO", events=[event(sequence=3, cancelled=True)]))
    assert "DTSTART:20260302T090000Z" in found and "DTEND:20260302T110000Z" in found
    assert "STATUS:CANCELLED" in found and "SEQUENCE:3" in found
    assert (found[0], found[1], found[-1]) == ("BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="has no zone"):
        calendar_text(name="DEMO", events=[event(starts_at=datetime(2026, 3, 2, 10))])
    assert calendar_text(name="DEMO", events=[event(starts_at=datetime(2026, 3, 2, 10, tzinfo=UTC))])
