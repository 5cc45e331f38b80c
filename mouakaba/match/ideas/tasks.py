"""Reading ideas, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.match.ideas.actions import place_idea


# Named in actions.py: the job is written in the transaction that takes the text in.
@app.task(name="mouakaba.match.ideas.tasks.place", queue="skills")
def place(idea_id: str) -> None:
    """Computes where an idea stands among the others."""
    place_idea(idea_id=idea_id)
