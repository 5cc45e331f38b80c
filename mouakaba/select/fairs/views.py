"""Pages of fairs: the plan for anybody, and the office that gives stands."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.people.queries import me
from mouakaba.kernel.money import centimes, dirhams
from mouakaba.select.calls.models import Call
from mouakaba.select.fairs import actions
from mouakaba.select.fairs.forms import DaysForm, GiveForm, StandsForm
from mouakaba.select.fairs.models import Fair, StandGiven
from mouakaba.select.fairs.queries import fairs_run_by, lines_of, public_fairs, waiting


@never_cache
def fair(request: HttpRequest, slug: str) -> HttpResponse:
    """The days, the stands with types and prices, and the exhibitors who consented to be named."""
    row = get_object_or_404(public_fairs(), call__slug=slug)
    lines = lines_of(row, public=True)
    context = {
        "fair": row, "call": row.call, "lines": [(line, dirhams(line.stand.price)) for line in lines],
        "exhibitors": sum(len(line.standings) for line in lines),
    }  # fmt: skip
    return render(request, "select/fairs/fair.html", context)


def _run(request: HttpRequest, slug: str) -> Call:
    return get_object_or_404(fairs_run_by(me(request)), slug=slug)


def _fair(call: Call) -> Fair | None:
    try:
        return call.fair
    except ObjectDoesNotExist:
        return None


def _of(call: Call) -> Fair:
    found = _fair(call)
    if found is None:
        raise Http404
    return found


@login_required
@never_cache
def fair_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Days, stands, and who is given which. A POST sets the days."""
    call = _run(request, slug)
    form = DaysForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_days(
                call=call, first=form.cleaned_data["first"], last=form.cleaned_data["last"], by=me(request)
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("fair_office", slug)
    return _page(request, call, days=form if request.method == "POST" else None)


def _page(request: HttpRequest, call: Call, **forms_: forms.Form | None) -> HttpResponse:
    found = _fair(call)
    initial = {"first": found.first_day, "last": found.last_day} if found else {}
    context: dict[str, Any] = {"call": call, "fair": found, "days": forms_.get("days") or DaysForm(initial=initial)}
    if found:
        rows = waiting(call)
        context |= {
            "lines": [(line, dirhams(line.stand.price)) for line in lines_of(found, public=False)],
            "stands": forms_.get("stands") or StandsForm(), "waiting": len(rows),
            "give": forms_.get("give") or GiveForm(fair=found, waiting=rows),
        }  # fmt: skip
    refused = any(one and one.errors for one in forms_.values())
    return render(request, "select/fairs/office.html", context, status=422 if refused else 200)


@login_required
@require_POST
def fair_stands(request: HttpRequest, slug: str) -> HttpResponse:
    """Adds a row of stands."""
    call = _run(request, slug)
    form = StandsForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            actions.add_stands(
                fair=_of(call), row=told["row"].upper(), first=told["first"], count=told["count"], type_=told["type"],
                price=centimes(told["price"]), by=me(request),
            )  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("fair_office", slug)
    return _page(request, call, stands=form)


@login_required
@require_POST
def fair_give(request: HttpRequest, slug: str) -> HttpResponse:
    """Gives one exhibitor a stand."""
    call = _run(request, slug)
    form = GiveForm(request.POST, fair=_of(call), waiting=waiting(call))
    if form.is_valid():
        try:
            actions.give_stand(**form.cleaned_data, by=me(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The stand is given, and the exhibitor is told."))
            return redirect("fair_office", slug)
    return _page(request, call, give=form)


@login_required
@require_POST
def fair_give_all(request: HttpRequest, slug: str) -> HttpResponse:
    """Gives a stand to everybody who waits, best first."""
    call = _run(request, slug)
    count = actions.give_all(call=call, fair=_of(call), by=me(request))
    messages.success(request, ngettext("%(count)s stand given.", "%(count)s stands given.", count) % {"count": count})
    return redirect("fair_office", slug)


@login_required
@require_POST
def fair_take(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes a stand back."""
    call = _run(request, slug)
    row = get_object_or_404(StandGiven.objects.select_related("application"), stand__fair__call=call, pk=pk)
    actions.take_back(given=row, by=me(request))
    return redirect("fair_office", slug)
