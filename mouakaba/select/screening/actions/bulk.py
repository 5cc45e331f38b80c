"""Deciding on many files at once: one transaction, and for each file its decision, its step and its audit line."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import override

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.audit.models import AuditLine
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.select.applications.models import Application, State, StatusLine
from mouakaba.select.calls.models import Call
from mouakaba.select.screening.actions.decisions import decision_fields, letter_language
from mouakaba.select.screening.models import ScreeningDecision
from mouakaba.select.screening.phrases import MISSING, refusal_letter
from mouakaba.select.screening.queries import rules_of, unmet_of

Outcome = ScreeningDecision.Outcome
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Decided:
    """What a bulk act did: how many files it decided, and how many somebody had changed meanwhile."""

    done: int
    left: int


def admit_many(*, call: Call, files: Collection[UUID], by: Person) -> Decided:
    """Admits those of these files that still wait and that the verdict calls eligible; leaves the others alone."""
    with recorded("admit_many", by=by, subject=call, files=len(files)):
        rows = [row for row in _waiting(call, files) if row.verdict == "eligible"]
        _write(rows, Outcome.ADMITTED, by=by, reasons={})
    return Decided(len(rows), len(files) - len(rows))


def refuse_many(
    *, call: Call, files: Collection[UUID], unmet: tuple[str, ...], by: Person, reasons: Mapping[str, str]
) -> Decided:
    """Confirms the refusal of those of these files that still wait and fail exactly these rules, and owes letters.

    ``reasons``: the reason by language. Raises ValidationError, in words, when a language of a recipient has none.
    """
    with recorded("refuse_many", by=by, subject=call, files=len(files), unmet=list(unmet)):
        rows = [row for row in _waiting(call, files) if row.verdict == "ineligible" and unmet_of(row) == unmet]
        written = {language: text.strip() for language, text in reasons.items()}
        if any(not written.get(letter_language(row)) for row in rows):
            raise ValidationError(MISSING[Outcome.REFUSED])
        decisions = _write(rows, Outcome.REFUSED, by=by, reasons=written)
        queue_messages([_letter(decision) for decision in decisions if decision.application.applicant])
    return Decided(len(rows), len(files) - len(rows))


def _waiting(call: Call, files: Collection[UUID]) -> list[Application]:
    """The rows under lock. Call and versions are shared by all: joined, each row would bring its own copy."""
    rows = Application.objects.select_for_update(of=("self",)).filter(call=call, pk__in=files, state=State.SUBMITTED)
    light = rows.select_related("submission", "applicant").defer(
        "answers", "revisions", "submission__answers", "submission__files", "submission__facts"
    )
    versions = {version.pk: version for version in call.versions.all()}
    waiting = list(light.order_by("pk"))
    for row in waiting:
        row.call, row.version = call, versions[row.version_id]
    return waiting


def _write(rows: list[Application], outcome: str, *, by: Person, reasons: Mapping[str, str]) -> list[ScreeningDecision]:
    """The decision, the new state, the step and the audit line of each file."""
    told = [(row, reasons.get(letter_language(row), "")) for row in rows]
    decisions = ScreeningDecision.objects.bulk_create(
        (ScreeningDecision(**decision_fields(row, outcome, by=by, reason=reason)) for row, reason in told),
        batch_size=_BATCH,
    )
    Application.objects.filter(pk__in=[row.pk for row in rows]).update(state=outcome)
    StatusLine.objects.bulk_create(
        (StatusLine(application=row, state=outcome, at=now(), by=by, note=reason) for row, reason in told),
        batch_size=_BATCH,
    )
    AuditLine.objects.bulk_create(
        (_audit_line(row, outcome, by=by, reason=reason) for row, reason in told), batch_size=_BATCH
    )
    return decisions


def _audit_line(row: Application, outcome: str, *, by: Person, reason: str) -> AuditLine:
    act = "admit_application" if outcome == Outcome.ADMITTED else "refuse_application"
    line = AuditLine(act=act, by=by, at=now(), why=reason, detail={"together": True})
    point(line, row)
    return line


def _letter(decision: ScreeningDecision) -> OutboxMessage:
    row = decision.application
    language = letter_language(row)
    with override(language):
        subject, body = refusal_letter(row, decision.reason, rules_of(row, language))
    return OutboxMessage(
        key=f"screening:{decision.pk}",
        person=row.applicant,
        address=row.applicant.email if row.applicant else "",
        language=language,
        subject=subject,
        body=body,
    )
