"""After sending: taking the file back, answering what the office asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from mouakaba.base.audit.actions import recorded
from mouakaba.base.files.actions import store_file
from mouakaba.base.people.models import Person
from mouakaba.select.applications.actions.drafts import ClosedError
from mouakaba.select.applications.models import Application, State, StatusLine
from mouakaba.select.applications.queries import may_withdraw


def withdraw_application(*, application: Application, by: Person, at: datetime, why: str = "") -> None:
    """The person takes the file back. A second time changes nothing. Raises ClosedError once the answer is final."""
    with recorded("withdraw_application", by=by, subject=application, why=why):
        row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk, applicant=by)
        if row.state == State.WITHDRAWN:
            return
        if not may_withdraw(row):
            raise ClosedError
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])
        StatusLine.objects.create(application=row, state=State.WITHDRAWN, at=at, by=by)


def answer_paper_request(
    *,
    application: Application,
    request_id: int,
    text: str,
    upload: UploadedFile | None,
    by: Person,
    at: datetime,
) -> Any:
    """Answers what an officer asked for, with words, a paper or both.

    The state goes back to sent once nothing else is asked. A late answer is taken and dated: the officer judges.
    ValidationError, in words, for a paper that cannot be received; ClosedError when the file is no longer examined.
    """
    with recorded("answer_paper_request", by=by, subject=application, request=request_id):
        row = Application.objects.select_for_update(of=("self",)).get(pk=application.pk, applicant=by)
        if row.state not in (State.PAPER_ASKED, State.SUBMITTED):
            raise ClosedError
        asked = row.paper_requests.select_for_update(of=("self",)).get(pk=request_id)
        asked.file = store_file(upload=upload, owner=by) if upload else asked.file
        asked.answer, asked.answered_at = text, at
        asked.save()
        if not row.paper_requests.filter(answered_at=None).exists() and row.state == State.PAPER_ASKED:
            row.state = State.SUBMITTED
            row.save(update_fields=["state"])
            StatusLine.objects.create(application=row, state=State.SUBMITTED, at=at, by=by)
    return asked
