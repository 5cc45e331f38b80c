"""Taking a sheet in, matching its columns, checking its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from procrastinate.contrib.django import app

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.files.actions import SHEETS, let_go, store_file
from mouakaba.base.people.models import Person
from mouakaba.kernel.sheets import SheetError
from mouakaba.select.calls.models import Call
from mouakaba.select.forms.queries import form_of
from mouakaba.select.sheets.models import SheetImport
from mouakaba.select.sheets.phrases import say_sheet_error
from mouakaba.select.sheets.queries import Plan, Report, drafts_of, first_plan, is_stalled, opened, peek
from mouakaba.select.sheets.rules import AT_ONCE, MAY_DISCARD, MAY_MAP

State = SheetImport.State
CHECK, IMPORT = "mouakaba.select.sheets.tasks.check", "mouakaba.select.sheets.tasks.bring_in"


class StateError(Exception):
    """The sheet is no longer at a point where this may be done: another tab or officer moved it on."""


def upload_sheet(*, call: Call, upload: UploadedFile, by: Person) -> SheetImport:
    """Keeps an uploaded sheet and guesses its columns. Raises ValidationError, in words, for what cannot be read."""
    if call.version is None:
        raise StateError
    with recorded("upload_sheet", by=by, subject=call, name=upload.name):
        stored = store_file(upload=upload, owner=by, allowed=SHEETS)
        sheet = SheetImport(
            call=call,
            version=call.version,
            file=stored,
            name=stored.name,
            sha256=stored.sha256,
            by=by,
            at=now(),
            touched_at=timezone.now(),
        )
        try:
            _look(sheet, Plan())
        except SheetError as error:
            stored.content.delete(save=False)
            raise ValidationError(say_sheet_error(error.code, error.params)) from None
        sheet.save()
    return sheet


def _look(sheet: SheetImport, plan: Plan, header: int | None = None) -> None:
    """Reads the first rows as the plan says, and guesses the columns."""
    with opened(sheet, plan) as table:
        sheet.preview = peek(table)
    found = replace(plan, sheet=sheet.preview["sheet"])
    guessed = first_plan(sheet.preview, form_of(sheet.version.content), header=header, plan=found)
    sheet.mapping, sheet.rows_all = guessed.as_json(), sheet.preview["height"]


def match_columns(*, sheet: SheetImport, plan: Plan, by: Person, look_again: bool = False) -> SheetImport:
    """Keeps the officer's plan and starts the check; ``look_again`` only reads the first rows anew and guesses.

    Raises StateError, or ValidationError in words when the sheet cannot be read that way.
    """
    with recorded("match_columns", by=by, subject=sheet):
        row = locked(sheet, MAY_MAP)
        if look_again:
            try:
                _look(row, plan, header=plan.header)
            except SheetError as error:
                raise ValidationError(say_sheet_error(error.code, error.params)) from None
            row.state = State.MAPPING
            row.save()
            return row
        row.mapping, row.state, row.report, row.error = plan.as_json(), State.CHECKING, {}, ""
        _begin(row, CHECK)
    if row.rows_all <= AT_ONCE:
        check_sheet(sheet_id=str(row.pk))
    return row


def locked(sheet: SheetImport, states: tuple[str, ...]) -> SheetImport:
    """The row under lock, in one of these states. Raises StateError."""
    row = SheetImport.objects.select_for_update(of=("self",)).select_related("file", "version").get(pk=sheet.pk)
    if row.state not in states:
        raise StateError
    return row


def _begin(row: SheetImport, task: str) -> None:
    """Saves a state of work; a long one goes to the background, a short one is done by the caller."""
    row.rows_done, row.touched_at = 0, timezone.now()
    row.save()
    if row.rows_all > AT_ONCE:
        app.configure_task(task).defer(sheet_id=str(row.pk))


def begin(row: SheetImport, task: str) -> None:
    """The same, for the import."""
    _begin(row, task)


def check_sheet(*, sheet_id: str) -> None:
    """Goes through the sheet and stores the report. A second run of the same check changes nothing."""
    sheet = SheetImport.objects.select_related("file", "version", "call").get(pk=sheet_id)
    if sheet.state != State.CHECKING:
        return
    report = Report()
    try:
        for draft in drafts_of(sheet, sheet.call, progress_of(sheet)):
            report.add(draft)
    except SheetError as error:
        fail(sheet, error)
        return
    waiting = SheetImport.objects.filter(pk=sheet.pk, state=State.CHECKING)
    waiting.update(report=report.as_json(), state=State.CHECKED, touched_at=timezone.now())


def progress_of(sheet: SheetImport) -> Callable[[int, int], None]:
    """Writes down how far the work is, outside any transaction, so that the page can show it."""

    def tell(done: int, whole: int) -> None:
        SheetImport.objects.filter(pk=sheet.pk).update(rows_done=done, rows_all=whole, touched_at=timezone.now())

    return tell


def fail(sheet: SheetImport, error: SheetError) -> None:
    """The sheet could not be read to its end: nothing of it was kept, and the officer reads why."""
    SheetImport.objects.filter(pk=sheet.pk).update(
        state=State.FAILED, error=error.code, error_params=error.params, touched_at=timezone.now()
    )


def start_again(*, sheet: SheetImport, by: Person) -> None:
    """Gives work that was cut off to the background once more. Raises StateError while it still moves."""
    with recorded("start_sheet_again", by=by, subject=sheet):
        row = locked(sheet, (State.CHECKING, State.IMPORTING))
        if not is_stalled(row):
            raise StateError
        row.touched_at = timezone.now()
        row.save(update_fields=["touched_at"])
        task = CHECK if row.state == State.CHECKING else IMPORT
        app.configure_task(task).defer(sheet_id=str(row.pk))


def discard_sheet(*, sheet: SheetImport, by: Person) -> None:
    """Throws an upload away that is not imported. Raises StateError."""
    with recorded("discard_sheet", by=by, subject=sheet, name=sheet.name):
        row = locked(sheet, MAY_DISCARD)
        stored = row.file
        row.delete()
        if stored:
            let_go(stored)
