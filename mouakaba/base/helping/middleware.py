"""While a helper acts for somebody, requests are that person's, as far as they agreed and no further."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from mouakaba.base.audit.actions import helped_by
from mouakaba.base.helping import queries
from mouakaba.base.helping.models import Assistance
from mouakaba.base.helping.rules import CLOSED, OWN, pages_of
from mouakaba.base.people.models import Person

KEY = "helping"  # in the helper's session: the consent by which they act


class HelpingMiddleware:
    """Puts the person in the helper's place on the pages agreed to; nobody on public ones; closes all others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:  # the session unread, caches may keep a public page
            return self.get_response(request)
        if KEY not in request.session or not isinstance(request.user, Person):
            return self.get_response(request)
        helper, name = request.user, _name(request)
        found = _running(helper, request.session[KEY])
        if found is None:
            del request.session[KEY]
            return render(request, "base/helping/ended.html", status=403)
        request.helping = found  # type: ignore[attr-defined]
        if name in OWN:
            return self.get_response(request)
        if name in pages_of(found.scopes):
            request.user = found.person
            with helped_by(helper):
                return self.get_response(request)
        if _first(request) in CLOSED:
            return render(request, "base/helping/closed.html", status=403)
        request.user = AnonymousUser()
        return self.get_response(request)


def _running(helper: Person, number: str) -> Assistance | None:
    rows = queries.running(queries.helped_by(helper))
    return rows.filter(pk=UUID(number)).first()


def _name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


def _first(request: HttpRequest) -> str:
    """The first word of the address after its language."""
    parts = request.path_info.strip("/").split("/")
    return parts[1] if len(parts) > 1 and len(parts[0]) == 2 else parts[0]
