"""Public call pages and a person's own applications."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from mouakaba.select.applications.models import Application
from mouakaba.select.calls.queries import published


def call_list(request: HttpRequest) -> HttpResponse:
    """Every published call."""
    calls = published().select_related("programme__organisation")
    return render(request, "select/applications/call_list.html", {"calls": calls})


def call_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One call."""
    call = get_object_or_404(published().select_related("version", "programme__organisation"), slug=slug)
    return render(request, "select/applications/call_page.html", {"call": call})


@login_required
def my(request: HttpRequest) -> HttpResponse:
    """A person's applications."""
    mine = Application.objects.filter(applicant=request.user).select_related("call")
    return render(request, "select/applications/my.html", {"applications": mine})
