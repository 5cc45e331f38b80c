"""The minutes as PDF, and the package that computes the choice again."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_GET

from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.words.models import LANGUAGES
from mouakaba.select.calls.models import Call
from mouakaba.select.selection.models import SelectionRun
from mouakaba.select.selection.queries.minutes import minutes
from mouakaba.select.selection.queries.package import package
from mouakaba.select.selection.queries.places import frozen_run
from mouakaba.select.selection.views.desk import open_choice

TEMPLATE = Path(__file__).parents[2] / "templates/select/selection/minutes.typ"


@login_required
@require_GET
def selection_minutes(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The minutes of the frozen choice, in the language asked for."""
    call, run = _frozen(request, slug)
    if language not in LANGUAGES:
        raise Http404
    with override(language):
        pdf = render_pdf(TEMPLATE, language=language, data=minutes(run))
    return _download(pdf, f"{call.slug}-minutes-{language}.pdf", "application/pdf")


@login_required
@require_GET
def selection_package(request: HttpRequest, slug: str) -> HttpResponse:
    """The call file, the scored files and the result, with how to compute it again."""
    call, run = _frozen(request, slug)
    return _download(package(run), f"{call.slug}-choice.zip", "application/zip")


def _frozen(request: HttpRequest, slug: str) -> tuple[Call, SelectionRun]:
    call = open_choice(request, slug)
    run = frozen_run(call)
    if run is None:
        raise Http404
    run.call = call
    return call, run


def _download(data: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
