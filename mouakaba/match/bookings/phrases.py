"""Letters of bookings. They name organisations, no person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from mouakaba.base.bookings.queries import wall
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import moment_in_words
from mouakaba.base.words.queries import said
from mouakaba.kernel.money import dirhams
from mouakaba.match.bookings.models import Booking, Capacity


def _about(row: Booking) -> dict[str, str]:
    return {
        "title": row.capacity.title,
        "who": said(row.organisation.name),
        "start": moment_in_words(row.during.lower),
        "end": moment_in_words(row.during.upper),
    }


def _page() -> str:
    return f"{settings.PUBLIC_URL}{reverse('logistics_office')}"


def capacity_rows(rows: Iterable[Capacity]) -> tuple[list[str], list[list[Any]]]:
    """A sheet of what can be booked: its headers, and a line each; money in dirhams."""
    headers = [
        _("Kind"), _("Title"), _("Words"), pgettext("that lists", "Organisation"), _("Place"), _("Quantity"), _("Unit"),
        _("Price of one unit"), _("Page"),
    ]  # fmt: skip
    return headers, [
        [
            one.get_kind_display(), one.title, one.text, said(one.organisation.name), said(one.place.name), one.size,
            one.get_unit_display(), dirhams(one.price), f"{settings.PUBLIC_URL}{reverse('capacity', args=[one.pk])}",
        ]
        for one in rows
    ]  # fmt: skip


def booking_rows(rows: Iterable[Booking]) -> tuple[list[str], list[list[Any]]]:
    """A sheet of bookings: its headers, and a line each. It names organisations, no person."""
    headers = [
        _("Kind"), _("Title"), _("Offered by"), _("Booked by"), pgettext("of a booking", "Start"),
        pgettext("of a booking", "End"), _("Quantity"), _("Unit"), _("Amount"), _("State"), _("Note"),
    ]  # fmt: skip
    return headers, [
        [
            one.capacity.get_kind_display(), one.capacity.title, said(one.capacity.organisation.name),
            said(one.organisation.name), wall(one.during.lower), wall(one.during.upper), one.quantity,
            one.capacity.get_unit_display(), dirhams(one.amount), str(one.state.label), one.note,
        ]
        for one in rows
    ]  # fmt: skip


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
