"""Making, moving and cancelling sessions; registering, waiting, withdrawing; reminders and calendars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.accompany.cohorts.models import Cohort
from mouakaba.accompany.sessions.models import CalendarKey, Registration, Session, Tour, new_key
from mouakaba.accompany.sessions.phrases import (
    cancelled_letter,
    moved_letter,
    registered_letter,
    reminder_letter,
    waiting_letter,
)
from mouakaba.accompany.sessions.queries import COMING, enterable_by
from mouakaba.accompany.sessions.rules import REMIND
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.actions import open_accounts
from mouakaba.base.people.models import Person

State = Registration.State
Letter = Callable[[Session, Person], tuple[str, str]]
_TOLD = ("starts_at", "ends_at", "place", "link")  # a change of these is told to everybody


def save_session(
    *, session: Session | None, values: Mapping[str, Any], trainers: Iterable[str] | None = None, by: Person | None
) -> Session:
    """A new session, or one changed; ``values`` are columns, ``trainers`` e-mails (None leaves them).

    Who is registered is told when the hour or the place changes. Somebody unknown among the trainers gets an account.
    Raises ValidationError, in words: an end before the start, a type that is not collective, fewer places than people.
    """
    made = session or Session()
    before = [getattr(made, name) for name in _TOLD]
    for name, value in values.items():
        setattr(made, name, value)
    made.changed_at = now()
    _check(made)
    moved = session is not None and before != [getattr(made, name) for name in _TOLD]
    with recorded("save_session", by=by) as line:
        made.sequence += moved
        made.save()
        point(line, made)
        if trainers is not None:
            made.trainers.set(_accounts(trainers, by))
        if moved:
            _tell(made, f"session-moved:{made.pk}:{made.sequence}", moved_letter)
        _fill(made)
    return made


def record_past(*, sessions: Iterable[Session], by: Person | None) -> int:
    """Records many sessions that are over, in one go; nobody is told. Returns how many.

    The constraints of the table hold them. Raises ValidationError when one is not over.
    """
    rows, at = list(sessions), now()
    if any(row.ends_at > at for row in rows):
        raise ValidationError(_("Only sessions that are over are recorded together."))
    for row in rows:
        row.changed_at = at
    with recorded("record_past_sessions", by=by, count=len(rows)):
        Session.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _check(session: Session) -> None:
    if session.cohort and session.programme_id != session.cohort.programme_id:
        raise ValidationError({"cohort": _("This cohort belongs to another programme. Choose one of this programme.")})
    if session.tour and session.tour.cohort_id != session.cohort_id:
        raise ValidationError({"tour": _("This tour belongs to another cohort. Choose one of this cohort.")})
    if session.project and session.project.cohort_id != session.cohort_id:
        raise ValidationError({"project": _("This project belongs to another cohort. Choose one of this cohort.")})
    if session.project and not session.individual:
        raise ValidationError({"project": _("A collective session is not for one project alone. Leave it empty.")})
    session.full_clean()


def _accounts(emails: Iterable[str], by: Person | None) -> list[Person]:
    language = by.language if by else "ar"
    guests = [Person(email=email.strip().lower(), language=language) for email in emails if email.strip()]
    return list(open_accounts(people=guests, by=by).values())


def _tell(session: Session, key: str, letter: Letter) -> None:
    rows = session.registrations.exclude(state=State.WITHDRAWN).filter(person__is_active=True).select_related("person")
    people = {row.person for row in rows if row.person} | set(session.trainers.filter(is_active=True))
    queue_messages([_message(session, person, f"{key}:{person.pk}", letter) for person in people])


def _message(session: Session, person: Person, key: str, letter: Letter) -> OutboxMessage:
    subject, body = letter(session, person)
    to = {"person": person, "address": person.email, "language": person.language}
    return OutboxMessage(key=key, subject=subject, body=body, **to)


def save_tour(*, cohort: Cohort, title: Mapping[str, str], by: Person | None, **days: date | None) -> Tour:
    """A tour of a cohort; ``days`` are starts_on and ends_on. Raises ValidationError, in words."""
    made = Tour(cohort=cohort, title=dict(title), **days)
    made.full_clean()
    with recorded("save_tour", by=by, subject=cohort):
        made.save()
    return made


def cancel_session(*, session: Session, reason: str, by: Person) -> None:
    """It does not take place, and everybody is told. Raises ValidationError for one that is over or cancelled."""
    with recorded("cancel_session", by=by, subject=session, why=reason):
        row = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if row.cancelled_at is not None:
            raise ValidationError(_("This session is cancelled already."))
        if row.ends_at <= now():
            raise ValidationError(_("This session is over: it cannot be cancelled any more."))
        row.cancelled_at = row.changed_at = now()
        row.cancel_reason, row.sequence = reason, row.sequence + 1
        row.save(update_fields=["cancelled_at", "cancel_reason", "sequence", "changed_at"])
        _tell(row, f"session-cancelled:{row.pk}", cancelled_letter)


def register(*, session: Session, person: Person, by: Person, comes_as: str = "") -> Registration:
    """Gives a place, or one on the waiting list when it is full; a second time changes nothing.

    ``comes_as`` is a Registration.Part: what sort of participant.

    The row of the session is locked: places are never given twice. Raises ValidationError for a session that is over,
    cancelled, or not open to this person.
    """
    with recorded("register", by=by, subject=session, person=str(person.pk)):
        row = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        _check_open(row, person, by)
        known = row.registrations.filter(person=person).first()
        if known and known.state != State.WITHDRAWN:
            return known
        made = known or Registration(session=row, person=person)
        made.comes_as = comes_as if comes_as in Registration.Part.values else ""
        made.at, made.state = now(), State.WAITING if _left(row) == 0 else State.REGISTERED
        made.save()
        letter = waiting_letter if made.state == State.WAITING else registered_letter
        # a second coming after a withdrawal has its own letter
        queue_messages([_message(row, person, f"registration:{made.pk}:{made.at.isoformat()}", letter)])
    return made


def _check_open(session: Session, person: Person, by: Person) -> None:
    if session.cancelled_at is not None:
        raise ValidationError(_("This session is cancelled."))
    if session.ends_at <= now():
        raise ValidationError(_("This session is over. Choose another one in the agenda."))
    if by == person and not enterable_by(person).filter(pk=session.pk).exists():
        raise ValidationError(_("This session is for the projects of its cohort. Ask the organisation that runs it."))


def _left(session: Session) -> int | None:
    """Free places; None without a limit."""
    if session.capacity is None:
        return None
    return max(0, session.capacity - session.registrations.filter(state__in=COMING).count())


def add_person(*, session: Session, email: str, name: str, by: Person, comes_as: str = "") -> Registration:
    """Puts somebody on the list for them: an account by its e-mail, else a name alone.

    Raises ValidationError for an e-mail nobody here has, or neither.
    """
    if email:
        person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
        if person is None:
            raise ValidationError({"email": _("Nobody here has this e-mail. Write the name alone instead.")})
        return register(session=session, person=person, by=by, comes_as=comes_as)
    if not name.strip():
        raise ValidationError({"name": _("Write an e-mail or a name.")})
    with recorded("add_person", by=by, subject=session):
        row = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        state = State.WAITING if _left(row) == 0 else State.REGISTERED
        told = {"name": name.strip(), "comes_as": comes_as}
        return Registration.objects.create(session=row, at=now(), state=state, **told)


def withdraw(*, registration: Registration, by: Person) -> None:
    """Gives a place back; the first who waits gets it and is told. Raises ValidationError for who was there."""
    with recorded("withdraw", by=by, subject=registration.session, registration=str(registration.pk)):
        session = Session.objects.select_for_update(of=("self",)).get(pk=registration.session_id)
        row = Registration.objects.get(pk=registration.pk)
        if row.present_at is not None:
            raise ValidationError(_("Somebody who was there stays on the list."))
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])
        _fill(session)


def _fill(session: Session) -> None:
    """Gives free places to those who wait, the longest first."""
    if session.cancelled_at is not None or session.ends_at <= now():
        return
    waiting = session.registrations.filter(state=State.WAITING).select_related("person").order_by("at", "pk")
    left = _left(session)
    for row in waiting if left is None else waiting[:left]:
        row.state = State.REGISTERED
        row.save(update_fields=["state"])
        if row.person and row.person.is_active:
            key = f"registration-filled:{row.pk}:{row.at.isoformat()}"
            queue_messages([_message(session, row.person, key, registered_letter)])


def remind() -> int:
    """Writes once to everybody registered in a session that begins soon. Returns how many letters are new."""
    at = now()
    soon = Session.objects.filter(cancelled_at=None, starts_at__gt=at, starts_at__lte=at + REMIND, day_known=True)
    rows = Registration.objects.filter(session__in=soon, state__in=COMING, person__is_active=True)
    with recorded("remind_of_sessions", by=None):
        return queue_messages(
            [
                # one that was moved is reminded of again
                _message(row.session, row.person, f"reminder:{row.pk}:{row.session.sequence}", reminder_letter)
                for row in rows.select_related("session", "person")
                if row.person
            ]
        )


def renew_calendar(*, person: Person, by: Person) -> CalendarKey:
    """A new secret address of a person's calendar; the one before stops working."""
    with recorded("renew_calendar", by=by, subject=person):
        fresh = {"token": new_key(), "made_at": now()}
        return CalendarKey.objects.update_or_create(person=person, defaults=fresh)[0]


def close_calendar(*, person: Person, by: Person) -> None:
    """No address any more."""
    with recorded("close_calendar", by=by, subject=person):
        CalendarKey.objects.filter(person=person).delete()


def export_sessions(person: Person) -> dict[str, Any]:
    """Sessions a person registered for or led."""
    rows = Registration.objects.filter(person=person).order_by("at")
    return {
        "registrations": list(rows.values("session__title", "session__starts_at", "state", "at", "present_at")),
        "led": list(Session.objects.filter(trainers=person).values("title", "starts_at")),
        "calendar": CalendarKey.objects.filter(person=person).exists(),
    }


def erase_sessions(person: Person) -> None:
    """Registrations lose their person: who was there is still counted, nobody knows who it was."""
    rows = Registration.objects.filter(person=person)
    rows.filter(present_at=None).delete()
    Registration.pgh_event_model.objects.filter(person=person).delete()  # type: ignore[attr-defined]
    Registration.objects.filter(person=person).update(person=None, name="")
    Registration.pgh_event_model.objects.filter(person=person).delete()  # type: ignore[attr-defined]
    CalendarKey.objects.filter(person=person).delete()
    for session in Session.objects.filter(trainers=person):
        session.trainers.remove(person)
