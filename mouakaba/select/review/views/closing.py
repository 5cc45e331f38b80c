"""Closing the marks and opening them again."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mouakaba.base.people.queries import me
from mouakaba.select.calls.models import Call
from mouakaba.select.review import actions
from mouakaba.select.review.actions.closing import gaps_sentence
from mouakaba.select.review.forms import WhyForm
from mouakaba.select.review.models import Review
from mouakaba.select.review.queries import files_of_jury, untied_reviews, without_marks
from mouakaba.select.review.views.desk import PAGE, chosen, run, seen


@login_required
def jury_close(request: HttpRequest, slug: str) -> HttpResponse:
    """What is missing before the marks close; closing and reopening."""
    if request.method == "POST":
        return chosen(request, {"close": _close, "reopen": _reopen}, run(request, slug))
    return _close_page(request, seen(request, slug))


def _close_page(request: HttpRequest, call: Call, *, form: WhyForm | None = None, status: int = 200) -> HttpResponse:
    closed = call.marks_closed_at is not None
    gaps = [] if closed else list(without_marks(call))
    unfinished = untied_reviews().filter(application__in=files_of_jury(call)).exclude(state=Review.State.DONE)
    context = {
        "call": call,
        "here": "close",
        "closed": closed,
        "gaps": gaps[:PAGE],
        "gap_count": len(gaps),
        "gap_sentence": gaps_sentence(len(gaps)) if gaps else "",
        "unfinished": unfinished.count(),
        "frozen": call.runs.filter(frozen_at__isnull=False).exists(),
        "form": form or WhyForm(),
    }
    return render(request, "select/review/jury_close.html", context, status=status)


def _close(request: HttpRequest, call: Call) -> HttpResponse:
    def act(why: str) -> str:
        scored = actions.close_marks(call=call, by=me(request), why=why)
        text = ngettext(
            "The marks are closed. %(count)s file has a score.",
            "The marks are closed. %(count)s files have a score.",
            scored,
        )
        return text % {"count": scored}

    return _with_why(request, call, act)


def _reopen(request: HttpRequest, call: Call) -> HttpResponse:
    def act(why: str) -> str:
        actions.reopen_marks(call=call, why=why, by=me(request))
        return _("Jurors may mark again.")

    return _with_why(request, call, act)


def _with_why(request: HttpRequest, call: Call, act: Callable[[str], str]) -> HttpResponse:
    form = WhyForm(request.POST)
    if form.is_valid():
        try:
            sentence = act(form.cleaned_data["why"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, sentence)
            return redirect("jury_close", call.slug)
    return _close_page(request, call, form=form, status=422)
