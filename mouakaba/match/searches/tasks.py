"""Looking through saved searches, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.match.searches.actions import note_news, tell_searches


# By day and each hour, so that a worker that was away in the morning still does it; each search is done once a day.
@app.periodic(cron="10 7-19 * * *")
@app.task(name="mouakaba.match.searches.tasks.tell", queue="mail", queueing_lock="searches-tell")
def tell(timestamp: int) -> None:
    """One letter a person for all that is new."""
    tell_searches()


# What is new is on the page within minutes; without news it is one look into an index.
@app.periodic(cron="*/5 * * * *")
@app.task(name="mouakaba.match.searches.tasks.note", queue="skills", queueing_lock="searches-note")
def note(timestamp: int) -> None:
    """Looks up what changed on the markets in the saved searches."""
    note_news()
