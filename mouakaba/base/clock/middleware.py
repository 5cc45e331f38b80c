"""Forgets the demonstration's clock between requests."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from mouakaba.base.clock.queries import forget_shift


class ClockMiddleware:
    """One request reads the clock at most once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forget_shift()
        return self.get_response(request)
