"""A person's own page."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import recorded
from mouakaba.base.people.forms import ProfileForm
from mouakaba.base.people.queries import me


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name, phone and language."""
    person = me(request)
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        with recorded("save_profile", by=person, subject=person):
            form.save()
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    return render(request, "base/profile.html", {"form": form})
