"""``GET /api/v1/ideas``: the public ideas, a page at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from pydantic import Field

from mouakaba.base.ui.api import Page, Paging, page_of_list
from mouakaba.match.ideas.models import Idea
from mouakaba.match.ideas.queries import Filters, filtered, public_ideas
from mouakaba.match.ideas.rules import SEARCHED

router = Router(tags=["ideas"])


class Asked(Paging):
    """What the list is narrowed to; an unknown region or sector counts for nothing."""

    q: str = Field("", max_length=200, description="words, in any of the three languages")
    region: str = Field("", description="ISO 3166-2, as MA-02")
    sector: str = ""
    most: int | None = Field(None, ge=0, description="dirhams to begin with: 10000, 50000, 100000, 300000, 1000000")
    free: bool = False


class IdeaData(Schema):
    """One idea: texts by language, amounts in dirhams; `state` is `open` (free) or `started` (taken up)."""

    id: UUID
    title: dict[str, str]
    problem: dict[str, str]
    model: dict[str, str]
    features: dict[str, str]
    permits: dict[str, str]
    partners: dict[str, str]
    regions: list[str]
    sector: str
    cost_from: int | None
    cost_to: int | None
    takers: int
    state: str
    published_at: datetime
    changed_at: datetime
    source: str
    is_demo: bool
    url: str


class IdeasPage(Page):
    """A page of ideas; beyond the last, none."""

    ideas: list[IdeaData]


@router.get("/ideas", response=IdeasPage, summary="Public ideas of cooperative projects")
def list_ideas(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Ideas anybody may read, the latest first."""
    given = asked.dict() | {"free": "1" if asked.free else "", "most": "" if asked.most is None else asked.most}
    ideas = filtered(public_ideas(), Filters.of(given))
    rows, counts = page_of_list(ideas, page=asked.page, per_page=asked.per_page)
    return {**counts, "ideas": [as_data(idea) for idea in rows]}


def as_data(idea: Idea) -> dict[str, Any]:
    """An idea as the API gives it."""
    plain = ("id", "sector", "cost_from", "cost_to", "takers", "state", "published_at", "changed_at", "is_demo")
    return {
        **{name: getattr(idea, name) for name in (*plain, *SEARCHED)},
        "regions": sorted(region.code for region in idea.regions.all()),
        "source": idea.source_url,
        "url": f"{settings.PUBLIC_URL}{reverse('idea', args=[idea.pk])}",
    }
