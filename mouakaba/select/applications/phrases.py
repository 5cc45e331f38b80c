"""The sentences of the applicant's path: deadlines, status, what to do next, letters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mouakaba.base.words.phrases import deadline_in_words, isolated
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.callfile import CallFile
from mouakaba.kernel.forms import FormDefinition
from mouakaba.kernel.selection import Quota
from mouakaba.select.applications.models import Application, State, Submission
from mouakaba.select.applications.rules import grouped
from mouakaba.select.calls.models import Call, CallVersion
from mouakaba.select.forms.phrases import answer_in_words

Unit = Literal["day", "hour", "minute"]

HELPED_LABEL = gettext_lazy("Prepare and send applications to calls")
NEXT = {
    State.DRAFT: gettext_lazy("Finish your application and send it before the closing."),
    State.SUBMITTED: gettext_lazy("Nothing to do now. The organisation checks your file and will write to you."),
    State.PAPER_ASKED: gettext_lazy("The organisation asks you for something. Answer below."),
    State.ADMITTED: gettext_lazy("Nothing to do now. Your file is with the jury."),
    State.REFUSED: gettext_lazy("Read the reasons below. You may write to the organisation if you disagree."),
    State.SELECTED: gettext_lazy("Congratulations. The organisation will contact you for what comes next."),
    State.RESERVE: gettext_lazy("You are on the reserve list. We write to you if a place comes free."),
    State.NOT_SELECTED: gettext_lazy("Read the explanation in the letter you received."),
    State.WITHDRAWN: gettext_lazy("You took this application back. You may start a new one while the call is open."),
}


def what_next(state: str) -> str:
    """What the person has to do, in one sentence."""
    return str(NEXT[State(state)])


def next_act(state: str, *, unsent: bool = False, missed: bool = False) -> str:
    """What the person has to do, given also changes not sent and a closing missed."""
    if missed:
        return _("The call closed before you sent this application. It was not sent.")
    if unsent:
        return _("You changed answers after sending. Review and send again, or what you sent before stands.")
    return what_next(state)


def unmet_sentences(application: Application) -> list[str]:
    """The rules that what was sent does not meet, in the reader's language, as frozen with the sending."""
    rules = application.submission.verdict.get("rules", []) if application.submission else []
    return [said(rule.get("text")) for rule in rules if rule["answer"] == "no"]


def saved_sentence(at: datetime, zone: str) -> str:
    """``Saved at 14:05.``, in the call's wall time."""
    return _("Saved at %(time)s.") % {"time": isolated(at.astimezone(ZoneInfo(zone)).strftime("%H:%M"))}


def time_left(delta: timedelta, language: str = "") -> str:
    """``3 days and 4 hours``, ``4 hours and 10 minutes``, ``10 minutes``: never more precise than it helps."""
    language = language or current()
    minutes = max(int(delta.total_seconds() // 60), 0)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    sizes: list[tuple[Unit, int]] = [("day", days), ("hour", hours)] if days else [("hour", hours), ("minute", rest)]
    parts = [_unit(unit, count, language) for unit, count in sizes if count]
    return str(format_list(parts, locale=language)) if parts else _("less than a minute")


def _unit(unit: Unit, count: int, language: str) -> str:
    """A duration of one unit, with the plural of the language; the threshold keeps 24 hours in hours."""
    span = {"day": timedelta(days=count), "hour": timedelta(hours=count), "minute": timedelta(minutes=count)}[unit]
    return str(format_timedelta(span, granularity=unit, threshold=10_000, locale=language))


def closing_sentence(call: Call, at: datetime) -> str:
    """Where the call stands, for its page."""
    opens, closes = call.opens_at, call.closes_at
    if opens is None or closes is None:
        return ""
    stage = call.stage(at)
    if stage == Call.Stage.ANNOUNCED:
        return _("Opens on %(moment)s.") % {"moment": deadline_in_words(opens, call.zone)}
    if stage == Call.Stage.OPEN:
        return _("Closes on %(moment)s.") % {"moment": deadline_in_words(closes, call.zone)}
    return _("Closed on %(moment)s.") % {"moment": deadline_in_words(closes, call.zone)}


def receipt_message(submission: Submission, url: str) -> tuple[str, str]:
    """Subject and body of the message that carries a receipt, in the active language."""
    call = submission.application.call
    subject = _("Application received: %(number)s") % {"number": submission.receipt_number}
    lines = [
        _("We have received your application to “%(call)s”.") % {"call": said(call.title)},
        _("Receipt number: %(number)s") % {"number": isolated(submission.receipt_number)},
        _("Received on: %(moment)s") % {"moment": deadline_in_words(submission.submitted_at, call.zone)},
        _("Verification code: %(code)s") % {"code": isolated(grouped(submission.content_hash))},
        _("Anybody can check this receipt here:"),
        url,
        _("You can change your application and send it again until the closing. What you sent stands until then."),
        said(call.programme.organisation.name),
    ]
    return subject, "\n\n".join(lines)


def left_of(closes_at: datetime | None, at: datetime) -> str:
    """What is left until the closing, in words."""
    return time_left(closes_at - at) if closes_at else ""


def quota_sentences(version: CallVersion, call_file: CallFile, form: FormDefinition) -> list[str]:
    """Each quota in words: how many of the places go to whom."""
    labels = (version.content.get("labels") or {}).get("quotas") or {}
    return [_quota(quota, labels.get(quota.code), form) for quota in call_file.quotas]


def _quota(quota: Quota, label: Mapping[str, str] | None, form: FormDefinition) -> str:
    who = said(label) or " / ".join(_values_in_words(quota, form))
    bounds = [str(bound) for bound in (quota.min, quota.max) if bound is not None]
    if all(bound in who for bound in bounds):  # whoever wrote the label said the numbers in it
        return who
    numbers = {"who": who, "min": quota.min, "max": quota.max}
    if quota.min is not None and quota.max is not None:
        if quota.min == quota.max:
            return _("%(who)s: exactly %(min)s") % numbers
        return _("%(who)s: from %(min)s to %(max)s") % numbers
    if quota.min is not None:
        return _("%(who)s: at least %(min)s") % numbers
    return _("%(who)s: at most %(max)s") % numbers


def _values_in_words(quota: Quota, form: FormDefinition) -> list[str]:
    asked = next((question for question in form.questions if question.fact == quota.attribute), None)
    if asked is None:
        return [str(value) for value in quota.values]
    return [" ".join(answer_in_words(asked, str(value))) for value in quota.values]
