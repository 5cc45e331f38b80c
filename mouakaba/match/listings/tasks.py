"""Reading openings, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.match.listings.actions import read_opening, take_up_openings


# Named in actions.py: the job is written in the transaction that saves the opening.
@app.task(name="mouakaba.match.listings.tasks.read", queue="skills")
def read(opening_id: str) -> None:
    """Proposes the skills of an opening."""
    read_opening(opening_id=opening_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="mouakaba.match.listings.tasks.take_up", queue="skills", queueing_lock="take-up-openings")
def take_up(timestamp: int) -> None:
    """Takes up readings that were cut off."""
    take_up_openings()
