"""Deciding on many files at once: a page that says who and why, then the act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext, override
from django.views.decorators.cache import never_cache

from mouakaba.base.people.queries import me
from mouakaba.kernel.text import content_hash
from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.eligibility.queries import rule_label
from mouakaba.select.forms.queries import form_of
from mouakaba.select.screening.actions import Decided, admit_many, refuse_many
from mouakaba.select.screening.phrases import common_reason
from mouakaba.select.screening.queries import (
    Filters,
    Group,
    calls_to_screen,
    files_of_call,
    filtered,
    region_fact,
    rules_of,
    unmet_groups,
    version_of,
    with_unmet,
)

LISTED = 200
VERDICTS = {"admit": "eligible", "refuse": "ineligible"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The files an act would decide, out of those chosen."""

    call: Call
    act: str
    all: int
    files: list[UUID]
    groups: list[Group]  # to refuse: what the chosen files fail, when they do not all fail the same
    unmet: tuple[str, ...]
    picked: bool  # by ticks or filters: then it is worth saying how many are left out

    @property
    def digest(self) -> str:
        """Names these files, so that what is decided is what was shown."""
        return content_hash(sorted(str(pk) for pk in self.files))


@login_required
@never_cache
def screening_decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Who would be admitted or refused, and why; a POST with the same files does it."""
    call = get_object_or_404(calls_to_screen(me(request)), slug=slug)
    act = request.GET.get("do", "")
    if act not in VERDICTS:  # an address that lost its question, as after a reload
        return redirect(_list(request, call))
    chosen = _chosen(request, call, act)
    if request.method != "POST" or chosen.groups:
        return _page(request, chosen)
    if request.POST.get("digest") != chosen.digest:
        return _page(request, chosen, changed=True, status=409)
    try:
        decided = _decide(request, chosen)
    except ValidationError as error:
        return _page(request, chosen, errors=list(error.messages), status=422)
    messages.success(request, _done(act, decided))
    return redirect(_list(request, call))


def _list(request: HttpRequest, call: Call) -> str:
    """The list as it was narrowed."""
    return f"{reverse('screening_list', args=[call.slug])}?{Filters.of(request.GET).as_query()}".rstrip("?")


def _chosen(request: HttpRequest, call: Call, act: str) -> Chosen:
    files, filters = files_of_call(me(request), call), Filters.of(request.GET)
    ticked = _ids(request.GET.getlist("file"))
    if ticked or "ticked" in request.GET:
        files = files.filter(pk__in=ticked)
    else:
        files = filtered(files, filters, region_fact=region_fact(form_of(version_of(call).content)))
    waiting = with_unmet(files.filter(state=State.SUBMITTED, verdict=VERDICTS[act]))
    whole, picked = files.count(), bool(ticked) or filters.narrowed
    rows = [(pk, tuple(unmet or ())) for pk, unmet in waiting.values_list("pk", "unmet")]
    if act == "admit":
        return Chosen(call, act, whole, [pk for pk, _unmet in rows], [], (), picked)
    groups = unmet_groups(waiting)
    unmet = tuple(filter(None, request.GET.get("unmet", "").split(",")))
    if not unmet and len(groups) > 1:
        return Chosen(call, act, whole, [], groups, (), picked)
    unmet = unmet or (groups[0].unmet if groups else ())
    return Chosen(call, act, whole, [pk for pk, failing in rows if failing == unmet], [], unmet, picked)


def _ids(texts: list[str]) -> list[UUID]:
    """Ids that can be read; others are nobody's."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _decide(request: HttpRequest, chosen: Chosen) -> Decided:
    if chosen.act == "admit":
        return admit_many(call=chosen.call, files=chosen.files, by=me(request))
    reasons = {language: request.POST.get(f"reason_{language}", "")[:5000] for language in _languages(chosen)}
    return refuse_many(call=chosen.call, files=chosen.files, unmet=chosen.unmet, by=me(request), reasons=reasons)


def _done(act: str, decided: Decided) -> str:
    words = {"count": decided.done}
    if act == "admit":
        text = ngettext("%(count)s file admitted.", "%(count)s files admitted.", decided.done) % words
    else:
        text = ngettext("%(count)s refusal confirmed.", "%(count)s refusals confirmed.", decided.done) % words
    if not decided.left:
        return text
    left = ngettext(
        "%(count)s file was changed by somebody else meanwhile and is left as it is.",
        "%(count)s files were changed by somebody else meanwhile and are left as they are.",
        decided.left,
    )
    return f"{text} {left % {'count': decided.left}}"


def _rows(chosen: Chosen) -> QuerySet[Any]:
    files = Application.objects.filter(pk__in=chosen.files)
    return files.annotate(told_in=Coalesce(F("applicant__language"), F("language")))


def _languages(chosen: Chosen) -> list[str]:
    """The languages of those who will be written to."""
    found = set(_rows(chosen).order_by().values_list("told_in", flat=True).distinct())
    return [language for language in ("ar", "fr", "en") if language in found]


def _page(
    request: HttpRequest, chosen: Chosen, *, errors: list[str] | None = None, changed: bool = False, status: int = 200
) -> HttpResponse:
    labels = [rule_label(version_of(chosen.call), code) for code in chosen.unmet]
    context = {
        "call": chosen.call,
        "chosen": chosen,
        "left": chosen.all - len(chosen.files) if chosen.picked else 0,
        "rows": _named(chosen),
        "more": max(len(chosen.files) - LISTED, 0),
        "labels": labels,
        "groups": [_group(chosen.call, group) for group in chosen.groups],
        "reasons": _reasons(request, chosen) if chosen.act == "refuse" and chosen.files else [],
        "errors": errors or [],
        "changed": changed,
        "query": Filters.of(request.GET).as_query(),
    }
    return render(request, "select/screening/decide.html", context, status=status)


def _named(chosen: Chosen) -> list[dict[str, Any]]:
    """Who: the first files with, to refuse, the sentence of each rule they do not meet."""
    rows = _rows(chosen).select_related("submission").defer("answers", "revisions", "submission__answers")
    named = []
    for row in rows.order_by("submitted_at", "pk")[:LISTED]:
        row.version = version_of(chosen.call)
        why = [rule.sentence for rule in rules_of(row) if rule.answer == "no"] if chosen.act == "refuse" else []
        named.append({"file": row, "why": why})
    return named


def _group(call: Call, group: Group) -> dict[str, Any]:
    labels = [rule_label(version_of(call), code) for code in group.unmet]
    return {"count": group.count, "codes": ",".join(group.unmet), "labels": labels}


def _reasons(request: HttpRequest, chosen: Chosen) -> list[dict[str, str]]:
    """One reason a language, prefilled; what was typed stays."""
    found = []
    for language in _languages(chosen):
        with override(language):
            labels = [rule_label(version_of(chosen.call), code) for code in chosen.unmet]
            prefilled = common_reason(labels)
        text = request.POST.get(f"reason_{language}", prefilled)
        found.append({"language": language, "name": f"reason_{language}", "text": text})
    return found
