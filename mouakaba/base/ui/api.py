"""Lists of the open API, a page at a time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from ninja import Schema
from pydantic import Field


class Paging(Schema):
    """Which page of a list is asked for."""

    page: int = Field(1, ge=1, le=1000)
    per_page: int = Field(50, ge=1, le=200)


class Page(Schema):
    """A page of a list; beyond the last, none."""

    count: int
    page: int
    pages: int


def page_of_list(rows: Any, *, page: int, per_page: int) -> tuple[list[Any], dict[str, int]]:
    """The rows of a page, none beyond the last, and what ``Page`` tells of them. ``rows``: a list or a queryset."""
    pages = Paginator(rows, per_page)
    found = list(pages.page(page)) if page <= pages.num_pages else []
    return found, {"count": pages.count, "page": page, "pages": pages.num_pages}
