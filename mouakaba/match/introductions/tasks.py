"""Telling of new messages, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.match.introductions.actions import tell_messages


@app.periodic(cron="*/30 * * * *")
@app.task(name="mouakaba.match.introductions.tasks.tell", queue="mail", queueing_lock="messages-tell")
def tell(timestamp: int) -> None:
    """One letter for all that is new: at most one in half an hour to anybody."""
    tell_messages()
