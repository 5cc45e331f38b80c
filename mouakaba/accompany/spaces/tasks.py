"""Looking for rents that change and stays that end, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.accompany.spaces.actions import take_in_missing, warn_of_changes


@app.periodic(cron="20 6 * * *")
@app.task(name="mouakaba.accompany.spaces.tasks.warn", queue="mail", queueing_lock="stays-warn")
def warn(timestamp: int) -> None:
    """A letter for each change that comes near."""
    warn_of_changes()


@app.periodic(cron="5 * * * *")
@app.task(name="mouakaba.accompany.spaces.tasks.take_in", queue="mail", queueing_lock="chosen-take-in")
def take_in(timestamp: int) -> None:
    """The chosen of calls of hosting whom a cut-off server did not put on the list."""
    take_in_missing()
