"""The cohort, as the public sees it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from mouakaba.select.selection.queries.cohort import cohorts, public_cohort
from mouakaba.select.selection.queries.places import frozen_run
from mouakaba.select.selection.queries.results import is_published


@require_GET
def call_cohort(request: HttpRequest, slug: str) -> HttpResponse:
    """The projects chosen, by region, with the counts, the quotas and the criteria."""
    call = get_object_or_404(cohorts(), slug=slug)
    run = frozen_run(call)
    if run is None or not is_published(call):
        raise Http404
    context = {"call": call, "cohort": public_cohort(call, run)}
    return render(request, "select/selection/cohort.html", context)
