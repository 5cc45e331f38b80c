"""The register of support, and its public part."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.accompany.funding import queries
from mouakaba.accompany.funding.queries import Supported
from mouakaba.accompany.funding.rules import FEWEST, FIGURES, SHOWN
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.views import sheet_response, wants_sheet
from mouakaba.base.words.queries import said
from mouakaba.kernel.money import dirhams
from mouakaba.select.door import figures_named


@login_required
@never_cache
def support_register(request: HttpRequest) -> HttpResponseBase:
    """Support by organisation, of the person's programmes; as a sheet with ?format=."""
    person = me(request)
    if not queries.gives_grants(person):
        raise Http404
    everybody = request.GET.get("all") == "yes"
    rows = queries.register(queries.grants_seen_by(person), cooperatives=not everybody)
    if wants_sheet(request):
        return _register_sheet(request.GET["format"], rows)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    context = {"page": page, "shown": [_supported(one) for one in page], "everybody": everybody, "count": len(rows)}
    return render(request, "accompany/funding/register.html", context)


def _supported(one: Supported) -> dict[str, Any]:
    money = {name: dirhams(getattr(one, name)) for name in ("granted", "paid", "in_kind")}
    return {"row": one, **money}


def _register_sheet(kind: str, rows: list[Supported]) -> HttpResponseBase:
    headers = (
        _("Supported organisation"), _("Region"), _("Supports"), _("Granted (DH)"), _("Paid (DH)"),
        _("Value in kind (DH)"), _("Places at fairs"), _("First decided on"), _("Last decided on"),
    )  # fmt: skip
    lines = [
        [
            said(one.organisation.name), said(one.organisation.region.name) if one.organisation.region else "",
            one.count, dirhams(one.granted), dirhams(one.paid), dirhams(one.in_kind), one.fairs, one.first, one.last,
        ]
        for one in rows
    ]  # fmt: skip
    return sheet_response(kind, _("Support"), headers, lines, file="support")


def public_support(request: HttpRequest) -> HttpResponse:
    """What anybody may read: how many cooperatives were supported as counted here, beside what was published."""
    told = queries.public_support()
    context = {
        "told": told, "fewest": FEWEST, "figures": figures_named(FIGURES),
        "paid": dirhams(told.paid),
        "in_kind": dirhams(told.in_kind),
    }  # fmt: skip
    return render(request, "accompany/funding/public.html", context)
