"""The set-up of a call, step by step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mouakaba.base.people.queries import me
from mouakaba.select.calls.actions import StaleDraftError, discard_draft, edit_draft, publish_call
from mouakaba.select.calls.forms import DatesForm, TextsForm
from mouakaba.select.calls.forms.dates import ALIASES
from mouakaba.select.calls.phrases import DATE_NAMES, PART_NAMES, STEP_NAMES, say_clock_change, say_offset
from mouakaba.select.calls.queries.applications import counts_by_version
from mouakaba.select.calls.queries.criteria_check import shares
from mouakaba.select.calls.queries.drafts import draft_of, shown_digest
from mouakaba.select.calls.queries.findings import Problem, blocking
from mouakaba.select.calls.queries.header import zone_of
from mouakaba.select.calls.queries.outline import outline
from mouakaba.select.calls.queries.previews import draft_moments
from mouakaba.select.calls.views.desk import Desk, by_field, open_desk, sentences, writing_desk
from mouakaba.select.calls.views.lists import list_page

FORMS: dict[str, Any] = {"texts": TextsForm, "dates": DatesForm}
PAGES = {"texts": "select/calls/step_texts.html", "dates": "select/calls/step_dates.html"}
ORDER = list(STEP_NAMES)


@login_required
def call_setup(request: HttpRequest, slug: str) -> HttpResponse:
    """Goes to the first step with something to do, else to the last."""
    desk = open_desk(request, slug)
    waiting = {problem.step for problem in blocking(desk.read.problems)}
    step = next((code for code in ORDER if code in waiting), "check")
    return redirect("call_setup_step", slug, step)


@login_required
def call_setup_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """One step."""
    desk = writing_desk(request, slug) if request.method == "POST" else open_desk(request, slug)
    if step in FORMS:
        return _form_step(request, desk, step)
    if step == "check":
        return _check_step(request, desk)
    if step in STEP_NAMES:
        return list_page(request, desk, step)
    raise Http404


def _form_step(request: HttpRequest, desk: Desk, step: str) -> HttpResponse:
    form_class = FORMS[step]
    if request.method != "POST":
        return _show_form(request, desk, step, form_class(form_class.data_of(desk.draft)))
    form = form_class(request.POST)
    try:
        edit_draft(
            call=desk.call,
            change=form.apply,
            by=me(request),
            shown=form_class.data_of,
            seen=request.POST.get("seen", ""),
        )
    except StaleDraftError:
        return _show_form(request, desk, step, form, stale=True)
    return _after_save(request, desk, step)


def _after_save(request: HttpRequest, desk: Desk, step: str) -> HttpResponse:
    desk = open_desk(request, desk.call.slug)
    left = blocking(desk.read.of_step(step))
    if left or request.POST.get("act") == "stay":
        messages.success(request, _("Saved as you typed it."))
        return redirect(f"{_url(desk, step)}?checked=1")
    return redirect("call_setup_step", desk.call.slug, ORDER[ORDER.index(step) + 1])


def _url(desk: Desk, step: str) -> str:
    return reverse("call_setup_step", args=[desk.call.slug, step])


def _show_form(request: HttpRequest, desk: Desk, step: str, form: Any, *, stale: bool = False) -> HttpResponse:
    problems = desk.read.of_step(step)
    shown = [p for p in problems if not p.absent or "checked" in request.GET]
    notes = [] if stale else form.complain(shown, aliases=ALIASES)
    context = {
        "desk": desk,
        "call": desk.call,
        "step": step,
        "steps": desk.steps(step),
        "form": form,
        "notes": notes,
        "stale": stale,
        "seen": shown_digest(FORMS[step].data_of(desk.draft)),
        "moments": _moments(desk) if step == "dates" else [],
    }
    return render(request, PAGES[step], context, status=409 if stale else 200)


def _check_step(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method != "POST":
        return _show_check(request, desk)
    try:
        version = publish_call(
            call=desk.call,
            by=me(request),
            why=request.POST.get("why", ""),
            seen=request.POST.get("seen", ""),
            tell="tell" in request.POST,
        )
    except ValidationError as error:
        return _show_check(request, open_desk(request, desk.call.slug), errors=by_field(error))
    messages.success(request, _("Version %(number)s is published.") % {"number": version.number})
    return redirect("call_office", desk.call.slug)


def _show_check(request: HttpRequest, desk: Desk, errors: dict[str, list[str]] | None = None) -> HttpResponse:
    groups = [(code, label, _linked(desk, code)) for code, label in STEP_NAMES.items()]
    errors = errors or {}
    context = {
        "desk": desk,
        "call": desk.call,
        "step": "check",
        "steps": desk.steps("check"),
        "groups": [group for group in groups if group[2]],
        "why_errors": errors.get("why", []),
        "tell": request.method != "POST" or "tell" in request.POST,
        "obstacles": len(blocking(desk.read.problems)),
        "changes": [PART_NAMES[part] for part in desk.changes],
        "touched": _touched(desk),
        "moments": _moments(desk),
        "shares": shares(desk.draft),
        "criteria": outline(desk.draft, "criteria", []),
        "quotas": outline(desk.draft, "quotas", []),
        "questions": len(desk.draft.items("questions")),
        "seen": draft_of(desk.call).digest,
        "why": request.POST.get("why", ""),
        "errors": errors.get("", []),
    }
    return render(request, "select/calls/step_check.html", context, status=422 if errors else 200)


def _linked(desk: Desk, step: str) -> list[dict[str, Any]]:
    """The problems of a step, each with the page that puts it right."""
    return [
        {"sentence": problem.sentence, "blocks": problem.blocks, "url": _page_of(desk, problem)}
        for problem in desk.read.of_step(step)
    ]


def _page_of(desk: Desk, problem: Problem) -> str:
    if not problem.item:
        return ""
    listed = "questions" if problem.step == "form" else problem.step
    section = problem.item.removeprefix("section:")
    listed, code = ("sections", section) if section != problem.item else (listed, problem.item)
    return reverse("call_item", args=[desk.call.slug, listed, code]) + "?checked=1"


def _moments(desk: Desk) -> list[dict[str, Any]]:
    """Opening and closing as people will read them, with the clock changes around."""
    zone = zone_of(desk.draft)
    return [
        {
            "label": DATE_NAMES[read.name],
            "offset_label": say_offset(read.offset),
            "sentences": read.sentences,
            "changes": [say_clock_change(change, zone) for change in read.changes],
        }
        for read in draft_moments(desk.draft)
    ]


def _touched(desk: Desk) -> dict[str, int]:
    """How many drafts would move and how many sent files would keep the version they answered."""
    counts = counts_by_version(desk.call).values() if desk.call.version else []
    return {key: sum(row[key] for row in counts) for key in ("drafts", "sent")}


@login_required
@require_POST
def call_discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Takes the draft back to the published version."""
    desk = writing_desk(request, slug)
    try:
        discard_draft(call=desk.call, by=me(request))
        messages.success(request, _("The draft says again what is published."))
    except ValidationError as error:
        messages.error(request, " ".join(sentences(error)))
    return redirect("call_setup_step", slug, "check")
