"""``/api/v1/capacity``: storage, packaging and transport, what of a week is free, and booking it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from mouakaba.base.clock.queries import today
from mouakaba.base.tokens.api import Token
from mouakaba.base.tokens.models import ApiToken
from mouakaba.base.ui.api import Page, Paging, page_of_list
from mouakaba.kernel.money import dirhams
from mouakaba.match.bookings import actions
from mouakaba.match.bookings.forms import BookingForm
from mouakaba.match.bookings.models import Capacity
from mouakaba.match.bookings.queries import open_capacity, week_of
from mouakaba.match.finding.api import Problems, refused_by
from mouakaba.match.listings.queries import organisations_of

router = Router(tags=["capacity"])
FAR = timedelta(days=3660)  # from today: no calendar goes there


class Asked(Paging):
    """What the list is narrowed to."""

    kind: Literal["", "storage", "packaging", "transport"] = ""
    region: str = Field("", description="ISO 3166-2, as MA-02")


class CapacityData(Schema):
    """What an organisation lets others book."""

    id: int
    kind: str
    title: str
    text: str
    organisation: dict[str, str]
    place: str = Field(description="code of the commune (HCP)")
    unit: str = Field(description="pallet, m3, kg or line")
    size: int
    price: Decimal | None = Field(description="dirhams for one unit and day, an hour of a line, or one unit carried")
    is_demo: bool
    url: str


class CapacityPage(Page):
    """A page of capacity; beyond the last, none."""

    capacity: list[CapacityData]


class SlotData(Schema):
    """A stretch and how much of it is left: a day of storage, free or taken hours of a line, a trip."""

    start: datetime
    end: datetime
    left: int
    to_place: str | None = Field(description="of a trip: code of the commune")


class Week(Schema):
    """The seven days from a Monday."""

    monday: date
    slots: list[SlotData]


class NewBooking(Schema):
    """Storage: `first` and `last` day. A line: `first`, `start` and `hours`. A trip: `first`, `start` and `end`."""

    first: date
    last: date | None = None
    start: time | None = None
    end: time | None = None
    hours: int | None = None
    quantity: int | None = None
    organisation: UUID | None = Field(None, description="which of yours; needless while you have one")
    note: str = ""


class Booked(Schema):
    """What was booked."""

    id: UUID
    start: datetime
    end: datetime
    quantity: int
    amount: Decimal | None = Field(description="dirhams")


@router.get("/capacity", response=CapacityPage, summary="Storage, packaging and transport on offer")
def list_capacity(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """What anybody may read, by kind and region."""
    rows = open_capacity()
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.region:
        rows = rows.filter(place__region=asked.region)
    found, counts = page_of_list(rows, page=asked.page, per_page=asked.per_page)
    return {**counts, "capacity": [_capacity(row) for row in found]}


@router.get("/capacity/{int:pk}", response=CapacityData, summary="One capacity")
def one_capacity(request: HttpRequest, pk: int) -> dict[str, Any]:
    """404 for one that is not on offer."""
    return _capacity(get_object_or_404(open_capacity(), pk=pk))


@router.get("/capacity/{int:pk}/slots", response={200: Week, 422: Problems}, summary="What of a week is free")
def list_slots(request: HttpRequest, pk: int, day: date | None = None) -> Any:
    """The week of a day (of today, where none is given) with what is left of each stretch."""
    row, wanted = get_object_or_404(open_capacity(), pk=pk), day or today()
    if abs(wanted - today()) > FAR:
        return Status(422, {"errors": [{"field": "day", "problem": "not within ten years of today"}]})
    monday = wanted - timedelta(days=wanted.weekday())
    slots = [slot for one in week_of(row, monday) for slot in one.slots]
    told = [
        {"start": one.start, "end": one.end, "left": one.left, "to_place": one.to.pk if one.to else None}
        for one in slots
    ]
    return {"monday": monday, "slots": told}


@router.post(
    "/capacity/{int:pk}/bookings",
    auth=Token(ApiToken.Scope.WRITE),
    response={201: Booked, 422: Problems},
    summary="Book a capacity for an organisation of yours",
)
def book(request: HttpRequest, pk: int, told: NewBooking) -> Any:
    """Booked at once, never twice. Needs a token that may write. What is taken is refused: ask what is free."""
    person = request.auth.person  # type: ignore[attr-defined]
    row, mine = get_object_or_404(open_capacity(), pk=pk), organisations_of(person)
    form = BookingForm(_as_post(told, mine), capacity=row, organisations=mine)
    if not form.is_valid():
        return refused_by(form)
    (start, end), given = form.instants, form.cleaned_data
    try:
        made = actions.book(
            capacity=row, start=start, end=end, quantity=given.get("quantity", 1),
            organisation=given["organisation"], note=given["note"], by=person,
        )  # fmt: skip
    except ValidationError as error:
        form.add_error(None, error)
        return refused_by(form)
    return Status(201, {
        "id": made.pk, "start": start, "end": end, "quantity": made.quantity, "amount": dirhams(made.amount),
    })  # fmt: skip


def _as_post(told: NewBooking, mine: Any) -> QueryDict:
    """As the form of the site would send it: one check for both."""
    post = QueryDict(mutable=True)
    for name, value in told.dict(exclude_none=True).items():
        post[name] = f"{value:%H:%M}" if isinstance(value, time) else str(value)
    if told.organisation is None and mine.count() == 1:
        post["organisation"] = str(mine.get().pk)
    return post


def _capacity(row: Capacity) -> dict[str, Any]:
    plain = ("id", "kind", "title", "text", "unit", "size", "is_demo")
    return {
        **{name: getattr(row, name) for name in plain}, "organisation": row.organisation.name, "place": row.place_id,
        "price": dirhams(row.price), "url": f"{settings.PUBLIC_URL}{reverse('capacity', args=[row.pk])}",
    }  # fmt: skip
