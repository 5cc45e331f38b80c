"""A call's front page in the office, a new call, a clone, the end of a call."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from mouakaba.base.clock.queries import now
from mouakaba.base.people.queries import me
from mouakaba.select import registry
from mouakaba.select.calls.actions import cancel_call, clone_call, create_call
from mouakaba.select.calls.forms.calls import CloneForm, NewCallForm
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.phrases import NEXT_STEPS, PART_NAMES, say_time_left
from mouakaba.select.calls.queries.applications import counts_by_state
from mouakaba.select.calls.queries.overview import next_step
from mouakaba.select.calls.views.desk import Desk, open_desk, sentences, writing_desk
from mouakaba.select.programmes.queries import programmes_run_by

Stage = Call.Stage


@login_required
def call_office(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the call stands, its figures, and what to do next."""
    desk = open_desk(request, slug)
    call, at = desk.call, now()
    counts = counts_by_state(call)
    stage = call.stage(at)
    step = next_step(call, at, counts, ready=desk.ready)
    closed = step.url_name == "screening_list" and not desk.may_change  # readers see numbers, not applications
    context = {
        "desk": desk,
        "call": call,
        "stage": stage,
        "stage_label": Stage(stage).label,
        "left": _left(call, stage, at),
        "counts": _figures(call, counts),
        "total": sum(counts.values()),
        "next": {
            "code": step.code,
            "url": "" if closed else _address(step.url_name, slug),
            **NEXT_STEPS[step.code](step.count),
        },
        "changes": [PART_NAMES[part] for part in desk.changes],
        "extensions": call.extensions.count(),
    }
    return render(request, "select/calls/call_office.html", context)


def _left(call: Call, stage: str, at: Any) -> str:
    until = {Stage.ANNOUNCED: call.opens_at, Stage.OPEN: call.closes_at}.get(stage)  # type: ignore[call-overload]
    if stage == Stage.GRACE and call.closes_at:
        until = call.closes_at + call.grace
    return say_time_left(until - at, opening=stage == Stage.ANNOUNCED) if until else ""


def _figures(call: Call, counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Every state that has files, in the order of the path."""
    choices: Any = call.applications.model._meta.get_field("state").choices
    return [(code, label, counts[code]) for code, label in choices if counts.get(code)]


def _address(name: str, slug: str) -> str:
    """Empty for a page of a room that this instance does not have."""
    try:
        return reverse(name, args=[slug]) if name else ""
    except NoReverseMatch:
        return ""


@login_required
def call_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A new call in a programme."""
    programme = get_object_or_404(programmes_run_by(me(request)), slug=slug)
    form = NewCallForm(request.POST or {}, kinds=registry.kinds())
    if request.method == "POST" and form.complete():
        try:
            call = create_call(programme=programme, by=me(request), **form.values())
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("call_setup_step", call.slug, "texts")
    return render(request, "select/calls/call_new.html", {"programme": programme, "form": form})


@login_required
def call_clone(request: HttpRequest, slug: str) -> HttpResponse:
    """A new call with this one's draft."""
    desk = writing_desk(request, slug)
    form = CloneForm(request.POST or CloneForm.data_of(desk.call, desk.draft))
    if request.method == "POST" and form.complete():
        try:
            call = clone_call(call=desk.call, by=me(request), **form.values(desk.call))
        except ValidationError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The new call has the form, rules, criteria and quotas of the old one."))
            return redirect("call_setup_step", call.slug, "texts")
    return render(request, "select/calls/call_clone.html", {"desk": desk, "call": desk.call, "form": form})


@login_required
def call_cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Stops a call, with the reason people will read."""
    desk = writing_desk(request, slug)
    errors: list[str] = []
    if request.method == "POST":
        try:
            cancel_call(call=desk.call, why=request.POST.get("why", ""), by=me(request))
        except ValidationError as error:
            errors = sentences(error)
        else:
            messages.success(request, _("The call is cancelled."))
            return redirect("call_office", slug)
    return _show_cancel(request, desk, errors)


def _show_cancel(request: HttpRequest, desk: Desk, errors: list[str]) -> HttpResponse:
    counts = counts_by_state(desk.call)
    context = {
        "desk": desk,
        "call": desk.call,
        "errors": errors,
        "why": request.POST.get("why", ""),
        "told": sum(count for state, count in counts.items() if state != "withdrawn"),
    }
    return render(request, "select/calls/call_cancel.html", context, status=422 if errors else 200)
