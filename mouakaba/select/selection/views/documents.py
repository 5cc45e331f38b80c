"""The minutes as PDF, and the package that computes the choice again."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_GET

from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.documents.views import pdf_response
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
    return pdf_response(pdf, f"{call.slug}-minutes-{language}")


@login_required
@require_GET
def selection_package(request: HttpRequest, slug: str) -> HttpResponse:
    """The call file, the scored files and the result, with how to compute it again."""
    call, run = _frozen(request, slug)
    response = HttpResponse(package(run), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{call.slug}-choice.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


def _frozen(request: HttpRequest, slug: str) -> tuple[Call, SelectionRun]:
    call = open_choice(request, slug)
    run = frozen_run(call)
    if run is None:
        raise Http404
    run.call = call
    return call, run
