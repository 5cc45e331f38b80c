"""Every write on capacity, its windows and its bookings. The row of a capacity is held while it is counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.bookings.queries import range_span, span_of, taken_of
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.kernel.slots import left
from mouakaba.match.bookings import phrases
from mouakaba.match.bookings.models import Booking, Capacity, Window
from mouakaba.match.bookings.queries import kept_bookings, nearest_free, windows_of
from mouakaba.match.introductions.queries import writers_for


class TakenError(ValidationError):
    """Not enough is left; ``nearest`` are the free slots nearest to it."""

    def __init__(self, message: str, nearest: Iterable[tuple[datetime, datetime]]) -> None:
        super().__init__(message)
        self.nearest = list(nearest)


def save_capacity(*, capacity: Capacity, by: Person | None, **values: Any) -> Capacity:
    """New capacity, or one changed. Raises ValidationError, by field, when more is booked than it would hold."""
    with recorded("save_capacity", by=by) as line:
        if not capacity._state.adding:
            Capacity.objects.select_for_update().get(pk=capacity.pk)
            _check_kept(capacity, values.get("size", capacity.size))
        for name, value in values.items():
            setattr(capacity, name, value)
        capacity.made_at = capacity.made_at or now()
        capacity.full_clean()
        capacity.save()
        point(line, capacity)
    return capacity


def _check_kept(capacity: Capacity, wanted: int) -> None:
    rows = list(capacity.bookings.filter(cancelled_at__isnull=True, during__endswith__gt=now()))
    taken = taken_of(rows, by_day=capacity.way.by_day)
    most = max((capacity.size - left(capacity.size, taken, one.span) for one in taken), default=0)
    if wanted < most:
        raise ValidationError({"size": _("%(most)s are already booked at once. Write at least that.") % {"most": most}})


def open_window(
    *, capacity: Capacity, start: datetime, end: datetime, to_place: Any = None, by: Person | None
) -> Window:
    """Offers it for a stretch. Raises ValidationError when it meets another window."""
    if end <= start or (end if capacity.way.by_day else start) < now():
        raise ValidationError(_("Give a time to come, and an end after its start."))
    row = Window(capacity=capacity, during=DateTimeTZRange(start, end), to_place=to_place)
    try:
        with recorded("open_window", by=by, subject=capacity):
            row.save()
    except IntegrityError:
        raise ValidationError(_("This time meets another one that you already opened. Choose another.")) from None
    return row


def close_window(*, window: Window, by: Person) -> None:
    """Takes a window back. Raises ValidationError while something in it is booked."""
    with recorded("close_window", by=by, subject=window.capacity):
        held = Capacity.objects.select_for_update().get(pk=window.capacity_id)
        if kept_bookings(held, window.during.lower, window.during.upper).exists():
            raise ValidationError(_("Something is booked in this time. Cancel that first: its owner is told."))
        window.delete()


def book(
    *, capacity: Capacity, start: datetime, end: datetime, quantity: int, organisation: Organisation, by: Person | None,
    note: str = "",
) -> Booking:  # fmt: skip
    """Books so much for a stretch. Raises TakenError, with the nearest free slots, or ValidationError, in words."""
    if end <= start or quantity < 1:
        raise ValidationError(_("Give an end after the start, and how much."))
    if start < now() and not (capacity.way.by_day and end > now()):
        raise ValidationError(_("This time is over. Choose a later one."))
    try:
        with recorded("book", by=by) as line:
            held = Capacity.objects.select_for_update(of=("self",)).select_related("place").get(pk=capacity.pk)
            window = _window(held, start, end)
            _check_left(held, start, end, quantity)
            row = Booking.objects.create(
                capacity=held, during=DateTimeTZRange(start, end), quantity=quantity, organisation=organisation,
                exclusive=held.way.exclusive, to_place=window.to_place, booked_by=by, booked_at=now(),
                note=note.strip(), amount=price_of(held, start, end, quantity),
            )  # fmt: skip
            point(line, row)
            _tell(row, phrases.booked_letter, "booked", [held.organisation_id])
    except IntegrityError:  # the constraint stands behind the lock
        raise _taken(capacity, start, end, quantity) from None
    return row


def _window(capacity: Capacity, start: datetime, end: datetime) -> Window:
    by_day = capacity.way.by_day
    wanted = span_of(start, end, by_day=by_day)
    for row in windows_of(capacity, start, end) if capacity.is_open else ():
        span = range_span(row.during, by_day=by_day)
        if span == wanted if capacity.way.whole else span.holds(wanted):
            return row
    raise TakenError(
        _("It is not offered at this time. Nothing was booked."), nearest_free(capacity, start, end, 1)
    )  # fmt: skip


def _check_left(capacity: Capacity, start: datetime, end: datetime, quantity: int) -> None:
    by_day = capacity.way.by_day
    taken = taken_of(kept_bookings(capacity, start, end), by_day=by_day)
    if left(capacity.size, taken, span_of(start, end, by_day=by_day)) < quantity:
        raise _taken(capacity, start, end, quantity)


def _taken(capacity: Capacity, start: datetime, end: datetime, quantity: int) -> TakenError:
    """The sentence, with what is left where some is."""
    by_day = capacity.way.by_day
    taken = taken_of(kept_bookings(capacity, start, end), by_day=by_day)
    rest = left(capacity.size, taken, span_of(start, end, by_day=by_day))
    near = nearest_free(capacity, start, end, quantity)
    if rest and not capacity.way.exclusive:
        return TakenError(_("Only %(left)s are left at this time. Nothing was booked.") % {"left": rest}, near)
    return TakenError(_("This time was taken by others. Nothing was booked."), near)


def price_of(capacity: Capacity, start: datetime, end: datetime, quantity: int) -> int | None:
    """Centimes: a unit and day of storage, an hour of a line begun, a unit carried; None where no price is told."""
    if capacity.price is None:
        return None
    way, span = capacity.way, span_of(start, end, by_day=capacity.way.by_day)
    times = 1 if way.whole else span.length if way.by_day else -(-span.length // 60)
    return capacity.price * quantity * times


def cancel_booking(*, booking: Booking, by: Person) -> None:
    """Gives it back; a second time changes nothing. Raises ValidationError once it has begun."""
    with recorded("cancel_booking", by=by, subject=booking):
        Capacity.objects.select_for_update().get(pk=booking.capacity_id)
        row = Booking.objects.select_related("capacity").get(pk=booking.pk)
        if row.cancelled_at:
            return
        if row.during.lower <= now():
            raise ValidationError(_("It has begun: it is no longer cancelled here."))
        row.cancelled_at = now()
        row.save(update_fields=["cancelled_at"])
        _tell(row, phrases.cancelled_letter, "cancelled", [row.capacity.organisation_id, row.organisation_id])


def _tell(row: Booking, letter: Any, cause: str, organisations: Iterable[Any]) -> None:
    for members in writers_for(set(organisations)).values():
        for member in members:
            subject, body = letter(row, member)
            queue_message(key=f"booking-{cause}:{row.pk}:{member.pk}", person=member, subject=subject, body=body)


def export_bookings(person: Person) -> list[dict[str, Any]]:
    """What a person booked, as data."""
    rows = Booking.objects.filter(booked_by=person).select_related("capacity")
    return [
        {
            "capacity": row.capacity.title, "from": row.during.lower, "to": row.during.upper,
            "quantity": row.quantity, "note": row.note, "booked_at": row.booked_at, "cancelled_at": row.cancelled_at,
        }
        for row in rows
    ]  # fmt: skip


def erase_bookings(person: Person) -> None:
    """The organisation's bookings stay; who made them, and what they wrote, is forgotten."""
    Booking.objects.filter(booked_by=person).update(booked_by=None, note="")
