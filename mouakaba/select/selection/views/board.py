"""The page a jury discusses, its lists, and the page of one file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.actions import csv_file
from mouakaba.select.calls.models import Call
from mouakaba.select.selection.models import SelectionRun
from mouakaba.select.selection.phrases.sentences import quota_name
from mouakaba.select.selection.queries.board import (
    FileRow,
    board,
    changes_in_words,
    file_rows,
    runs_of,
    tied_numbers,
    undecided,
)
from mouakaba.select.selection.queries.comparing import conflict_of, way_out
from mouakaba.select.selection.queries.files import Wanted, explained, numbers_of
from mouakaba.select.selection.queries.inputs import read_rules, read_scored
from mouakaba.select.selection.views.desk import open_choice, open_run

A_PAGE = 50


@login_required
@require_GET
def selection_office(request: HttpRequest, slug: str) -> HttpResponse:
    """The choice of a call: what the jury looks at together."""
    call = open_choice(request, slug)
    run = open_run(request, call)
    context = {"call": call, "run": run, "runs": _runs(call), **_shown(run, call, me(request))}
    context["undecided"] = 0 if run and run.frozen_at else undecided(call)
    if request.htmx and run is not None:  # type: ignore[attr-defined]  # django-htmx sets it
        return render(request, "select/selection/office.html#progress", context)
    return render(request, "select/selection/office.html", context)


def _runs(call: Call) -> list[tuple[SelectionRun, list[str]]]:
    content = call.version.content if call.version else {}
    return [(run, changes_in_words(run, content)) for run in runs_of(call)]


def _shown(run: SelectionRun | None, call: Call, person: Person) -> dict[str, Any]:
    if run is None or call.version is None:
        return {}
    content = call.version.content
    if run.status == "optimal":
        hidden = tied_numbers(call, person)
        return {"board": board(run, content, hidden=hidden), "hidden": len(hidden)}
    if run.status == "infeasible":
        return {"conflict": conflict_of(run, content), "way_out": way_out(run, content)}
    return {"waiting": len(read_scored(run.scored))}


@login_required
@require_GET
def selection_files(request: HttpRequest, slug: str) -> HttpResponse:
    """Every file of a run: filtered, sorted, a page at a time."""
    call = open_choice(request, slug)
    run = open_run(request, call)
    if run is None or call.version is None:
        raise Http404
    wanted = Wanted.of(request.GET)
    hidden = tied_numbers(call, me(request))
    page = Paginator(numbers_of(run, wanted, hidden=hidden), A_PAGE).get_page(request.GET.get("page"))
    rules = read_rules(run.rules_file)
    context = {
        "call": call,
        "run": run,
        "wanted": wanted,
        "page": page,
        "rows": file_rows(run, list(page.object_list), call.version.content),
        "quotas": [(quota.code, quota_name(call.version.content, quota.code)) for quota in rules.quotas],
    }
    return render(request, "select/selection/files.html", context)


@login_required
@require_GET
def selection_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The list on the screen, all its pages, as CSV."""
    call = open_choice(request, slug)
    run = open_run(request, call)
    if run is None or call.version is None:
        raise Http404
    numbers = numbers_of(run, Wanted.of(request.GET), hidden=tied_numbers(call, me(request)))
    rows = file_rows(run, numbers, call.version.content)
    headers = [_("Number"), _("Project"), _("Score"), _("Outcome"), _("Rank"), _("Short by"), _("Quotas"), _("Facts")]
    return csv_file(f"{call.slug}-choice.csv", headers, map(_exported, rows))


def _exported(row: FileRow) -> list[object]:
    outcome = _("chosen") if row.rank else _("reserve") if row.reserve else _("not chosen")
    told = [row.number, row.title, row.score, outcome, row.rank or row.reserve, row.short_by, row.quotas]
    return [*told, " · ".join(row.facts)]


@login_required
@require_GET
def selection_file(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One file of a run: where it stands and why."""
    call = open_choice(request, slug)
    run = open_run(request, call)
    if run is None or call.version is None:
        raise Http404
    found = explained(run, number, content=call.version.content, person=me(request))
    if found is None:
        raise Http404
    context = {"call": call, "run": run, "found": found, "row": found.row}
    return render(request, "select/selection/file.html", context)
