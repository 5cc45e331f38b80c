"""What letters that may be stopped say at their end."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.notify.queries import stop_link
from mouakaba.base.people.models import Person


def with_stop_link(person: Person, topic: str, body: str) -> str:
    """The letter with its last lines: how to receive no more of them, without a login."""
    with override(person.language):
        return f"{body}\n\n-- \n" + _("To receive no more letters of this kind:") + "\n" + stop_link(person.pk, topic)
