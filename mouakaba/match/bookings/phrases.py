"""Letters of bookings. They name organisations, no person."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import moment_in_words
from mouakaba.base.words.queries import said
from mouakaba.match.bookings.models import Booking


def _about(row: Booking) -> dict[str, str]:
    return {
        "title": row.capacity.title,
        "who": said(row.organisation.name),
        "start": moment_in_words(row.during.lower),
        "end": moment_in_words(row.during.upper),
    }


def _page() -> str:
    return f"{settings.PUBLIC_URL}{reverse('logistics_office')}"


def booked_letter(row: Booking, reader: Person) -> tuple[str, str]:
    """To who offers it."""
    with override(reader.language):
        line = _("%(who)s booked “%(title)s”, from %(start)s to %(end)s.") % _about(row)
        return _("A booking was made"), f"{line}\n\n{_page()}"


def cancelled_letter(row: Booking, reader: Person) -> tuple[str, str]:
    """To both sides."""
    with override(reader.language):
        line = _("The booking of “%(title)s” by %(who)s, from %(start)s to %(end)s, is cancelled.") % _about(row)
        return _("A booking was cancelled"), f"{line}\n\n{_page()}"
