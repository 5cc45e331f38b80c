"""The House of the demonstration."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.base.helping.models import Assistance
from mouakaba.base.organisations.models import Organisation
from mouakaba.match.boards.models import Board, Post
from mouakaba.match.boards.queries import boards_written_by
from mouakaba.site.demo.house import load_house, tone
from tests import factories


@pytest.mark.django_db
def test_boards_of_the_oriental_speak_and_somebody_is_helped(places: None, stand_at: Any) -> None:
    stand_at("2025-04-01 10:00:00")
    Organisation.objects.create(slug="odco", name=factories.words("DEMO office"))
    emails = ("odco@demo.example", "member@demo.example", "helper@demo.example")
    people = {email: factories.make_person(email.split("@")[0], email=email) for email in emails}
    load_house(people)
    boards = list(Board.objects.all())
    assert {board.audience for board in boards} == {"members", "cooperatives", "partners"}
    assert all(set(board.title) == {"ar", "fr", "en"} and board.is_demo for board in boards)
    posts = list(Post.objects.all())
    assert len(posts) == 10 and all(post.is_demo for post in posts)
    assert sum(bool(post.voice_id and post.seconds >= 3) for post in posts) == 3
    assert sum(post.helped_by_id is not None for post in posts) == 2
    assert all("DEMO" in post.title + post.text for post in posts if post.title or (post.parent_id and post.text))
    assert set(boards_written_by(people["member@demo.example"])) == set(boards)
    helped = Assistance.objects.get()
    assert helped.helper == people["helper@demo.example"] and helped.opened and helped.voice


def test_a_tone_is_a_sound() -> None:
    from mouakaba.kernel.sounds import measure

    assert measure(tone(2).read()).seconds == 2
