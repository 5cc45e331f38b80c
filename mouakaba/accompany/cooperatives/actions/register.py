"""The books begun, and the register of members with their shares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Max
from django.utils.translation import gettext as _

from mouakaba.accompany.cooperatives.models import Cooperative, Cooperator, ShareMove
from mouakaba.accompany.cooperatives.phrases import MOVE_FAULTS
from mouakaba.accompany.cooperatives.queries import holdings
from mouakaba.accompany.cooperatives.rules import LEAST_SHARE
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.kernel.assemblies import Holding, Move, MoveFault, move_fault

_FIELDS = {MoveFault.NOTHING: "shares", MoveFault.TOO_FEW_SHARES: "shares", MoveFault.HAS_LEFT: "shares"}


def begin_books(
    *, organisation: Organisation, values: Mapping[str, Any], is_demo: bool = False, by: Person | None
) -> Cooperative:
    """The books of a cooperative that exists; ``values`` are columns of Cooperative. Raises ValidationError."""
    made = Cooperative(organisation=organisation, begun_at=now(), is_demo=is_demo, **values)
    _check_share(made.share_value)
    try:
        with recorded("begin_books", by=by) as line:
            made.save()
            point(line, made)
    except IntegrityError as error:
        raise ValidationError(_("A colleague has begun these books already. Open them from the list.")) from error
    return made


def save_statutes(*, cooperative: Cooperative, values: Mapping[str, Any], by: Person) -> None:
    """What the statutes say now. Meetings already called keep what was asked of them.

    Raises ValidationError for a share worth less than the law says, or less than was paid on one.
    """
    with recorded("save_statutes", by=by, subject=cooperative):
        held_row = lock_books(cooperative)
        for name, value in values.items():
            setattr(held_row, name, value)
        _check_share(held_row.share_value)
        if any(one.paid > one.shares * held_row.share_value for one in holdings(held_row).values() if one.shares):
            raise ValidationError({"share_value": _("Some members have paid more than this for their shares.")})
        held_row.save()


def _check_share(value: int) -> None:
    if value < LEAST_SHARE:
        raise ValidationError({"share_value": _("A share is worth at least 100 DH (law 112-12).")})


def lock_books(cooperative: Cooperative) -> Cooperative:
    """The books, held until the transaction ends: numbers and totals are read under it."""
    return Cooperative.objects.select_for_update().get(pk=cooperative.pk)


def add_cooperator(
    *,
    cooperative: Cooperative,
    values: Mapping[str, Any],
    shares: int = 0,
    paid: int = 0,
    by: Person | None,
) -> Cooperator:
    """A new line of the register, with the shares subscribed and what was paid (centimes) on the day of entry.

    Raises ValidationError, by field.
    """
    with recorded("add_cooperator", by=by) as line:
        books = lock_books(cooperative)
        made = enter(books, values, shares, paid, next_number(books))
        point(line, made)
    return made


def next_number(books: Cooperative) -> int:
    """The next free number of the register."""
    last: int = books.cooperators.aggregate(n=Max("number"))["n"] or 0
    return last + 1


def enter(books: Cooperative, values: Mapping[str, Any], shares: int, paid: int, number: int) -> Cooperator:
    """One line, under the lock of the books. Raises ValidationError."""
    made = Cooperator(cooperative=books, number=number, **values)
    _check_day(made.entered_on, "entered_on")
    if fault := move_fault(Holding(), Move(0, shares, paid), books.share_value):
        raise ValidationError({_FIELDS.get(fault, "paid"): str(MOVE_FAULTS[fault])})
    made.save()
    ShareMove.objects.create(cooperator=made, on=made.entered_on, shares=shares, paid=paid, recorded_at=now())
    return made


def _check_day(day: date, field: str) -> None:
    if day > today():
        raise ValidationError({field: _("This day is still to come.")})


def change_cooperator(*, cooperator: Cooperator, values: Mapping[str, Any], by: Person) -> None:
    """Corrects a line of the register; what stood before stays in the history. Raises ValidationError."""
    with recorded("change_cooperator", by=by, subject=cooperator):
        lock_books(cooperator.cooperative)
        row = Cooperator.objects.get(pk=cooperator.pk)
        for name, value in values.items():
            setattr(row, name, value)
        _check_day(row.entered_on, "entered_on")
        if row.left_on and row.left_on < row.entered_on:
            raise ValidationError({"entered_on": _("This member left before that day.")})
        row.save()


def move_shares(*, cooperator: Cooperator, on: date, shares: int, paid: int, note: str, by: Person | None) -> ShareMove:
    """Shares subscribed or given back, centimes paid or refunded. Raises ValidationError, by field."""
    _check_day(on, "on")
    with recorded("move_shares", by=by, subject=cooperator, shares=shares, paid=paid):
        books = lock_books(cooperator.cooperative)
        row = Cooperator.objects.get(pk=cooperator.pk)
        if on < row.entered_on:
            raise ValidationError({"on": _("This member entered later. Check the day.")})
        holding = holdings(books).get(row.pk, Holding())
        move = Move(row.pk, shares, paid)
        if fault := move_fault(holding, move, books.share_value, left=row.left_on is not None):
            raise ValidationError({_FIELDS.get(fault, "paid"): str(MOVE_FAULTS[fault])})
        return ShareMove.objects.create(cooperator=row, on=on, shares=shares, paid=paid, note=note, recorded_at=now())


def record_leaving(*, cooperator: Cooperator, on: date, why: str, note: str, by: Person | None) -> None:
    """A member leaves: the line stays, with its day and reason. Raises ValidationError, by field."""
    _check_day(on, "left_on")
    with recorded("record_leaving", by=by, subject=cooperator, why=note, reason=why, on=str(on)):
        lock_books(cooperator.cooperative)
        row = Cooperator.objects.get(pk=cooperator.pk)
        if row.left_on:
            raise ValidationError(_("A colleague has recorded this leaving already."))
        if on < row.entered_on:
            raise ValidationError({"left_on": _("This member entered later. Check the day.")})
        if row.moves.filter(on__gt=on).exclude(shares=0).exists():
            raise ValidationError({"left_on": _("Shares of this member moved after that day. Check the day.")})
        row.left_on, row.left_why, row.left_note, row.duty = on, why, note, ""
        row.save()
