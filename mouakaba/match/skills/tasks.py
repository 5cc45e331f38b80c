"""Reading texts, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.match.skills.actions import read_text, take_up_texts


# Named in actions.py: the job is written in the transaction that takes the text in.
@app.task(name="mouakaba.match.skills.tasks.read", queue="skills")
def read(text_id: str) -> None:
    """Proposes the skills of a text."""
    read_text(text_id=text_id)


@app.periodic(cron="*/10 * * * *")
@app.task(name="mouakaba.match.skills.tasks.take_up", queue="skills", queueing_lock="take-up-texts")
def take_up(timestamp: int) -> None:
    """Takes up readings that were cut off."""
    take_up_texts()
