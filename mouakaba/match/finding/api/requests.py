"""``/api/v1/requests``: an order placed, a call for orders answered, what was delivered. One check for form and API."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Schema, Status
from pydantic import Field

from mouakaba.base.people.models import Person
from mouakaba.base.tokens.api import Token
from mouakaba.base.tokens.models import ApiToken
from mouakaba.base.words.forms import in_centimes
from mouakaba.kernel.money import dirhams
from mouakaba.match.finding.api.listings import Problems, refused, refused_by, router
from mouakaba.match.listings.queries import open_trades, trades_run_by
from mouakaba.match.pairing.queries import Fit, fits_of
from mouakaba.match.trades import actions
from mouakaba.match.trades.forms import AnswerForm, DeliveryForm
from mouakaba.match.trades.models import Deal, Delivery
from mouakaba.match.trades.phrases import plain_answers
from mouakaba.match.trades.queries import deals_seen_by, deliveries_of, side_of

WRITES = Token(ApiToken.Scope.WRITE)


class ReasonData(Schema):
    """Why two listings fit."""

    code: str
    weight: float
    text: dict[str, str]


class FitData(Schema):
    """A listing of another that fits one of yours."""

    id: UUID
    title: str
    text: str
    organisation: dict[str, str]
    facts: dict[str, Any] = Field(description="by code of the question; files are not among them")
    score: float
    because: list[ReasonData]


class NewRequest(Schema):
    """An offer and a need, one of them yours: with your need an order is placed, with your offer a call is answered."""

    offer: UUID
    need: UUID


class DeliveryData(Schema):
    """What was given on a day; money in dirhams."""

    id: UUID
    on: date
    quantity: Decimal
    unit: str
    price: Decimal | None
    amount: Decimal | None
    note: str


class OneRequest(Schema):
    """A request as one of its sides sees it. Organisations are named, no person is."""

    id: UUID
    side: str = Field(description="yours: offer or need")
    title: str
    offers: dict[str, str]
    needs: dict[str, str]
    state: str = Field(description="proposed, accepted (by one side), agreed, done or declined")
    answer_wanted: bool = Field(description="your side has not answered yet")
    quantity: Decimal | None = Field(description="of the offer, in its unit")
    unit: str
    asked_at: datetime
    answered_at: datetime | None
    planned_on: date | None
    reason: str = Field(description="of a no")
    deliveries: list[DeliveryData]
    url: str


class Answer(Schema):
    """Yes, of who offers with a day, or no with a reason."""

    answer: Literal["yes", "no"]
    planned_on: date | None = None
    reason: str = Field("", max_length=500)


class NewDelivery(Schema):
    """What was given on a day; `price` in dirhams for one unit, where the market is paid by it."""

    on: date
    quantity: Decimal
    unit: str
    price: Decimal | None = None
    note: str = Field("", max_length=300)


def _person(request: HttpRequest) -> Person:
    person: Person = request.auth.person  # type: ignore[attr-defined]
    return person


def _seen(request: HttpRequest, pk: UUID) -> Deal:
    return get_object_or_404(deals_seen_by(_person(request)), pk=pk)


@router.get("/listings/{uuid:pk}/fits", auth=Token(), response=list[FitData], summary="What fits a listing of yours")
def list_fits(request: HttpRequest, pk: UUID) -> list[dict[str, Any]]:
    """The open listings of others that fit, best first, with the reasons; none while yours is not open."""
    mine = get_object_or_404(trades_run_by(_person(request)), pk=pk)
    open_today = open_trades().filter(pk=mine.pk).exists()
    return [_fit(one, one.beside(mine)) for one in fits_of(mine)] if open_today else []


def _fit(fit: Fit, other: Any) -> dict[str, Any]:
    because = [{"code": one.code, "weight": one.weight, "text": dict(one.text)} for one in fit.reasons]
    return {
        **{name: getattr(other, name) for name in ("id", "title", "text")}, "organisation": other.owner_name,
        "facts": plain_answers(other.trade.asks(other.side).form, other.facts), "score": fit.score, "because": because,
    }  # fmt: skip


@router.post(
    "/requests", auth=WRITES, response={201: OneRequest, 422: Problems}, summary="Place an order, or answer a call"
)
def ask(request: HttpRequest, told: NewRequest) -> Any:
    """Asks the other side, in the name of the listing that is yours. A second time gives the same request.

    404 where neither is yours; 422 where the two do not fit, or one is no longer open.
    """
    person = _person(request)
    mine = trades_run_by(person)
    listing = mine.filter(pk=told.need, side="need").first() or get_object_or_404(mine, pk=told.offer, side="offer")
    theirs = told.offer if listing.pk == told.need else told.need
    fits = {one.beside(listing).pk: one for one in fits_of(listing)}
    if theirs not in fits or not open_trades().filter(pk=listing.pk).exists():
        return refused("", _("These two do not fit, or one of them is no longer open."))
    fit = fits[theirs]
    try:
        deal = actions.propose(offer=fit.offer, need=fit.need, by=person, side=listing.side)
    except ValidationError as error:
        return refused("", " ".join(error.messages))
    return Status(201, _request(_seen(request, deal.pk), person))


@router.get("/requests/{uuid:pk}", auth=Token(), response=OneRequest, summary="One request")
def one_request(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    """404 for one to which none of yours is a party."""
    return _request(_seen(request, pk), _person(request))


@router.post(
    "/requests/{uuid:pk}/answer", auth=WRITES, response={200: OneRequest, 422: Problems}, summary="Say yes, or no"
)
def answer(request: HttpRequest, pk: UUID, told: Answer) -> Any:
    """The word of your side. What is no longer to be had is refused, and nothing is booked."""
    deal, person = _seen(request, pk), _person(request)
    side = side_of(deal, person)
    form = AnswerForm(_as_post(told), needs_day=side == "offer")
    if not form.is_valid():
        return refused_by(form)
    given = form.cleaned_data
    try:
        actions.answer_deal(
            deal=deal, side=side, yes=given["answer"] == "yes", planned_on=given["planned_on"],
            reason=given["reason"], by=person,
        )  # fmt: skip
    except ValidationError as error:
        return refused("", " ".join(error.messages))
    return _request(_seen(request, pk), person)


@router.post(
    "/requests/{uuid:pk}/deliveries",
    auth=WRITES,
    response={201: OneRequest, 422: Problems},
    summary="Record what was delivered",
)
def deliver(request: HttpRequest, pk: UUID, told: NewDelivery) -> Any:
    """Of what both sides agreed, in one unit, never more than was ordered."""
    deal, person = _seen(request, pk), _person(request)
    form = DeliveryForm(_as_post(told), trade=deal.introduction.opening.trade)
    if not form.is_valid():
        return refused_by(form)
    given = form.cleaned_data
    price = given.get("price")
    try:
        actions.record_delivery(
            deal=deal, on=given["on"], quantity=given["quantity"], unit=given["unit"], note=given["note"],
            price=in_centimes(price), by=person,
        )  # fmt: skip
    except ValidationError as error:
        return refused("", " ".join(error.messages))
    return Status(201, _request(_seen(request, pk), person))


@router.post(
    "/requests/{uuid:pk}/done", auth=WRITES, response={200: OneRequest, 422: Problems}, summary="All is delivered"
)
def finish(request: HttpRequest, pk: UUID) -> Any:
    """Nothing more is delivered; a second time changes nothing."""
    try:
        actions.finish_deal(deal=_seen(request, pk), by=_person(request))
    except ValidationError as error:
        return refused("", " ".join(error.messages))
    return _request(_seen(request, pk), _person(request))


def _as_post(told: Schema) -> QueryDict:
    """As the form of the site would send it."""
    post = QueryDict(mutable=True)
    post.update({name: str(value) for name, value in told.dict(exclude_none=True).items()})
    return post


def _request(deal: Deal, person: Person) -> dict[str, Any]:
    row = deal.introduction
    side, trade = side_of(deal, person), row.opening.trade
    spoken = row.organisation_says if side == "offer" else row.person_says
    plain = ("quantity", "asked_at", "answered_at", "planned_on", "reason")
    return {
        **{name: getattr(deal, name) for name in plain}, "id": deal.pk, "side": side, "title": deal.terms["title"],
        "offers": row.opening.owner_name, "needs": row.counterpart.owner_name if row.counterpart else {},
        "state": str(deal.state), "answer_wanted": spoken is None and not row.ended,
        "unit": str(deal.terms["facts"].get(trade.unit, "")),
        "deliveries": [_delivery(one) for one in deliveries_of(deal)],
        "url": f"{settings.PUBLIC_URL}{reverse('deal', args=[deal.pk])}",
    }  # fmt: skip


def _delivery(one: Delivery) -> dict[str, Any]:
    money = {name: dirhams(getattr(one, name)) for name in ("price", "amount")}
    return {**{name: getattr(one, name) for name in ("id", "on", "quantity", "unit", "note")}, **money}
