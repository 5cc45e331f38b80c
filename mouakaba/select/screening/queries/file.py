"""One file as an officer reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from mouakaba.base.files.models import StoredFile
from mouakaba.base.words.queries import current
from mouakaba.kernel.forms import FormDefinition, Question
from mouakaba.select.applications.models import Application, State
from mouakaba.select.eligibility.queries import rule_label
from mouakaba.select.screening.models import PaperRequest


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the call and what it answered for one file, in a sentence."""

    code: str
    label: str
    answer: str
    sentence: str


def rules_of(application: Application, language: str = "") -> list[Rule]:
    """Every rule as it was judged when the file was sent, in the reader's language."""
    language = language or current()
    if application.submission is None:
        return []
    return [
        Rule(rule["code"], rule_label(application.version, rule["code"]), rule["answer"], rule["text"][language])
        for rule in application.submission.verdict.get("rules", ())
    ]


def unmet_of(application: Application) -> tuple[str, ...]:
    """Codes of the rules that answered no, in the call's order."""
    rules = application.submission.verdict.get("rules", ()) if application.submission else ()
    return tuple(rule["code"] for rule in rules if rule["answer"] == "no")


def missing_questions(application: Application, form: FormDefinition) -> list[Question]:
    """The questions whose answers the rules that cannot tell are waiting for."""
    rules = application.submission.verdict.get("rules", ()) if application.submission else ()
    facts = {fact for rule in rules if rule["answer"] == "cannot_tell" for fact in rule.get("missing", ())}
    return [question for question in form.questions if question.fact in facts]


def stamp_of(application: Application, papers: Sequence[PaperRequest] | None = None) -> str:
    """Names what an officer saw: the state, what was sent, what was asked and answered.

    Another stamp later means that somebody changed the file meanwhile. ``papers``: its requests, if already read.
    """
    rows = application.paper_requests.all() if papers is None else papers
    asked = sorted(f"{paper.pk}{'+' if paper.answered_at else ''}" for paper in rows)
    return ":".join([application.state, str(application.submission_id), *asked])


def jury_has_begun(application: Application) -> bool:
    """Whether a juror has begun to mark the file, or the marks of its call are closed."""
    if application.call.marks_closed_at:
        return True
    return bool(application.reviews.exclude(state="assigned").exists())


def next_to_decide(files: QuerySet[Application], application: Application) -> Application | None:
    """The file sent after this one that waits for a decision; the first of all after the last."""
    waiting = files.filter(state=State.SUBMITTED).exclude(pk=application.pk)
    later = waiting.filter(submitted_at__gte=application.submitted_at) if application.submitted_at else waiting
    earliest = later.order_by("submitted_at", "pk")
    return earliest.first() or waiting.order_by("submitted_at", "pk").first()


def paper_of(application: Application, file_id: UUID) -> StoredFile | None:
    """A paper that belongs to this file: sent with it, now or before, or given in answer to a request."""
    sent = {str(one["file"]) for submission in application.submissions.all() for one in submission.files}
    answered = {str(pk) for pk in application.paper_requests.values_list("file", flat=True) if pk}
    return StoredFile.objects.filter(pk=file_id).first() if str(file_id) in sent | answered else None
