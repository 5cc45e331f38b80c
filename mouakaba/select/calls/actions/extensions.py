"""A later closing for one person."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import moment, now
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import deadline_in_words
from mouakaba.base.words.queries import said
from mouakaba.select.calls.models import Call, Extension
from mouakaba.select.calls.phrases import letter_of_extension


def give_extension(*, call: Call, person: Person, until_wall: datetime, reason: str, by: Person) -> Extension:
    """Lets one person work until a wall time in the call's zone; a second one replaces the first.

    The person is told by the outbox. Raises ValidationError, by field.
    """
    until = moment(until_wall, call.zone)
    _check(call, until, reason)
    with recorded("give_extension", by=by, subject=call, why=reason.strip(), until=until.isoformat()) as line:
        extension, _made = Extension.objects.update_or_create(
            call=call, person=person, defaults={"until": until, "reason": reason.strip(), "given_by": by}
        )
        line.detail["person"] = str(person.pk)
        _tell(extension)
    return extension


def _check(call: Call, until: datetime, reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Write why this person gets more time.")})
    if call.closes_at is None or call.state != Call.State.PUBLISHED:
        raise ValidationError(_("Publish the call first: only a published closing can be extended."))
    if call.decided_at:
        raise ValidationError(_("The results are published: nobody can be given more time."))
    if until <= max(call.closes_at, now()):
        raise ValidationError({"until": _("Choose a moment after the closing of the call, and still to come.")})


def _tell(extension: Extension) -> None:
    person, call = extension.person, extension.call
    with override(person.language):
        until = deadline_in_words(extension.until, call.zone)
        subject, body = letter_of_extension(said(call.title), until=until, slug=call.slug)
    key = f"extension:{extension.pk}:{extension.until.isoformat()}"
    queue_message(key=key, person=person, subject=subject, body=body)


def withdraw_extension(*, extension: Extension, reason: str, by: Person) -> None:
    """Takes an extension back, for example one given to the wrong person. Raises ValidationError without a reason."""
    if not reason.strip():
        raise ValidationError({"reason": _("Write why the extension is taken back.")})
    with recorded("withdraw_extension", by=by, why=reason.strip(), person=str(extension.person_id)) as line:
        point(line, extension.call)
        extension.delete()
