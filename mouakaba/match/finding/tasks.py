"""Keeping the index of the search, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.match.finding.actions import place_changed


# What closes is gone from the search at once; what is new or changed is found within the minute.
@app.periodic(cron="* * * * *")
@app.task(name="mouakaba.match.finding.tasks.place", queue="skills", queueing_lock="search-place", lock="search-place")
def place(timestamp: int) -> None:
    """Reads whatever changed."""
    place_changed()
