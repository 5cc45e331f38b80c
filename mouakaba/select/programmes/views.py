"""The office's front page and programmes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mouakaba.select.programmes.queries import programmes_seen_by


@login_required
def office(request: HttpRequest) -> HttpResponse:
    """The programmes a person works on."""
    programmes = programmes_seen_by(request.user).select_related("organisation").prefetch_related("calls")
    return render(request, "select/programmes/office.html", {"programmes": programmes})
