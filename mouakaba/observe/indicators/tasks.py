"""Keeping the figures up to date."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.observe.indicators.actions import refresh_all


@app.periodic(cron="*/5 * * * *")
@app.task(name="mouakaba.observe.indicators.tasks.refresh", queueing_lock="refresh-figures")
def refresh(timestamp: int) -> None:
    """What changed since the last time."""
    refresh_all()


@app.periodic(cron="40 2 * * *")
@app.task(name="mouakaba.observe.indicators.tasks.reread", queueing_lock="reread-figures")
def reread(timestamp: int) -> None:
    """Everything, so that what its engine forgot is forgotten here too."""
    refresh_all(whole=True)
