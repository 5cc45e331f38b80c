"""The published versions of a call: list, comparison, download; the preview of the draft's form."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.translation import override

from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.queries import current, direction
from mouakaba.kernel.forms import FormDefinition
from mouakaba.select.calls.phrases import PART_NAMES
from mouakaba.select.calls.queries.applications import counts_by_version
from mouakaba.select.calls.queries.changes import differences
from mouakaba.select.calls.queries.form_check import form_of
from mouakaba.select.calls.views.desk import open_desk
from mouakaba.select.forms.forms import FieldState, fields


@login_required
def call_versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version, with how many files answered it."""
    desk = open_desk(request, slug)
    counts = counts_by_version(desk.call)
    versions = list(desk.call.versions.select_related("published_by").order_by("-number"))
    rows = [(version, counts.get(version.pk, {"drafts": 0, "sent": 0})) for version in versions]
    return render(request, "select/calls/versions.html", {"desk": desk, "call": desk.call, "rows": rows})


@login_required
def call_compare(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    """What changed between two versions."""
    desk = open_desk(request, slug)
    before, after = (get_object_or_404(desk.call.versions, number=number) for number in (old, new))
    found = differences(before, after)
    parts = [(PART_NAMES[part], list(rows)) for part, rows in groupby(found, key=lambda row: row.part)]
    context = {"desk": desk, "call": desk.call, "old": before, "new": after, "parts": parts}
    return render(request, "select/calls/compare.html", context)


@login_required
def call_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft's form as the applicant sees it, in one of the three languages."""
    desk = open_desk(request, slug)
    language = request.GET.get("language", current())
    language = language if language in LANGUAGES else current()
    form = form_of(desk.draft)
    context = {
        "desk": desk,
        "call": desk.call,
        "language": language,
        "direction": direction(language),
        "paper": _paper(form, language) if form else "",
    }
    return render(request, "select/calls/preview.html", context)


def _paper(form: FormDefinition, language: str) -> str:
    """The form drawn by the applicant's own templates, in the language asked for."""
    with override(language):
        sections = [(section, _fields(form, section.code)) for section in form.sections]
        return render_to_string("select/calls/paper.html", {"sections": sections})


def _fields(form: FormDefinition, section: str) -> list[Any]:
    """Every question of a section, those under a condition too."""
    return [
        (replace(drawn, shown=True), drawn.question.condition and form.by_code[drawn.question.condition.question])
        for drawn in fields(form, form.in_section(section), {}, FieldState())
    ]
