"""The network and its sites, for anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from mouakaba.accompany.spaces import queries
from mouakaba.accompany.spaces.models import Site
from mouakaba.accompany.spaces.phrases import DESKS, opening_in_words


def sites(request: HttpRequest) -> HttpResponse:
    """Every site with its status; how many operate, and in how many towns, counted from the records."""
    rows = list(queries.public_sites())
    networks: dict[object, list[Site]] = {}
    for site in rows:
        networks.setdefault(site.network, []).append(site)
    context = {"networks": [_network(network, found) for network, found in networks.items()]}
    return render(request, "accompany/spaces/sites.html", context)


def _network(network: object, found: list[Site]) -> dict[str, object]:
    order = list(Site.Status.values)
    found.sort(key=lambda site: (order.index(site.status), site.slug))
    open_ones = [site for site in found if site.status == Site.Status.OPERATING]
    return {
        "network": network,
        "operating": len(open_ones),
        "towns": len({site.commune_id or site.slug for site in open_ones}),  # two sites may lie in one town
        "coming": len(found) - len(open_ones),
        "sites": [(site, opening_in_words(site)) for site in found],
    }


def site_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One site: figures as published with their sources, and what is counted here."""
    site = get_object_or_404(queries.public_sites(), slug=slug)
    context = {
        "site": site,
        "opening": opening_in_words(site),
        "desks": [DESKS[code] for code in site.desks if code in DESKS],
        "now": queries.now_of([site])[site.pk],
    }
    return render(request, "accompany/spaces/site.html", context)
