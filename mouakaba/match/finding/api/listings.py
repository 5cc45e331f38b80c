"""``/api/v1/listings`` and ``/api/v1/requests``: the markets for programs."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from mouakaba.base.tokens.api import Token
from mouakaba.base.tokens.models import ApiToken
from mouakaba.base.ui.api import Page, Paging, page_of_list
from mouakaba.kernel.forms import plain_number
from mouakaba.match import registry
from mouakaba.match.finding.phrases import page_of
from mouakaba.match.finding.queries import Found, Sifted, of_opening, search, shown
from mouakaba.match.listings.models import Opening
from mouakaba.match.listings.queries import organisations_of, public_openings
from mouakaba.match.trades import actions
from mouakaba.match.trades.forms import ListingForm
from mouakaba.match.trades.models import Deal
from mouakaba.match.trades.phrases import plain_answers
from mouakaba.match.trades.queries import deals_seen_by, may_list

router = Router(tags=["markets"])


class Asked(Paging):
    """What the list is narrowed to; an unknown kind or region counts for nothing."""

    q: str = Field("", max_length=200, description="words, in any of the three languages: by spelling and by meaning")
    kind: str = Field("", description="a market: products, services, trainings, talent_openings, ideas, funding, …")
    side: Literal["", "offer", "need"] = ""
    region: str = Field("", description="ISO 3166-2, as MA-02")


class ListingData(Schema):
    """One public thing: texts by language where it has several, else as it was written."""

    id: str
    kind: str
    side: str = Field(description="offer, need, or empty where the market has no sides")
    title: str | dict[str, str]
    text: str | dict[str, str]
    organisation: dict[str, str]
    regions: list[str] = Field(description="none: everywhere, or not said")
    closes_on: date | None
    matched: list[str] = Field(description="words of q it was found by; none: near in meaning")
    is_demo: bool
    url: str


class OneListing(ListingData):
    """A listing with what it answers to the questions of its kind: of a product or a call for orders what, how many,
    of which unit, at which price."""

    facts: dict[str, Any] = Field(description="by code of the question; files are not among them")
    seats: int | None
    version: int


class ListingsPage(Page):
    """A page of what answers, best first; beyond the last, none. At most 240 are read: `more` says there are more."""

    more: bool
    listings: list[ListingData]


class Problems(Schema):
    """What was wrong, field by field."""

    errors: list[dict[str, str]]


class NewListing(Schema):
    """An offer or a need in the name of an organisation of yours."""

    kind: str
    side: Literal["offer", "need"]
    organisation: UUID | None = Field(None, description="which of yours; needless while you have one")
    title: str = Field(max_length=150)
    text: str = Field(max_length=5000)
    closes_on: date
    seats: int | None = Field(None, ge=1)
    facts: dict[str, str | int | float | bool | list[str]] = Field(
        default_factory=dict, description="answers to the questions of the kind, by code"
    )


class Stated(Schema):
    """What was listed, and where it is read."""

    id: UUID
    version: int
    state: str


class RequestData(Schema):
    """A request between an organisation of yours and another. The other is named, no person is."""

    id: UUID
    offer: str
    offers: dict[str, str]
    needs: dict[str, str]
    state: str
    asked_at: str
    planned_on: date | None


class RequestsPage(Page):
    """A page of requests, the latest first."""

    requests: list[RequestData]


@router.get("/listings", response=ListingsPage, summary="Search what is public on every market")
def list_listings(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """Listings, ideas and instruments that anybody may read, best first; without words the latest first."""
    sifted = Sifted.of(asked.dict())
    answer = search(sifted)
    rows, counts = page_of_list(answer.rows, page=asked.page, per_page=asked.per_page)
    return {**counts, "more": answer.more, "listings": [as_data(one) for one in shown(rows, sifted.words)]}


@router.get("/listings/{uuid:pk}", response=OneListing, summary="One public listing")
def one_listing(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """A listing of an organisation that anybody may read; 404 for any other."""
    row = get_object_or_404(public_openings(), pk=pk)
    facts = plain_answers(row.trade.asks(row.side).form, row.facts) if row.side else {}
    return {**as_data(of_opening(row)), "facts": facts, "seats": row.seats, "version": row.version}


def as_data(one: Found) -> dict[str, Any]:
    """A thing as the API gives it."""
    plain = ("kind", "side", "title", "text", "organisation", "closes_on", "is_demo")
    return {
        **{name: getattr(one, name) for name in plain},
        "id": str(one.pk),
        "regions": list(one.regions),
        "matched": list(one.matched),
        "url": f"{settings.PUBLIC_URL}{page_of(one)}",
    }


@router.post(
    "/listings",
    auth=Token(ApiToken.Scope.WRITE),
    response={201: Stated, 422: Problems},
    summary="State an offer or a need",
)
def state_listing(request: HttpRequest, told: NewListing) -> Any:
    """Listed and opened at once. Needs a token that may write; files are handed in on the site."""
    person = request.auth.person  # type: ignore[attr-defined]
    kind = next((one for one in registry.trades() if one.code == told.kind), None)
    if kind is None:
        return refused("kind", "unknown market between organisations")
    organisations = may_list(kind, told.side, organisations_of(person))
    chosen = told.organisation or (organisations.first().pk if organisations.count() == 1 else None)  # type: ignore[union-attr]
    form = ListingForm(_as_post(told, chosen), None, kind=kind, side=told.side, organisations=organisations, initial={})
    if not form.is_valid():
        return refused_by(form)
    listing = Opening(kind_code=kind.code, side=told.side, organisation=form.cleaned_data["organisation"])
    try:
        actions.save_listing(listing=listing, by=person, **form.values())
        actions.publish_listing(listing=listing, by=person)
    except ValidationError as error:
        return refused("", " ".join(error.messages))
    return Status(201, {"id": listing.pk, "version": listing.version, "state": listing.state})


def refused_by(form: BaseForm) -> Any:
    """What a form of the site says is wrong, field by field."""
    told = [{"field": name, "problem": " ".join(map(str, flaws))} for name, flaws in form.errors.items()]
    return Status(422, {"errors": told})


def refused(field: str, problem: str) -> Any:
    """One thing that is wrong."""
    return Status(422, {"errors": [{"field": field, "problem": problem}]})


def _as_post(told: NewListing, organisation: UUID | None) -> QueryDict:
    """As the form of the site would send it: one check for both."""
    post = QueryDict(mutable=True)
    for name, value in {**told.facts, "title": told.title, "text": told.text, "seats": told.seats}.items():
        values = value if isinstance(value, list) else [value]
        post.setlist(name, [_plain(one) for one in values if one is not None])
    post["closes_on"] = told.closes_on.isoformat()
    post["organisation"] = str(organisation or "")
    return post


def _plain(value: object) -> str:
    if isinstance(value, float):
        return plain_number(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


@router.get("/requests", auth=Token(), response=RequestsPage, summary="Requests of your organisations")
def list_requests(request: HttpRequest, page: int = Query(1, ge=1, le=1000)) -> dict[str, Any]:
    """Requests to which an organisation of yours is a party, fifty a page."""
    person = request.auth.person  # type: ignore[attr-defined]
    rows, counts = page_of_list(deals_seen_by(person).order_by("-asked_at", "pk"), page=page, per_page=50)
    return {**counts, "requests": [_request(one) for one in rows]}


def _request(deal: Deal) -> dict[str, Any]:
    row = deal.introduction
    if row.counterpart is None:
        raise Http404
    return {
        "id": deal.pk, "offer": deal.terms["title"], "offers": row.opening.owner_name,
        "needs": row.counterpart.owner_name, "state": str(deal.state), "asked_at": deal.asked_at.isoformat(),
        "planned_on": deal.planned_on,
    }  # fmt: skip
