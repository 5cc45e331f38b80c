"""Computing a choice and keeping it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.kernel.selection import choose
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import call_file
from mouakaba.select.selection.models import SelectionRun
from mouakaba.select.selection.queries.inputs import (
    Change,
    Inputs,
    as_data,
    inputs_of,
    printed,
    read_rules,
    read_scored,
)
from mouakaba.select.selection.rules import AT_ONCE


class RefusedError(Exception):
    """The choice cannot go on, in a sentence that says why and what to do."""


def run_selection(*, call: Call, name: str, changes: Sequence[Change] = (), by: Person | None) -> SelectionRun:
    """Computes the choice from the closed marks and keeps it; the same inputs give the run already kept.

    ``changes`` move quota bounds for a what-if. Beyond AT_ONCE files a worker computes, and the run's result is empty
    until then. Raises RefusedError in words.
    """
    if call.version is None or call.marks_closed_at is None:
        raise RefusedError(_("The marks are not closed. Close them on the jury page, then compute the choice."))
    inputs = inputs_of(call, changes)
    if not inputs.count:
        raise RefusedError(_("No admitted file has marks, so there is nothing to choose from."))
    kept = as_data(call_file(call.version), changes)
    with recorded("run_selection", by=by, subject=call, changes=kept) as line:
        # The row lock makes two people who compute the same thing at once share one run.
        locked = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        found = SelectionRun.objects.filter(call=locked, inputs_digest=inputs.digest).first()
        if found is not None:
            line.detail["again"] = str(found.pk)
            return _completed(found, inputs)
        run = SelectionRun.objects.create(
            call=locked,
            name=" ".join(name.split())[:120],
            rules_file=inputs.rules_file,
            scored=inputs.scored,
            inputs_digest=inputs.digest,
            left_out=inputs.left_out,
            changes=kept,
            made_by=by,
            made_at=now(),
        )
        point(line, run)
        return _completed(run, inputs)


def listed(numbers: Iterable[str], shown: int = 5) -> str:
    """The first numbers of a list, and an ellipsis when there are more."""
    all_of_them = list(numbers)
    return ", ".join(all_of_them[:shown]) + (" …" if len(all_of_them) > shown else "")


def _completed(run: SelectionRun, inputs: Inputs) -> SelectionRun:
    """Computes what has no result yet: here when it is small, else by a worker."""
    if run.result_text:
        return run
    if inputs.count > AT_ONCE:
        defer_once("compute", f"choice-{run.pk}", run_id=str(run.pk))
        return run
    return compute_run(run=run)


def defer_once(task: str, lock: str, **arguments: str) -> None:
    """Hands work to a worker, unless the same work already waits."""
    job = app.configure_task(f"mouakaba.select.selection.tasks.{task}", queueing_lock=lock)
    # A savepoint: the refusal of a second job must not spoil the transaction around it.
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(**arguments)


def compute_run(*, run: SelectionRun) -> SelectionRun:
    """Writes the result of a run. It depends on the run's two files alone, so a second time changes nothing."""
    rules = read_rules(run.rules_file)
    selection = choose(
        read_scored(run.scored),
        places=rules.call.places or 0,
        quotas=rules.quotas,
        reserve=rules.call.reserve,
    )
    run.result_text = printed(selection)
    run.__dict__.pop("result", None)  # the cached reading of the empty text
    run.save(update_fields=["result_text"])
    return run
