"""Gives every row change made by a request its person, even where no action names one (the admin)."""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class AuditMiddleware:
    """Opens a history context around requests that may write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READING:
            return self.get_response(request)
        person = getattr(request, "user", None)
        with pghistory.context(person=str(person.pk) if person and person.is_authenticated else "", url=request.path):
            return self.get_response(request)
