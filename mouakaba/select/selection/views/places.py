"""Places after publication: the office's page, and the answer of the person called."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.people.queries import me
from mouakaba.kernel.text import isolate
from mouakaba.select.applications.queries import applications_of
from mouakaba.select.calls.models import Call
from mouakaba.select.selection.actions import (
    RefusedError,
    answer_place,
    call_anyway,
    leave_empty,
    withdraw_selected,
)
from mouakaba.select.selection.forms import ReasonForm
from mouakaba.select.selection.models import Decision, SelectionRun, Vacancy
from mouakaba.select.selection.phrases import sentences as words
from mouakaba.select.selection.queries.places import chosen_now, cohort_of, frozen_run, may_come
from mouakaba.select.selection.views.desk import open_choice


@login_required
def selection_places(request: HttpRequest, slug: str) -> HttpResponse:
    """The cohort as it is now: who left, who was called, what is still open."""
    call = open_choice(request, slug)
    run = frozen_run(call)
    if run is None or not call.decided_at:
        return redirect("selection_office", slug)
    if request.method == "POST":
        return _settle(request, get_call(request, slug), run)
    return render(request, "select/selection/places.html", _places(call, run))


def get_call(request: HttpRequest, slug: str) -> Call:
    """The call for somebody who may change it."""
    return open_choice(request, slug, right="may_run")


def _places(call: Call, run: SelectionRun, *, typed: str = "", error: str = "") -> dict[str, Any]:
    content = call.version.content if call.version else {}
    cohort = cohort_of(run)
    is_open = bool(cohort.open_places)
    filling = cohort.filling if is_open else None
    coming = may_come(cohort) if is_open else []
    return {
        "call": call,
        "run": run,
        "chosen": list(chosen_now(run)),
        "vacancies": cohort.vacancies,
        "open": cohort.open_places,
        "conflict": words.conflict(content, filling.conflict, len(cohort.open_places))
        if filling and filling.conflict
        else "",
        "coming": [(one, [words.change(content, change) for change in one.breaks]) for one in coming],
        "typed": typed,
        "error": error,
    }


def _settle(request: HttpRequest, call: Call, run: SelectionRun) -> HttpResponse:
    """A person's decision on an open place: call somebody, or leave it empty."""
    vacancy = get_object_or_404(Vacancy, run=run, pk=_whole(request.POST.get("vacancy", "")))
    why, number = request.POST.get("why", "")[:2000], request.POST.get("number", "")[:40]
    try:
        if number:
            call_anyway(vacancy=vacancy, number=number, why=why, by=me(request))
        else:
            leave_empty(vacancy=vacancy, why=why, by=me(request))
    except RefusedError as error:
        context = _places(call, run, typed=why, error=str(error))
        return render(request, "select/selection/places.html", context, status=422)
    messages.success(request, _("The place is settled, and the reason kept in the minutes."))
    return redirect("selection_places", call.slug)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else 0


@login_required
def selection_withdraw(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The office records that a chosen project leaves, with the reason, and sees who would be called."""
    call = get_call(request, slug)
    decisions = Decision.objects.filter(run__call=call, outcome=Decision.Outcome.SELECTED)
    decision = get_object_or_404(decisions.select_related("application", "run"), application__number=number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            vacancy = withdraw_selected(application=decision.application, by=me(request), why=form.cleaned_data["why"])
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            _say(request, vacancy)
            return redirect("selection_places", slug)
    context = {"call": call, "decision": decision, "form": form}
    return render(request, "select/selection/withdraw.html", context, status=422 if form.errors else 200)


def _say(request: HttpRequest, vacancy: Vacancy | None) -> None:
    if vacancy is not None and vacancy.called is not None:
        told = {"number": vacancy.called.number, "title": isolate(vacancy.called.title)}
        messages.success(request, _("%(number)s, “%(title)s”, is called into the place.") % told)
    else:
        messages.warning(request, _("No file fits the quotas: the place is open, and a person decides below."))


@login_required
@never_cache
@require_POST
def place_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The applicant accepts the place offered, declines it, or gives up a place they hold."""
    application = get_object_or_404(applications_of(me(request)), pk=pk)
    answer = request.POST.get("answer", "")
    try:
        if answer in ("accept", "decline"):
            answer_place(application=application, accept=answer == "accept", by=me(request))
            thanks = _("Thank you: the place is yours.") if answer == "accept" else _("You declined the place.")
            messages.success(request, thanks)
        elif answer == "give_up" and request.POST.get("sure"):
            withdraw_selected(application=application, by=me(request), why=request.POST.get("why", "")[:2000])
            messages.success(request, _("Your place is given up, and another project is called."))
        else:
            messages.error(request, _("Nothing was changed. Tick the box to confirm, then press the button."))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("application_page", pk)
