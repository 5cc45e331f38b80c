"""What the office's pages of a jury share: who may open them, how a form names its act, how a refusal is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from mouakaba.base.people.queries import me
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import calls_run_by, calls_seen_by

PAGE = 50
Acts = Mapping[str, Callable[[HttpRequest, Any], HttpResponse]]


def seen(request: HttpRequest, slug: str) -> Call:
    """The call, for somebody who may read it in the office; or 404. ``may_run`` on it says whether to show forms."""
    mine = calls_run_by(me(request)).filter(pk=OuterRef("pk"))
    calls = calls_seen_by(me(request)).annotate(may_run=Exists(mine))
    return get_object_or_404(calls.select_related("programme", "version", "panel"), slug=slug)


def run(request: HttpRequest, slug: str) -> Call:
    """The call, for somebody who may change it; or 404."""
    calls = calls_run_by(me(request)).annotate(may_run=Value(True))
    return get_object_or_404(calls.select_related("programme", "version", "panel"), slug=slug)


def say_errors(request: HttpRequest, error: ValidationError) -> None:
    """Each sentence of a refusal on the page."""
    for sentence in error.messages:
        messages.error(request, sentence)


def chosen(request: HttpRequest, acts: Acts, subject: Any) -> HttpResponse:
    """Runs the act a form names."""
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    return act(request, subject)


def posted(request: HttpRequest, name: str, rows: QuerySet[Any]) -> Any:
    """The row a hidden field names, among those allowed; or 404."""
    try:
        return get_object_or_404(rows, pk=request.POST.get(name, ""))
    except (ValueError, ValidationError) as error:
        raise Http404 from error
