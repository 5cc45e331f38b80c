"""One's own sessions, and the calendar other programs read."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.accompany.sessions import actions, queries
from mouakaba.base.clock.queries import now
from mouakaba.base.people.queries import me

MOST_PAST = 30


@login_required
@never_cache
def my_sessions(request: HttpRequest) -> HttpResponse:
    """Sessions to come and past, those led and those attended, and the address of one's calendar."""
    person = me(request)
    rows, at = queries.sessions_for(person), now()
    key = queries.key_of(person)
    context = {
        "coming": rows.filter(ends_at__gt=at),
        "past": rows.filter(ends_at__lte=at).order_by("-starts_at", "pk")[:MOST_PAST],
        "address": queries.calendar_address(key) if key else "",
    }
    return render(request, "accompany/sessions/my_sessions.html", context)


@login_required
@require_POST
def my_calendar(request: HttpRequest) -> HttpResponse:
    """A new secret address, or none."""
    if request.POST.get("act") == "close":
        actions.close_calendar(person=me(request), by=me(request))
        messages.success(request, _("The calendar is closed: its address does not work any more."))
    else:
        actions.renew_calendar(person=me(request), by=me(request))
        messages.success(request, _("Here is the address of your calendar. An earlier one does not work any more."))
    return redirect("my_sessions")


@never_cache
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever has this secret address."""
    person = queries.person_of(token)
    if person is None:
        raise Http404
    response = HttpResponse(queries.calendar_of(person), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mouakaba.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
