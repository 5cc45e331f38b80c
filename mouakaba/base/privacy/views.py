"""What is held about a person: read it, take it away, erase it."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mouakaba.base.notify.queries import topics_refused_by, wants_daily
from mouakaba.base.people.queries import me
from mouakaba.base.privacy.actions import erase_person, export_person


@login_required
def my_data(request: HttpRequest) -> HttpResponse:
    """What is held about the person, and how to take it away."""
    context = {"refused": topics_refused_by(me(request)), "daily": wants_daily(me(request))}
    return render(request, "base/my_data.html", context)


@login_required
def export_data(request: HttpRequest) -> HttpResponse:
    """Everything, as one JSON file."""
    data = export_person(me(request))
    body = json.dumps(data, ensure_ascii=False, indent=2, default=str)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="mouakaba-my-data.json"'
    return response


@login_required
@require_POST
def erase_data(request: HttpRequest) -> HttpResponse:
    """Erases the person, after they typed their own e-mail."""
    person = me(request)
    if request.POST.get("email", "").strip().lower() != person.email:
        messages.error(request, _("To erase your data, type your own e-mail exactly."))
        return redirect("my_data")
    logout(request)
    erase_person(person=person, by=person)
    messages.success(request, _("Your data is erased."))
    return redirect("home")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, and for how long."""
    return render(request, "base/privacy.html")
