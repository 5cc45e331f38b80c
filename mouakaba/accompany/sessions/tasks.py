"""Reminders, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.accompany.sessions.actions import remind


@app.periodic(cron="20 * * * *")
@app.task(name="mouakaba.accompany.sessions.tasks.remind_all", queue="mail", queueing_lock="sessions-remind")
def remind_all(timestamp: int) -> None:
    """Each hour; every letter goes once."""
    remind()
