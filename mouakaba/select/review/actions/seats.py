"""Inviting and removing jurors."""

from __future__ import annotations

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.people.models import Person
from mouakaba.select.calls.models import Call
from mouakaba.select.review import phrases
from mouakaba.select.review.actions.live import give_started_pitches
from mouakaba.select.review.models import Juror, Review


def invite_juror(
    *, call: Call, email: str, by: Person, languages: Sequence[str], name: str = "", is_president: bool = False
) -> Juror:
    """Gives a person a seat on the jury and writes to them; somebody unknown gets an account without password.

    A juror removed before takes the same seat again, with what they had marked. Raises ValidationError when the
    person already sits on this jury.
    """
    with recorded("invite_juror", by=by, why="", email=email) as line:
        person = _person(email, name=name, language=languages[0])
        juror = Juror.objects.filter(call=call, person=person).first() or Juror(call=call, person=person)
        if juror.pk and juror.removed_at is None:
            raise ValidationError({"email": _("This person already sits on this jury.")})
        juror.languages, juror.is_president = list(languages), is_president
        juror.invited_at, juror.removed_at, juror.removed_why = now(), None, ""
        juror.save()
        point(line, juror)
        give_started_pitches(juror)
        _write_to(juror)
    return juror


def _person(email: str, *, name: str, language: str) -> Person:
    address = email.strip().lower()
    known = Person.objects.filter(email__iexact=address).first()
    if known:
        return known
    person = Person.objects.create_user(address, None, name=name, language=language)
    # Nobody can log in before opening the link sent to this address, which is the proof allauth would ask for.
    EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    return person


def _write_to(juror: Juror) -> None:
    subject, body = phrases.invitation(person=juror.person, call=juror.call, languages=juror.languages)
    key = f"jury-invitation:{juror.pk}:{juror.invited_at.isoformat()}"
    queue_message(key=key, person=juror.person, subject=subject, body=body)


def invite_again(*, juror: Juror, by: Person) -> Juror:
    """Sends the invitation once more, with a new link."""
    with recorded("invite_again", by=by, subject=juror):
        juror.invited_at = now()
        juror.save(update_fields=["invited_at"])
        _write_to(juror)
    return juror


def change_juror(*, juror: Juror, languages: Sequence[str], is_president: bool, by: Person) -> Juror:
    """Changes the languages a juror reads and the president's flag. Files already given stay."""
    with recorded("change_juror", by=by, subject=juror):
        juror.languages, juror.is_president = list(languages), is_president
        juror.save(update_fields=["languages", "is_president"])
    return juror


def remove_juror(*, juror: Juror, by: Person, why: str = "") -> None:
    """Takes the seat away. Files not begun are free again; marks stay in the record and no longer count.

    Raises ValidationError when the juror has marked something and no reason is given, or when marks are closed.
    """
    with recorded("remove_juror", by=by, subject=juror, why=why.strip()):
        if juror.call.marks_closed_at is not None:
            raise ValidationError(_("The marks are closed. Reopen them before you remove a juror."))
        marked = Review.objects.filter(juror=juror).exclude(state=Review.State.ASSIGNED).exists()
        if marked and not why.strip():
            raise ValidationError({"why": _("This juror has marked files. Write why their marks no longer count.")})
        Review.objects.filter(juror=juror, state=Review.State.ASSIGNED).delete()
        juror.removed_at, juror.removed_why = now(), why.strip()
        juror.save(update_fields=["removed_at", "removed_why"])
