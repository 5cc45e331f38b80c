"""A post that meets the login comes back on a page instead of being lost."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse

from mouakaba.base.resending.rules import SECRET_PAGES
from mouakaba.base.resending.views import KeptRedirect, session_ended


class SessionEndedMiddleware:
    """Answers an anonymous post that a view sends to the login with the page that carries it.

    The token was checked before the view: what is carried came from a page of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        waits = request.method == "POST" and not request.user.is_authenticated  # before the view may log out
        response = self.get_response(request)
        if not waits or isinstance(response, KeptRedirect) or _about_accounts(request):
            return response
        path = urlsplit(response.headers.get("Location", "")).path
        return session_ended(request, path) if path in _logins() else response


def _logins() -> set[str]:
    return {resolve_url(settings.LOGIN_URL), reverse("admin:login")}


def _about_accounts(request: HttpRequest) -> bool:
    """Sign-up, reset and confirmation end at the login by themselves."""
    match = request.resolver_match
    return bool(match and (match.url_name or "").startswith(SECRET_PAGES))
