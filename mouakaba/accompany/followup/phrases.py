"""Words of the survey: its letters, the names of its figures."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from mouakaba.accompany.followup.models import FollowUp, Turnover
from mouakaba.accompany.followup.queries import joined_to, link_of
from mouakaba.base.notify.rules import Topic
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import day_in_words
from mouakaba.base.words.queries import said

TOPIC = Topic("followup", gettext_lazy("short surveys after a programme ended"))

_GROUPS = {
    "women_under_30": gettext_lazy("women under 30"),
    "women_30_more": gettext_lazy("women of 30 or more"),
    "men_under_30": gettext_lazy("men under 30"),
    "men_30_more": gettext_lazy("men of 30 or more"),
}
FIGURES = {
    "state-active": gettext_lazy("Activities that go on"),
    "state-paused": gettext_lazy("Activities paused"),
    "state-stopped": gettext_lazy("Activities that stopped"),
    "kept": gettext_lazy("Jobs kept"),
    "created": gettext_lazy("Jobs created since the end of the support"),
    "turnover": gettext_lazy("Said their turnover of the last twelve months"),
    **{f"turnover-{band}": label for band, label in Turnover.choices},
    "integrated": gettext_lazy("Works with others of the field, or joined a network"),
    "rural": gettext_lazy("Works in the countryside"),
    "certified": gettext_lazy("Gave a certificate of existence"),
    **{f"{kind}-{code}": label for kind in ("kept", "created") for code, label in _GROUPS.items()},
}


def group_label(group: str) -> str:
    """What a group of people is called."""
    return str(_GROUPS[group])


def letter(followup: FollowUp, person: Person, number: int) -> tuple[str, str]:
    """The first letter (0) or a reminder (1, 2), with the link that needs no account."""
    with override(person.language):
        places = (followup.supported_in, *(one.supported_in for one in joined_to(followup)))
        title = {"title": followup.title, "cohort": " · ".join(map(said, places))}
        subject = _("How is “%(title)s” today?") % title
        opening = _(
            "Some time ago “%(title)s” was supported in “%(cohort)s”. Tell us in three minutes how it is today."
        )
        again = _("We wrote to you about “%(title)s” (%(cohort)s). Your answer is still missing: three minutes.")
        lines = [
            (again if number else opening) % title,
            _("Answer here, without an account:") + f"\n{link_of(followup)}",
        ]
        if followup.expires_at:
            until = {"day": day_in_words(followup.expires_at.date())}
            lines.append(_("The link works until %(day)s. You may open it again to correct your answer.") % until)
        if number == 2:
            lines.append(_("This is the last reminder."))
        return (_("Reminder: %(subject)s") % {"subject": subject}) if number else subject, "\n\n".join(lines)
