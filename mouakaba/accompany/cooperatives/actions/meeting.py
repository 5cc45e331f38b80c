"""Meetings: called, who was there, what was decided; locked once the minutes are approved."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.accompany.cooperatives.actions.register import lock_books
from mouakaba.accompany.cooperatives.models import Assembly, AssemblyDecision, AssemblyNote, AssemblySeat, Cooperative
from mouakaba.accompany.cooperatives.phrases import SEAT_FAULTS, notice_letter
from mouakaba.accompany.cooperatives.queries import attendance, entitled
from mouakaba.accompany.cooperatives.rules import MOST_DECISIONS
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.kernel.assemblies import QuorumAnswer, Seat, seat_faults, votes_missing

_QUORUM = {
    (Assembly.Kind.ORDINARY, False): "quorum",
    (Assembly.Kind.ORDINARY, True): "quorum_again",
    (Assembly.Kind.EXTRA, False): "quorum_extra",
    (Assembly.Kind.EXTRA, True): "quorum_extra_again",
    (Assembly.Kind.BOARD, False): "quorum_board",
    (Assembly.Kind.BOARD, True): "quorum_board",
}
_TOLD = ("kind", "again", "on", "at", "place", "agenda", "language")  # what a notice says


def save_assembly(
    *, cooperative: Cooperative, assembly: Assembly | None, values: Mapping[str, Any], by: Person | None
) -> Assembly:
    """A meeting to be called, or changed before its minutes are approved; takes the statutes' figures of today.

    When what the notices said changes, they are to be sent again. Raises ValidationError.
    """
    with recorded("save_assembly", by=by) as line:
        books = lock_books(cooperative)
        row = _open(assembly) if assembly else Assembly(cooperative=books)
        before = [getattr(row, name) for name in _TOLD] if assembly else None
        for name, value in values.items():
            setattr(row, name, value)
        if before != [getattr(row, name) for name in _TOLD]:
            row.called_on = None
        if row.called_on is None:
            _take_figures(row, books)
        row.save()
        point(line, row)
    return row


def _take_figures(row: Assembly, books: Cooperative) -> None:
    row.quorum = getattr(books, _QUORUM[Assembly.Kind(row.kind), row.again])
    row.majority = books.majority_extra if row.kind == Assembly.Kind.EXTRA else books.majority
    row.notice_days, row.most_proxies = books.notice_days, books.most_proxies


def _open(assembly: Assembly) -> Assembly:
    """The meeting under its lock. Raises ValidationError once its minutes are approved."""
    row = Assembly.objects.select_for_update(of=("self",)).select_related("cooperative").get(pk=assembly.pk)
    if row.approved_at:
        raise ValidationError(_("The minutes are approved: nothing of them changes any more. Add a note instead."))
    return row


def send_notices(*, assembly: Assembly, by: Person | None) -> tuple[int, int]:
    """Owes a letter to each member who may sit and has an e-mail; returns how many have one, and how many have none.

    The same notice is never sent twice. Raises ValidationError for a meeting that is past.
    """
    with recorded("send_notices", by=by, subject=assembly):
        row = _open(assembly)
        if row.on < today():
            raise ValidationError(_("This meeting is past: nobody can be called to it. Change its day first."))
        people = entitled(row)
        reached = [one for one in people if one.email]
        known = {
            one.email.lower(): one for one in Person.objects.filter(email__in=[it.email.lower() for it in reached])
        }
        queue_messages([_letter(row, one.pk, one.name, one.email, known.get(one.email.lower())) for one in reached])
        row.called_on = today()
        row.save(update_fields=["called_on"])
    return len(reached), len(people) - len(reached)


def _letter(assembly: Assembly, pk: int, name: str, address: str, person: Person | None) -> OutboxMessage:
    with override(assembly.language):
        subject, body = notice_letter(assembly, name)
    told = hashlib.sha256(body.encode()).hexdigest()[:16]
    return OutboxMessage(
        key=f"assembly:{assembly.pk}:{pk}:{told}", person=person, address=address, language=assembly.language,
        subject=subject, body=body,
    )  # fmt: skip


def take_seats(*, assembly: Assembly, seats: Mapping[int, Seat], by: Person | None) -> None:
    """Who came and who is represented, by key of member; whoever is not named is absent.

    Raises ValidationError, naming each member with what is wrong; for a day to come.
    """
    with recorded("take_seats", by=by, subject=assembly):
        row = _open(assembly)
        _check_held(row)
        members = {one.pk: one for one in entitled(row)}
        faults = seat_faults(seats, members, row.most_proxies)
        if faults:
            said = [
                f"{members[key].name if key in members else key}: {SEAT_FAULTS[why]}" for key, why in faults.items()
            ]
            raise ValidationError(said)
        row.seats.all().delete()
        AssemblySeat.objects.bulk_create(
            AssemblySeat(assembly=row, cooperator_id=key, present=seat.present, proxy_id=seat.proxy)
            for key, seat in seats.items()
            if seat.present or seat.proxy
        )


def _check_held(assembly: Assembly) -> None:
    if assembly.on > today():
        raise ValidationError(_("This meeting is still to come."))


def record_decision(*, assembly: Assembly, values: Mapping[str, Any], by: Person | None) -> AssemblyDecision:
    """A decision with its votes: they add up to the voices present or represented.

    Raises ValidationError when they do not, when the quorum is missed, or when the majority the statutes ask for
    says otherwise.
    """
    with recorded("record_decision", by=by, subject=assembly):
        row = _open(assembly)
        _check_held(row)
        number: int = (row.decisions.aggregate(n=Max("number"))["n"] or 0) + 1
        if number > MOST_DECISIONS:
            raise ValidationError(_("These are too many decisions for one meeting."))
        made = AssemblyDecision(assembly=row, number=number, **values)
        check_votes(made, row)
        made.save()
    return made


def check_votes(decision: AssemblyDecision, assembly: Assembly) -> None:
    """Raises ValidationError unless the votes can be."""
    there = attendance(assembly).quorum
    if not there.voices:
        raise ValidationError(_("Tick first who was there."))
    if there.answer is QuorumAnswer.NO:
        raise ValidationError(_("The quorum is not reached: nothing can be decided. Call the meeting a second time."))
    missing = votes_missing(decision.votes_for, decision.against, decision.abstained, there.voices)
    if missing:
        given = {"votes": there.voices - missing, "voices": there.voices}
        raise ValidationError(
            {"votes_for": _("The votes are %(votes)s and the voices present or represented %(voices)s.") % given}
        )
    part = assembly.majority_part
    if part and decision.adopted != (decision.votes_for >= part.needed(there.voices)):
        given = {"needed": part.needed(there.voices)}
        raise ValidationError({"adopted": _("Your statutes ask for %(needed)s votes in favour.") % given})


def drop_decision(*, decision: AssemblyDecision, by: Person) -> None:
    """Takes out a decision written by mistake, while the minutes are open. Raises ValidationError."""
    with recorded("drop_decision", by=by, subject=decision.assembly, number=decision.number, text=decision.text):
        _open(decision.assembly)
        decision.delete()


def write_minutes(*, assembly: Assembly, values: Mapping[str, Any], by: Person | None) -> None:
    """Who chaired, who wrote, and what was said. Raises ValidationError."""
    with recorded("write_minutes", by=by, subject=assembly):
        row = _open(assembly)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))


def approve_minutes(*, assembly: Assembly, by: Person | None) -> None:
    """Locks the minutes, with everybody who could sit, absent or not. Raises ValidationError for what is missing."""
    with recorded("approve_minutes", by=by, subject=assembly):
        row = _open(assembly)
        _check_held(row)
        if not (row.chair and row.secretary):
            raise ValidationError(_("Write first who chaired the meeting and who wrote the minutes."))
        there = attendance(row)
        if not there.quorum.voices:
            raise ValidationError(_("Tick first who was there."))
        for decision in row.decisions.all():
            _check_decided(decision, row)
        absent = [member for member, seat in there.rows if seat is None]
        AssemblySeat.objects.bulk_create(AssemblySeat(assembly=row, cooperator=member) for member in absent)
        row.approved_at = now()
        row.save(update_fields=["approved_at"])


def _check_decided(decision: AssemblyDecision, assembly: Assembly) -> None:
    try:
        check_votes(decision, assembly)
    except ValidationError as error:
        given = {"number": decision.number, "why": " ".join(error.messages)}
        raise ValidationError(_("Decision %(number)s: %(why)s") % given) from None


def add_note(*, assembly: Assembly, text: str, by: Person) -> AssemblyNote:
    """A correction under approved minutes. Raises ValidationError while they are open."""
    if not Assembly.objects.filter(pk=assembly.pk, approved_at__isnull=False).exists():
        raise ValidationError(_("The minutes are still open: correct them themselves."))
    with recorded("add_note", by=by, subject=assembly):
        return AssemblyNote.objects.create(assembly=assembly, text=text, written_at=now(), written_by=by)
