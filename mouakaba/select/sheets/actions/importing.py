"""Making applications of the good rows of a sheet, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import override

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.audit.models import AuditLine
from mouakaba.base.clock.queries import now
from mouakaba.base.files.actions import let_go
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.base.projects.models import Project
from mouakaba.kernel.sheets import SheetError
from mouakaba.select.applications.actions.sending import Content, frozen, project_values, receipt_number, take_over
from mouakaba.select.applications.models import Application, StatusLine, Submission
from mouakaba.select.calls.models import Call
from mouakaba.select.forms.queries import form_of
from mouakaba.select.sheets.actions.uploading import IMPORT, begin, fail, locked, progress_of
from mouakaba.select.sheets.models import ImportedRow, SheetImport
from mouakaba.select.sheets.phrases import imported_letter
from mouakaba.select.sheets.queries import Draft, Known, Report, drafts_of, known_files
from mouakaba.select.sheets.queries.dry_run import find_double
from mouakaba.select.sheets.rules import AT_ONCE

State, Policy = SheetImport.State, SheetImport.Policy
_BATCH = 500


def start_import(*, sheet: SheetImport, policy: str, by: Person, tell: bool = False) -> SheetImport:
    """Starts the import the officer chose after reading the report. Raises StateError.

    ``tell``: write to each applicant that their file was entered.
    """
    with recorded("start_import", by=by, subject=sheet, policy=policy, tell=tell):
        row = locked(sheet, (State.CHECKED,))
        row.policy, row.tell, row.state, row.by, row.error = Policy(policy), tell, State.IMPORTING, by, ""
        begin(row, IMPORT)
    if row.rows_all <= AT_ONCE:
        import_sheet(sheet_id=str(row.pk))
    return row


def import_sheet(*, sheet_id: str) -> None:
    """Reads the sheet again and stores its good rows, all at once or not at all. A second run changes nothing.

    With "all or nothing" a single bad row brings the sheet back to its report, untouched.
    """
    sheet = SheetImport.objects.select_related("file", "version", "call__programme__organisation", "by").get(
        pk=sheet_id
    )
    if sheet.state != State.IMPORTING:
        return
    report, drafts = Report(), []
    try:
        for draft in drafts_of(sheet, sheet.call, progress_of(sheet)):
            report.add(draft)
            drafts += [draft] if draft.good else []
    except SheetError as error:
        fail(sheet, error)
        return
    if sheet.policy == Policy.ALL_OR_NOTHING and report.bad:
        SheetImport.objects.filter(pk=sheet.pk, state=State.IMPORTING).update(
            state=State.CHECKED,
            report=report.as_json(),
            policy="",
            error="rows_bad",
            error_params={"found": report.bad},
            touched_at=timezone.now(),
        )
        return
    _store(sheet, drafts, report)


def _store(sheet: SheetImport, drafts: list[Draft], report: Report) -> None:
    with recorded("import_sheet", by=sheet.by, subject=sheet.call, sheet=sheet.name, sha256=sheet.sha256) as line:
        row = SheetImport.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
        if row.state != State.IMPORTING:  # another worker was first
            return
        call = Call.objects.select_for_update(of=("self",)).get(pk=sheet.call_id)
        fresh = _still_new(drafts, known_files(call, form_of(sheet.version.content)))
        made = _write(sheet, call, fresh)
        line.detail["rows"] = len(made)
        row.state, row.touched_at, row.preview = State.DONE, timezone.now(), {}
        report.looks.clear()  # what stood in rows that are now applications is not kept a second time
        row.report = {**report.as_json(), "imported": len(made)}
        stored, row.file = row.file, None
        row.save()
        if stored:
            let_go(stored)


def _still_new(drafts: Sequence[Draft], known: Known) -> list[Draft]:
    """The rows nobody entered while this sheet was read."""
    for draft in drafts:
        find_double(draft, known)
    return [draft for draft in drafts if draft.good]


def _write(sheet: SheetImport, call: Call, drafts: list[Draft]) -> list[Application]:
    """Applications with all that belongs to them, numbered in the sheet's order under the call's lock."""
    call.programme = sheet.call.programme
    people, form = _people([draft for draft in drafts if draft.email]), form_of(sheet.version.content)
    rows = [_application(sheet, call, draft, people.get(draft.email)) for draft in drafts]
    sent = []
    for offset, (row, draft) in enumerate(zip(rows, drafts, strict=True)):
        number, content = receipt_number(call, call.next_number + offset), Content(form, draft.answers, [])
        submission = frozen(row, content, sequence=1, receipt=number, at=draft.sent_at or row.saved_at)
        take_over(row, submission, content, row.applicant or Person(name=draft.name))
        sent.append(submission)
    Call.objects.filter(pk=call.pk).update(next_number=call.next_number + len(rows))
    _save_all(sheet, rows, sent, drafts)
    return rows


def _save_all(sheet: SheetImport, rows: list[Application], sent: list[Submission], drafts: list[Draft]) -> None:
    projects = [Project(pk=uuid4(), **project_values(row, row.applicant)) for row in rows]  # type: ignore[arg-type]
    for row, project in zip(rows, projects, strict=True):
        row.project = project
    Project.objects.bulk_create(projects, batch_size=_BATCH)
    # An application points at its submission and the other way round: the database checks both at the end.
    Application.objects.bulk_create(rows, batch_size=_BATCH)
    Submission.objects.bulk_create(sent, batch_size=_BATCH)
    StatusLine.objects.bulk_create(
        (
            StatusLine(application=row, state=row.state, at=row.submitted_at or row.saved_at, by=sheet.by)
            for row in rows
        ),
        batch_size=_BATCH,
    )
    ImportedRow.objects.bulk_create(map(partial(_mark, sheet), rows, drafts), batch_size=_BATCH)
    AuditLine.objects.bulk_create(map(partial(_audit_line, sheet), rows, drafts), batch_size=_BATCH)
    if sheet.tell:
        queue_messages([_letter(sheet, row) for row in rows if row.applicant])


def _people(drafts: list[Draft]) -> dict[str, Person]:
    """A person for each e-mail: the one who has an account, or a new one nobody can log in as yet."""
    emails = [draft.email for draft in drafts]
    known = {person.email.lower(): person for person in Person.objects.filter(email__in=emails)}
    fresh = []
    for draft in drafts:
        if draft.email not in known:
            person = Person(email=draft.email, name=draft.name, language=draft.language)
            person.set_unusable_password()
            known[draft.email] = person
            fresh.append(person)
    Person.objects.bulk_create(fresh, batch_size=_BATCH)
    return known


def _application(sheet: SheetImport, call: Call, draft: Draft, person: Person | None) -> Application:
    at = now()
    return Application(
        call=call,
        version=sheet.version,
        applicant=person,
        language=draft.language,
        answers=draft.answers,
        revisions=dict.fromkeys(draft.answers, 1),
        started_at=draft.sent_at or at,
        saved_at=at,
        is_demo=call.is_demo,
    )


def _mark(sheet: SheetImport, row: Application, draft: Draft) -> ImportedRow:
    return ImportedRow(
        sheet=sheet, call_id=row.call_id, application=row, row=draft.row, number=draft.number, digest=draft.digest
    )


def _audit_line(sheet: SheetImport, row: Application, draft: Draft) -> AuditLine:
    line = AuditLine(act="import_application", by=sheet.by, at=now(), detail={"sheet": sheet.name, "row": draft.row})
    point(line, row)
    return line


def _letter(sheet: SheetImport, row: Application) -> OutboxMessage:
    person: Any = row.applicant
    with override(person.language):
        subject, body = imported_letter(row)
    return OutboxMessage(
        key=f"imported:{row.pk}",
        person=person,
        address=person.email,
        language=person.language,
        subject=subject,
        body=body,
    )
