"""The jury's sentences: what is missing in a mark, why a file is short of jurors, and the messages to jurors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from mouakaba.base.people.models import Person
from mouakaba.base.people.phrases import LINK_DAYS, password_link
from mouakaba.base.words.phrases import deadline_in_words, isolated
from mouakaba.base.words.queries import said
from mouakaba.kernel.callfile import Criterion
from mouakaba.select.calls.models import Call

SHORT = {
    "language": gettext_lazy("jurors who do not read its language"),
    "conflict": gettext_lazy("jurors with a tie to it"),
    "jurors": gettext_lazy("too few jurors on the jury"),
}
TIES = {
    "mail": gettext_lazy("same e-mail domain"),
    "organisation": gettext_lazy("same organisation"),
}


def criterion_label(content: dict[str, Any], code: str) -> dict[str, str]:
    """The criterion's name by language; its code when it has none."""
    labels = content.get("labels", {}).get("criteria", {})
    return labels.get(code, {}).get("label") or {"en": code}


def flaw_sentence(flaw: str, criterion: Criterion) -> str:
    """What is missing in a criterion, and the remedy."""
    low, high = criterion.scale
    if flaw == "missing":
        return _("Choose a mark.")
    if flaw == "off_scale":
        return _("This mark is not on the scale. Choose one from %(low)s to %(high)s.") % {"low": low, "high": high}
    return reason_rule(criterion)


def reason_rule(criterion: Criterion) -> str:
    """Which marks need a written reason; empty when none does."""
    marks = sorted(criterion.reason_required_at)
    if not marks:
        return ""
    listed = isolated(", ".join(map(str, marks)))
    return ngettext(
        "Write a reason for the mark %(marks)s: the applicant will read it, without your name.",
        "Write a reason for the marks %(marks)s: the applicant will read it, without your name.",
        len(marks),
    ) % {"marks": listed}


def short_sentence(number: str, got: int, because: Iterable[str]) -> str:
    """Why a file gets fewer reviews than asked."""
    found = [str(SHORT[code]) for code in because]
    text = ngettext("%(number)s gets %(got)s review", "%(number)s gets %(got)s reviews", got)
    shown = text % {"number": isolated(number), "got": got}
    return f"{shown}: {_and(found)}" if found else shown


def _and(parts: list[str]) -> str:
    return _(", ").join(parts)


def invitation(*, person: Person, call: Call, languages: list[str]) -> tuple[str, str]:
    """Subject and body of an invitation, in the juror's language. Somebody new gets a link to choose a password."""
    with override(person.language):
        title = said(call.title)
        names = dict(settings.LANGUAGES)
        lines = [
            _("Hello %(name)s,") % {"name": person.name or person.email},
            "",
            _("You are invited to the jury of: %(call)s.") % {"call": title},
            _("You will receive files written in: %(languages)s.")
            % {"languages": _and([names[code] for code in languages])},
            *_due(call),
            "",
            *_way_in(person),
            "",
            _("If you know an applicant, say so on the file with “I have a tie with this file”: it goes to others."),
        ]
        return _("Jury: %(call)s") % {"call": title}, "\n".join(lines)


def reminder(*, person: Person, call: Call, left: int) -> tuple[str, str]:
    """Subject and body for a juror who has not finished, in their language."""
    with override(person.language):
        files = ngettext("You have %(left)s file left to mark.", "You have %(left)s files left to mark.", left)
        lines = [_("Hello %(name)s,") % {"name": person.name or person.email}, "", files % {"left": left}, *_due(call)]
        lines += ["", _("Your files are here:"), _absolute(reverse("jury_call", args=[call.slug]))]
        return _("Jury: %(call)s") % {"call": said(call.title)}, "\n".join(lines)


def _due(call: Call) -> list[str]:
    if call.marks_close_at is None:
        return []
    return [_("Marks are due before %(moment)s.") % {"moment": deadline_in_words(call.marks_close_at, call.zone)}]


def _way_in(person: Person) -> list[str]:
    jury = reverse("jury")
    if person.has_usable_password():
        return [_("Your files are here:"), _absolute(jury)]
    link = password_link(person, jury)
    days = ngettext("This link works for %(days)s day.", "This link works for %(days)s days.", LINK_DAYS)
    return [
        _("Choose your password here, then your files will open:"),
        link,
        days % {"days": LINK_DAYS} + " " + _("After that, ask for a new one here:"),
        _absolute(reverse("account_reset_password")),
    ]


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
