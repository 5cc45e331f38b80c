"""Letters ready for the outbox, each in its reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.base.words.models import LANGUAGES
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.review.queries import marks_by_criterion_of
from mouakaba.select.selection.models import Decision, SelectionRun, Vacancy
from mouakaba.select.selection.phrases import letters as words
from mouakaba.select.selection.queries.results import Result, build, criteria_of, plain_marks

Write = Callable[[Result, str], words.Letter]


def result_key(decision: Decision) -> str:
    """Names the cause of a result letter: the file, once."""
    return f"result-{decision.application_id}"


def letters_of(decisions: Iterable[Decision], call: Call) -> list[OutboxMessage]:
    """A letter per decision whose applicant still has an account (one query for all the marks).

    ``decisions`` come with application, its version and applicant.
    """
    rows = [one for one in decisions if one.application.applicant is not None]
    marks = marks_by_criterion_of([one.application for one in rows])
    return [_result_letter(one, call, marks[one.application_id]) for one in rows]


def _result_letter(decision: Decision, call: Call, marks: dict[str, dict[str, object]]) -> OutboxMessage:
    def write(result: Result, link: str) -> words.Letter:
        return words.result_letter(result, call=call, name=_name(decision.application), link=link)

    return _letter(result_key(decision), decision, call, write=write, marks=marks)


def place_letter(vacancy: Vacancy, decision: Decision, call: Call) -> OutboxMessage | None:
    """Offers a place that came free; None when the applicant's account is gone."""

    def write(result: Result, link: str) -> words.Letter:
        return words.place_letter(result, call=call, name=_name(decision.application), link=link)

    return _letter(f"place-{vacancy.pk}", decision, call, write=write) if decision.application.applicant else None


def left_letter(vacancy: Vacancy, decision: Decision, call: Call) -> OutboxMessage | None:
    """Confirms that a place was given up; None when the applicant's account is gone."""

    def write(result: Result, link: str) -> words.Letter:
        name = _name(decision.application)
        return words.left_letter(result, call=call, name=name, link=link, vacancy=vacancy)

    return _letter(f"left-{vacancy.pk}", decision, call, write=write) if decision.application.applicant else None


def _letter(
    key: str,
    decision: Decision,
    call: Call,
    *,
    write: Write,
    marks: dict[str, dict[str, object]] | None = None,
) -> OutboxMessage:
    application = decision.application
    person = application.applicant
    if person is None:
        raise ValueError("a letter needs somebody to read it")
    subject, body = in_language(person.language, decision, call, write=write, marks=marks)
    return OutboxMessage(
        key=key, person=person, address=person.email, language=person.language, subject=subject[:300], body=body
    )


def in_language(
    language: str,
    decision: Decision,
    call: Call,
    *,
    write: Write,
    marks: dict[str, dict[str, object]] | None = None,
) -> words.Letter:
    """Subject and body in one language."""
    with override(language):
        lines = plain_marks(marks or {}, criteria_of(call), decision.application.version.content)
        return write(build(decision, decision.application, lines), link_to(decision.application))


def link_to(application: Application) -> str:
    """The applicant's page in the language now active."""
    return settings.PUBLIC_URL + reverse("application_page", args=[application.pk])


def _name(application: Application) -> str:
    person: Person | None = application.applicant
    return person.name if person else ""


@dataclass(frozen=True, slots=True)
class Sample:
    """A letter as one person would read it, in one language."""

    language: str
    subject: str
    body: str


def samples(run: SelectionRun, call: Call) -> dict[str, list[Sample]]:
    """For each outcome a real letter in the three languages: the first by rank or by nearness (two queries)."""
    rows = Decision.objects.filter(run=run).exclude(outcome=Decision.Outcome.WITHDRAWN)
    rows = rows.order_by("outcome", "rank", "short_by", "pk").distinct("outcome")
    found = list(
        rows.select_related(
            "application__call", "application__version", "application__applicant", "application__vacancy_filled"
        )
    )
    marks = marks_by_criterion_of([one.application for one in found])
    return {one.outcome: _in_three(one, call, marks[one.application_id]) for one in found}


def _in_three(decision: Decision, call: Call, marks: dict[str, dict[str, object]]) -> list[Sample]:
    def write(result: Result, link: str) -> words.Letter:
        return words.result_letter(result, call=call, name=_name(decision.application), link=link)

    return [
        Sample(language, *in_language(language, decision, call, write=write, marks=marks)) for language in LANGUAGES
    ]
