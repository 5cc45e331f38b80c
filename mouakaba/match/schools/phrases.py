"""Letters of schools, and the trace of an agreement in words."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from mouakaba.base.people.models import Person
from mouakaba.base.people.phrases import LINK_DAYS, password_link
from mouakaba.base.words.queries import said
from mouakaba.match.schools.models import SchoolInvitation
from mouakaba.match.schools.queries import refusal_token
from mouakaba.match.schools.rules import DAYS_TO_ANSWER

# What was done to an agreement, after the name of who did it; an act that is not here is shown by its name.
ACTS = {
    "save_school_agreement": gettext_lazy("recorded the agreement"),
    "renew_school_agreement": gettext_lazy("renewed the agreement"),
    "end_school_agreement": gettext_lazy("ended the agreement"),
    "invite_graduates": gettext_lazy("invited graduates"),
    "remind_graduates": gettext_lazy("wrote again to those who had not answered"),
}


def act_in_words(act: str) -> str:
    """What was done, after the name of who did it."""
    return str(ACTS.get(act, act))


def invitation_letter(invitation: SchoolInvitation) -> tuple[str, str]:
    """To a graduate: what it is, the way in, until when, and how to say no without an account."""
    person, school = invitation.person, said(invitation.agreement.school.name)
    with override(person.language):
        lines = [
            _("“%(school)s” invites you to show what you can do to startups that look for skills.")
            % {"school": school},
            _("You confirm your skills yourself, choose who sees them, and can delete everything at any time."),
            _("If you do not want this, do nothing: nobody is told."),
            "\n".join(_way_in(person)),
            _until(),
            _("If you want no more letters about this from the school, say so here, without an account:")
            + "\n"
            + settings.PUBLIC_URL
            + reverse("school_refusal", args=[refusal_token(invitation)]),
        ]
        return _("Invitation of %(school)s") % {"school": school}, "\n\n".join(lines)


def _until() -> str:
    days = ngettext("You can answer for %(days)s day.", "You can answer for %(days)s days.", DAYS_TO_ANSWER)
    return days % {"days": DAYS_TO_ANSWER}


def _way_in(person: Person) -> list[str]:
    page = reverse("my_schools")
    if person.has_usable_password():
        return [_("The page is here:"), f"{settings.PUBLIC_URL}{page}"]
    days = ngettext("This link works for %(days)s day.", "This link works for %(days)s days.", LINK_DAYS)
    return [
        _("The page is here; you choose a password first:"),
        password_link(person, page),
        days % {"days": LINK_DAYS} + " " + _("After that, ask for a new one here:"),
        settings.PUBLIC_URL + reverse("account_reset_password"),
    ]
