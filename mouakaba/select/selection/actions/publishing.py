"""Telling everybody: states, dated steps, the cohort, and a letter each."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.select.applications.models import Application, State, StatusLine
from mouakaba.select.calls.models import Call
from mouakaba.select.events import CohortPublished, emit
from mouakaba.select.selection.actions.running import RefusedError, defer_once, listed
from mouakaba.select.selection.models import Decision, SelectionRun
from mouakaba.select.selection.queries.letters import letters_of, result_key
from mouakaba.select.selection.rules import AT_ONCE, LETTERS_AT_ONCE

Outcome = Decision.Outcome
TOLD = {Outcome.SELECTED: State.SELECTED, Outcome.RESERVE: State.RESERVE, Outcome.NOT_SELECTED: State.NOT_SELECTED}


def publish_results(*, call: Call, by: Person | None) -> int:
    """Publishes the frozen choice and owes everybody a letter. Returns how many letters were new.

    One transaction makes the results public; letters follow in batches, each named by its file. Cut off anywhere, a
    second run (or the job left in the queue) completes what is missing and repeats nothing. Raises RefusedError.
    """
    with recorded("publish_results", by=by, subject=call):
        row = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        if row.decided_at is None:
            _make_public(row, by)
            defer_once("send_letters", f"letters-{row.pk}", call_id=str(row.pk))
            emit(CohortPublished(row.pk))
    call.refresh_from_db(fields=["decided_at"])
    return queue_letters(call=call) if Decision.objects.filter(run__call=call).count() <= AT_ONCE else 0


def _make_public(call: Call, by: Person | None) -> None:
    """States, dated steps and the date, for files still there."""
    run = SelectionRun.objects.filter(call=call, frozen_at__isnull=False).first()
    if run is None:
        raise RefusedError(_("No choice is frozen. Freeze one first, then publish."))
    _refuse_withdrawn(run)
    call.decided_at = at = now()
    call.save(update_fields=["decided_at"])
    for outcome, state in TOLD.items():
        files = Application.objects.filter(decision__run=run, decision__outcome=outcome)
        ids = list(files.exclude(state=State.WITHDRAWN).values_list("pk", flat=True))
        Application.objects.filter(pk__in=ids).update(state=state)
        StatusLine.objects.bulk_create(
            [StatusLine(application_id=pk, state=state, at=at, by=by) for pk in ids], batch_size=1000
        )
    Decision.objects.filter(run=run, application__state=State.WITHDRAWN).update(outcome=Outcome.WITHDRAWN, at=at)


def _refuse_withdrawn(run: SelectionRun) -> None:
    """A chosen file withdrawn since the freeze would leave a hole: the jury chooses again."""
    gone = Decision.objects.filter(run=run, outcome=Outcome.SELECTED, application__state=State.WITHDRAWN)
    numbers = list(gone.values_list("application__number", flat=True))
    if numbers:
        raise RefusedError(
            ngettext(
                "%(numbers)s was withdrawn after the freeze. Take the choice back, compute and freeze again.",
                "%(numbers)s were withdrawn after the freeze. Take the choice back, compute and freeze again.",
                len(numbers),
            )
            % {"numbers": listed(numbers)}
        )


def queue_letters(*, call: Call) -> int:
    """Owes each file of the published choice its letter, those owed already left alone. Returns how many are new.

    A file called later, or withdrawn, has had its own letter and gets none here.
    """
    if call.decided_at is None:
        raise RefusedError(_("The results are not published yet, so there is nothing to write to anybody."))
    call = Call.objects.select_related("version", "programme__organisation").get(pk=call.pk)
    waiting = Decision.objects.filter(run__call=call, in_place_of=None, outcome__in=list(TOLD)).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    batches = (ids[start : start + LETTERS_AT_ONCE] for start in range(0, len(ids), LETTERS_AT_ONCE))
    return sum(_queue_batch(call, batch) for batch in batches)


def _queue_batch(call: Call, ids: list[int]) -> int:
    rows = Decision.objects.filter(pk__in=ids).select_related("run", "application__call", "application__version")
    rows = rows.select_related("application__applicant", "application__vacancy_filled")
    found = {result_key(row): row for row in rows.defer("run__scored", "run__result_text", "run__rules_file")}
    known = OutboxMessage.objects.filter(key__in=list(found)).values_list("key", flat=True)
    for key in known:
        del found[key]
    with transaction.atomic():
        return queue_messages(letters_of(found.values(), call))
