"""The bank, for anybody."""

from __future__ import annotations

import tempfile
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from csp.constants import NONE
from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.base.places.queries import region_names
from mouakaba.base.sheets.actions import XLSX, add_sheet, csv_file, new_book, write_cell
from mouakaba.base.words.phrases import amount_in_words, isolated, number_in_words
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.money import dirhams
from mouakaba.kernel.plans import Outcome, Sheet, outcome
from mouakaba.match.funding.phrases import FORMS
from mouakaba.match.ideas import queries
from mouakaba.match.ideas.forms import WantForm
from mouakaba.match.ideas.models import Idea, IdeaPlan, Want
from mouakaba.match.ideas.phrases import COST_LABELS, TEXT_LABELS, amount, cost_band, dots
from mouakaba.match.ideas.queries import Filters
from mouakaba.match.ideas.rules import BANDS, COSTS, MAP_SIZE, TEXTS
from mouakaba.match.listings.models import Sector

PER_PAGE = 12
SHOWN_FUNDS = 8


@never_cache
def ideas(request: HttpRequest) -> HttpResponse:
    """The bank: a map and a grid of regions with their counts, filters, the list; as CSV with ``format=csv``."""
    filters = Filters.of(request.GET)
    rows = queries.filtered(queries.public_ideas(), filters)
    if request.GET.get("format") == "csv":
        return _csv(rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    regions = queries.counts_by_region(filters)
    context = {
        "page": page,
        "cards": [(idea, cost_band(idea)) for idea in page],
        "filters": filters,
        "regions": regions,
        "dots": dots(regions),
        "map_size": MAP_SIZE,
        **_choices(),
    }
    return render(request, "match/ideas/ideas.html", context)


def _choices() -> dict[str, Any]:
    return {"sectors": Sector.choices, "bands": [(step, amount_in_words(step)) for step in BANDS]}


def _csv(rows: QuerySet[Idea]) -> HttpResponse:
    """What the list shows, whole."""
    labels = [str(label) for label in TEXT_LABELS.values()]
    headers = [*labels, _("Regions"), _("Sector"), _("Cost from (DH)"), _("Cost to (DH)"), _("State"), _("Page")]
    return csv_file("ideas.csv", headers, map(_told, rows), delimiter="," if current() == "en" else ";")


def _told(idea: Idea) -> list[object]:
    texts = [said(getattr(idea, name)) for name in TEXT_LABELS]
    places = " | ".join(said(region.name) for region in idea.regions.all())
    page = f"{settings.PUBLIC_URL}{reverse('idea', args=[idea.pk])}"
    costs = (idea.cost_from, idea.cost_to)
    return [*texts, places, idea.get_sector_display(), *costs, idea.get_state_display(), page]


def public_idea(pk: UUID) -> Idea:
    """A public idea, or 404."""
    return get_object_or_404(queries.public_ideas().select_related("plan"), pk=pk)


def head(idea: Idea, tab: str) -> dict[str, Any]:
    """What every page of one idea shows at its head."""
    return {"idea": idea, "tab": tab, "band": cost_band(idea), "has_plan": hasattr(idea, "plan")}


@never_cache
def idea(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One idea: its texts, what is needed and offered on it."""
    shown = public_idea(pk)
    texts = [(TEXT_LABELS[name], getattr(shown, name)) for name in TEXTS if said(getattr(shown, name))]
    context = {"texts": texts, "wants": Want.objects.filter(idea=shown), "form": WantForm()}
    return render(request, "match/ideas/idea.html", head(shown, "idea") | context)


@never_cache
def idea_story(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who took it up and when, their notes, the challenges met."""
    shown = public_idea(pk)
    context = {"stories": queries.stories(shown), "challenges": queries.challenges().filter(idea=shown)}
    return render(request, "match/ideas/story.html", head(shown, "story") | context)


@never_cache
def idea_around(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Money that may be open to it, and similar ideas in any language."""
    shown = public_idea(pk)
    answers, facts = queries.funding_for(shown)
    funds = [
        (one.instrument, str(one.answer), FORMS[one.instrument.form], amount(one.at_most) if one.at_most else "")
        for one in answers[:SHOWN_FUNDS]
    ]
    asked = {name: "yes" if value is True else value for name, value in facts.items()}
    context = {"funds": funds, "more": f"{reverse('funding')}?{urlencode(asked)}", "similar": queries.similar(shown)}
    return render(request, "match/ideas/around.html", head(shown, "around") | context)


@never_cache
def idea_plan(request: HttpRequest, pk: UUID) -> HttpResponse | FileResponse:
    """The ready plan: a table; the same as a workbook with ``format=xlsx``."""
    shown = public_idea(pk)
    if not hasattr(shown, "plan"):
        raise Http404
    result = outcome_of(shown.plan)
    if request.GET.get("format") == "xlsx":
        return _workbook(shown, plan_rows(shown.plan, result))
    rows = [(label, _shown(value, is_money)) for label, value, is_money in plan_rows(shown.plan, result)]
    context = {"rows": rows, "unit": shown.plan.unit, "result": result}
    return render(request, "match/ideas/plan.html", head(shown, "plan") | context)


def _shown(value: Any, is_money: bool) -> str:
    if is_money:
        return amount(value)
    return isolated(number_in_words(value)) if isinstance(value, int) else str(value)


def outcome_of(plan: IdeaPlan) -> Outcome:
    """What a plan comes to."""
    start, monthly = sum(plan.start.values()), sum(plan.monthly.values())
    return outcome(Sheet(start, monthly, plan.units, plan.price, plan.own))


def plan_rows(plan: IdeaPlan, result: Outcome) -> list[tuple[str, Any, bool]]:
    """The lines of a plan: what, how much, and whether it is money in centimes."""
    rows: list[tuple[str, Any, bool]] = []
    whole = _("in all")
    for name, some in ((_("Before the start"), plan.start), (_("Each month"), plan.monthly)):
        rows += [(f"{name} · {COST_LABELS[line]}", some[line], True) for line in COSTS if line in some]
        rows.append((f"{name} · {whole}", sum(some.values()), True))
    rows += [
        (_("Sold in a month"), plan.units, False),
        (_("Price of one (DH)"), plan.price, True),
        (_("Sales of a month"), result.sales, True),
        (_("Result of a month"), result.result, True),
        (_("Result of the first year, the start paid"), result.year, True),
        (_("Money of the members (DH)"), plan.own, True),
        (_("Still to be found for the start"), result.to_find, True),
        (_("Month in which the start is paid back"), "—" if result.pays_back is None else result.pays_back, False),
        (_("Fewest sold in a month to cover its costs"), result.units_to_cover or "—", False),
    ]
    return rows


def _workbook(idea: Idea, rows: list[tuple[str, Any, bool]]) -> FileResponse:
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    book, formats = new_book(out)
    sheet = add_sheet(book, _("Plan"), [said(idea.title), _("DH or number")], formats, current())
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 20)
    for number, (label, value, is_money) in enumerate(rows, start=1):
        write_cell(sheet, number, 0, label, formats)
        write_cell(sheet, number, 1, dirhams(value) if is_money else value, formats)
    book.close()
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"plan-{idea.pk}.xlsx", content_type=XLSX)


@never_cache
def idea_challenges(request: HttpRequest) -> HttpResponse:
    """Challenges met and ways past them, searched by words and sector."""
    words, sector = request.GET.get("q", ""), request.GET.get("sector", "")
    page = Paginator(queries.challenges(words, sector), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "sector": sector, **_choices()}
    return render(request, "match/ideas/challenges.html", context)


@never_cache
def ideas_embed(request: HttpRequest) -> HttpResponse:
    """The list alone, for other sites' pages: those of MOUAKABA_EMBED_HOSTS may frame it, nobody else."""
    return csp_replace({"frame-ancestors": settings.EMBED_HOSTS or [NONE]})(_embed)(request)  # type: ignore[return-value]


def _embed(request: HttpRequest) -> HttpResponse:
    filters = Filters.of(request.GET)
    page = Paginator(queries.filtered(queries.public_ideas(), filters), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cards": [(one, cost_band(one)) for one in page],
        "where": region_names().get(filters.region),
    }
    response = render(request, "match/ideas/embed.html", context)
    response.xframe_options_exempt = bool(settings.EMBED_HOSTS)
    return response
