"""Reminding of proofs that are missing, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.accompany.funding.actions import remind_tranches


# By day and each hour, so that a worker that was away in the morning still does it; a letter goes once a step.
@app.periodic(cron="25 7-19 * * *")
@app.task(name="mouakaba.accompany.funding.tasks.remind", queue="mail", queueing_lock="grants-remind")
def remind(timestamp: int) -> None:
    """Letters about proofs of tranches due soon or late."""
    remind_tranches()
