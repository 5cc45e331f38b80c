"""The words of setting up a call, each in one place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from babel.lists import format_list
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.phrases import day_in_words, isolated, percent_in_words
from mouakaba.base.words.queries import current
from mouakaba.kernel.callfile import Criterion
from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.forms import QuestionType
from mouakaba.kernel.selection import Quota

Unit = Literal["day", "hour", "minute"]

LANGUAGE_NAMES = {
    "ar": pgettext_lazy("written in", "Arabic"),
    "fr": pgettext_lazy("written in", "French"),
    "en": pgettext_lazy("written in", "English"),
}

TEXT_NAMES = {
    "title": pgettext_lazy("text of a call", "Title"),
    "summary": pgettext_lazy("text of a call", "In short"),
    "for_whom": pgettext_lazy("text of a call", "For whom"),
    "given": pgettext_lazy("text of a call", "What is given"),
    "process": pgettext_lazy("text of a call", "How the choice is made"),
}

DATE_NAMES = {
    "opens_at": _("Opening"),
    "closes_at": _("Closing"),
    "timezone": _("Time zone"),
    "grace_minutes": _("Grace, in minutes"),
    "places": _("Places"),
    "reserve": _("Reserve list"),
}

STEP_NAMES = {
    "texts": _("Texts"),
    "dates": _("Dates and places"),
    "form": _("Form"),
    "rules": _("Who may apply"),
    "criteria": _("Criteria"),
    "quotas": _("Quotas"),
    "check": _("Check and publish"),
}

NEW_NAMES = {
    "sections": _("New section"),
    "questions": _("New question"),
    "rules": _("New rule"),
    "criteria": _("New criterion"),
    "quotas": _("New quota"),
}

PART_NAMES = {
    "texts": _("the texts"),
    "dates": _("the dates"),
    "places": _("the places and the reserve"),
    "form": _("the form"),
    "eligibility": _("the rules of eligibility"),
    "criteria": _("the criteria"),
    "quotas": _("the quotas"),
}

QUESTION_TYPES = {
    QuestionType.SHORT_TEXT: _("Short text"),
    QuestionType.LONG_TEXT: _("Long text"),
    QuestionType.CHOICE: _("One answer from a list"),
    QuestionType.CHOICES: _("Several answers from a list"),
    QuestionType.YES_NO: _("Yes or no"),
    QuestionType.DATE: pgettext_lazy("question type", "Date"),
    QuestionType.NUMBER: pgettext_lazy("question type", "Number"),
    QuestionType.AMOUNT: _("Amount in dirhams"),
    QuestionType.REGION: pgettext_lazy("question type", "Region of Morocco"),
    QuestionType.COMMUNE: pgettext_lazy("question type", "Commune of Morocco"),
    QuestionType.EMAIL: pgettext_lazy("question type", "E-mail"),
    QuestionType.PHONE: pgettext_lazy("question type", "Phone"),
    QuestionType.URL: pgettext_lazy("question type", "Web address"),
    QuestionType.ICE: _("Company identifier (ICE)"),
    QuestionType.FILE: pgettext_lazy("question type", "File"),
    QuestionType.CONSENT: _("Agreement to tick"),
}

OPERATORS = {
    Operator.IN: _("is one of"),
    Operator.NOT_IN: _("is none of"),
    Operator.EQUALS: _("is exactly"),
    Operator.NOT_EQUALS: _("is anything but"),
    Operator.AT_LEAST: _("is at least"),
    Operator.AT_MOST: _("is at most"),
    Operator.BETWEEN: _("lies between, both ends included"),
    Operator.BEFORE: _("is before"),
    Operator.AFTER: _("is after"),
    Operator.AGE_BETWEEN: _("gives an age between, both ends included"),
    Operator.IS_TRUE: _("is yes"),
    Operator.IS_FALSE: _("is no"),
    Operator.PRESENT: _("is answered"),
}

OPERATOR_NEEDS = {
    "on": _("Choose the day on which the age is counted."),
    Operator.IN: _("Choose at least one answer."),
    Operator.NOT_IN: _("Choose at least one answer."),
    Operator.EQUALS: _("Write the value asked for."),
    Operator.NOT_EQUALS: _("Write the value to exclude."),
    Operator.AT_LEAST: _("Write a number in figures."),
    Operator.AT_MOST: _("Write a number in figures."),
    Operator.BETWEEN: _("Write two numbers or two days, the smaller first."),
    Operator.BEFORE: _("Choose a day."),
    Operator.AFTER: _("Choose a day."),
    Operator.AGE_BETWEEN: _("Write two ages in whole years, the smaller first."),
    Operator.IS_TRUE: _("This takes no value."),
    Operator.IS_FALSE: _("This takes no value."),
    Operator.PRESENT: _("This takes no value."),
}

_FORM_ERRORS = {
    "no_sections": _("The form has no section. Add one, then its questions."),
    "no_questions": _("The form has no question. Add one."),
    "missing_words": _("“%(label)s”: words are missing in one of the languages."),
    "no_options": _("“%(label)s”: a choice needs at least one answer to choose from."),
    "needless_options": _("“%(label)s”: this type of question takes no list of answers."),
    "bad_option": _("“%(label)s”: each answer needs a code, without spaces around it."),
    "bad_max_length": _("“%(label)s”: the greatest length is a whole number from 1 to 20000."),
    "bad_fact": _("“%(label)s”: this question cannot be used by rules under that name."),
    "duplicate_fact": _("“%(label)s”: another question already gives this answer to the rules."),
    "duplicate_code": _("“%(label)s”: its code is used twice. Remove one of the two."),
    "unknown_section": _("“%(label)s”: its section no longer exists. Choose another."),
    "unknown_type": _("“%(label)s”: choose what kind of answer is asked."),
    "condition_on_itself": _("“%(label)s”: a question cannot depend on itself."),
    "condition_not_earlier": _("“%(label)s”: it depends on a question that is not asked before it. Move one of them."),
    "condition_operator": _("“%(label)s”: this condition does not fit the question it looks at. Choose again."),
    "condition_value": _("“%(label)s”: the value of the condition is not a possible answer. Choose again."),
    "bad_code": _("“%(label)s”: its code is not usable: small Latin letters, digits and _ only."),
}


def say_form_error(code: str, label: str, *, detail: str) -> str:
    """A fault of the form in words; the kernel's own detail for a fault no page can make."""
    return str(_FORM_ERRORS.get(code, detail)) % {"label": label or gettext("without words")}


def say_wall_time(label: str, kind: str) -> str:
    """The warning for a wall time that happens twice or never; empty for a plain one."""
    if kind == "twice":
        text = gettext(
            "%(date)s: that night the clock goes back, and this hour happens twice. The first is meant. "
            "Choose another hour to leave no doubt."
        )
        return text % {"date": label}
    if kind == "never":
        text = gettext(
            "%(date)s: that night the clock goes forward, and this hour does not exist. Choose another hour."
        )
        return text % {"date": label}
    return ""


def letter_of_change(slug: str, *, title: str, changed: str, why: str) -> tuple[str, str]:
    """Subject and body of the letter to people with an application, in the active language."""
    subject = gettext("The call “%(title)s” has changed") % {"title": title}
    body = gettext(
        "The organisers changed %(changed)s of the call “%(title)s”.\n\nWhy: %(why)s\n\n"
        "An application you have sent stays as you sent it. If yours is still a draft, nothing you wrote is lost; "
        "read the form again before you send it.\n\n%(url)s"
    )
    return subject, body % {"title": title, "changed": changed, "why": why, "url": _address("call_page", slug)}


def letter_of_cancelling(title: str, *, why: str) -> tuple[str, str]:
    """Subject and body of the letter that ends a call."""
    subject = gettext("The call “%(title)s” is cancelled") % {"title": title}
    body = gettext("The organisers have cancelled the call “%(title)s”.\n\nWhy: %(why)s\n\nWe keep what you wrote.")
    return subject, body % {"title": title, "why": why}


def letter_of_extension(title: str, *, until: str, slug: str) -> tuple[str, str]:
    """Subject and body of the letter that gives more time."""
    subject = gettext("You have more time for the call “%(title)s”") % {"title": title}
    body = gettext("You may work on your application to “%(title)s” and send it until %(until)s.\n\n%(url)s")
    return subject, body % {"title": title, "until": until, "url": _address("call_page", slug)}


def _address(name: str, *arguments: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=arguments)}"


def say_time_left(left: timedelta, *, opening: bool) -> str:
    """``Closes in 3 days and 4 hours``: days and hours, or hours and minutes, in the active language."""
    minutes = max(int(left.total_seconds() // 60), 0)
    days, hours = minutes // 1440, minutes // 60 % 24
    sizes: list[tuple[Unit, int]]
    sizes = [("day", days), ("hour", hours)] if days else [("hour", hours), ("minute", minutes % 60)]
    parts = [_duration(unit, count) for unit, count in sizes if count]
    said = str(format_list(parts, locale=current())) if parts else gettext("less than a minute")
    return (gettext("Opens in %(time)s") if opening else gettext("Closes in %(time)s")) % {"time": said}


def _duration(unit: Unit, count: int) -> str:
    """A duration in one unit; the threshold keeps 23 hours in hours."""
    span = {"day": timedelta(days=count), "hour": timedelta(hours=count), "minute": timedelta(minutes=count)}[unit]
    return str(format_timedelta(span, granularity=unit, threshold=10_000, locale=current()))


def say_offset(minutes: int) -> str:
    """``UTC+1``."""
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return isolated(f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else ""))


def say_clock_change(change: Any, zone: str) -> str:
    """When the clocks of the zone move, and from what to what."""
    text = gettext("The clocks move from %(before)s to %(after)s on %(moment)s.")
    said = {"before": say_offset(change.before), "after": say_offset(change.after)}
    return text % {**said, "moment": day_in_words(change.at.astimezone(ZoneInfo(zone)).date())}


def _plain(text: object, act: object) -> Callable[[int], dict[str, str]]:
    return lambda _count: {"text": str(text), "act": str(act)}


def _follow(count: int) -> dict[str, str]:
    text = ngettext("%(count)s application has been sent.", "%(count)s applications have been sent.", count)
    return {"text": text % {"count": count}, "act": gettext("Follow the applications")}


def _screen(count: int) -> dict[str, str]:
    text = ngettext("%(count)s file waits for screening.", "%(count)s files wait for screening.", count)
    return {"text": text % {"count": count}, "act": gettext("Screen the files")}


# What to do next, by stage: a sentence and the words of the one main button.
NEXT_STEPS: dict[str, Callable[[int], dict[str, str]]] = {
    "set_up": _plain(_("The call is not complete yet."), _("Continue the set-up")),
    "publish": _plain(_("Nothing stands in the way of publication."), _("Check and publish")),
    "wait": _plain(_("The call is announced and opens by itself."), _("See it as the public does")),
    "follow": _follow,
    "screen": _screen,
    "jury": _plain(_("The jury has the files."), _("Follow the jury")),
    "live": _plain(_("The pitches can begin."), _("Open the panel")),
    "choose": _plain(_("The marks are closed."), _("Compute the choice")),
    "cohort": _plain(_("The results are published."), _("See the cohort")),
    "none": _plain(_("This call is cancelled. Its files are kept."), ""),
}


def say_criterion(criterion: Criterion, *, share: float) -> str:
    """``25 % · marks from 1 to 5 · floor 2 · reason needed at 1, 2, 5``."""
    parts = [
        percent_in_words(share),
        gettext("marks from %(low)s to %(high)s") % {"low": criterion.scale[0], "high": criterion.scale[1]},
    ]
    if criterion.floor is not None:
        parts.append(gettext("floor %(floor)s") % {"floor": criterion.floor})
    if criterion.reason_required_at:
        marks = isolated(", ".join(str(mark) for mark in criterion.reason_required_at))
        parts.append(gettext("reason needed at %(marks)s") % {"marks": marks})
    return " · ".join(parts)


def say_quota(quota: Quota, values: list[str]) -> str:
    """``Oriental: at least 4 · at most 8``."""
    bounds = [
        gettext("at least %(count)s") % {"count": quota.min} if quota.min is not None else "",
        gettext("at most %(count)s") % {"count": quota.max} if quota.max is not None else "",
    ]
    listed = " / ".join(values)
    return f"{listed} · " + " · ".join(bound for bound in bounds if bound)
