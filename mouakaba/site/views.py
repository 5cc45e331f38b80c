"""The front page, the error pages and the health check."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mouakaba.select import door


def home(request: HttpRequest) -> HttpResponse:
    """What the house is for, what is open, how it goes, what was decided, and everybody's way in."""
    context = {"calls": door.public_calls()[:6], "cohorts": door.public_cohorts(6)}
    return render(request, "site/home.html", context)


def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; for the operator's supervisor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _error(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "site/error.html", {"title": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The address or the form could not be read."""
    return _error(request, 400, _("This request cannot be read"), _("Go back, reload the page and try again."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The person is known but may not do this."""
    return _error(request, 403, _("This is not open to you"), _("Ask the organisation that runs the programme."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page, or none for this person: the two look the same."""
    return _error(request, 404, _("This page does not exist"), _("Check the address, or start from the calls."))


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke on our side."""
    return _error(request, 500, _("Something broke on our side"), _("What you sent before is kept. Try again soon."))
