"""Stays on a site: letting a space, rent steps, the end, another space."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.accompany.spaces import actions, queries
from mouakaba.accompany.spaces.forms import EndForm, LetForm, MoveForm, SpaceForm, StepForm
from mouakaba.accompany.spaces.models import RentStep, Space, Stay
from mouakaba.accompany.spaces.phrases import act_in_words, last_day, rate_in_words, size_in_words
from mouakaba.accompany.spaces.rules import BY_SEAT
from mouakaba.accompany.spaces.views.mine import told_of
from mouakaba.accompany.spaces.views.shared import seen, sheet
from mouakaba.base.audit.queries import history_of
from mouakaba.base.clock.queries import today
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.views import wants_sheet
from mouakaba.base.ui.views import done, saved
from mouakaba.kernel.letting import rate_on
from mouakaba.kernel.money import centimes, dirhams

PER_PAGE = 30


@login_required
@never_cache
def site_stays(request: HttpRequest, slug: str) -> HttpResponse:
    """Stays of a site, those of today or all; CSV and workbook of what is shown."""
    site = seen(request, slug)
    every = request.GET.get("all") == "yes"
    rows = queries.stays_of_site(site)
    rows = rows if every else queries.running_on(rows, today()).order_by("space__floor", "space__code")
    if wants_sheet(request):
        return _stays_sheet(request, rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"site": site, "page": page, "rows": [_line(stay) for stay in page], "all": every}
    return render(request, "accompany/spaces/stays.html", context)


def _line(stay: Stay) -> dict[str, Any]:
    rate = rate_on(queries.terms_of(stay), max(today(), stay.begins))
    return {
        "stay": stay,
        "size": size_in_words(stay.quantity, exclusive=stay.exclusive),
        "rate": rate_in_words(rate, exclusive=stay.exclusive),
        "last_day": last_day(stay.ends) if stay.ends else "",
        "centimes": rate,
    }


def _stays_sheet(request: HttpRequest, rows: QuerySet[Stay]) -> HttpResponse:
    headers = (
        _("Space"), _("Member"), _("Stage"), _("From"), _("Free again on"), _("m² or seats"),
        _("Rent of a unit and month (DH)"), _("Rent of a whole month (DH)"),
    )  # fmt: skip
    lines = (
        [
            stay.space.code, stay.member.name, str(stay.get_stage_display()), stay.begins, stay.ends, stay.quantity,
            dirhams(rate), dirhams(int(rate * stay.quantity)),
        ]
        for stay in rows
        for rate in [rate_on(queries.terms_of(stay), max(today(), stay.begins))]
    )  # fmt: skip
    return sheet(request, "stays", headers, lines)


@login_required
@never_cache
def office_space(request: HttpRequest, pk: int) -> HttpResponse:
    """One space: who stays and stayed there, letting it, changing it."""
    space = get_object_or_404(queries.spaces_run_by(me(request)), pk=pk)
    members = queries.members_run_by(me(request)).filter(network=space.site.network)
    lets = request.method == "POST" and request.POST.get("act") == "let"
    changes = request.method == "POST" and not lets
    let = LetForm(request.POST if lets else None, members=members, seated=space.kind in BY_SEAT, auto_id="let_%s")
    form = SpaceForm(request.POST if changes else None, initial=SpaceForm.initial_of(space))
    if lets and done(let, lambda: _let(request, space, let)):
        return saved(request, "office_space", pk)
    if changes and done(form, lambda: actions.save_space(space=space, by=me(request), **form.cleaned_data)):
        return saved(request, "office_space", pk)
    space = get_object_or_404(queries.spaces_run_by(me(request)), pk=pk)  # as it is kept, whatever was typed
    stays = queries.stays_of_site(space.site).filter(space=space)
    context = {"space": space, "site": space.site, "rows": [_line(stay) for stay in stays], "let": let, "form": form}
    return render(request, "accompany/spaces/space.html", context, status=422 if let.errors or form.errors else 200)


def _let(request: HttpRequest, space: Space, form: LetForm) -> None:
    told = form.cleaned_data
    actions.let_space(
        space=space, member=told["member"], begins=told["begins"], ends=told["ends"], seats=told.get("seats") or 0,
        plan=form.plan(), reason=told["reason"], by=me(request),
    )  # fmt: skip


@login_required
@never_cache
def office_stay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One stay: its rent by month, its steps, its end, another space."""
    return _stay(request, pk)


def _stay(request: HttpRequest, pk: UUID, **forms: Any) -> HttpResponse:
    stay = get_object_or_404(queries.stays_seen_by(me(request)), pk=pk)
    may_change = queries.stays_run_by(me(request)).filter(pk=pk).exists()
    over = stay.ends is not None and stay.ends <= today()
    context = {
        **told_of(stay),
        "site": stay.space.site,
        "over": over,
        "may_change": may_change,
        "history": [(line, act_in_words(line.act)) for line in history_of(stay)[:30]],
        **(_stay_forms(request, stay, forms) if may_change and not over else {}),
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "accompany/spaces/stay.html", context, status=422 if wrong else 200)


def _stay_forms(request: HttpRequest, stay: Stay, forms: dict[str, Any]) -> dict[str, Any]:
    return {
        "end": forms.get("end") or EndForm(auto_id="end_%s", initial={"ends": stay.ends}),
        "step": forms.get("step") or StepForm(auto_id="step_%s"),
        "move": forms.get("move") or MoveForm(auto_id="move_%s", spaces=_others(request, stay)),
    }


def _others(request: HttpRequest, stay: Stay) -> QuerySet[Space]:
    """Spaces of the network to which a stay can move: those paid by the same unit."""
    rows = queries.spaces_run_by(me(request)).filter(site__network=stay.space.site.network, site__status="operating")
    rows = rows.exclude(pk=stay.space_id)
    return rows.exclude(kind__in=BY_SEAT) if stay.exclusive else rows.filter(kind__in=BY_SEAT)


def _run(request: HttpRequest, pk: UUID) -> Stay:
    return get_object_or_404(queries.stays_run_by(me(request)), pk=pk)


@login_required
@require_POST
def office_stay_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sets the end."""
    stay, form = _run(request, pk), EndForm(request.POST, auto_id="end_%s")
    if done(form, lambda: actions.end_stay(stay=stay, by=me(request), **form.cleaned_data)):
        return saved(request, "office_stay", pk)
    return _stay(request, pk, end=form)


@login_required
@require_POST
def office_stay_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sets the rent from a day on."""
    stay, form = _run(request, pk), StepForm(request.POST, auto_id="step_%s")
    if done(
        form,
        lambda: actions.set_step(
            stay=stay, begins=form.cleaned_data["begins"], rate=centimes(form.cleaned_data["rate"]), by=me(request)
        ),
    ):
        return saved(request, "office_stay", pk)
    return _stay(request, pk, step=form)


@login_required
@require_POST
def office_step_remove(request: HttpRequest, pk: UUID, step: int) -> HttpResponse:
    """Takes a change of rent away."""
    row = get_object_or_404(RentStep.objects.select_related("stay"), stay=_run(request, pk), pk=step)
    try:
        actions.remove_step(step=row, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("office_stay", pk)
    return saved(request, "office_stay", pk)


@login_required
@require_POST
def office_stay_move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another space from a day on."""
    stay = _run(request, pk)
    form = MoveForm(request.POST, auto_id="move_%s", spaces=_others(request, stay))
    if made := done(form, lambda: actions.move_stay(stay=stay, by=me(request), **form.cleaned_data)):
        return saved(request, "office_stay", made.pk)
    return _stay(request, pk, move=form)
