"""The public pages of calls, and the check of a receipt."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from mouakaba.base.clock.queries import now
from mouakaba.kernel.text import fold
from mouakaba.select.applications.phrases import closing_sentence, left_of, quota_sentences
from mouakaba.select.applications.queries import listed_calls, live_application, public_calls, receipt, window_of
from mouakaba.select.applications.rules import same_code
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import call_file
from mouakaba.select.eligibility.queries import published_version, rules_in_words, verdict_on
from mouakaba.select.forms.queries import form_of

A_PAGE = 20


def call_list(request: HttpRequest) -> HttpResponse:
    """Published calls, the open ones first; ``q`` searches titles and organisations, ``show=open`` keeps the open."""
    at, text = now(), request.GET.get("q", "").strip()[:100]
    rows = [_row(call, at) for call in listed_calls() if _found(call, fold(text))]
    if request.GET.get("show") == "open":
        rows = [row for row in rows if row["stage"] in ("open", "grace")]
    rows.sort(key=lambda row: row["stage"] not in ("open", "grace"))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "text": text, "show": request.GET.get("show", "")}
    return render(request, "select/applications/call_list.html", context)


def _row(call: Call, at: Any) -> dict[str, Any]:
    stage = call.stage(at)
    return {
        "call": call,
        "stage": stage,
        "stage_label": Call.Stage(stage).label,
        "closing": closing_sentence(call, at),
        "left": left_of(call.closes_at, at) if stage == "open" else "",
    }


def _found(call: Call, text: str) -> bool:
    names = [*call.title.values(), *call.programme.organisation.name.values()]
    return not text or any(text in fold(name) for name in names)


def call_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: what, for whom, what is given, the rules, the criteria, the quotas, until when."""
    call = get_object_or_404(public_calls(), slug=slug)
    at, version = now(), published_version(call)
    form, rules = form_of(version.content), call_file(version)
    mine = live_application(call, request.user) if request.user.is_authenticated else None
    weights = sum(criterion.weight for criterion in rules.criteria) or 1
    context = {
        **_row(call, at),
        "at": at,
        "content": version.content,
        "mine": mine,
        "own": _own_closing(call, request),
        "rules": rules_in_words(version, rules, verdict_on(rules, {})),
        "criteria": [(c, round(100 * c.weight / weights), _label(version, c.code)) for c in rules.criteria],
        "quotas": quota_sentences(version, rules, form),
        "file": rules,
        "sections": [(section, form.in_section(section.code)) for section in form.sections],
    }
    return render(request, "select/applications/call_page.html", context)


def _label(version: Any, code: str) -> dict[str, Any]:
    criteria = (version.content.get("labels") or {}).get("criteria") or {}
    found: dict[str, Any] = criteria.get(code) or {}
    return found


def _own_closing(call: Call, request: HttpRequest) -> Any:
    """The person's own later closing, when they were given one."""
    limits = window_of(call, request.user) if request.user.is_authenticated else None
    return limits.closes_at if limits and limits.extended else None


def receipt_check(request: HttpRequest, number: str = "") -> HttpResponse:
    """Whether a receipt is authentic. Shows the call and the moment, never the person or what they wrote."""
    number = (number or request.GET.get("number", "")).strip().upper()[:60]
    code = request.GET.get("h", "").strip()[:80]
    found = receipt(number) if number and code else None
    authentic = bool(found and same_code(code, found.content_hash))
    context = {
        "number": number,
        "code": code,
        "asked": bool(number and code),
        "found": found if authentic else None,
        "later": bool(authentic and found and found.application.submission_id != found.pk),
    }
    response = render(request, "select/applications/receipt_check.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
