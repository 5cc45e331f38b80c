"""``GET /api/v1/boards``: the boards anybody may read, and what is said on them. No person is named."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema
from pydantic import Field

from mouakaba.base.ui.api import Page, Paging, page_of_list
from mouakaba.match.boards.models import Board, Post
from mouakaba.match.boards.phrases import file_address, page_address
from mouakaba.match.boards.queries import answers_to, boards_read_by, narrowed, threads

router = Router(tags=["boards"])


class BoardData(Schema):
    """A public board; without a region it is for the whole country."""

    id: UUID
    title: dict[str, str]
    audience: str = Field(description="who writes: cooperatives, or partners (cooperatives and others)")
    region: str | None = Field(description="ISO 3166-2, as MA-02")
    province: str | None
    keeper: dict[str, str] = Field(description="the organisation that moderates it")
    is_demo: bool
    url: str


class SaidData(Schema):
    """What somebody said; `voice` and `picture` are addresses of files, empty where there is none."""

    id: UUID
    kind: str = Field(description="question, news (an announcement) or answer")
    title: str
    text: str
    language: str
    voice: str
    seconds: int = Field(description="of the voice note")
    picture: str
    picture_shows: str
    said_at: datetime
    is_demo: bool


class ThreadData(SaidData):
    """A question or an announcement."""

    board: UUID
    answers: int
    answered: bool = Field(description="an answer that helped was marked")
    url: str


class ThreadsPage(Page):
    """A page of threads, the latest first; beyond the last, none."""

    posts: list[ThreadData]


class AnswerData(SaidData):
    """An answer."""

    helped: bool = Field(description="who asked says that it helped")


class OneThread(Schema):
    """A thread with its answers: the one that helped first, then as they came."""

    post: ThreadData
    answers: list[AnswerData]


class Asked(Paging):
    """What the threads of a board are narrowed to."""

    q: str = Field("", max_length=200, description="words of the thread or of its answers")
    unanswered: bool = False


@router.get("/boards", response=list[BoardData], summary="Boards anybody may read")
def list_boards(request: HttpRequest, region: str = Query("", description="ISO 3166-2, as MA-02")) -> list[Any]:
    """Every public board, or those of a region."""
    rows = boards_read_by(None)
    return [_board(row) for row in (rows.filter(region=region) if region else rows)]


@router.get("/boards/{uuid:pk}/posts", response=ThreadsPage, summary="What is said on a board")
def list_posts(request: HttpRequest, pk: UUID, asked: Query[Asked]) -> dict[str, Any]:
    """Questions and announcements; 404 for a board that not anybody may read."""
    board = get_object_or_404(boards_read_by(None), pk=pk)
    rows = narrowed(threads(None).filter(board=board), asked.q, unanswered=asked.unanswered)
    found, counts = page_of_list(rows, page=asked.page, per_page=asked.per_page)
    return {**counts, "posts": [_thread(row) for row in found]}


@router.get("/posts/{uuid:pk}", response=OneThread, summary="A question or an announcement with its answers")
def one_post(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """404 for what not anybody may read, and for an answer."""
    post = get_object_or_404(threads(None), pk=pk)
    answers = answers_to(post, None)
    return {
        "post": _thread(post),
        "answers": [{**_said(row), "helped": row.pk == post.helped_by_id} for row in answers],
    }


def _board(row: Board) -> dict[str, Any]:
    return {
        "id": row.pk, "title": row.title, "audience": row.audience, "region": row.region_id,
        "province": row.province_id, "keeper": row.keeper.name, "is_demo": row.is_demo,
        "url": page_address("board", row.pk),
    }  # fmt: skip


def _said(row: Post) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("id", "kind", "title", "text", "language", "seconds", "said_at")},
        "voice": file_address("post_voice", row) if row.voice_id else "",
        "picture": file_address("post_picture", row) if row.picture_id else "",
        "picture_shows": row.alt,
        "is_demo": row.is_demo,
    }


def _thread(row: Any) -> dict[str, Any]:
    return {
        **_said(row), "board": row.board_id, "answers": row.answered, "answered": row.helped_by_id is not None,
        "url": page_address("post", row.pk),
    }  # fmt: skip
