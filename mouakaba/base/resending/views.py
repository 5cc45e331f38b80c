"""Pages that carry what was posted, to be sent again by hand: after a session ended, after a token changed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from mouakaba.base.resending.queries import post_of
from mouakaba.base.resending.rules import is_own


class KeptRedirect(HttpResponseRedirect):
    """To the login, from a view that has set aside what was posted by itself."""


@never_cache
def session_ended(request: HttpRequest, login_path: str) -> HttpResponse:
    """401: the post needs a login. It waits on this page; the login opens beside it."""
    login = f"{login_path}?{urlencode({'next': reverse('signed_in')})}"
    return render(request, "base/session_ended.html", {"post": post_of(request), "login": login}, status=401)


@never_cache
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: an old token. From a page of ours the post waits for one more press; from elsewhere nothing is kept."""
    own = is_own(request)
    context = {
        "own": own,
        "post": post_of(request) if own else None,
        "no_cookie": reason == REASON_NO_CSRF_COOKIE,
        "address": request.get_full_path(),
    }
    return render(request, "base/send_again.html", context, status=403)


@login_required
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where the login of the other tab ends: says to go back to the waiting page."""
    return render(request, "base/signed_in.html")
