"""“May I apply?” before any account. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from mouakaba.base.clock.queries import now
from mouakaba.kernel.forms import visible_questions
from mouakaba.kernel.forms.values import is_empty
from mouakaba.select.calls.queries import call_file, published
from mouakaba.select.eligibility.queries import (
    facts_asked,
    published_version,
    questions_behind,
    rules_in_words,
    verdict_on,
)
from mouakaba.select.forms.forms import FieldState, fields, posted, searches
from mouakaba.select.forms.queries import facts_of, form_of


@never_cache
def check_eligibility(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks only what the rules look at; a POST answers yes, no or cannot tell, rule by rule."""
    calls = published().select_related("version", "programme__organisation")
    call = get_object_or_404(calls, slug=slug)
    version = published_version(call)
    form, rules = form_of(version.content), call_file(version)
    questions = questions_behind(form, facts_asked(rules))
    answers = posted(questions, request.POST) if request.method == "POST" else {}
    answered = request.method == "POST" and "find" not in request.POST
    context: dict[str, Any] = {"call": call, "stage": call.stage(now()), "answered": answered}
    if answered:
        verdict = verdict_on(rules, facts_of(form, answers))
        context |= {
            "verdict": verdict.verdict,
            "rules": rules_in_words(version, rules, verdict),
            "left": _left(form, questions, answers),
        }
    state = FieldState(find=searches(request.POST))
    context["fields"] = fields(form, questions, answers, state)
    return render(request, "select/eligibility/check.html", context)


def _left(form: Any, questions: list[Any], answers: dict[str, Any]) -> int:
    """How many of the questions shown are still without an answer."""
    shown = {question.code for question in visible_questions(form, answers)}
    return sum(q.code in shown and is_empty(answers.get(q.code)) for q in questions)
