"""What the office pages of sites share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from mouakaba.accompany.spaces import queries
from mouakaba.accompany.spaces.models import Site
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.actions import Value
from mouakaba.base.sheets.views import sheet_response


def seen(request: HttpRequest, slug: str) -> Site:
    """The site, for whoever may read it in the office, which says whether they `may_change` it; 404 for others."""
    mine = queries.sites_run_by(me(request)).order_by().filter(pk=OuterRef("pk"))
    return get_object_or_404(queries.sites_seen_by(me(request)).annotate(may_change=Exists(mine)), slug=slug)


def run(request: HttpRequest, slug: str) -> Site:
    """The site, for whoever may change it; 404 for others."""
    return get_object_or_404(queries.sites_run_by(me(request)), slug=slug)


def one_form(request: HttpRequest, form: Any, *, heading: str, back: str, label: str = "", **more: Any) -> HttpResponse:
    """A page of one form; 422 while something of it is wrong."""
    context = {"form": form, "heading": heading, "back": back, "label": label, **more}
    return render(request, "accompany/spaces/one_form.html", context, status=422 if form.errors else 200)


def sheet(request: HttpRequest, name: str, headers: Iterable[object], rows: Iterable[Sequence[Value]]) -> HttpResponse:
    """The list on the screen as CSV or as a workbook (``?format=csv|xlsx``)."""
    return sheet_response(request.GET["format"], name, list(map(str, headers)), rows, file=name)
