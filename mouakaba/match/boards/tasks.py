"""Placing questions among the others, in the background."""

from __future__ import annotations

from procrastinate.contrib.django import app

from mouakaba.match.boards.actions import place_post


# Named in actions.py: the job is written in the transaction that takes the text in.
@app.task(name="mouakaba.match.boards.tasks.place", queue="skills")
def place(post_id: str) -> None:
    """Computes where a question stands among the others."""
    place_post(post_id=post_id)
