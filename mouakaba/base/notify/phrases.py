"""What letters that may be stopped say at their end."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.notify.queries import stop_link
from mouakaba.base.people.models import Person


def joined_letter(person: Person, parts: Sequence[OutboxMessage]) -> tuple[str, str]:
    """One letter of several: each under its own subject."""
    with override(person.language):
        subject = ngettext("%(n)s piece of news", "%(n)s pieces of news", len(parts)) % {"n": len(parts)}
    sections = [f"{part.subject}\n{'=' * min(len(part.subject), 60)}\n\n{part.body}" for part in parts]
    return subject, "\n\n\n".join(sections)


def with_stop_link(person: Person, topic: str, body: str) -> str:
    """The letter with its last lines: how to receive no more of them, without a login."""
    with override(person.language):
        return f"{body}\n\n-- \n" + _("To receive no more letters of this kind:") + "\n" + stop_link(person.pk, topic)
