"""Choosing where to open next."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.accompany.expansion import actions, queries
from mouakaba.accompany.expansion.forms import NoteForm, SheetForm
from mouakaba.accompany.expansion.phrases import (
    parts_in_words,
    percent,
    range_lines,
    share_in_words,
    why_unranked,
)
from mouakaba.accompany.expansion.rules import USUAL_WEIGHTS
from mouakaba.accompany.spaces.views.shared import sheet
from mouakaba.base.documents.views import pdf_response
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.queries import me
from mouakaba.base.places.queries import region_names
from mouakaba.base.sheets.views import wants_sheet
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.queries import current, said


def _network(request: HttpRequest, slug: str = "") -> Organisation:
    """The network whose study is asked; the person's first one where none is named."""
    networks = queries.studies_of(me(request))
    if slug:
        return get_object_or_404(networks, slug=slug)
    found = networks.first()
    if found is None:
        raise Http404
    return found


@login_required
@never_cache
def expansion(request: HttpRequest) -> HttpResponse:
    """The regions compared with the weights asked for; CSV and workbook."""
    network = _network(request, request.GET.get("network", ""))
    study = queries.study_of(network, queries.weights_asked(request.GET))
    names = region_names()
    ranked = [
        {"row": row, "name": names[row.code], "score": percent(row.score), "parts": parts_in_words(row)}
        | {"share": share_in_words(study, row.code)}
        for row in study.comparison.ranked
    ]
    rest = [
        {"row": row, "name": names[row.code], "why": why_unranked(row), "share": share_in_words(study, row.code)}
        for row in study.comparison.unranked
    ]
    if wants_sheet(request):
        return _sheet(request, ranked, rest)
    context = {
        "network": network, "networks": queries.studies_of(me(request)), "study": study, "ranked": ranked, "rest": rest,
        "lines": range_lines(study), "usual": study.weights == USUAL_WEIGHTS,
        "source": next((row.source_url for row in study.shares.values()), ""),
    }  # fmt: skip
    return render(request, "accompany/expansion/study.html", context)


def _sheet(request: HttpRequest, ranked: list[dict[str, Any]], rest: list[dict[str, Any]]) -> HttpResponse:
    headers = (_("Rank"), _("Region"), _("Score"), _("Made of"), _("Share of GDP"), _("Why without a rank"))
    lines = [
        [one["row"].rank, said(one["name"]), round(float(one["row"].score), 4), one["parts"], one["share"], ""]
        for one in ranked
    ]
    lines += [["", said(one["name"]), "", "", one["share"], one["why"]] for one in rest]
    return sheet(request, "regions", headers, lines)


@login_required
@never_cache
def expansion_paper(request: HttpRequest) -> HttpResponse:
    """The comparison as PDF, with the same weights, in the language asked for."""
    network = _network(request, request.GET.get("network", ""))
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else current()
    study = queries.study_of(network, queries.weights_asked(request.GET))
    pdf = actions.print_study(network=network, study=study, language=language)
    return pdf_response(pdf, "regions")


@login_required
@never_cache
def expansion_sheet(request: HttpRequest, slug: str, region: str) -> HttpResponse:
    """One region: its request, its partners, the marks of its potential with who noted them."""
    network, names = _network(request, slug), region_names()
    if region not in names:
        raise Http404
    study = queries.study_of(network, USUAL_WEIGHTS)
    kept = study.sheets.get(region)
    notes = request.method == "POST" and request.POST.get("act") == "note"
    form = SheetForm(None if notes or request.method != "POST" else request.POST, sheet=kept)
    note = NoteForm(request.POST if notes else None, auto_id="note_%s")
    given: dict[str, Any] = {"network": network, "region": region, "by": me(request)}
    if notes and done(note, lambda: actions.note_potential(**given, **note.cleaned_data)):
        return saved(request, "expansion_sheet", slug, region)
    if form.is_bound and done(form, lambda: actions.save_sheet(**given, **form.values(current()))):
        return saved(request, "expansion_sheet", slug, region)
    context = {
        "network": network, "name": names[region], "sheet": kept, "form": form, "note": note,
        "notes": queries.notes_of(kept) if kept else [], "share": share_in_words(study, region),
        "source": study.shares[region].source_url if region in study.shares else "",
    }  # fmt: skip
    return render(request, "accompany/expansion/sheet.html", context, status=422 if form.errors or note.errors else 200)
