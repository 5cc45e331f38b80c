"""A file as its jury reads it: what was sent, without the questions hidden from the jury."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from mouakaba.base.files.models import StoredFile
from mouakaba.kernel import forms as kernel
from mouakaba.kernel.forms import FormDefinition, Question, QuestionType
from mouakaba.select.applications.models import Application
from mouakaba.select.forms.phrases import answer_in_words
from mouakaba.select.forms.queries import form_of


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A question with its answer in the reader's words. ``own_words``: the applicant wrote the text."""

    label: Mapping[str, str]
    texts: list[str]
    own_words: bool
    files: list[Mapping[str, Any]] = field(default_factory=list)  # {"file", "name", "size"}


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form with its answers."""

    title: Mapping[str, str]
    lines: list[AnswerLine]


def answers_for_jury(application: Application) -> list[Part]:
    """The submission in the form's order; questions hidden from the jury, and those not answered, are left out."""
    sent = application.submission
    if sent is None:
        return []
    form = form_of(sent.version.content)
    papers = _papers(application)
    shown = [q for q in kernel.visible_questions(form, sent.answers) if not q.hidden_from_jury]
    parts = (_part(form, one.code, shown=shown, answers=sent.answers, papers=papers) for one in form.sections)
    return [part for part in parts if part.lines]


def _part(
    form: FormDefinition,
    section: str,
    *,
    shown: list[Question],
    answers: Mapping[str, Any],
    papers: Mapping[str, list[Mapping[str, Any]]],
) -> Part:
    title = next(one.title for one in form.sections if one.code == section)
    lines = [_line(q, answers.get(q.code), papers.get(q.code, [])) for q in shown if q.section == section]
    return Part(title, [line for line in lines if line.texts or line.files])


def _line(question: Question, value: Any, papers: list[Mapping[str, Any]]) -> AnswerLine:
    if question.type is QuestionType.FILE:
        return AnswerLine(question.label, [], False, papers)
    own_words = question.type in {QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT}
    return AnswerLine(question.label, answer_in_words(question, value), own_words)


def _papers(application: Application) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for paper in application.submission.files if application.submission else []:
        found.setdefault(paper["question"], []).append(paper)
    return found


def attachment_for_jury(application: Application, file_id: UUID) -> StoredFile | None:
    """A paper of the file that the jury may open; None for any other."""
    sent = application.submission
    if sent is None:
        return None
    shown = {q.code for q in form_of(sent.version.content).questions if not q.hidden_from_jury}
    known = {str(paper["file"]) for paper in sent.files if paper["question"] in shown}
    return StoredFile.objects.filter(pk=file_id).first() if str(file_id) in known else None
