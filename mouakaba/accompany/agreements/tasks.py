"""Reminding of commitments, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.accompany.agreements.actions import remind_commitments


# By day and each hour, so that a worker that was away in the morning still does it; a letter goes once a step.
@app.periodic(cron="20 7-19 * * *")
@app.task(name="mouakaba.accompany.agreements.tasks.remind", queue="mail", queueing_lock="agreements-remind")
def remind(timestamp: int) -> None:
    """Letters about commitments due soon or late."""
    remind_commitments()
