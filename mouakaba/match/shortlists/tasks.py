"""Folding changes of profiles, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.match.shortlists.actions import fold_changes


@app.periodic(cron="*/5 * * * *")
@app.task(queue="shortlists", queueing_lock="fold-profile-changes")
def fold(timestamp: int) -> None:
    """Brings what changed into the segments; until then it is read from the profiles themselves."""
    fold_changes()
