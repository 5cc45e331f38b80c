"""What is looked for and what is found, for anybody, without persons."""

from __future__ import annotations

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.base.clock.queries import today
from mouakaba.base.places.queries import region_names
from mouakaba.base.words.queries import said
from mouakaba.kernel.sheets import harmless
from mouakaba.match.pairing.queries import Gap, gaps
from mouakaba.match.pairing.rules import FEWEST


@never_cache
def skills_wanted(request: HttpRequest) -> HttpResponse:
    """Skills that openings ask for, and how many people have them; as a CSV with ?format=csv."""
    region = request.GET.get("region", "")
    region = region if region in region_names() else ""
    rows = gaps(region)
    if request.GET.get("format") == "csv":
        return _sheet(rows)
    context = {"rows": rows, "region": region, "regions": region_names(), "fewest": FEWEST, "day": today()}
    return render(request, "match/pairing/skills_wanted.html", context)


def _sheet(rows: list[Gap]) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="skills-wanted.csv"'
    writer = csv.writer(response)
    writer.writerow([_("Skill"), _("Openings that ask for it"), _("People who have it")])
    for row in rows:
        few = _("fewer than %(n)s") % {"n": FEWEST}
        writer.writerow([harmless(said(row.label)), row.openings, few if row.people is None else row.people])
    return response
