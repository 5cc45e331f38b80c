"""Letters about sessions, in their reader's language."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from mouakaba.accompany.sessions.models import Session
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import deadline_in_words
from mouakaba.base.words.queries import said

FIGURES = {
    "projects": gettext_lazy("Projects"),
    "collective": gettext_lazy("Collective training sessions"),
    "individual": gettext_lazy("Individual training sessions"),
    "tours": gettext_lazy("Tours"),
    "tour-trainings": gettext_lazy("Of the tours: training sessions"),
    "tour-visits": gettext_lazy("Of the tours: visits and meetings"),
    "tour-workshops": gettext_lazy("Of the tours: workshops"),
    "tour-round-tables": gettext_lazy("Of the tours: round tables"),
    "sessions": gettext_lazy("Sessions of every type"),
}


def _letter(session: Session, person: Person, subject: str, line: str) -> tuple[str, str]:
    title = said(session.title)
    lines = [line % {"title": title}, f"{_('It begins:')} {deadline_in_words(session.starts_at, session.zone)}"]
    where = [part for part in (session.place, session.link) if part]
    lines += [f"{_('Place:')} {' · '.join(where)}"] if where else []
    lines.append(f"{_('The page is here:')}\n{settings.PUBLIC_URL}{reverse('session', args=[session.pk])}")
    return subject % {"title": title}, "\n\n".join(lines)


def registered_letter(session: Session, person: Person) -> tuple[str, str]:
    """A place became theirs, at once or off the waiting list."""
    with override(person.language):
        return _letter(session, person, _("You have a place: %(title)s"), _("You have a place in “%(title)s”."))


def waiting_letter(session: Session, person: Person) -> tuple[str, str]:
    """It is full."""
    with override(person.language):
        line = _("“%(title)s” is full. You are on the waiting list and will be written to if a place comes free.")
        return _letter(session, person, _("On the waiting list: %(title)s"), line)


def moved_letter(session: Session, person: Person) -> tuple[str, str]:
    """The hour or the place is another."""
    with override(person.language):
        return _letter(session, person, _("Changed: %(title)s"), _("The hour or the place of “%(title)s” has changed."))


def cancelled_letter(session: Session, person: Person) -> tuple[str, str]:
    """It does not take place."""
    with override(person.language):
        subject, body = _letter(
            session, person, _("Cancelled: %(title)s"), _("“%(title)s” is cancelled and does not take place.")
        )
        reason = f"{_('The reason:')} {session.cancel_reason}"
        return subject, f"{body}\n\n{reason}" if session.cancel_reason else body


def reminder_letter(session: Session, person: Person) -> tuple[str, str]:
    """The day before."""
    with override(person.language):
        return _letter(session, person, _("Soon: %(title)s"), _("A reminder: “%(title)s” is soon."))
