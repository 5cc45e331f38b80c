"""Markets between organisations as anybody reads them, and the short diagnosis. Nothing is stored here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from mouakaba.base.sheets.views import sheet_response
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import QuestionType
from mouakaba.match import registry
from mouakaba.match.listings.models import Opening
from mouakaba.match.pairing.queries import Fit, fits_of
from mouakaba.match.trades.forms import QuestionsForm
from mouakaba.match.trades.phrases import answers_in_words, listing_rows
from mouakaba.match.trades.queries import figures_of, left_of, public_listings
from mouakaba.match.trades.rules import MOST_EXPORTED

PER_PAGE = 20


def kind_named(code: str) -> registry.MarketKind:
    """The market of this address. Raises Http404 for another."""
    found = next((kind for kind in registry.trades() if kind.code == code), None)
    if found is None:
        raise Http404
    return found


@never_cache
def market(request: HttpRequest, kind: str) -> HttpResponse:
    """What is offered and looked for, and what was asked and delivered so far."""
    found = kind_named(kind)
    trade = registry.trade(found.code)
    group = trade.offer.form.by_code[trade.group]
    chosen = request.GET.get("group", "")
    side = request.GET.get("side", "offer") if trade.need.public else "offer"
    rows = public_listings(found).filter(side=side)
    if chosen in group.option_values:
        rows = rows.filter(facts__contains={trade.group: [chosen] if group.type is QuestionType.CHOICES else chosen})
    if ending := request.GET.get("format", ""):
        return sheet_response(ending, said(found.name), *listing_rows(rows[:MOST_EXPORTED]))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": found, "trade": trade, "page": page, "side": side, "group": group, "chosen": chosen,
        "listed": [(row, told(row)) for row in page], "figures": figures_of(found),
    }  # fmt: skip
    return render(request, "match/trades/market.html", context)


def told(listing: Opening) -> list[tuple[str, list[str]]]:
    """What a listing answers, in words."""
    return answers_in_words(listing.trade.asks(listing.side).form, listing.facts)


@never_cache
def market_listing(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """One open listing, for anybody."""
    found = kind_named(kind)
    listing = get_object_or_404(public_listings(found), pk=pk)
    left = left_of(listing) if listing.side == "offer" else None
    context = {"kind": found, "listing": listing, "told": told(listing), "left": left, "unit": unit_of(listing)}
    return render(request, "match/trades/listing.html", context)


def unit_of(listing: Opening) -> registry.Words:
    """The unit in which a listing counts; empty where it counts in seats."""
    trade = listing.trade
    return trade.units.get(str(listing.facts.get(trade.unit)), {}) if trade.unit else {}


@never_cache
def market_find(request: HttpRequest, kind: str) -> HttpResponse:
    """A few questions, then the offers that fit, each with its reasons. Nothing is stored."""
    found = kind_named(kind)
    form = QuestionsForm(request.POST or None, kind=found, side="need")
    context: dict[str, Any] = {"kind": found, "form": form}
    if request.method == "POST" and form.is_valid():
        context["fits"] = shown_fits(Opening(kind_code=found.code, side="need", facts=form.facts()))
    return render(request, "match/trades/find.html", context, status=422 if form.errors else 200)


def shown_fits(listing: Opening) -> list[tuple[Fit, Opening, list[tuple[str, list[str]]]]]:
    """The fits of a listing, with the other side and what it answers."""
    return [(fit, fit.beside(listing), told(fit.beside(listing))) for fit in fits_of(listing)]
