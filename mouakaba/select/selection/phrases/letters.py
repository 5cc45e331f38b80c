"""The letters of the choice, as plain text, in the language now active."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from mouakaba.base.words.phrases import isolated, moment_in_words
from mouakaba.base.words.queries import said
from mouakaba.kernel.text import isolate
from mouakaba.select.calls.models import Call
from mouakaba.select.selection.models import Vacancy
from mouakaba.select.selection.phrases.sentences import figure, quoted

if TYPE_CHECKING:
    from mouakaba.select.selection.queries.results import MarkLine, Result

Letter = tuple[str, str]  # subject, body


def result_letter(result: Result, *, call: Call, name: str, link: str) -> Letter:
    """What the choice means for this person: outcome, marks, what bound, how far, what to do, where to ask."""
    subjects = {
        "selected": _("%(call)s: your project is selected"),
        "reserve": _("%(call)s: your project is on the reserve list"),
        "not_selected": _("%(call)s: the jury's answer on your project"),
    }
    why = [result.floor_sentence, result.quota_sentence, result.short_by_sentence]
    parts = [
        _greeting(name),
        _about(result, call),
        result.headline,
        *_marks(result),
        "\n".join(line for line in why if line),
        result.next,
        *_closing(result, call, link),
    ]
    return subjects[result.outcome] % {"call": said(call.title)}, _text(parts)


def place_letter(result: Result, *, call: Call, name: str, link: str) -> Letter:
    """A place came free and is offered to this person, to be accepted by a date."""
    parts = [_greeting(name), _about(result, call), result.headline, result.next, *_closing(result, call, link)]
    return _("%(call)s: a place is offered to you") % {"call": said(call.title)}, _text(parts)


def left_letter(result: Result, *, call: Call, name: str, link: str, vacancy: Vacancy) -> Letter:
    """Confirms to somebody that their place was given up."""
    when = moment_in_words(vacancy.at, call.zone)
    told = _("Your place was given up on %(moment)s.") % {"moment": when}
    parts = [_greeting(name), _about(result, call), told, *_closing(result, call, link)]
    return _("%(call)s: your place is given up") % {"call": said(call.title)}, _text(parts)


def _greeting(name: str) -> str:
    return _("Hello %(name)s,") % {"name": isolate(name)} if name else _("Hello,")


def _about(result: Result, call: Call) -> str:
    return _("This is the answer to your application %(number)s, %(title)s, to the call %(call)s.") % {
        "number": isolated(result.number),
        "title": isolate(result.title),
        "call": quoted(said(call.title)),
    }


def _marks(result: Result) -> Iterable[str]:
    lines = [mark_line(one) for one in result.marks if one.mean is not None]
    if not lines:
        return
    total = _("Score: %(score)s out of 100") % {"score": figure(result.score)} if result.score is not None else ""
    yield "\n".join([_("Marks of the jury (mean by criterion):"), *lines, total]).rstrip()


def mark_line(one: MarkLine) -> str:
    """``- Economic viability: 4.3333 out of 5``."""
    told = {"criterion": one.label, "mean": figure(one.mean or 0), "top": isolated(str(one.top))}
    return "- " + _("%(criterion)s: %(mean)s out of %(top)s") % told


def _closing(result: Result, call: Call, link: str) -> Iterable[str]:
    yield _("Your page: %(link)s") % {"link": link}
    if result.appeal:
        yield result.appeal
    yield said(call.programme.organisation.name)


def _text(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
