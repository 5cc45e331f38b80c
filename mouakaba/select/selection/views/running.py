"""Computing, trying other quotas, and looking at two or three choices side by side."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from mouakaba.base.people.queries import me
from mouakaba.select.calls.queries import call_file
from mouakaba.select.selection.actions import RefusedError, run_selection
from mouakaba.select.selection.forms import WhatIfForm
from mouakaba.select.selection.models import SelectionRun
from mouakaba.select.selection.queries.board import run_to_show, tied_numbers
from mouakaba.select.selection.queries.comparing import columns
from mouakaba.select.selection.rules import COMPARED
from mouakaba.select.selection.views.desk import is_id, open_choice


@login_required
@require_POST
def selection_run(request: HttpRequest, slug: str) -> HttpResponse:
    """Computes the choice under the published quotas."""
    call = open_choice(request, slug, right="may_judge")
    kept = set(SelectionRun.objects.filter(call=call).values_list("pk", flat=True))
    try:
        run = run_selection(call=call, name="", by=me(request))
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("selection_office", slug)
    if run.pk in kept:
        messages.info(request, _("Nothing has changed since: this is the computation already kept."))
    return redirect(f"{reverse('selection_office', args=[slug])}?{urlencode({'run': str(run.pk)})}")


@login_required
def selection_what_if(request: HttpRequest, slug: str) -> HttpResponse:
    """Other bounds of the quotas, computed and kept beside the published ones."""
    call = open_choice(request, slug, right="may_judge")
    version = call.version
    if version is None:
        return redirect("selection_office", slug)
    rules = call_file(version)
    form = WhatIfForm(request.POST or None, quotas=rules.quotas, content=version.content, places=rules.call.places or 0)
    if request.method == "POST" and form.is_valid():
        try:
            run = run_selection(call=call, name=form.cleaned_data["name"], changes=form.changes(), by=me(request))
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            return redirect(_beside(slug, run, run_to_show(call)))
    status = 422 if form.errors else 200
    return render(request, "select/selection/what_if.html", {"call": call, "form": form}, status=status)


def _beside(slug: str, run: SelectionRun, first: SelectionRun | None) -> str:
    """Where a new variant is looked at: beside the run it varies, or alone."""
    if first is None or first.pk == run.pk:
        return f"{reverse('selection_office', args=[slug])}?{urlencode({'run': str(run.pk)})}"
    pairs = [("run", str(first.pk)), ("run", str(run.pk))]
    return f"{reverse('selection_compare', args=[slug])}?{urlencode(pairs)}"


@login_required
@require_GET
def selection_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Two or three runs side by side, each compared with the first."""
    call = open_choice(request, slug)
    wanted = [one for one in dict.fromkeys(request.GET.getlist("run")) if is_id(one)][:COMPARED]
    found = SelectionRun.objects.filter(call=call).in_bulk(wanted)
    runs = [run for run in (found.get(UUID(one)) for one in wanted) if run is not None]
    for run in runs:
        run.call = call
    if len(runs) < 2 or call.version is None:
        messages.info(request, _("Tick two or three computations to see them side by side."))
        return redirect("selection_office", slug)
    shown = {"call": call, "columns": columns(runs, call.version.content, hidden=tied_numbers(call, me(request)))}
    return render(request, "select/selection/compare.html", shown)
