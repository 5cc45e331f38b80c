"""Deciding on one file, and taking a decision back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_message
from mouakaba.base.people.models import Person
from mouakaba.select.applications.models import Application, State, StatusLine
from mouakaba.select.screening.models import ScreeningDecision
from mouakaba.select.screening.phrases import MISSING, refusal_letter, reopened_letter, reopened_note
from mouakaba.select.screening.queries import jury_has_begun, rules_of, stamp_of
from mouakaba.select.screening.rules import DECIDED, UNDECIDED, needs_reason, overrules

Outcome = ScreeningDecision.Outcome


class ChangedMeanwhileError(Exception):
    """The file is no longer as the officer saw it: decided, asked, answered or sent again by somebody else."""


def admit(*, application: Application, by: Person, reason: str = "", seen: str = "") -> ScreeningDecision:
    """Admits a file to the jury. Going beyond the verdict takes a reason, which stays in the office.

    ``seen``: the stamp of the page the officer decided from. Raises ChangedMeanwhileError, or ValidationError in words.
    """
    return _decide(application, Outcome.ADMITTED, by=by, reason=reason, seen=seen)


def refuse(*, application: Application, by: Person, reason: str, seen: str = "") -> ScreeningDecision:
    """Confirms that a file is not eligible, and owes the applicant a letter with the reason and every unmet rule.

    ``seen``: the stamp of the page the officer decided from. Raises ChangedMeanwhileError, or ValidationError in words.
    """
    return _decide(application, Outcome.REFUSED, by=by, reason=reason, seen=seen)


def _decide(application: Application, outcome: Outcome, *, by: Person, reason: str, seen: str) -> ScreeningDecision:
    verb = "admit_application" if outcome == Outcome.ADMITTED else "refuse_application"
    reason = reason.strip()
    with recorded(verb, by=by, subject=application, why=reason):
        row = locked(application, UNDECIDED, seen)
        if needs_reason(outcome, row.verdict) and not reason:
            raise ValidationError(MISSING[outcome])
        decision = ScreeningDecision.objects.create(**decision_fields(row, outcome, by=by, reason=reason))
        if outcome == Outcome.REFUSED:
            move(row, State.REFUSED, by=by, note=reason)
            _owe_refusal(row, decision)
        else:
            move(row, State.ADMITTED, by=by)
    return decision


def decision_fields(row: Application, outcome: str, *, by: Person, reason: str) -> dict[str, object]:
    """The columns of a decision taken now."""
    return {
        "application": row,
        "submission_id": row.submission_id,
        "outcome": outcome,
        "overrules": overrules(outcome, row.verdict),
        "reason": reason,
        "by": by,
        "at": now(),
    }


def locked(application: Application, states: tuple[str, ...], seen: str = "") -> Application:
    """The row under lock, still in one of these states and as the officer saw it. Raises ChangedMeanwhileError."""
    rows = Application.objects.select_for_update(of=("self",))
    row = rows.select_related("call__programme__organisation", "version", "submission", "applicant").get(
        pk=application.pk
    )
    if row.state not in states or (seen and seen != stamp_of(row)):
        raise ChangedMeanwhileError
    return row


def move(row: Application, state: str, *, by: Person, note: str = "") -> None:
    """A new state with the line the applicant reads."""
    row.state = state
    row.save(update_fields=["state"])
    StatusLine.objects.create(application=row, state=state, at=now(), by=by, note=note)


def letter_language(row: Application) -> str:
    """The language of letters: the applicant's own, else that of the file."""
    return row.applicant.language if row.applicant else row.language


def _owe_refusal(row: Application, decision: ScreeningDecision) -> None:
    if row.applicant is None:
        return
    language = letter_language(row)
    with override(language):
        subject, body = refusal_letter(row, decision.reason, rules_of(row, language))
    queue_message(key=f"screening:{decision.pk}", person=row.applicant, subject=subject, body=body)


def withdraw_decision(*, application: Application, by: Person, reason: str, seen: str = "") -> ScreeningDecision:
    """Takes a decision back while no juror has begun to mark the file; somebody refused is told.

    Raises ChangedMeanwhileError, or ValidationError in words.
    """
    reason = reason.strip()
    with recorded("take_back_decision", by=by, subject=application, why=reason):
        row = locked(application, DECIDED, seen)
        if not reason:
            raise ValidationError(MISSING["taken_back"])
        if jury_has_begun(row):
            raise ValidationError(_("The jury has begun to mark this file. Its screening can no longer be taken back."))
        decision = row.screenings.filter(taken_back_at=None).first()
        if decision is None:
            raise ChangedMeanwhileError
        decision.taken_back_at, decision.taken_back_by, decision.taken_back_why = now(), by, reason
        decision.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_why"])
        _reopen(row, decision, by)
    return decision


def _reopen(row: Application, decision: ScreeningDecision, by: Person) -> None:
    with override(letter_language(row)):
        refused = decision.outcome == Outcome.REFUSED
        move(row, State.SUBMITTED, by=by, note=reopened_note() if refused else "")
        if refused and row.applicant:
            subject, body = reopened_letter(row)
            queue_message(key=f"screening-back:{decision.pk}", person=row.applicant, subject=subject, body=body)
