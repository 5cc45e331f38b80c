"""Calendars other programs subscribe to (iCalendar, RFC 5545)."""

from mouakaba.kernel.calendar.writing import Event, calendar_text

__all__ = ["Event", "calendar_text"]
