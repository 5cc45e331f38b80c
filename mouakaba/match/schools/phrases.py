"""Letters of schools, and what is said of a row that cannot be used."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.people.models import Person
from mouakaba.base.people.phrases import password_link
from mouakaba.base.words.queries import said
from mouakaba.match.schools.models import SchoolInvitation


def invitation_letter(invitation: SchoolInvitation) -> tuple[str, str]:
    """To a graduate: what it is, that it is free to leave aside, and the way in."""
    person, school = invitation.person, said(invitation.agreement.school.name)
    with override(person.language):
        lines = [
            _("“%(school)s” invites you to show what you can do to startups that look for skills.")
            % {"school": school},
            _("You confirm your skills yourself, choose who sees them, and can delete everything at any time."),
            _("If you do not want this, do nothing: nobody is told."),
            _("The page is here:") + "\n" + _way_in(person),
        ]
        return _("Invitation of %(school)s") % {"school": school}, "\n\n".join(lines)


def _way_in(person: Person) -> str:
    page = reverse("my_schools")
    if person.has_usable_password():
        return f"{settings.PUBLIC_URL}{page}"
    return password_link(person, page)
