"""Asking the applicant for a missing paper. The applicant answers in ``select/applications``."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import moment, now
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.people.models import Person
from mouakaba.select.applications.models import Application, State
from mouakaba.select.screening.actions.decisions import letter_language, locked, move
from mouakaba.select.screening.models import PaperRequest
from mouakaba.select.screening.phrases import paper_letter
from mouakaba.select.screening.rules import UNDECIDED


def ask_paper(
    *, application: Application, by: Person, text: str, due: datetime, question: str = "", seen: str = ""
) -> PaperRequest:
    """Asks for a paper or an answer until ``due``, a wall time in the call's zone, and writes to the applicant.

    ``question``: the question of the form it is about, if any.
    Raises ChangedMeanwhileError, or ValidationError in words.
    """
    with recorded("ask_paper", by=by, subject=application, why=text.strip(), question=question) as line:
        row = locked(application, UNDECIDED, seen)
        _refuse_unready(row, text, due)
        request = PaperRequest.objects.create(
            application=row,
            text=text.strip(),
            question=question,
            due_at=moment(due, row.call.zone),
            asked_by=by,
            asked_at=now(),
        )
        line.detail["request"] = request.pk
        move(row, State.PAPER_ASKED, by=by, note=request.text)
        if row.applicant:
            with override(letter_language(row)):
                subject, body = paper_letter(row, request)
            queue_message(key=f"paper:{request.pk}", person=row.applicant, subject=subject, body=body)
    return request


def _refuse_unready(row: Application, text: str, due: datetime) -> None:
    if row.applicant is None:
        raise ValidationError(
            _("Nobody has an account for this file: it came from a sheet without an e-mail. Write to them yourself.")
        )
    if not text.strip():
        raise ValidationError({"text": _("Write what you ask for.")})
    if moment(due, row.call.zone) <= now():
        raise ValidationError({"due": _("This moment has passed. Choose a later one.")})
