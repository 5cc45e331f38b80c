"""The page that gathers the markets, and one search over all of them, for anybody."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.base.places.queries import region_names
from mouakaba.base.sheets.views import sheet_response
from mouakaba.match.entries.queries import market_counts
from mouakaba.match.finding import phrases
from mouakaba.match.finding.queries import Sifted, search, shown
from mouakaba.match.finding.rules import PER_PAGE, sought
from mouakaba.match.listings.models import Opening


@never_cache
def markets(request: HttpRequest) -> HttpResponse:
    """A tile a market, with how much of it is public today, and the search."""
    counts = market_counts()
    tiles = [
        {
            "name": phrases.in_words(one.name),
            "lead": phrases.in_words(one.lead),
            "url": phrases.market_page(one.code),
            "count": sum(counts.get(market, 0) for market in one.markets()),
        }
        for one in sought()
    ]
    return render(request, "match/finding/markets.html", {"tiles": tiles})


@never_cache
def markets_search(request: HttpRequest) -> HttpResponse:
    """What answers a search; the same as a sheet with ``format=csv`` or ``format=xlsx``."""
    asked = Sifted.of(request.GET)
    answer = search(asked)
    names = phrases.market_names()
    if ending := request.GET.get("format", ""):
        rows = [phrases.row_of(one, names, asked.words) for one in shown(answer.rows, asked.words)]
        return sheet_response(ending, _("Search"), phrases.headers(), rows)
    page = Paginator(answer.rows, PER_PAGE).get_page(request.GET.get("page"))
    found = shown(list(page), asked.words)
    context = {
        "asked": asked,
        "page": page,
        "more": answer.more,
        "found": phrases.cards(found),
        "kinds": names.items(),
        "sides": Opening.Side.choices,
        "regions": region_names().items(),
    }
    return render(request, "match/finding/search.html", context)
