"""Choices and letters that take a worker."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.select.calls.models import Call
from mouakaba.select.selection.actions import compute_run, queue_letters
from mouakaba.select.selection.models import SelectionRun


# Deferred by name in actions/: the job is written in the transaction that asks for it.
@app.task(name="mouakaba.select.selection.tasks.compute", queue="documents", retry=3)
def compute(run_id: str) -> None:
    """Computes a large choice; a worker killed half-way leaves nothing, and the next one starts again."""
    run = SelectionRun.objects.filter(pk=run_id, result_text="").first()
    if run is not None:
        compute_run(run=run)


@app.task(name="mouakaba.select.selection.tasks.send_letters", queue="documents", retry=5)
def send_letters(call_id: str) -> None:
    """Writes the result letters that are not in the outbox yet."""
    queue_letters(call=Call.objects.get(pk=call_id))
