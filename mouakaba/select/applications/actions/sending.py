"""Sending: what was asked and answered is frozen, numbered and owed a receipt, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db import connection
from procrastinate.contrib.django import app

from mouakaba.base.audit.actions import recorded
from mouakaba.base.people.models import Person
from mouakaba.base.projects.models import Project
from mouakaba.kernel.forms import FormDefinition, Problem, QuestionType, visible_questions
from mouakaba.kernel.text import content_hash, fold
from mouakaba.select.applications.actions.drafts import locked, refuse_closed
from mouakaba.select.applications.models import Application, ApplicationFile, State, StatusLine, Submission
from mouakaba.select.applications.queries import files_of
from mouakaba.select.calls.models import Call, CallVersion
from mouakaba.select.calls.queries import call_file
from mouakaba.select.eligibility.queries import verdict_as_data, verdict_on
from mouakaba.select.events import ApplicationSubmitted, emit
from mouakaba.select.forms.queries import facts_of, form_of, kept_answers, problems_of


class NotCompleteError(Exception):
    """Something required is missing or cannot be read."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{problem.question}: {problem.code}" for problem in problems))
        self.problems = tuple(problems)


class ReviewChangedError(Exception):
    """The answers changed, in another tab, since the page that was reviewed."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a sending would freeze."""

    form: FormDefinition
    answers: dict[str, Any]
    files: list[dict[str, Any]]

    @property
    def digest(self) -> str:
        """Names this content, so that what is sent is what was reviewed. Agreements are given while sending."""
        consents = {q.code for q in self.form.questions if q.type is QuestionType.CONSENT}
        answers = {code: value for code, value in self.answers.items() if code not in consents}
        return content_hash({"answers": answers, "files": self.files})


def content_of(application: Application, papers: Sequence[ApplicationFile]) -> Content:
    """The answers to the questions shown and their papers, as they would be frozen now."""
    form = form_of(application.version.content)
    answers = kept_answers(form, application.answers)
    shown = {question.code for question in visible_questions(form, application.answers)}
    files = [
        {
            "question": paper.question,
            "file": str(paper.file_id),
            "name": paper.file.name,
            "sha256": paper.file.sha256,
            "size": paper.file.size,
        }
        for paper in papers
        if paper.question in shown
    ]
    return Content(form, answers, files)


def submit_application(*, application: Application, by: Person, at: datetime, reviewed: str = "") -> Submission:
    """Freezes what the person reviewed, numbers it, and owes them a receipt.

    The same content again gives the same submission: a repeated POST changes nothing. ``reviewed`` is the digest of the
    page the person saw. Raises ClosedError, NotCompleteError (with the problems) or ReviewChangedError.
    """
    with recorded("submit_application", by=by, subject=application) as line:
        # The receipt is shown only once this is on the disk, whatever the server's default.
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO on")
        row = locked(application, by)
        content = content_of(row, files_of(row))
        if row.submission and _same(row.submission, content):
            return row.submission
        refuse_closed(row, by, at)
        refuse_unready(row, content, reviewed)
        made = _freeze(row, content, at)
        _adopt(row, made, content, by)
        line.detail = {"receipt": made.receipt_number, "hash": made.content_hash}
        emit(ApplicationSubmitted(row.pk, made.pk))
        app.configure_task("mouakaba.select.applications.tasks.send_receipt").defer(submission_id=str(made.pk))
    return made


def _same(submission: Submission, content: Content) -> bool:
    return submission.answers == content.answers and submission.files == content.files


def refuse_unready(row: Application, content: Content, reviewed: str = "") -> None:
    """Raises NotCompleteError while something blocks, ReviewChangedError when another content was reviewed."""
    files = {one["question"] for one in content.files}
    blocking = [p for p in problems_of(content.form, row.answers, files) if p.blocks]
    if blocking:
        raise NotCompleteError(blocking)
    if reviewed and reviewed != content.digest:
        raise ReviewChangedError


def _freeze(row: Application, content: Content, at: datetime) -> Submission:
    sequence = row.submissions.count() + 1
    number = row.number or _next_number(row.call)
    receipt = number if sequence == 1 else f"{number}-{sequence}"
    made = frozen(row, content, sequence=sequence, receipt=receipt, at=at)
    made.save(force_insert=True)
    return made


def frozen(row: Application, content: Content, *, sequence: int, receipt: str, at: datetime) -> Submission:
    """The submission of this content, not yet stored: facts, verdict and hash computed from it."""
    facts = facts_of(content.form, content.answers)
    return Submission(
        application=row,
        version=row.version,
        sequence=sequence,
        answers=content.answers,
        files=content.files,
        facts=facts,
        verdict=_verdict(row.version, facts),
        receipt_number=receipt,
        content_hash=sealed(receipt, row, content, at),
        submitted_at=at,
    )


def _next_number(call: Call) -> str:
    """The next receipt number, taken under the call's row lock so that there are neither gaps nor doubles."""
    row = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    number = row.next_number
    Call.objects.filter(pk=row.pk).update(next_number=number + 1)
    return receipt_number(row, number)


def receipt_number(call: Call, number: int) -> str:
    """The number printed on the receipt of a call's n-th application."""
    return f"{call.slug.upper()[:30]}-{number:04d}"


def _verdict(version: CallVersion, facts: dict[str, Any]) -> dict[str, Any]:
    return verdict_as_data(verdict_on(call_file(version), facts), version)


def sealed(receipt: str, row: Application, content: Content, at: datetime) -> str:
    """SHA-256 of the canonical JSON of everything the receipt stands for."""
    return content_hash(
        {
            "receipt": receipt,
            "call": row.call.slug,
            "version": row.version.number,
            "submitted_at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "answers": content.answers,
            "files": content.files,
        }
    )


def _adopt(row: Application, made: Submission, content: Content, by: Person) -> None:
    """The new submission becomes the current one; the earlier stays as it was."""
    take_over(row, made, content, by)
    values = project_values(row, by)
    row.project, _made = Project.objects.update_or_create(pk=row.project_id or uuid4(), defaults=values)
    row.save()
    StatusLine.objects.create(application=row, state=State.SUBMITTED, at=made.submitted_at, by=by)
    row.superseded.all().delete()


def take_over(row: Application, made: Submission, content: Content, by: Person) -> None:
    """Copies to the application what lists, search and rules read of its submission. Stores nothing."""
    row.submission, row.submitted_at = made, made.submitted_at
    if row.state == State.DRAFT:  # a paper asked for is still to be given
        row.state = State.SUBMITTED
    row.number = row.number or made.receipt_number
    row.facts, row.verdict = made.facts, made.verdict["verdict"]
    row.title = title_of(content.form, content.answers)
    row.search = fold(" ".join([row.title, by.name, row.number, *_names(content)]))


def title_of(form: FormDefinition, answers: dict[str, Any]) -> str:
    """The answer that names the project: the question called title, else the first short text the jury may see."""
    texts = [q for q in form.questions if q.type is QuestionType.SHORT_TEXT and q.code in answers]
    named = [q for q in texts if q.code.endswith("title")] or [q for q in texts if not q.hidden_from_jury]
    return str(answers[named[0].code])[:300] if named else ""


def _names(content: Content) -> list[str]:
    """Names of people and organisations, by which the office searches."""
    return [
        str(content.answers[q.code])
        for q in content.form.questions
        if q.code in content.answers and q.type is QuestionType.SHORT_TEXT and q.code.endswith("name")
    ]


def project_values(row: Application, by: Person) -> dict[str, Any]:
    """The project on the spine, as told by this sending."""
    facts = row.facts
    return {
        "title": row.title[:200],
        "language": row.language,
        "bearer": by,
        "region_id": facts.get("project.region"),
        "commune_id": facts.get("project.commune"),
        "sector": str(facts.get("project.sector", ""))[:60],
        "is_demo": row.is_demo,
    }
