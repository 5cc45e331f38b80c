"""The waiting list of a site: its order with the reasons, giving a space, leaving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.accompany.spaces import actions, queries
from mouakaba.accompany.spaces.forms import AllotForm, LinkForm, PriorityForm, ReasonForm, WaitingForm
from mouakaba.accompany.spaces.models import Site, Space, Stay, Waiting
from mouakaba.accompany.spaces.phrases import act_in_words, size_in_words, wanted_in_words, why_here
from mouakaba.accompany.spaces.rules import BY_SEAT, TENANTS_FOR
from mouakaba.accompany.spaces.views.shared import run, seen, sheet
from mouakaba.base.audit.queries import history_of
from mouakaba.base.clock.queries import today
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.views import wants_sheet
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.queries import said
from mouakaba.select.door import calls_leading_to


@login_required
@never_cache
def site_waiting(request: HttpRequest, slug: str) -> HttpResponse:
    """Who waits, in order, each with the reason of the place; CSV and workbook; a form for one more."""
    return _list(request, seen(request, slug))


def _list(request: HttpRequest, site: Site, link: LinkForm | None = None) -> HttpResponse:
    form = _add_form(request, site, link is None) if site.may_change else None  # type: ignore[attr-defined]
    if request.method == "POST" and link is None:
        if form is None:
            raise Http404
        if done(form, lambda: _add(request, site, form)):
            return saved(request, "site_waiting", site.slug)
    rows = [_line(row) for row in queries.waiting_of(site)]
    if wants_sheet(request):
        return _sheet(request, rows)
    wrong = (form is not None and form.errors) or (link is not None and link.errors)
    context = {"site": site, "rows": rows, "form": form, **_calls(request, site, link)}
    return render(request, "accompany/spaces/waiting.html", context, status=422 if wrong else 200)


def _calls(request: HttpRequest, site: Site, link: LinkForm | None) -> dict[str, Any]:
    """The calls whose chosen ones come on this list, and a form for one more."""
    linked = list(queries.calls_of(site))
    if not site.may_change:  # type: ignore[attr-defined]
        return {"calls": linked}
    known = {row.call_id for row in linked}
    free = [call for call in calls_leading_to(me(request), TENANTS_FOR) if call.pk not in known]
    return {"calls": linked, "link": (link or LinkForm(calls=free, auto_id="link_%s")) if free else None}


@login_required
@require_POST
def office_site_call(request: HttpRequest, slug: str) -> HttpResponse:
    """The chosen ones of a call wait here."""
    run(request, slug)
    site, calls = seen(request, slug), calls_leading_to(me(request), TENANTS_FOR)
    form = LinkForm(request.POST, calls=calls, auto_id="link_%s")
    if done(form, lambda: actions.link_call(site=site, call_id=UUID(form.cleaned_data["call"]), by=me(request))):
        return saved(request, "site_waiting", slug)
    return _list(request, site, link=form)


def _line(row: Waiting) -> dict[str, Any]:
    return {"row": row, "position": row.place.position, "wanted": wanted_in_words(row), "why": why_here(row)}  # type: ignore[attr-defined]


def _sheet(request: HttpRequest, rows: list[dict[str, Any]]) -> HttpResponse:
    headers = (
        _("Rank"), _("Member"), _("Stage"), _("Admission decided on"), _("Kind of space"),
        _("Least area (m²), or seats"), _("Priority"), _("Why here"), _("Comes from"),
    )  # fmt: skip
    lines = (
        [
            line["position"], row.member.name, str(row.member.get_stage_display()), row.decided_on,
            str(row.get_kind_display()), row.wanted, row.priority, line["why"],
            said(row.member.region.name) if row.member.region else "",
        ]
        for line in rows
        for row in [line["row"]]
    )  # fmt: skip
    return sheet(request, "waiting", headers, lines)


def _add_form(request: HttpRequest, site: Site, told: bool) -> WaitingForm:
    members = queries.members_run_by(me(request)).filter(network=site.network)
    return WaitingForm((request.POST or None) if told else None, members=members)


def _add(request: HttpRequest, site: Site, form: WaitingForm) -> None:
    told = form.cleaned_data
    actions.add_to_list(
        site=site, member=told["member"] or None, by=me(request), decided_on=told["decided_on"], kind=told["kind"],
        wanted=told["wanted"],
        new={"name": told["name"], "kind": told["kind_of_member"], "stage": told["stage"], "region": told["region"]},
    )  # fmt: skip


def _run(request: HttpRequest, pk: int) -> Waiting:
    return get_object_or_404(queries.waiting_run_by(me(request)), pk=pk)


@login_required
@never_cache
def office_waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the list: what was decided, giving a space, the place, leaving."""
    return _one(request, pk)


def _one(request: HttpRequest, pk: int, **forms: Any) -> HttpResponse:
    row = get_object_or_404(queries.waiting_seen_by(me(request)), pk=pk)
    waits = row.state == Waiting.State.WAITING
    may_change = queries.sites_run_by(me(request)).filter(pk=row.site_id).exists()
    position = next((one for one in queries.waiting_of(row.site) if one.pk == pk), None) if waits else None
    free = queries.free_on(row.site, today(), None) if waits and may_change else []
    context = {
        "row": row,
        "site": row.site,
        "wanted": wanted_in_words(row),
        "place": position and position.place,  # type: ignore[attr-defined]
        "why": why_here(position) if position else "",
        "free": [_free(space, left) for space, left in free if space.kind == row.kind and left >= row.wanted],
        "history": [(line, act_in_words(line.act)) for line in history_of(row)[:30]],
        **(_forms(row, forms) if waits and may_change else {}),
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "accompany/spaces/entry.html", context, status=422 if wrong else 200)


def _free(space: Space, left: Any) -> dict[str, Any]:
    return {"space": space, "left": size_in_words(left, exclusive=space.kind not in BY_SEAT)}


def _forms(row: Waiting, forms: dict[str, Any]) -> dict[str, Any]:
    lifted = {"priority": row.priority, "reason": row.priority_reason}
    return {
        "allot": forms.get("allot") or AllotForm(spaces=row.site.spaces.all(), auto_id="allot_%s"),
        "priority": forms.get("priority") or PriorityForm(auto_id="priority_%s", initial=lifted),
        "leave": forms.get("leave") or ReasonForm(auto_id="leave_%s"),
    }


@login_required
@require_POST
def office_waiting_allot(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a space."""
    row = _run(request, pk)
    form = AllotForm(request.POST, spaces=row.site.spaces.all(), auto_id="allot_%s")
    made: list[Stay] = []

    def act() -> None:
        told = form.cleaned_data
        made.append(
            actions.allot(
                waiting=row, space=told["space"], begins=told["begins"], ends=told["ends"], plan=form.plan(),
                reason=told["reason"], by=me(request),
            )
        )  # fmt: skip

    if done(form, act):
        return saved(request, "office_stay", made[0].pk)
    return _one(request, pk, allot=form)


@login_required
@require_POST
def office_waiting_priority(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes the place, with the reason."""
    row, form = _run(request, pk), PriorityForm(request.POST, auto_id="priority_%s")
    if done(form, lambda: actions.set_priority(waiting=row, by=me(request), **form.cleaned_data)):
        return saved(request, "office_waiting", pk)
    return _one(request, pk, priority=form)


@login_required
@require_POST
def office_waiting_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes off the list."""
    row, form = _run(request, pk), ReasonForm(request.POST, auto_id="leave_%s")
    if done(form, lambda: actions.leave_list(waiting=row, by=me(request), **form.cleaned_data)):
        return saved(request, "site_waiting", row.site.slug)
    return _one(request, pk, leave=form)
