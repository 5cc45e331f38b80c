"""What is looked for and not found, for anybody, without persons; and what a person could learn, for themselves."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.base.clock.queries import today
from mouakaba.base.people.queries import me
from mouakaba.base.places.queries import region_names
from mouakaba.base.sheets.actions import csv_file
from mouakaba.base.words.queries import said
from mouakaba.match.gaps.queries import Gap, gaps, kept_counts, lacking, trainings_for
from mouakaba.match.gaps.rules import KEPT_SECONDS, TREND_DAYS
from mouakaba.match.listings.models import Sector
from mouakaba.match.pairing.rules import FEWEST
from mouakaba.match.skills.queries import profile_of

PER_PAGE = 25


def skills_wanted(request: HttpRequest) -> HttpResponse:
    """Skills that openings ask for, and how many people have them; as a CSV with ?format=csv."""
    region, sector = request.GET.get("region", ""), request.GET.get("sector", "")
    region = region if region in region_names() else ""
    sector = sector if sector in Sector.values else ""
    made = kept_counts()
    rows = gaps(made, region=region, sector=sector)
    if request.GET.get("format") == "csv":
        return _sheet(rows, region, sector)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return _page(request, {"page": page, "region": region, "sector": sector, "made_at": made.made_at})


@never_cache
def _page(request: HttpRequest, chosen: dict[str, object]) -> HttpResponse:
    context = {
        **chosen,
        "regions": region_names(),
        "sectors": Sector.choices,
        "fewest": FEWEST,
        "days": TREND_DAYS,
    }
    return render(request, "match/gaps/skills_wanted.html", context)


def _sheet(rows: list[Gap], region: str, sector: str) -> HttpResponse:
    """The same counts as a sheet, which holds nothing of its reader and may be kept on the way."""
    headers = (
        _("Skill"), "uri", _("Region"), _("Sector"), _("Openings that ask for it"), _("New lately"), _("New before"),
        _("People who have it"), _("Trainings that teach it"),
    )  # fmt: skip
    told = [
        (
            said(row.label), row.uri, region, sector, row.openings, row.lately, row.before,
            _("not shown") if row.people is None else row.people,
            " | ".join(training.title for training in row.trainings),
        )
        for row in rows
    ]  # fmt: skip
    response = csv_file(f"skills-wanted-{today()}.csv", headers, told)
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response


@login_required
@never_cache
def my_trainings(request: HttpRequest) -> HttpResponse:
    """Trainings that teach what the person's wished openings ask for and they lack."""
    profile = profile_of(me(request))
    if profile is None:
        return redirect("my_skills")
    missing = lacking(profile)
    context = {"missing": missing.values(), "suited": trainings_for(profile, missing)}
    return render(request, "match/gaps/my_trainings.html", context)
