"""Sections, questions, rules, criteria and quotas: their lists, their pages, their order."""

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
from mouakaba.select.calls.actions import StaleDraftError, add_item, arrange_item, edit_item
from mouakaba.select.calls.forms import FORMS, STARTS, item_form, shown_item
from mouakaba.select.calls.phrases import NEW_NAMES, QUESTION_TYPES
from mouakaba.select.calls.queries.criteria_check import shares
from mouakaba.select.calls.queries.drafts import find_item, shown_digest
from mouakaba.select.calls.queries.findings import Problem, blocking
from mouakaba.select.calls.queries.outline import outline
from mouakaba.select.calls.queries.previews import draft_rule_sentences
from mouakaba.select.calls.views.desk import Desk, open_desk, sentences, writing_desk

LIST_PAGES = {
    "form": "select/calls/step_form.html",
    "rules": "select/calls/step_rules.html",
    "criteria": "select/calls/step_criteria.html",
    "quotas": "select/calls/step_quotas.html",
}
ITEM_PAGES = {
    "sections": "select/calls/item_sections.html",
    "questions": "select/calls/item_questions.html",
    "rules": "select/calls/item_rules.html",
    "criteria": "select/calls/item_criteria.html",
    "quotas": "select/calls/item_quotas.html",
}
STEP_OF = {"sections": "form", "questions": "form", "rules": "rules", "criteria": "criteria", "quotas": "quotas"}


def list_page(request: HttpRequest, desk: Desk, step: str) -> HttpResponse:
    """The list of a step."""
    problems = desk.read.of_step(step)
    context = {
        "desk": desk,
        "call": desk.call,
        "step": step,
        "steps": desk.steps(step),
        "notes": [problem for problem in problems if not problem.item],
        "outline": outline(desk.draft, step, problems),
        "types": QUESTION_TYPES,
        "shares": shares(desk.draft) if step == "criteria" else {},
    }
    return render(request, LIST_PAGES[step], context)


@login_required
def call_add_item(request: HttpRequest, slug: str, listed: str) -> HttpResponse:
    """Starts a new question, section, rule, criterion or quota."""
    if listed not in STARTS:
        raise Http404
    desk = writing_desk(request, slug)
    if request.method == "POST":
        form = STARTS[listed](request.POST, draft=desk.draft)
        if missing := form.lacks():
            return _show_start(request, desk, listed, form, missing)
        code = add_item(call=desk.call, listed=listed, make=form.made, words=form.labels(), by=me(request))
        return redirect("call_item", slug, listed, code)
    return _show_start(request, desk, listed, STARTS[listed](_first(request, desk, listed), draft=desk.draft))


def _first(request: HttpRequest, desk: Desk, listed: str) -> dict[str, Any]:
    """What a new element starts with: the section asked for, a usual scale."""
    if listed == "criteria":
        scales = [criterion.get("scale") or [] for criterion in desk.draft.items("criteria")]
        scale: list[Any] = next((ends for ends in scales if len(ends) == 2), [1, 5])
        return {"weight": "1", "low": str(scale[0]), "high": str(scale[1])}
    return {"section": request.GET.get("section", "")}


def _show_start(
    request: HttpRequest, desk: Desk, listed: str, form: Any, missing: list[Problem] | None = None
) -> HttpResponse:
    form.complain(missing or [])
    step = STEP_OF[listed]
    context = {"desk": desk, "call": desk.call, "listed": listed, "step": step, "form": form}
    context |= {"steps": desk.steps(step), "heading": NEW_NAMES[listed]}
    return render(request, "select/calls/item_new.html", context, status=422 if missing else 200)


@login_required
def call_item(request: HttpRequest, slug: str, listed: str, code: str) -> HttpResponse:
    """One question, section, rule, criterion or quota."""
    desk = writing_desk(request, slug) if request.method == "POST" else open_desk(request, slug)
    item = find_item(desk.draft, listed, code) if listed in FORMS else None
    if item is None:
        return _show_gone(request, desk, listed)
    if request.method != "POST":
        form = item_form(listed, shown_item(desk.draft, listed, code), draft=desk.draft, item=item)
        return _show_item(request, desk, listed, item=item, form=form)
    form = item_form(listed, request.POST, draft=desk.draft, item=item)
    act = request.POST.get("act", "save")
    try:
        edit_item(
            call=desk.call,
            listed=listed,
            code=code,
            change=lambda draft, found: form.put(draft, found, act),
            shown=lambda draft: shown_item(draft, listed, code),
            seen=request.POST.get("seen", ""),
            by=me(request),
        )
    except StaleDraftError:
        return _show_item(request, desk, listed, item=item, form=form, stale=True)
    return _after_save(request, slug, listed, code=code, act=act)


def _show_gone(request: HttpRequest, desk: Desk, listed: str) -> HttpResponse:
    """Somebody removed the element; what was typed into it is shown, to be copied."""
    if listed not in STEP_OF:
        raise Http404
    own = {"csrfmiddlewaretoken", "seen", "act"}
    typed = [text for name, texts in request.POST.lists() if name not in own for text in texts if str(text).strip()]
    step = STEP_OF[listed]
    context = {"desk": desk, "call": desk.call, "step": step, "steps": desk.steps(step), "typed": typed}
    return render(request, "select/calls/item_gone.html", context, status=409 if typed else 404)


def _after_save(request: HttpRequest, slug: str, listed: str, *, code: str, act: str) -> HttpResponse:
    desk = open_desk(request, slug)
    left = [problem for problem in blocking(desk.read.problems) if _belongs(problem, listed, code)]
    if act == "save" and not left:
        messages.success(request, _("Saved."))
        return redirect("call_setup_step", slug, STEP_OF[listed])
    here = reverse("call_item", args=[slug, listed, code])
    return redirect(f"{here}?checked=1" if act == "save" else here)


def _belongs(problem: Problem, listed: str, code: str) -> bool:
    item = f"section:{code}" if listed == "sections" else code
    return problem.step == STEP_OF[listed] and problem.item == item


def _show_item(
    request: HttpRequest, desk: Desk, listed: str, *, item: dict[str, Any], form: Any, stale: bool = False
) -> HttpResponse:
    code = str(item.get("code"))
    problems = [problem for problem in desk.read.problems if _belongs(problem, listed, code)]
    shown = [problem for problem in problems if not problem.absent or "checked" in request.GET]
    context = {
        "desk": desk,
        "call": desk.call,
        "step": STEP_OF[listed],
        "steps": desk.steps(STEP_OF[listed]),
        "listed": listed,
        "item": item,
        "form": form,
        "notes": [] if stale else form.complain(shown),
        "stale": stale,
        "seen": shown_digest(shown_item(desk.draft, listed, code)),
        "sentences": draft_rule_sentences(desk.draft, item) if listed == "rules" else {},
    }
    return render(request, ITEM_PAGES[listed], context, status=409 if stale else 200)


@login_required
@require_POST
def call_arrange(request: HttpRequest, slug: str, listed: str) -> HttpResponse:
    """Moves an element up or down, or removes it."""
    if listed not in FORMS:
        raise Http404
    desk = writing_desk(request, slug)
    code, act = request.POST.get("code", ""), request.POST.get("act", "")
    try:
        arrange_item(call=desk.call, listed=listed, code=code, act=act, by=me(request))
        if act == "remove":
            messages.success(request, _("Removed."))
    except ValidationError as error:
        messages.error(request, " ".join(sentences(error)))
    return redirect("call_setup_step", slug, STEP_OF[listed])
