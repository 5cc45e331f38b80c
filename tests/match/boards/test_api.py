"""The boards for programs: public ones alone, nobody's name, what is hidden stays hidden."""

from __future__ import annotations

from typing import Any

from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.base.tokens.actions import make_token
from mouakaba.match.boards.actions import mark_helped, write_post
from mouakaba.match.boards.models import Board, Post
from tests.match.conftest import as_


def get(path: str, **headers: str) -> Any:
    return as_(None).get(f"/api/v1/{path}", headers=headers)


def test_only_public_boards_are_listed(board: Board, closed: Board, fatima: Person) -> None:
    _token, secret = make_token(name="x", scope="read", by=fatima)
    for headers in ({}, {"authorization": f"Bearer {secret}"}):
        [one] = get("boards", **headers).json()
        assert (one["id"], one["region"], one["audience"]) == (str(board.pk), "MA-02", "cooperatives")
        assert get(f"boards/{closed.pk}/posts", **headers).status_code == 404
    assert get("boards?region=MA-05").json() == []


def test_a_thread_is_told_with_its_answers_and_nobodys_name(
    question: Post, board: Board, fatima: Person, keeper: Person
) -> None:
    first = write_post(board=board, kind="answer", parent=question, text="DEMO d’abord", by=keeper)
    second = write_post(board=board, kind="answer", parent=question, text="DEMO ensuite", by=fatima)
    mark_helped(answer=second, by=fatima)
    page = get(f"boards/{board.pk}/posts?q=العسل")
    [one] = page.json()["posts"]
    assert (page.json()["count"], one["answers"], one["answered"]) == (1, 2, True)
    assert one["voice"].startswith("http") and one["picture"] == ""
    thread = get(f"posts/{question.pk}")
    assert [answer["id"] for answer in thread.json()["answers"]] == [str(second.pk), str(first.pk)]
    assert [answer["helped"] for answer in thread.json()["answers"]] == [True, False]
    assert fatima.name not in thread.content.decode() + page.content.decode()
    assert get(f"posts/{first.pk}").status_code == 404
    assert get(f"boards/{board.pk}/posts?unanswered=true").json()["count"] == 0
    assert get(f"boards/{board.pk}/posts?page=7").json()["posts"] == []
    assert get(f"boards/{board.pk}/posts?page=0").status_code == 422


def test_what_is_hidden_or_on_a_members_board_is_not_told(
    question: Post, board: Board, closed: Board, fatima: Person
) -> None:
    inside = write_post(board=closed, kind="question", title="DEMO", text="DEMO", by=fatima)
    assert get(f"posts/{inside.pk}").status_code == 404
    Post.objects.filter(pk=question.pk).update(hidden_at=now())
    assert get(f"posts/{question.pk}").status_code == 404
    assert get(f"boards/{board.pk}/posts").json()["count"] == 0


def test_the_list_asks_few_queries(board: Board, fatima: Person, django_assert_max_num_queries: Any) -> None:
    for number in range(20):
        write_post(board=board, kind="question", title=f"DEMO {number}", text="DEMO", by=fatima)
    with django_assert_max_num_queries(12):
        assert len(get(f"boards/{board.pk}/posts").json()["posts"]) == 20
