"""Reminding of what is due in cooperatives, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.accompany.cooperatives.actions import remind_dates


# By day and each hour, so that a worker that was away in the morning still does it; a letter goes once a step.
@app.periodic(cron="40 7-19 * * *")
@app.task(name="mouakaba.accompany.cooperatives.tasks.remind", queue="mail", queueing_lock="cooperatives-remind")
def remind(timestamp: int) -> None:
    """Letters about dates due soon or late."""
    remind_dates()
