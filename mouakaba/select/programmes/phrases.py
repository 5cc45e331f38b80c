"""Letters of the programmes room."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.people.models import Person
from mouakaba.base.people.phrases import password_link
from mouakaba.base.words.queries import said
from mouakaba.select.programmes.models import Programme, ProgrammeRole


def role_letter(*, person: Person, programme: Programme, role: ProgrammeRole) -> tuple[str, str]:
    """Subject and body of the letter that gives a role, in the person's language."""
    with override(person.language):
        title = said(programme.title)
        lines = [
            _("Hello %(name)s,") % {"name": person.name or person.email},
            _("You now work on the programme “%(programme)s” as %(role)s.")
            % {"programme": title, "role": role.get_role_display()},
            *_way_in(person, programme),
        ]
        return _("Programme: %(programme)s") % {"programme": title}, "\n\n".join(lines)


def _way_in(person: Person, programme: Programme) -> list[str]:
    """The page itself; for somebody without a password first the link that lets them choose one."""
    page = reverse("programme_page", args=[programme.slug])
    if person.has_usable_password():
        return [_("Its page is here:") + "\n" + _absolute(page)]
    link = password_link(person, page)
    later = _absolute(reverse("account_reset_password"))
    return [
        _("An account was opened for your address. Choose your password here:") + "\n" + link,
        _("If this link has grown too old, ask for a new one here:") + "\n" + later,
    ]


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
