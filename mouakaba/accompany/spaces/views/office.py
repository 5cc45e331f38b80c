"""Sites of a network at work: recording them, their spaces with a plan, how much is let."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.accompany.spaces import actions, queries
from mouakaba.accompany.spaces.forms import FigureForm, SiteForm, SpaceForm
from mouakaba.accompany.spaces.models import Site, Space
from mouakaba.accompany.spaces.phrases import act_in_words, opening_in_words, warned_in_words
from mouakaba.accompany.spaces.rules import MONTHS_SHOWN
from mouakaba.accompany.spaces.views.shared import one_form, run, seen, sheet
from mouakaba.base.audit.queries import history_of
from mouakaba.base.clock.queries import today
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.views import wants_sheet
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.letting import MonthUse


@login_required
@never_cache
def office_sites(request: HttpRequest) -> HttpResponse:
    """The sites of the person's networks, with how much is let; CSV and workbook."""
    person = me(request)
    may_open, rows = queries.networks_of(person).exists(), list(queries.sites_seen_by(person))
    if not may_open and not rows:
        raise Http404
    now = queries.now_of(rows)
    if wants_sheet(request):
        return _sites_sheet(request, rows, now)
    context = {"rows": [(site, now[site.pk], opening_in_words(site)) for site in rows], "may_open": may_open}
    context["sees_members"] = may_open or queries.members_seen_by(person).exists()
    return render(request, "accompany/spaces/office_sites.html", context)


def _sites_sheet(request: HttpRequest, rows: list[Site], now: dict[int, queries.Now]) -> HttpResponse:
    headers = (
        _("Site"), _("Network"), _("Region"), _("Status"), _("Opening"), _("Spaces let"), _("Spaces"),
        _("Area let (m²)"), _("Area (m²)"), _("Seats let"), _("Seats"), _("Waiting"),
    )  # fmt: skip
    return sheet(request, "sites", headers, (_site_line(site, now[site.pk]) for site in rows))


def _site_line(site: Site, now: queries.Now) -> list[Any]:
    names = [said(site.name), said(site.network.name), said(site.region.name)]
    counts = [now.spaces_let, now.spaces, now.area_let, now.area, now.seats_let, now.seats, now.waiting]
    return [*names, str(site.get_status_display()), opening_in_words(site), *counts]


@login_required
@never_cache
def office_site(request: HttpRequest, slug: str) -> HttpResponse:
    """One site today: what is let, and what comes near."""
    site = seen(request, slug)
    stays = queries.stays_seen_by(me(request)).filter(space__site=site)
    context = {
        "site": site,
        "opening": opening_in_words(site),
        "now": queries.now_of([site])[site.pk],
        "warnings": [(one, warned_in_words(one)) for one in queries.warnings_of(stays)],
        "history": [(line, act_in_words(line.act)) for line in history_of(site)[:30]],
    }
    return render(request, "accompany/spaces/office_site.html", context)


@login_required
@never_cache
def office_site_new(request: HttpRequest) -> HttpResponse:
    """Records a site."""
    networks = queries.networks_of(me(request))
    if not networks.exists():
        raise Http404
    form = SiteForm(request.POST or None, networks=networks)
    site = Site()
    if request.method == "POST" and done(
        form, lambda: actions.save_site(site=site, by=me(request), **form.values(current()))
    ):
        return saved(request, "office_site", site.slug)
    return one_form(request, form, heading=_("A new site"), back=reverse("office_sites"))


@login_required
@never_cache
def office_site_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes a site; its published figures are listed and added below."""
    return _edit(request, run(request, slug), request.POST if request.method == "POST" else None)


def _edit(request: HttpRequest, site: Site, told: Any, figure: FigureForm | None = None) -> HttpResponse:
    form = SiteForm(told, networks=queries.networks_of(me(request)), site=site)
    if told is not None and done(form, lambda: actions.save_site(site=site, by=me(request), **form.values(current()))):
        return saved(request, "office_site", site.slug)
    context = {"site": site, "form": form, "figure": figure or FigureForm(), "figures": site.figures.all()}
    wrong = form.errors or (figure is not None and figure.errors)
    return render(request, "accompany/spaces/site_edit.html", context, status=422 if wrong else 200)


@login_required
@require_POST
def office_site_figure(request: HttpRequest, slug: str) -> HttpResponse:
    """Adds a figure as published."""
    site, form = run(request, slug), FigureForm(request.POST)
    if done(form, lambda: actions.add_figure(site=site, by=me(request), **form.cleaned_data)):
        return saved(request, "office_site_edit", slug)
    return _edit(request, site, None, figure=form)


@login_required
@require_POST
def office_site_figure_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes a figure away."""
    figure = get_object_or_404(run(request, slug).figures.select_related("site"), pk=pk)
    actions.remove_figure(figure=figure, by=me(request))
    return saved(request, "office_site_edit", slug)


@login_required
@never_cache
def site_spaces(request: HttpRequest, slug: str) -> HttpResponse:
    """The spaces of a site with who is in them, the plan by floor, and a form for one more."""
    site = seen(request, slug)
    form = SpaceForm(request.POST or None, initial={"floor": 0}) if site.may_change else None  # type: ignore[attr-defined]
    if request.method == "POST":
        if form is None:
            raise Http404
        space = Space(site=site)
        if done(form, lambda: actions.save_space(space=space, by=me(request), **form.cleaned_data)):
            return saved(request, "site_spaces", slug)
    rows = _spaces_today(site)
    if wants_sheet(request):
        return _spaces_sheet(request, rows)
    context = {"site": site, "rows": rows, "floors": _floors(rows), "form": form}
    wrong = form is not None and form.errors
    return render(request, "accompany/spaces/spaces.html", context, status=422 if wrong else 200)


def _spaces_today(site: Site) -> list[dict[str, Any]]:
    """Each space with its state today as a word, and who stays there."""
    stays: dict[int, list[Any]] = {}
    running = queries.running_on(queries.stays_of_site(site), today())
    for stay in running:
        stays.setdefault(stay.space_id, []).append(stay)
    return [_space_today(space, stays.get(space.pk, [])) for space in site.spaces.all()]


def _space_today(space: Space, stays: list[Any]) -> dict[str, Any]:
    taken = int(sum(stay.quantity for stay in stays if not stay.exclusive))
    full = any(stay.exclusive for stay in stays) or (taken and taken >= space.seats)
    state, label = ("closed", _("let")) if full else ("started", _("partly let")) if stays else ("open", _("free"))
    return {"space": space, "stays": stays, "taken": taken, "state": state, "label": label}


def _spaces_sheet(request: HttpRequest, rows: list[dict[str, Any]]) -> HttpResponse:
    headers = (_("Space"), _("Kind"), _("Storey"), _("Area (m²)"), _("Seats"), _("Seats let"), _("Today"), _("Members"))
    lines = (
        [
            row["space"].code, str(row["space"].get_kind_display()), row["space"].floor, row["space"].area,
            row["space"].seats, row["taken"], row["label"], " · ".join(stay.member.name for stay in row["stays"]),
        ]
        for row in rows
    )  # fmt: skip
    return sheet(request, "spaces", headers, lines)


def _floors(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Plans of the floors: what lies on them, and how large each is, with a margin."""
    floors: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        if row["space"].x is not None:
            floors.setdefault(row["space"].floor, []).append(row)
    return [
        {
            "floor": floor,
            "rows": [row | _middle(row["space"]) for row in found],
            "width": max(row["space"].x + row["space"].width for row in found) + 10,
            "depth": max(row["space"].y + row["space"].depth for row in found) + 10,
        }
        for floor, found in sorted(floors.items())
    ]


def _middle(space: Space) -> dict[str, int]:
    """Where the words of a space on the plan stand."""
    return {"middle": (space.x or 0) + (space.width or 0) // 2, "line": (space.y or 0) + (space.depth or 0) // 2}


@login_required
@never_cache
def site_occupancy(request: HttpRequest, slug: str) -> HttpResponse:
    """How much was and will be let by month, as a chart and a table, counted from the stays."""
    site = seen(request, slug)
    use = queries.use_of(site, queries.first_month_shown(), MONTHS_SHOWN)
    rows = [_month_line(area, seats) for area, seats in zip(use.area, use.seats, strict=True)]
    if wants_sheet(request):
        headers = (
            _("Month"), _("Area let (m² × days)"), _("Area to let (m² × days)"), _("Area let, per cent"),
            _("Seats let (seats × days)"), _("Seats to let (seats × days)"), _("Seats let, per cent"),
        )  # fmt: skip
        return sheet(request, "occupancy", headers, ([row["month"], *row["told"]] for row in rows))
    context = {"site": site, "rows": rows, "bars": _bars(rows), "now": queries.now_of([site])[site.pk]}
    return render(request, "accompany/spaces/occupancy.html", context)


def _month_line(area: MonthUse, seats: MonthUse) -> dict[str, Any]:
    shares = [None if one.share is None else round(100 * float(one.share), 1) for one in (area, seats)]
    told = [area.used, area.available, shares[0], seats.used, seats.available, shares[1]]
    return {"month": area.month, "area": shares[0], "seats": shares[1], "told": told, "to_come": area.month > today()}


def _bars(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bars of the chart, 100 units high and 20 a month wide; whole numbers, which every language writes alike."""
    return [
        {"x": 20 * number + 3, "y": 100 - round(row["area"] or 0), "height": round(row["area"] or 0), **row}
        for number, row in enumerate(rows)
    ]
