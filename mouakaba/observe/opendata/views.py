"""Open data, and the network with its directory."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from mouakaba.base.people.queries import me
from mouakaba.kernel.text import fold
from mouakaba.observe.indicators.queries import refreshed_at
from mouakaba.observe.opendata.actions import stand_in_directory
from mouakaba.observe.opendata.queries import directory, organisations_of
from mouakaba.observe.opendata.rules import DATASETS, LICENCE, LICENCE_NAME, MEDIA, ROOT
from mouakaba.select import door as select


def open_data(request: HttpRequest) -> HttpResponse:
    """What data there is, in which formats, under which licence."""
    rows = [(one, [(f"{ROOT}/{one.code}.{ending}", ending.upper()) for ending in MEDIA]) for one in DATASETS]
    context = {"rows": rows, "licence": LICENCE, "licence_name": LICENCE_NAME, "root": ROOT, "at": refreshed_at()}
    return render(request, "observe/opendata/data.html", context)


def network(request: HttpRequest) -> HttpResponse:
    """Programmes, and organisations that stand in the directory."""
    words = request.GET.get("q", "").strip()[:100]
    found = directory()
    if words:
        found = found.filter(search__contains=fold(words))
    context = {"programmes": select.public_programmes(), "rows": found, "words": words}
    return render(request, "observe/opendata/network.html", context)


@login_required
def directory_mine(request: HttpRequest) -> HttpResponse:
    """The organisations this person runs: in the directory or not."""
    rows = organisations_of(me(request))
    if not rows.exists():
        raise Http404
    if request.method == "POST":
        organisation = get_object_or_404(rows, slug=request.POST.get("organisation", ""))
        stand_in_directory(organisation=organisation, stands=request.POST.get("stands") == "yes", by=me(request))
        messages.success(request, _("Saved."))
        return redirect("directory_mine")
    return render(request, "observe/opendata/mine.html", {"rows": rows})
