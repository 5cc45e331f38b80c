"""What one applicant reads about the choice. Every function speaks the language now active."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from mouakaba.base.words.phrases import isolated, moment_in_words
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.selection.models import Decision, Vacancy
from mouakaba.select.selection.phrases.sentences import A_TRACE, below_floor, points, quota_names

Outcome = Decision.Outcome
Answer = Vacancy.Answer


def headline(decision: Decision, place: Vacancy | None) -> str:
    """The outcome in one sentence."""
    if decision.outcome == Outcome.SELECTED:
        offered = place is not None and place.answer == Answer.AWAITED
        return _("A place has come free, and it is offered to you.") if offered else _("Your project is selected.")
    if decision.outcome == Outcome.RESERVE:
        return _("Your project is number %(rank)d on the reserve list.") % {"rank": decision.rank or 0}
    if decision.outcome == Outcome.WITHDRAWN:
        return _("You gave up your place.")
    return _("Your project is not selected this time.")


def next_step(decision: Decision, call: Call, place: Vacancy | None) -> str:
    """What happens next, or what to do."""
    if decision.outcome == Outcome.SELECTED and place is not None and place.answer == Answer.AWAITED:
        until = moment_in_words(place.answer_by, call.zone) if place.answer_by else ""
        return _("Accept or decline before %(moment)s. Without an answer, the place may go to somebody else.") % {
            "moment": until
        }
    if decision.outcome == Outcome.SELECTED:
        return _(
            "The programme team will write to you with the first dates. If you cannot take part, say so on your page: "
            "the place then goes to a project on the reserve list."
        )
    if decision.outcome == Outcome.RESERVE:
        return _(
            "If a selected project withdraws, its place goes to the first project on this list with which the quotas "
            "still hold. We write to you if it is yours. There is nothing to do now."
        )
    if decision.outcome == Outcome.WITHDRAWN:
        return _("Thank you for having told us. Another project has been given its chance.")
    return _(
        "The marks of the jury, criterion by criterion, show where your project is strong and where to work on it."
    )


def bound(content: Mapping[str, Any], codes: Iterable[str]) -> str:
    """Which quotas kept a file out although it scores more than a selected one; empty when none did."""
    names = quota_names(content, codes)
    if not names:
        return ""
    return _(
        "Your score is above that of a selected project, but these announced quotas kept yours out: %(quotas)s."
    ) % {"quotas": names}


def how_far(decision: Decision, application: Application) -> str:
    """How far the file was from being selected; empty for those who were, or whom a floor kept out."""
    if decision.outcome not in (Outcome.RESERVE, Outcome.NOT_SELECTED) or decision.floors:
        return ""
    if application.score is None:
        return _("The jury gave your project no marks, so it was not part of the choice.")
    if decision.short_by is None:
        return _("No score would have been enough: the quotas left no place for a project like yours.")
    if decision.short_by == 0:
        return _(
            "Your project could have been selected with the same total. Between equals, the higher score goes first, "
            "then the file sent first."
        )
    if decision.short_by < A_TRACE:
        return _("With less than a thousandth of a point more, your project would have been selected.")
    return _("With %(points)s more, your project would have been selected.") % {"points": points(decision.short_by)}


def floors(content: Mapping[str, Any], codes: Iterable[str]) -> str:
    """Which criteria put the file out of the choice; empty when none did."""
    return below_floor(content, codes)


def appeal(content: Mapping[str, Any]) -> str:
    """Where to ask or to appeal; empty when the call names nobody."""
    contact = str(content.get("contact") or "").strip()
    return (
        _("To ask a question or to appeal, write to %(contact)s.") % {"contact": isolated(contact)} if contact else ""
    )
