"""Dashboards: for anybody, and for who may read a programme; and the records behind a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.actions import csv_file
from mouakaba.base.words.queries import said
from mouakaba.kernel.indicators import Indicator
from mouakaba.observe.dashboards.actions import take_snapshot
from mouakaba.observe.dashboards.forms import FreezeForm, SliceForm
from mouakaba.observe.dashboards.phrases import tiles
from mouakaba.observe.indicators.phrases import (
    DIMENSIONS,
    figure_in_words,
    unit_name,
    value_in_words,
    value_name,
)
from mouakaba.observe.indicators.queries import (
    Figure,
    Line,
    Slice,
    bounded,
    breakdown,
    edition_titles,
    figures,
    names_and_owners,
    readable,
    records_behind,
    records_counted,
    refreshed_at,
)
from mouakaba.observe.indicators.rules import PLATFORM, declared
from mouakaba.select import door as select

PER_PAGE = 50


def dashboard(request: HttpRequest) -> HttpResponse:
    """For anybody: by programme, one dimension at a time, no small count of people."""
    form = SliceForm(request.GET, programmes=_titles(select.public_programmes()), wide=False)
    return _board(request, form, form.slice(), {"records_url": "figure_records", "public": True})


@login_required
def office_dashboard(request: HttpRequest) -> HttpResponse:
    """For who reads programmes: theirs, with every count and more filters; and the freezing of what is shown."""
    person = me(request)
    mine = _readable(person)
    form = SliceForm(request.GET, programmes=_own_titles(mine), wide=True)
    freeze = FreezeForm(request.POST or None)
    wanted = form.slice()
    if request.method == "POST" and freeze.is_valid():
        programme = get_object_or_404(select.programmes_seen_by(person), slug=next(iter(wanted.programmes), ""))
        taken = take_snapshot(
            programme=programme, region=wanted.region, year=wanted.year, by=person, **freeze.cleaned_data
        )
        return redirect("snapshot", taken.pk)
    context = {"records_url": "office_figure_records", "freeze": freeze, "public": False}
    context["one"] = len(wanted.programmes) and not wanted.programmes[0].startswith("@")
    context["keeps_organisations"] = PLATFORM not in wanted.programmes and select.organisations_run_by(person).exists()
    return _board(request, form, bounded(wanted, mine), context)


def _titles(programmes: Any) -> list[tuple[str, str]]:
    return [(programme.slug, said(programme.title)) for programme in programmes]


def _readable(person: Person) -> dict[str, Mapping[str, str]]:
    """Whose records this person may read. Raises Http404 for nobody's."""
    if mine := readable(person):
        return mine
    raise Http404


def _own_titles(mine: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """Programmes, then networks by themselves, then for the operator what belongs to nobody."""
    order = sorted(mine, key=lambda slug: (slug.startswith("@"), slug == PLATFORM))
    return [
        (slug, _("what belongs to no programme: markets") if slug == PLATFORM else said(mine[slug])) for slug in order
    ]


def _board(request: HttpRequest, form: SliceForm, wanted: Slice, context: dict[str, Any]) -> HttpResponse:
    found = figures(wanted)
    chosen = next((one for one in found if one.indicator.code == request.GET.get("figure")), None) or _first(found)
    lines = breakdown(chosen.indicator, form.by, wanted)
    rows = _rows(chosen.indicator, form.by, lines, edition_titles() if form.by == "edition" else {})
    if request.GET.get("format") == "csv":
        headers = [DIMENSIONS[form.by], unit_name(chosen.indicator.unit)]
        return csv_file(
            f"{chosen.indicator.code}-{form.by}.csv", headers, [(row["name"], row["plain"]) for row in rows]
        )
    context |= {
        "form": form,
        "cards": [_card(one) for one in found if one is chosen or one.hidden or (one.reading and one.reading.records)],
        "chosen": chosen,
        "title": said(chosen.indicator.title),
        "rows": rows,
        "withheld": lines is None,
        "behind": _behind(chosen, wanted),
        "dimension": DIMENSIONS[form.by],
        "tiles": _map(form.by, lines, rows),
        "refreshed": refreshed_at(),
        "kept": {name: form.cleaned_data.get(name) or "" for name in ("programme", "region", "year")},
    }
    broken = form.errors or (context.get("freeze") and context["freeze"].errors)
    return render(request, "observe/dashboards/dashboard.html", context, status=422 if broken else 200)


def _behind(chosen: Figure, wanted: Slice) -> int:
    """How many records a figure was counted from; of a sum they are counted themselves."""
    if chosen.hidden or not chosen.reading:
        return 0
    return records_counted(chosen.indicator, wanted)


def _first(found: list[Figure]) -> Figure:
    """The first figure that has something to show."""
    return next((one for one in found if one.reading and one.reading.records), found[0])


def _card(one: Figure) -> dict[str, Any]:
    reading = one.reading
    response = reading.response if reading else None
    return {
        "code": one.indicator.code,
        "title": one.indicator.title,
        "unit": "" if one.indicator.unit in ("per-cent", "dirhams") else unit_name(one.indicator.unit),
        "value": figure_in_words(one.indicator, reading),
        "hidden": one.hidden,
        "response": None if response is None else value_in_words(response, "per-cent"),
        "records": reading.records if reading else None,
    }


def _rows(one: Indicator, by: str, lines: list[Line] | None, titles: Any) -> list[dict[str, Any]]:
    values = [line.reading.value for line in lines or [] if line.reading and line.reading.value is not None]
    most = max(values, default=0) or 1
    return [
        {
            "name": value_name(by, line.value, titles),
            "text": figure_in_words(one, line.reading) if line.reading else _("not shown"),
            "plain": "" if line.reading is None or line.reading.value is None else line.reading.value,
            "width": round(100 * (line.reading.value or 0) / most, 1) if line.reading else 0,
            "records": line.reading.records if line.reading and one.is_rate else None,
        }
        for line in lines or []
    ]


def _map(by: str, lines: list[Line] | None, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if by != "region" or not lines:
        return []
    values = {line.value: int(line.reading.value or 0) if line.reading else None for line in lines}
    texts = {line.value: row["text"] if line.reading else "·" for line, row in zip(lines, rows, strict=True)}
    return tiles(values, texts)


def records(request: HttpRequest, indicator: str) -> HttpResponse:
    """What a number was counted from, for anybody: without persons."""
    form = SliceForm(request.GET, programmes=_titles(select.public_programmes()), wide=False)
    return _records(request, indicator, form.slice(), {})


@login_required
def office_records(request: HttpRequest, indicator: str) -> HttpResponse:
    """The same for who may read the programme."""
    mine = _readable(me(request))
    form = SliceForm(request.GET, programmes=_own_titles(mine), wide=True)
    return _records(request, indicator, bounded(form.slice(), mine), mine)


class _Counted(Paginator):
    """Pages of records whose number the cells know: a million are not counted for a page of fifty."""

    def __init__(self, rows: Any, per_page: int, known: int) -> None:
        super().__init__(rows, per_page)
        self._known = known

    @property
    def count(self) -> int:
        """How many records there are."""
        return self._known


def _records(
    request: HttpRequest, indicator: str, wanted: Slice, mine: Mapping[str, Mapping[str, str]]
) -> HttpResponse:
    one = declared().get(indicator)
    if one is None:
        raise Http404
    rows = records_behind(one, wanted)
    columns = ("programme", "edition", "kind", "region", "sex", "age_band", "area", "sector", "day")
    if request.GET.get("format") == "csv":
        return csv_file(f"{indicator}-records.csv", [*columns, "amount"], rows.values_list(*columns, "amount"))
    page = _Counted(rows, PER_PAGE, records_counted(one, wanted)).get_page(request.GET.get("page"))
    context = {
        "indicator": one,
        "filter_of": wanted,
        "page": page,
        "rows": _listed(list(page), one, wanted.public, mine),
        "people": wanted.public and one.persons,
        "public": wanted.public,
        "calls": _calls(one, wanted),
    }
    return render(request, "observe/dashboards/records.html", context)


def _listed(
    page: list[Any], one: Indicator, public: bool, mine: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Records as the page shows them, with the titles of their programme and edition."""
    programmes = mine or {slug: name for slug, (name, _owner) in names_and_owners().items()}
    editions = edition_titles()
    named = ("region", "kind") if public else ("region", "kind", "sex", "age_band", "area", "sector")
    return [
        {
            "row": row,
            "programme": said(programmes.get(row.programme)) or row.programme,
            "edition": value_name("edition", row.edition, editions) if row.edition else "",
            "amount": value_in_words(row.amount, one.unit) if one.total == "amount" else "",
            "values": [(DIMENSIONS[name], value_name(name, getattr(row, name))) for name in named],
        }
        for row in page
    ]


def _calls(one: Indicator, wanted: Slice) -> list[dict[str, Any]]:
    """Of people the public sees how many by edition, where it may be said."""
    if not (wanted.public and one.persons):
        return []
    return _rows(one, "edition", breakdown(one, "edition", wanted), edition_titles())
