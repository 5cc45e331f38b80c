"""A juror's own pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mouakaba.select.review.queries import seats_of


@login_required
def jury(request: HttpRequest) -> HttpResponse:
    """The juries a person sits on."""
    return render(request, "select/review/jury.html", {"seats": seats_of(request.user).select_related("call")})
