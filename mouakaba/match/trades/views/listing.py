"""Offers and needs at work: written, opened, brought together with others."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.people.queries import me
from mouakaba.base.sheets.rules import MOST_EXPORTED
from mouakaba.base.sheets.views import sheet_response
from mouakaba.match import registry
from mouakaba.match.listings.models import Opening
from mouakaba.match.listings.queries import open_trades, organisations_of, trades_run_by
from mouakaba.match.pairing.queries import fits_of
from mouakaba.match.registry import SIDES
from mouakaba.match.trades import actions
from mouakaba.match.trades.forms import ListingForm
from mouakaba.match.trades.phrases import deal_rows, listing_rows
from mouakaba.match.trades.queries import (
    deals_of,
    deals_seen_by,
    left_of,
    markets_brokered_by,
    may_begin,
    may_list,
    names_of,
)
from mouakaba.match.trades.views.reading import kind_named, period_of, shown_fits, told, unit_of

PER_PAGE = 20


@login_required
@never_cache
def trades_office(request: HttpRequest) -> HttpResponse:
    """The listings and the requests of the person and of their organisations."""
    show = "listings" if request.GET.get("show") == "listings" else "deals"
    rows = trades_run_by(me(request)) if show == "listings" else deals_seen_by(me(request))
    if ending := request.GET.get("format", ""):
        table = listing_rows(rows[:MOST_EXPORTED]) if show == "listings" else deal_rows(rows[:MOST_EXPORTED])  # type: ignore[arg-type]
        return sheet_response(ending, _("Offers and needs"), *table)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    brokers = markets_brokered_by(me(request))
    context = {"page": page, "show": show, "kinds": _may_begin(request, brokers), "brokers": brokers}
    return render(request, "match/trades/office.html", context)


def _may_begin(
    request: HttpRequest, brokers: bool
) -> list[tuple[registry.MarketKind, list[tuple[str, registry.Words]]]]:
    """The markets with the sides on which this person may list, and what a new listing is called; all, for brokers."""
    slugs = set(organisations_of(me(request)).values_list("slug", flat=True))

    def may(asks: registry.Asks) -> bool:
        return bool(asks.person or (asks.organisations and (slugs & asks.only if asks.only else slugs)))

    sides = [(kind, [(side, registry.trade(kind.code).asks(side)) for side in SIDES]) for kind in registry.trades()]
    found = [(kind, [(side, asks.new) for side, asks in some if may(asks)]) for kind, some in sides]
    return [(kind, new) for kind, new in found if new or brokers]


@login_required
@never_cache
def listing_new(request: HttpRequest, kind: str, side: str) -> HttpResponse:
    """A new offer or need; answers of the diagnosis may come along."""
    found = kind_named(kind)
    if side not in Opening.Side.values:
        raise Http404
    organisations = may_list(found, side, organisations_of(me(request)))
    if not may_begin(found, side, organisations_of(me(request))):
        raise Http404
    begun = "begin" in request.POST
    data = None if begun or request.method != "POST" else request.POST
    initial = _initial(request.POST) if begun else {}
    form = ListingForm(
        data, request.FILES or None, kind=found, side=side, organisations=organisations, initial=initial,
        whose=me(request),
    )  # fmt: skip
    if data is not None and form.is_valid():
        whose = form.cleaned_data.get("organisation") or me(request)
        listing = Opening(kind_code=found.code, side=side, **actions.owned(whose))
        actions.save_listing(listing=listing, by=me(request), uploads=form.uploads, **form.values())
        return redirect("listing_work", listing.pk)
    context = {"form": form, "kind": found, "asks": form.asks, "side": side}
    return render(request, "match/trades/form.html", context, status=422 if form.errors else 200)


def _initial(post: Any) -> dict[str, Any]:
    return {name: values if len(values) > 1 else values[0] for name, values in post.lists()}


def _run(request: HttpRequest, pk: UUID) -> Opening:
    return get_object_or_404(trades_run_by(me(request)), pk=pk)


@login_required
@never_cache
def listing_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The words and answers of a listing."""
    listing = _run(request, pk)
    names = ("title", "text", "closes_on", "seats")
    initial = {**{name: getattr(listing, name) for name in names}, **listing.facts}
    initial["avoids"] = names_of(listing.facts.get("avoids", []))
    form = ListingForm(
        request.POST or None, request.FILES or None, kind=listing.kind, side=listing.side, initial=initial,
        organisations=organisations_of(me(request)), new=False, whose=me(request),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        actions.save_listing(listing=listing, by=me(request), uploads=form.uploads, **form.values())
        messages.success(request, _("Saved."))
        return redirect("listing_work", pk)
    context = {"form": form, "kind": listing.kind, "asks": form.asks, "side": listing.side, "listing": listing}
    return render(request, "match/trades/form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def listing_work(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One listing: what it says, its requests, and what fits it, with the reasons."""
    listing = _run(request, pk)
    deals = list(deals_of(listing))
    ends = {end for deal in deals for end in (deal.introduction.opening_id, deal.introduction.counterpart_id)}
    fits = shown_fits(listing) if listing.state == Opening.State.OPEN else []
    context = {
        "listing": listing, "kind": listing.kind, "told": told(listing), "deals": deals, "unit": unit_of(listing),
        "period": period_of(listing),
        "left": left_of(listing) if listing.side == "offer" else None,
        "fits": [(fit, other, words) for fit, other, words in fits if other.pk not in ends],
    }  # fmt: skip
    return render(request, "match/trades/work.html", context)


@login_required
@require_POST
def listing_state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Opens a listing, or closes it."""
    listing = _run(request, pk)
    try:
        if request.POST.get("state") == "open":
            actions.publish_listing(listing=listing, by=me(request))
        else:
            actions.close_listing(listing=listing, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect("listing_work", pk)


@login_required
@require_POST
def listing_ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks the other side of a fit."""
    listing = _run(request, pk)
    fits = {str(fit.beside(listing).pk): fit for fit in fits_of(listing)}
    fit = fits.get(request.POST.get("other", ""))
    if fit is None or not open_trades().filter(pk=listing.pk).exists():
        raise Http404
    try:
        deal = actions.propose(offer=fit.offer, need=fit.need, by=me(request), side=listing.side)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("listing_work", pk)
    messages.success(request, _("The other side is asked. Both see how to reach the other once both said yes."))
    return redirect("deal", deal.pk)
