"""The list of sent files of a call."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import me
from mouakaba.base.places.queries import region_names
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import FormDefinition
from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.forms.queries import form_of
from mouakaba.select.screening.queries import (
    Filters,
    Group,
    calls_to_screen,
    count_by_state,
    facts_in_words,
    facts_shown,
    files_of_call,
    filtered,
    region_fact,
    rule_choices,
    unmet_groups,
    version_of,
    with_unmet,
)

PER_PAGE = 50


@login_required
@never_cache
def screening_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Sent files: what waits, filters kept in the address, fifty a page."""
    call = get_object_or_404(calls_to_screen(me(request)), slug=slug)
    form = form_of(version_of(call).content)
    files, filters, region = files_of_call(me(request), call), Filters.of(request.GET), region_fact(form)
    shown = filtered(files, filters, region_fact=region)
    light = with_unmet(shown).select_related("imported_row").defer("answers", "revisions", "search")
    page = Paginator(light, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "call": call,
        "filters": filters,
        "page": page,
        "rows": _rows(call, form, list(page)),
        "states": _states(files, filters, region),
        "waiting": _waiting(call, unmet_groups(files)),
        "choices": _choices(call, region),
        "query": filters.as_query(),
        "scored": call.marks_closed_at is not None,
    }
    return render(request, "select/screening/list.html", context)


def _rows(call: Call, form: FormDefinition, files: list[Application]) -> list[dict[str, Any]]:
    """Each file with its facts and unmet rules in words."""
    names, labels = facts_shown(version_of(call), form), dict(rule_choices(version_of(call)))
    return [
        {
            "file": file,
            "facts": facts_in_words(version_of(call), form, file.facts, names),
            "unmet": [labels.get(code, code) for code in file.unmet or ()],  # type: ignore[attr-defined]
            "verdict": verdict_label(file.verdict),
        }
        for file in files
    ]


def verdict_label(verdict: str) -> str:
    """The verdict in words."""
    return {"eligible": _("eligible"), "ineligible": _("not eligible")}.get(verdict, _("cannot tell"))


def _states(files: Any, filters: Filters, region: str) -> list[dict[str, Any]]:
    """How many files stand in each state among those the other filters show."""
    others = Filters(**{**_plain(filters), "state": ""})
    counts = count_by_state(filtered(files, others, region_fact=region))
    rows = [{"code": code, "label": State(code).label, "count": count} for code, count in counts.items()]
    whole = {"code": "", "label": _("all"), "count": sum(counts.values())}
    return [{**row, "here": row["code"] == filters.state} for row in [whole, *rows]]


def _plain(filters: Filters) -> dict[str, str]:
    return {name: getattr(filters, name) for name in Filters.__slots__}


def _waiting(call: Call, groups: list[Group]) -> dict[str, Any]:
    """What waits for a decision, as acts to choose from. Good files of a kind without screening wait for nobody."""
    eligible = sum(group.count for group in groups if group.verdict == "eligible")
    eligible, rest = eligible * call.kind.needs_screening, sum(group.count for group in groups) - eligible
    labels = dict(rule_choices(version_of(call)))
    return {
        "eligible": eligible,
        "unclear": sum(group.count for group in groups if group.verdict not in ("eligible", "ineligible")),
        "refusals": [
            {
                "count": group.count,
                "codes": ",".join(group.unmet),
                "labels": [labels.get(code, code) for code in group.unmet],
            }
            for group in groups
            if group.verdict == "ineligible"
        ],
        "all": eligible + rest,
    }


def _choices(call: Call, region: str) -> dict[str, Any]:
    """What each filter offers."""
    rules = rule_choices(version_of(call))
    return {
        "verdict": [(code, verdict_label(code)) for code in ("eligible", "ineligible", "cannot_tell")],
        "unmet": [(f"no:{code}", label) for code, label in rules],
        "unclear": [(f"cannot_tell:{code}", label) for code, label in rules],
        "region": [(code, said(name)) for code, name in sorted(region_names().items())] if region else [],
        "language": list(Person.Language.choices),
        "sort": [
            ("oldest", _("first sent first")),
            ("newest", _("last sent first")),
            ("title", _("by title")),
            ("number", _("by number")),
            *([("score", _("by marks"))] if call.marks_closed_at else []),
        ],
    }
