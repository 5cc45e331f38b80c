"""The public page of figures: as counted beside as published."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mouakaba.base.words.queries import said
from mouakaba.observe.indicators.phrases import COUNTED_FROM, unit_name, value_in_words
from mouakaba.observe.indicators.queries import OpenFigure, edition_titles, open_figures


def figures_page(request: HttpRequest) -> HttpResponse:
    """Every public figure by programme, those that disagree marked."""
    rows, titles = open_figures(), edition_titles()
    groups = [
        {
            "title": first.programme,
            "organisation": first.organisation,
            "figures": [{**shown(one), "edition": titles.get(one.edition)} for one in (first, *rest)],
        }
        for _slug, found in groupby(rows, key=lambda one: one.code.partition(".")[0])
        for first, *rest in [list(found)]
    ]
    context = {"groups": groups, "disagreeing": sum(one.disagrees for one in rows), "count": len(rows)}
    return render(request, "observe/indicators/figures.html", context)


def shown(one: OpenFigure) -> dict[str, Any]:
    """A figure as the page shows it."""
    return {
        "figure": one,
        "label": said(one.label),
        "counted": None if one.as_counted is None else value_in_words(one.as_counted, one.unit),
        "published": None if one.as_published is None else value_in_words(one.as_published, one.unit),
        "unit": unit_name(one.unit),
        "counted_from": COUNTED_FROM[one.counted_from],
        "indicator": one.counted_from == "records",
    }
