"""After publication: a chosen project leaves, the right file is called, and answers by a date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import moment_in_words
from mouakaba.select.applications.models import Application, State, StatusLine
from mouakaba.select.calls.models import Call
from mouakaba.select.events import PlaceTaken, emit
from mouakaba.select.selection.actions.running import RefusedError
from mouakaba.select.selection.models import Decision, SelectionRun, Vacancy
from mouakaba.select.selection.queries.letters import left_letter, place_letter
from mouakaba.select.selection.queries.places import cohort_of
from mouakaba.select.selection.rules import ANSWER_TIME

Outcome = Decision.Outcome
Answer = Vacancy.Answer


def withdraw_selected(*, application: Application, by: Person | None, why: str = "") -> Vacancy | None:
    """A chosen file leaves, and its place goes to the best file with which every quota holds, the others staying.

    If no file fits, the place stays open and a person decides (``call_anyway``, ``leave_empty``). A file of the
    reserve list just leaves it (None). A second time changes nothing. Raises RefusedError before publication.
    """
    own_words = by is not None and by.pk == application.applicant_id  # kept with the place alone, to be let go of
    with recorded("withdraw_selected", by=by, subject=application, why="" if own_words else why):
        call, decision = _locked(application)
        if decision.outcome == Outcome.WITHDRAWN:
            return Vacancy.objects.filter(leaving=application).first()
        was_chosen = decision.outcome == Outcome.SELECTED
        _leave(decision, by)
        if not was_chosen:
            return None
        vacancy = _opened(decision, call, why=why, by=by)
        fill_places(run=decision.run, call=call, by=by)
    vacancy.refresh_from_db()
    return vacancy


def _locked(application: Application) -> tuple[Call, Decision]:
    """The call under its row lock, so that two withdrawals never call the same file, and the file's decision."""
    call = Call.objects.select_for_update(of=("self",)).get(pk=application.call_id)
    decision = Decision.objects.select_related("run", "application__applicant").filter(application=application).first()
    if decision is None or call.decided_at is None:
        raise RefusedError(_("The results of this call are not published, so no place can be given up."))
    return call, decision


def _leave(decision: Decision, by: Person | None) -> None:
    if decision.outcome == Outcome.RESERVE:
        _close_ranks(decision)
    decision.outcome, decision.rank, decision.at = Outcome.WITHDRAWN, None, now()
    decision.save(update_fields=["outcome", "rank", "at"])
    _set_state(decision.application, State.WITHDRAWN, by)


def _close_ranks(decision: Decision) -> None:
    """Those behind a file that leaves the reserve list move up by one."""
    behind = Decision.objects.filter(run=decision.run, outcome=Outcome.RESERVE, rank__gt=decision.rank or 0)
    behind.update(rank=F("rank") - 1)


def _set_state(application: Application, state: State, by: Person | None, note: str = "") -> None:
    """The state and the dated step the applicant reads; a state already there gets no second step."""
    if Application.objects.filter(pk=application.pk).exclude(state=state).update(state=state):
        StatusLine.objects.create(application=application, state=state, at=now(), by=by, note=note)


def _opened(decision: Decision, call: Call, *, why: str, by: Person | None) -> Vacancy:
    vacancy = Vacancy.objects.create(run=decision.run, leaving=decision.application, why=why.strip(), by=by, at=now())
    _queue(left_letter(vacancy, _with_names(decision), _with_organisation(call)))
    return vacancy


def _with_names(decision: Decision) -> Decision:
    rows = Decision.objects.select_related(
        "run", "application__call", "application__version", "application__applicant", "application__vacancy_filled"
    )
    return rows.get(pk=decision.pk)


def _with_organisation(call: Call) -> Call:
    return Call.objects.select_related("version", "programme__organisation").get(pk=call.pk)


def _queue(message: OutboxMessage | None) -> None:
    if message is not None:
        queue_messages([message])


def fill_places(*, run: SelectionRun, call: Call, by: Person | None) -> list[Vacancy]:
    """Calls the best files into the open places, as many as the quotas allow. Returns the places filled.

    Runs inside the transaction of what opened a place, under the call's row lock.
    """
    cohort = cohort_of(run)
    places = cohort.open_places
    called = cohort.filling.chosen if places else ()
    return [_call_in(place, number, call, by=by) for place, number in zip(places, called, strict=False)]


def _call_in(
    place: Vacancy,
    number: str,
    call: Call,
    *,
    by: Person | None,
    waived: list[dict[str, Any]] | None = None,
    note: str = "",
) -> Vacancy:
    decision = Decision.objects.select_related("application").get(run=place.run, application__number=number)
    if decision.outcome == Outcome.RESERVE:
        _close_ranks(decision)
    decision.outcome, decision.rank, decision.at = Outcome.SELECTED, None, now()
    decision.in_place_of = place.leaving
    decision.save(update_fields=["outcome", "rank", "at", "in_place_of"])
    place.called, place.called_at, place.answer_by = decision.application, now(), now() + ANSWER_TIME
    place.waived, place.note = waived or [], note
    place.save(update_fields=["called", "called_at", "answer_by", "waived", "note"])
    _set_state(decision.application, State.SELECTED, by, _offer(decision.application, place.answer_by, call))
    _queue(place_letter(place, _with_names(decision), _with_organisation(call)))
    emit(PlaceTaken(call.pk, decision.application_id))
    return place


def _offer(application: Application, until: datetime, call: Call) -> str:
    """The step's note, in the language of whoever reads it."""
    person = application.applicant
    with override(person.language if person else application.language):
        return _("A place came free and is offered to you. Answer before %(moment)s.") % {
            "moment": moment_in_words(until, call.zone)
        }


def answer_place(*, application: Application, accept: bool, by: Person) -> Vacancy:
    """The person called accepts the place or declines it, in which case the next file is called.

    A late answer counts as long as nobody else was called. The same answer again changes nothing.
    """
    with recorded("answer_place", by=by, subject=application, accept=accept):
        call, decision = _locked(application)
        place = Vacancy.objects.filter(called=application).first()
        if place is None:
            raise RefusedError(_("No place is offered to this project."))
        wanted = Answer.ACCEPTED if accept else Answer.DECLINED
        if place.answer == wanted:
            return place
        if decision.outcome != Outcome.SELECTED or place.answer != Answer.AWAITED:
            raise RefusedError(_("This offer is no longer open. Write to the programme team."))
        place.answer, place.answered_at = wanted, now()
        place.save(update_fields=["answer", "answered_at"])
        if not accept:
            _leave(decision, by)
            _opened(decision, call, why=_("The place offered was declined."), by=by)
            fill_places(run=decision.run, call=call, by=by)
    return place


def call_anyway(*, vacancy: Vacancy, number: str, why: str, by: Person) -> Vacancy:
    """A person calls a file although quotas would break, with a reason. Those quotas are set aside and recorded."""
    with recorded("call_anyway", by=by, subject=vacancy, why=why, number=number) as line:
        call, place = _open_place(vacancy, why)
        cohort = cohort_of(place.run)
        joining = [file for file in cohort.available if file.id == number]
        if not joining:
            raise RefusedError(_("This file cannot be called. Choose one that is not selected and not withdrawn."))
        waived = cohort.broken_by(joining, len(cohort.open_places) - 1)
        line.detail["waived"] = waived
        return _call_in(place, number, call, by=by, waived=waived, note=why.strip())


def leave_empty(*, vacancy: Vacancy, why: str, by: Person) -> Vacancy:
    """A person decides that a place stays empty, with a reason. Quotas it leaves unmet are set aside and recorded."""
    with recorded("leave_place_empty", by=by, subject=vacancy, why=why) as line:
        _call, place = _open_place(vacancy, why)
        cohort = cohort_of(place.run)
        place.left_empty_at, place.note = now(), why.strip()
        place.waived = cohort.broken_by([], len(cohort.open_places) - 1)
        place.save(update_fields=["left_empty_at", "note", "waived"])
        line.detail["waived"] = place.waived
    return place


def _open_place(vacancy: Vacancy, why: str) -> tuple[Call, Vacancy]:
    """The place under the call's row lock. Raises RefusedError when it is settled or no reason is given."""
    call = Call.objects.select_for_update(of=("self",)).get(pk=vacancy.run.call_id)
    place = Vacancy.objects.select_related("run", "leaving").get(pk=vacancy.pk)
    if not place.is_open:
        raise RefusedError(_("This place is already settled."))
    if not why.strip():
        raise RefusedError(_("Write the reason: it is kept in the minutes."))
    return call, place
