"""Markets between organisations as anybody reads them, and the short diagnosis. Nothing is stored here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from mouakaba.base.files.queries import picture
from mouakaba.base.places.queries import region_names
from mouakaba.base.sheets.rules import MOST_EXPORTED
from mouakaba.base.sheets.views import sheet_response
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import QuestionType
from mouakaba.match import registry
from mouakaba.match.listings.models import Opening
from mouakaba.match.pairing.queries import Fit, fits_of
from mouakaba.match.trades.forms import QuestionsForm
from mouakaba.match.trades.phrases import answers_in_words, listing_rows
from mouakaba.match.trades.queries import figures_of, left_of, narrowed, picture_of, public_listings

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
    side = request.GET.get("side", "offer") if trade.need.public else "offer"
    filters = [_filter(request, trade.offer, code) for code in (trade.group, *trade.filters)]
    shown = filters if side == "offer" else filters[:1]
    asked = {one["code"]: one["chosen"] for one in shown if one["chosen"]}
    rows = narrowed(public_listings(found).filter(side=side), found, asked)
    if ending := request.GET.get("format", ""):
        return sheet_response(ending, said(found.name), *listing_rows(rows[:MOST_EXPORTED]))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "kind": found, "trade": trade, "page": page, "side": side, "filters": shown,
        "group": trade.offer.label(trade.group), "listed": [(row, told(row)) for row in page],
        "figures": figures_of(found),
    }  # fmt: skip
    return render(request, "match/trades/market.html", context)


def _filter(request: HttpRequest, asks: registry.Asks, code: str) -> dict[str, Any]:
    """A question by which the list is narrowed, with the answer asked for."""
    question = asks.form.by_code[code]
    options = [(option.value, option.label) for option in question.options]
    if question.type is QuestionType.REGION:
        options = list(region_names().items())
    chosen = request.GET.get(question.code, "")
    known = chosen in {value for value, _label in options}
    return {"code": question.code, "label": asks.label(code), "options": options, "chosen": chosen if known else ""}


def told(listing: Opening) -> list[tuple[str, list[str]]]:
    """What a listing answers, in words."""
    shown = {*listing.trade.pictures.keys(), *listing.trade.pictures.values()}
    facts = {code: value for code, value in listing.facts.items() if code not in shown}
    return answers_in_words(listing.trade, listing.side, facts)


@never_cache
def market_listing(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """One open listing, for anybody."""
    found = kind_named(kind)
    listing = get_object_or_404(public_listings(found), pk=pk)
    left = left_of(listing) if listing.side == "offer" else None
    pictures = [
        (code, listing.facts.get(says, "")) for code, says in listing.trade.pictures.items() if code in listing.facts
    ]
    context = {
        "kind": found, "listing": listing, "told": told(listing), "left": left, "unit": unit_of(listing),
        "period": period_of(listing), "pictures": pictures,
    }  # fmt: skip
    return render(request, "match/trades/listing.html", context)


def market_picture(request: HttpRequest, kind: str, pk: UUID, code: str) -> HttpResponseBase:
    """A picture of an open listing, for anybody."""
    file = picture_of(get_object_or_404(public_listings(kind_named(kind)), pk=pk), code)
    if file is None:
        raise Http404
    return picture(file)


@never_cache
def market_organisation(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """What one organisation lists, for anybody."""
    found = kind_named(kind)
    page = Paginator(public_listings(found).filter(organisation__slug=slug), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    if not rows:
        raise Http404
    context = {
        "kind": found,
        "page": page,
        "organisation": rows[0].organisation,
        "listed": [(one, told(one)) for one in rows],
    }
    return render(request, "match/trades/organisation.html", context)


def unit_of(listing: Opening) -> registry.Words:
    """The unit in which a listing counts; empty where it counts in seats."""
    trade = listing.trade
    return trade.units.get(str(listing.facts.get(trade.unit)), {}) if trade.unit else {}


def period_of(listing: Opening) -> registry.Words:
    """In which time the quantity of an offer comes; empty where its kind does not ask."""
    return listing.trade.period_of(listing.facts)


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
