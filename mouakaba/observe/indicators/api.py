"""``GET /api/v1/figures``: every public figure, as counted here beside as published elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from mouakaba.observe.indicators.queries import OpenFigure, open_figures

router = Router(tags=["figures"])


class FigureOut(Schema):
    """One figure. `as_counted` is null where nothing can be counted, `as_published` where nobody published it.

    `period`: 2022, 2021-05, 2023/2024, ../2021-05 (until May 2021), or null where none was given. Words by language.
    `source` is an address; where none can be given, the words that name who counted or said it, else null.
    """

    code: str
    as_counted: int | None
    as_published: int | None
    unit: str
    period: str | None
    scope: dict[str, str]
    source: str | None
    note: dict[str, str]


@router.get("/figures", response=list[FigureOut], summary="Every public figure, as counted beside as published")
def list_figures(request: HttpRequest) -> list[dict[str, Any]]:
    """In the order of their codes; a count and a published total are never merged."""
    return [as_data(one) for one in open_figures()]


def as_data(one: OpenFigure) -> dict[str, Any]:
    """A figure as the API gives it."""
    return {
        "code": one.code,
        "as_counted": one.as_counted,
        "as_published": one.as_published,
        "unit": one.unit,
        "period": one.period or None,
        "scope": one.scope,
        "source": one.source_told or None,
        "note": one.note,
    }
