"""Letting go of uploads that wait no more, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.base.files.actions import forget_kept


@app.periodic(cron="50 * * * *")
@app.task(name="mouakaba.base.files.tasks.forget", queue="mail", queueing_lock="kept-uploads")
def forget(timestamp: int) -> None:
    """Uploads whose form was not sent again within a day."""
    forget_kept()
