"""Many sent applications taken in at once, each frozen exactly as ``submit_application`` freezes one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from mouakaba.base.audit.actions import recorded
from mouakaba.base.people.models import Person
from mouakaba.base.projects.models import Project
from mouakaba.kernel.forms import FormDefinition
from mouakaba.select.applications.actions import sending
from mouakaba.select.applications.models import Application, State, StatusLine, Submission
from mouakaba.select.calls.models import Call
from mouakaba.select.forms.queries import as_json, form_of, kept_answers, read

BATCH = 500  # rows built before they are written: bounds the memory of a long run


@dataclass(frozen=True, slots=True)
class Arrival:
    """An application as it arrives: who sends it, the answers as typed, when it was begun and sent."""

    applicant: Person
    language: str
    answers: Mapping[str, Any]
    started_at: datetime
    sent_at: datetime


def take_in(*, call: Call, arrivals: Iterable[Arrival], by: Person | None) -> int:
    """Takes sent applications in, numbered in the order given; returns how many.

    Nobody is written to, and dates are not checked: the one who calls vouches for both. Raises NotCompleteError for
    an application that its form would refuse, and then keeps nothing of its batch.
    """
    stream, taken = iter(arrivals), 0
    while batch := list(islice(stream, BATCH)):
        with recorded("take_in", by=by, subject=call, count=len(batch)):
            _store(call, batch)
        taken += len(batch)
    return taken


def _store(call: Call, batch: list[Arrival]) -> None:
    row = Call.objects.select_for_update(of=("self",)).select_related("version").get(pk=call.pk)
    if row.version is None:
        raise ValueError(f"{row.slug}: publish the call first; it has no form to answer")
    first, form = row.next_number, form_of(row.version.content)
    built = [_built(row, form, arrival, number) for number, arrival in enumerate(batch, start=first)]
    # Both point at each other; PostgreSQL checks foreign keys at the end of the transaction.
    Project.objects.bulk_create(application.project for application, _sent in built if application.project)
    Application.objects.bulk_create(application for application, _sent in built)
    Submission.objects.bulk_create(sent for _application, sent in built)
    StatusLine.objects.bulk_create(_steps(built))
    Call.objects.filter(pk=row.pk).update(next_number=first + len(batch))


def _steps(built: list[tuple[Application, Submission]]) -> Iterator[StatusLine]:
    for application, sent in built:
        yield StatusLine(application=application, state=State.SUBMITTED, at=sent.submitted_at, by=application.applicant)


def _built(call: Call, form: FormDefinition, arrival: Arrival, number: int) -> tuple[Application, Submission]:
    """The rows of one application, as saving each answer and sending it would have left them."""
    answers = {code: as_json(read(form.by_code[code], raw).value) for code, raw in arrival.answers.items()}
    application = Application(
        call=call,
        version=call.version,
        applicant=arrival.applicant,
        language=arrival.language,
        answers=answers,
        revisions=dict.fromkeys(answers, 1),
        started_at=arrival.started_at,
        saved_at=arrival.sent_at,
        is_demo=arrival.applicant.is_demo,
    )
    content = sending.Content(form, kept_answers(form, answers), [])
    sending.refuse_unready(application, content)
    receipt = sending.receipt_number(call, number)
    sent = sending.frozen(application, content, sequence=1, receipt=receipt, at=arrival.sent_at)
    sending.take_over(application, sent, content, arrival.applicant)
    application.project = Project(**sending.project_values(application, arrival.applicant))
    return application, sent
