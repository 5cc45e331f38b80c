"""Surveys and their letters, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.accompany.followup.actions import follow_up


@app.periodic(cron="40 8 * * *")
@app.task(name="mouakaba.accompany.followup.tasks.follow_all", queue="mail", queueing_lock="followup")
def follow_all(timestamp: int) -> None:
    """Each morning; every survey and every letter once."""
    follow_up(by=None)
