"""Letters of introductions. A letter before both said yes names no person."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.models import Opening


def _page(name: str, *arguments: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=arguments)}"


def _about(opening: Opening) -> dict[str, str]:
    return {"organisation": said(opening.organisation.name), "opening": opening.title}


def asked_letter(introduction: Introduction, person: Person) -> tuple[str, str]:
    """To the person: an organisation would like to meet them."""
    with override(person.language):
        lines = [
            _("“%(organisation)s” would like to meet you for its opening “%(opening)s”.")
            % _about(introduction.opening),
            *([_("It writes:") + "\n" + introduction.note] if introduction.note else []),
            _("It has not seen your name. If you say yes, each of you sees the other's name and e-mail."),
            _("Answer here:") + "\n" + _page("my_introductions"),
        ]
        return _("An organisation would like to meet you"), "\n\n".join(lines)


def offered_letter(introduction: Introduction, reader: Person) -> tuple[str, str]:
    """To the organisation: somebody is interested in its opening."""
    with override(reader.language):
        lines = [
            _("Somebody whose skills you can read is interested in your opening “%(opening)s”.")
            % _about(introduction.opening),
            _("Answer here:") + "\n" + _page("opening_matches", introduction.opening_id),
        ]
        return _("Somebody is interested in your opening"), "\n\n".join(lines)


def agreed_letter(introduction: Introduction, reader: Person, other: Person) -> tuple[str, str]:
    """To either side, once both said yes: how to reach the other."""
    with override(reader.language):
        lines = [
            _("You both said yes, for the opening “%(opening)s” of “%(organisation)s”.") % _about(introduction.opening),
            _("You can write to %(name)s: %(email)s") % {"name": other.name or other.email, "email": other.email},
        ]
        return _("You can now write to each other"), "\n\n".join(lines)
