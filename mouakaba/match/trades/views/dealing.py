"""One request, as both sides see it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.documents.views import pdf_response
from mouakaba.base.files.queries import attachment
from mouakaba.base.people.queries import me
from mouakaba.base.places.queries import Distance
from mouakaba.base.sheets.views import sheet_response
from mouakaba.base.words.forms import in_centimes
from mouakaba.base.words.queries import current
from mouakaba.kernel.money import dirhams
from mouakaba.match.pairing.queries import way_between
from mouakaba.match.trades import actions
from mouakaba.match.trades.forms import AnswerForm, DeliveryForm, DistanceForm, SlipForm
from mouakaba.match.trades.models import Deal
from mouakaba.match.trades.phrases import SLIP, answers_in_words, delivery_rows, slip_data
from mouakaba.match.trades.queries import deals_seen_by, deliveries_of, paper_of, papers_of, side_of


def _seen(request: HttpRequest, pk: UUID) -> Deal:
    return get_object_or_404(deals_seen_by(me(request)), pk=pk)


@login_required
@never_cache
def deal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was asked, by which version of the offer, the answers, what was delivered. A POST answers."""
    row = _seen(request, pk)
    side = side_of(row, me(request))
    if ending := request.GET.get("format", ""):
        return sheet_response(ending, _("Deliveries"), *delivery_rows(row, deliveries_of(row)))
    form = AnswerForm(request.POST or None, needs_day=side == "offer")
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.answer_deal(
                deal=row, side=side, yes=given["answer"] == "yes", planned_on=given["planned_on"],
                reason=given["reason"], by=me(request),
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your answer is saved."))
            return redirect("deal", pk)
    return _page(request, row, side, form=form)


def _page(
    request: HttpRequest,
    row: Deal,
    side: str,
    *,
    form: AnswerForm | None = None,
    delivery: DeliveryForm | None = None,
    slip: SlipForm | None = None,
) -> HttpResponse:
    offer, need = row.introduction.opening, row.introduction.counterpart
    if need is None:
        raise Http404
    spoken = row.introduction.organisation_says if side == "offer" else row.introduction.person_says
    rows = list(deliveries_of(row))
    amounts = [one.amount for one in rows if one.amount is not None]
    way = way_between(row.terms["facts"], need.facts, offer.trade)
    distance = DistanceForm(
        request.GET if "km" in request.GET else None, initial={"km": way.kilometres} if way else None
    )
    context = {
        "distance": distance, "way": way,
        "carried": _carriage(row, distance, way),
        "deal": row, "offer": offer, "need": need, "side": side, "spoken": spoken, "trade": offer.trade,
        "asked": answers_in_words(offer.trade, "offer", row.terms["facts"]),
        "needed": answers_in_words(offer.trade, "need", need.facts),
        "form": form or AnswerForm(needs_day=side == "offer"),
        "period": offer.trade.period_of(row.terms["facts"]),
        "slip": slip or SlipForm(initial={"quantity": row.quantity}),
        "papers": papers_of(row),
        "delivery": delivery or DeliveryForm(trade=offer.trade, initial=_agreed(row)),
        "rows": [(one, offer.trade.units.get(one.unit, {}), dirhams(one.price), dirhams(one.amount)) for one in rows],
        "quantity": sum(one.quantity for one in rows), "amount": dirhams(sum(amounts)) if amounts else None,
        "unit": offer.trade.units.get(rows[0].unit, {}) if rows else {},
        "agreed_unit": offer.trade.units.get(str(row.terms["facts"].get(offer.trade.unit)), {}),
    }  # fmt: skip
    refused = any(one and one.errors for one in (form, delivery, slip))
    return render(request, "match/trades/deal.html", context, status=422 if refused else 200)


def _carriage(row: Deal, distance: DistanceForm, way: Distance | None) -> object:
    """What carrying the quantity of a request costs in one period: by the distance told, else by the estimate."""
    told = distance.cleaned_data["km"] if distance.is_valid() else None
    estimated = Decimal(way.kilometres) if way and not distance.is_bound else None
    kilometres = estimated if told is None else told
    if row.quantity is None or kilometres is None:
        return None
    trade = row.introduction.opening.trade
    return dirhams(trade.carriage(row.terms["facts"], row.quantity, kilometres))


def _agreed(row: Deal) -> dict[str, Any]:
    """The unit and the price of an offer, as they were asked for."""
    trade, facts = row.introduction.opening.trade, row.terms["facts"]
    return {"unit": facts.get(trade.unit), "price": facts.get("price") if trade.priced else None}


@login_required
@require_POST
def deal_delivery(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Records what was given on a day."""
    row = _seen(request, pk)
    form = DeliveryForm(request.POST, trade=row.introduction.opening.trade)
    if form.is_valid():
        given = form.cleaned_data
        price = given.get("price")
        try:
            actions.record_delivery(
                deal=row, on=given["on"], quantity=given["quantity"], unit=given["unit"], note=given["note"],
                price=in_centimes(price), by=me(request),
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("deal", pk)
    return _page(request, row, side_of(row, me(request)), delivery=form)


@login_required
@require_POST
def deal_done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nothing more is delivered."""
    try:
        actions.finish_deal(deal=_seen(request, pk), by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("deal", pk)


@login_required
@never_cache
def deal_paper(request: HttpRequest, pk: UUID, side: str, code: str) -> HttpResponseBase:
    """A file a side handed in with its listing, for both parties."""
    file = paper_of(_seen(request, pk), side, code)
    if file is None:
        raise Http404
    return attachment(file)


@login_required
@require_POST
def deal_slip(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The follow-up slip of what is carried (law 28-00, articles 29 to 33), as a PDF in the language of the page."""
    row = _seen(request, pk)
    trade = row.introduction.opening.trade
    if not trade.slip or row.state not in (Deal.State.AGREED, Deal.State.DONE):
        raise Http404
    form = SlipForm(request.POST)
    if not form.is_valid():
        return _page(request, row, side_of(row, me(request)), slip=form)
    pdf = render_pdf(SLIP, language=current(), data=slip_data(row, form.cleaned_data))
    return pdf_response(pdf, f"slip-{str(row.pk)[:8]}")
