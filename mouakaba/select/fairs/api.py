"""``GET /api/v1/fairs``: fairs with their stands. Exhibitors are named who consented to it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router, Schema
from pydantic import Field

from mouakaba.kernel.money import dirhams
from mouakaba.select.fairs.models import Fair
from mouakaba.select.fairs.queries import Line, lines_of, public_fairs

router = Router(tags=["fairs"])


class FairData(Schema):
    """A fair whose call is published."""

    slug: str
    title: dict[str, str]
    organisation: dict[str, str]
    first_day: date
    last_day: date
    url: str


class ExhibitorData(Schema):
    """Who stands there, from the first to the last day, both included."""

    name: str
    first_day: date
    last_day: date


class StandData(Schema):
    """A numbered place on the plan."""

    number: str
    type: str = Field(description="table, small or large")
    price: Decimal = Field(description="dirhams for a day")
    is_free: bool = Field(description="on one day at least")
    exhibitors: list[ExhibitorData]
    unnamed: int = Field(description="given to exhibitors who did not consent to be named")


class OneFair(FairData):
    """A fair with its stands, as they lie on the plan."""

    stands: list[StandData]


@router.get("/fairs", response=list[FairData], summary="Fairs, the latest first")
def list_fairs(request: HttpRequest) -> list[dict[str, Any]]:
    """Every fair whose call is published."""
    return [_fair(row) for row in public_fairs().order_by("-first_day", "pk")]


@router.get("/fairs/{slug:slug}", response=OneFair, summary="A fair with its stands")
def one_fair(request: HttpRequest, slug: str) -> dict[str, Any]:
    """404 for a fair whose call is not published."""
    row = get_object_or_404(public_fairs(), call__slug=slug)
    return {**_fair(row), "stands": [_stand(line) for line in lines_of(row, public=True)]}


def _fair(row: Fair) -> dict[str, Any]:
    call = row.call
    return {
        "slug": call.slug, "title": call.title, "organisation": call.programme.organisation.name,
        "first_day": row.first_day, "last_day": row.last_day,
        "url": f"{settings.PUBLIC_URL}{reverse('fair', args=[call.slug])}",
    }  # fmt: skip


def _stand(line: Line) -> dict[str, Any]:
    return {
        "number": line.stand.number, "type": line.stand.type, "price": dirhams(line.stand.price),
        "is_free": line.is_free, "unnamed": line.hidden,
        "exhibitors": [{"name": one.name, "first_day": one.first, "last_day": one.last} for one in line.standings],
    }  # fmt: skip
