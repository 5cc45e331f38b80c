"""Freezing a choice, taking it back, and publishing it, each after a page that says what it does."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mouakaba.base.people.queries import me
from mouakaba.select.calls.models import Call
from mouakaba.select.selection.actions import (
    FilesChangedError,
    RefusedError,
    freeze_run,
    publish_results,
    unfreeze_run,
)
from mouakaba.select.selection.forms import NoteForm, ReasonForm
from mouakaba.select.selection.models import Decision, SelectionRun
from mouakaba.select.selection.queries.board import changes_in_words, undecided
from mouakaba.select.selection.queries.differences import Differences, differences
from mouakaba.select.selection.queries.letters import samples
from mouakaba.select.selection.queries.places import frozen_run
from mouakaba.select.selection.views.desk import is_id, open_choice


@login_required
def selection_freeze(request: HttpRequest, slug: str, run: str) -> HttpResponse:
    """Makes a run the jury's choice, after showing what that means and what changed since."""
    call = open_choice(request, slug, right="may_judge")
    chosen = _run_of(call, run)
    form = NoteForm(request.POST or None, initial={"note": chosen.note}, required=bool(chosen.changes))
    changed: Differences | None = None
    if request.method == "POST" and form.is_valid():
        try:
            freeze_run(run=chosen, note=form.cleaned_data["note"], by=me(request))
        except FilesChangedError as error:
            changed = error.differences
            form.add_error(None, str(error))
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The choice is frozen. Nobody has been told yet: publish when you are ready."))
            return redirect("selection_office", slug)
    elif request.method == "GET":
        changed = differences(chosen) or None
    content = call.version.content if call.version else {}
    context = {"call": call, "run": chosen, "form": form, "changed": changed}
    context["changes"] = changes_in_words(chosen, content)
    context["undecided"] = undecided(call)
    context["unmarked"] = [one["id"] for one in chosen.left_out if not one["floors"]]
    return render(request, "select/selection/freeze.html", context, status=422 if form.errors else 200)


def _run_of(call: Call, run: str) -> SelectionRun:
    if not is_id(run):
        raise Http404
    found: SelectionRun = get_object_or_404(SelectionRun.objects.filter(call=call), pk=run)
    found.call = call
    return found


@login_required
def selection_unfreeze(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes the frozen choice back, with a reason, before anybody is told."""
    call = open_choice(request, slug, right="may_judge")
    run = frozen_run(call)
    if run is None:
        return redirect("selection_office", slug)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            unfreeze_run(run=run, why=form.cleaned_data["why"], by=me(request))
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The choice is taken back. Compute again, then freeze."))
            return redirect("selection_office", slug)
    context = {"call": call, "run": run, "form": form}
    return render(request, "select/selection/unfreeze.html", context, status=422 if form.errors else 200)


@login_required
def selection_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows every kind of letter in the three languages, then publishes."""
    call = open_choice(request, slug, right="may_run")
    run = frozen_run(call)
    if run is None:
        return redirect("selection_office", slug)
    refused = ""
    if request.method == "POST":
        try:
            return _published(request, call)
        except RefusedError as error:
            refused = str(error)
    context = {"call": call, "run": run, "refused": refused, **_letters(run, call)}
    return render(request, "select/selection/publish.html", context, status=422 if refused else 200)


def _published(request: HttpRequest, call: Call) -> HttpResponse:
    count = publish_results(call=call, by=me(request))
    text = ngettext(
        "The results are published; %(count)d letter is on its way.",
        "The results are published; %(count)d letters are on their way.",
        count,
    )
    messages.success(request, text % {"count": count})
    return redirect("selection_office", call.slug)


def _letters(run: SelectionRun, call: Call) -> dict[str, Any]:
    outcomes = Decision.Outcome
    counts = dict.fromkeys(outcomes.values, 0)
    for outcome in Decision.objects.filter(run=run).values_list("outcome", flat=True):
        counts[outcome] += 1
    written = samples(run, call)
    told = [(outcomes(code).label, counts[code], written[code]) for code in outcomes.values if code in written]
    return {"letters": told, "people": sum(counts[code] for code in written)}
