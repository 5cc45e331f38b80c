"""Keeping counts small, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.base.tokens.actions import forget_counts


@app.periodic(cron="7 * * * *")
@app.task(name="mouakaba.base.tokens.tasks.forget", queue="mail", queueing_lock="api-counts")
def forget(timestamp: int) -> None:
    """Counts of windows that are over."""
    forget_counts()
