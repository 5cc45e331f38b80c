"""Stopping letters of a topic, from the letter itself or from the page of one's data."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from mouakaba.base.notify.actions import choose_pace, receive_letters, stop_letters
from mouakaba.base.notify.queries import refuses, stopped_by
from mouakaba.base.notify.rules import topic_of
from mouakaba.base.people.queries import me


# The signed address is the proof; mail programs post to it without having opened a page (RFC 8058).
@csrf_exempt
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks before it stops anything: programs that check mail follow links by themselves."""
    known = stopped_by(token)
    if known is None:
        raise Http404
    person, topic = known
    if request.method == "POST":
        act = receive_letters if "again" in request.POST else stop_letters
        act(person=person, topic=topic.code, by=person)
    context = {"topic": topic, "stopped": refuses(person, topic.code)}
    return render(request, "base/stop_letters.html", context)


@login_required
@require_POST
def pace(request: HttpRequest) -> HttpResponse:
    """How often letters that may wait come."""
    choose_pace(person=me(request), daily=request.POST.get("pace") == "daily", by=me(request))
    messages.success(request, _("Saved."))
    return redirect("my_data")


@login_required
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Letters of a topic come again."""
    topic = topic_of(request.POST.get("topic", ""))
    if topic is None:
        raise Http404
    receive_letters(person=me(request), topic=topic.code, by=me(request))
    messages.success(request, _("Saved."))
    return redirect("my_data")
