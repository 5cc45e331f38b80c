"""The working copy: starting it, saving answers field by field, files, getting superseded text back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.files.actions import store_file
from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import current
from mouakaba.kernel.forms import Question, QuestionType
from mouakaba.select.applications.models import Application, ApplicationFile, Superseded
from mouakaba.select.applications.queries import live_application, may_edit, window_of
from mouakaba.select.calls.models import Call
from mouakaba.select.forms.queries import as_json, form_of, read


class ClosedError(Exception):
    """The application can no longer be changed or sent: the call has closed, or the file is being examined."""


@dataclass(slots=True)
class Saved:
    """What came of saving some answers."""

    at: datetime
    answers: dict[str, Any]
    revisions: dict[str, int]
    changed: list[str] = field(default_factory=list)
    conflicts: dict[str, Any] = field(default_factory=dict)  # question code -> the text kept meanwhile
    refused: dict[str, Any] = field(default_factory=dict)  # question code -> the text not taken, kept aside


def start_application(*, call: Call, by: Person, at: datetime) -> Application:
    """The person's application to this call: the one they have, or a new draft. ClosedError outside the dates."""
    if found := live_application(call, by):
        return found
    limits = window_of(call, by)
    if limits is None or call.version is None or limits.stage(at, started_at=None) != "open":
        raise ClosedError
    try:
        with recorded("start_application", by=by) as line:
            # Under the call's lock: a version published at this moment comes wholly before this draft or finds it.
            version_id = Call.objects.select_for_update().values_list("version_id", flat=True).get(pk=call.pk)
            made = Application.objects.create(
                call=call,
                version_id=version_id,
                applicant=by,
                language=current(),
                started_at=at,
                saved_at=at,
                is_demo=by.is_demo,
            )
            point(line, made)
    except IntegrityError:  # two taps at once: the other one made it
        made = live_application(call, by)  # type: ignore[assignment]  # the constraint says it exists
    return made


def locked(application: Application, by: Person) -> Application:
    """The row under lock. Raises DoesNotExist for anybody but its owner."""
    # Locked first and read after: a query that locks and joins at once would miss a row whose version has just moved.
    Application.objects.select_for_update().values_list("pk").get(pk=application.pk, applicant=by)
    return Application.objects.select_related("call", "version").get(pk=application.pk)


def locked_open(application: Application, by: Person, at: datetime) -> Application:
    """The row under lock, which its owner may still change. Raises ClosedError."""
    row = locked(application, by)
    refuse_closed(row, by, at)
    return row


def refuse_closed(row: Application, by: Person, at: datetime) -> None:
    """Raises ClosedError when the person may no longer change the file."""
    if not may_edit(row, window_of(row.call, by), at):
        raise ClosedError


def save_answers(
    *,
    application: Application,
    posted: Mapping[str, Any],
    bases: Mapping[str, int],
    by: Person,
    at: datetime,
    chosen: Mapping[str, str] | None = None,
) -> Saved:
    """Saves answers whose base revision is the current one; the others are conflicts and are kept aside.

    ``chosen`` tells, for a question shown in conflict, which text the person keeps: ``mine`` or ``other``. Whatever is
    left behind goes to Superseded. An answer equal to the kept one changes nothing. Raises ClosedError.
    """
    with transaction.atomic():
        row = locked_open(application, by, at)
        form = form_of(row.version.content)
        saved = Saved(at, dict(row.answers), dict(row.revisions))
        aside: list[Superseded] = []
        for code, raw in posted.items():
            question = form.by_code.get(code)
            if question and question.type is not QuestionType.FILE:
                aside += _save_one(saved, question, raw, base=bases.get(code, -1), choice=(chosen or {}).get(code, ""))
        if saved.changed or aside:
            _write(row, saved, aside, by)
            for code in set(saved.changed) & set(chosen or {}):  # kept aside at the conflict, and now the answer
                row.superseded.filter(question=code, value=saved.answers[code]).delete()
    return saved


def _save_one(saved: Saved, question: Question, raw: Any, *, base: int, choice: str) -> list[Superseded]:
    """Takes one answer into ``saved``; returns the text to keep aside."""
    code, value = question.code, as_json(read(question, raw).value)
    kept, revision = saved.answers.get(code), saved.revisions.get(code, 0)
    if _same(question, kept, value):
        return []
    if choice == "other":
        return [Superseded(question=code, value=value, revision=base if base >= 0 else 0, at=saved.at)]
    if base != revision:
        saved.conflicts[code], saved.refused[code] = kept, value
        return [Superseded(question=code, value=value, revision=max(base, 0), at=saved.at)]
    saved.answers[code], saved.revisions[code] = value, revision + 1
    saved.changed.append(code)
    left = Superseded(question=code, value=kept, revision=revision, at=saved.at)
    return [left] if choice == "mine" and kept not in (None, "", []) else []


def _same(question: Question, kept: Any, value: Any) -> bool:
    """Whether the new value says what is kept already, whoever wrote it (true and "true" are one answer)."""
    return bool(as_json(read(question, kept).value) == value)


def _write(row: Application, saved: Saved, aside: list[Superseded], by: Person) -> None:
    with recorded("save_answers", by=by, subject=row, questions=saved.changed):
        row.answers, row.revisions, row.saved_at = saved.answers, saved.revisions, saved.at
        row.save(update_fields=["answers", "revisions", "saved_at"])
        for one in aside:
            _keep_aside(row, one)


def _keep_aside(row: Application, one: Superseded) -> None:
    """Each text once: a tab that tries again does not fill the list. Blank text is not worth keeping."""
    if one.value in (None, "", []) or row.superseded.filter(question=one.question, value=one.value).exists():
        return
    one.application = row
    one.save()


def put_back(*, application: Application, superseded_id: int, by: Person, at: datetime) -> Saved:
    """Brings a superseded text back as the answer; the answer it replaces is kept aside in turn. Raises ClosedError."""
    with transaction.atomic():
        row = locked_open(application, by, at)
        text = row.superseded.select_for_update().get(pk=superseded_id)
        base = row.revisions.get(text.question, 0)
        saved = save_answers(
            application=row,
            posted={text.question: text.value},
            bases={text.question: base},
            chosen={text.question: "mine"},
            by=by,
            at=at,
        )
        text.delete()
    return saved


def attach_file(
    *, application: Application, question: str, upload: UploadedFile, by: Person, at: datetime
) -> ApplicationFile:
    """Attaches a paper in the place of the one before. Raises ValidationError in words, or ClosedError."""
    with transaction.atomic():
        row = locked_open(application, by, at)
        asked = form_of(row.version.content).by_code.get(question)
        if asked is None or asked.type is not QuestionType.FILE:
            raise ApplicationFile.DoesNotExist(question)
        stored = store_file(upload=upload, owner=by)
        with recorded("attach_file", by=by, subject=row, question=question, sha256=stored.sha256):
            row.files.filter(question=question, removed_at=None).update(removed_at=at)
            made = ApplicationFile.objects.create(application=row, question=question, file=stored)
            _touch(row, at)
    return made


def remove_file(*, application: Application, file_id: int, by: Person, at: datetime) -> None:
    """Takes a paper away from the working copy; a frozen submission keeps it. Raises ClosedError or DoesNotExist."""
    with transaction.atomic():
        row = locked_open(application, by, at)
        paper = row.files.get(pk=file_id, removed_at=None)
        with recorded("remove_file", by=by, subject=row, question=paper.question):
            paper.removed_at = at
            paper.save(update_fields=["removed_at"])
            _touch(row, at)


def _touch(row: Application, at: datetime) -> None:
    row.saved_at = at
    row.save(update_fields=["saved_at"])
