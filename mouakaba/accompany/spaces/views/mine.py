"""A member's own stay."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from mouakaba.accompany.spaces import queries
from mouakaba.accompany.spaces.models import Stay
from mouakaba.accompany.spaces.phrases import last_day, rate_in_words, size_in_words, wanted_in_words, why_here
from mouakaba.base.clock.queries import today
from mouakaba.base.people.queries import me
from mouakaba.kernel.money import dirhams


@login_required
@never_cache
def my_stay(request: HttpRequest) -> HttpResponse:
    """Spaces, rent steps and dates of the person's members, and their places on waiting lists."""
    person = me(request)
    lines = list(queries.own_waiting(person))
    places = {site: queries.waiting_of(site) for site in {row.site for row in lines}}
    waits = [
        {"row": row, "of": len(places[row.site]), "wanted": wanted_in_words(row), "why": why_here(found)}
        | {"position": found.place.position}  # type: ignore[attr-defined]
        for row in lines
        for found in places[row.site]
        if found.pk == row.pk
    ]
    context = {"stays": [told_of(stay) for stay in queries.own_stays(person)], "waits": waits}
    return render(request, "accompany/spaces/mine.html", context)


def told_of(stay: Stay) -> dict[str, Any]:
    """A stay in words: what is let, its steps, its end, and the rent of the months ahead."""
    day = today()
    ahead = queries.rent_ahead(stay)
    return {
        "stay": stay,
        "size": size_in_words(stay.quantity, exclusive=stay.exclusive),
        "running": stay.begins <= day and (stay.ends is None or stay.ends > day),
        "last_day": last_day(stay.ends) if stay.ends else "",
        "steps": [
            {"step": step, "words": rate_in_words(step.rate, exclusive=stay.exclusive), "to_come": step.begins > day}
            for step in stay.steps.all()
        ],
        "months": [(row.month, row.days, dirhams(row.amount)) for row in ahead],
        "total": dirhams(sum(row.amount for row in ahead)),
    }
