"""Fairs for anybody, one's own, and in the office."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.accompany.cohorts.queries import cohorts_seen_by, projects_of, projects_run_by, public_cohorts
from mouakaba.accompany.fairs import actions, queries
from mouakaba.accompany.fairs.forms import FairForm, JoinForm, OrderForm, VisitForm
from mouakaba.accompany.fairs.models import Fair, FairVisit
from mouakaba.accompany.fairs.phrases import COUNTED, EFFECTS
from mouakaba.accompany.fairs.rules import EFFECTS as COUNTED_BY
from mouakaba.accompany.followup.rules import FEWEST
from mouakaba.base.people.queries import me, me_if_any
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.queries import current
from mouakaba.kernel.money import dirhams
from mouakaba.select import door as select

PER_PAGE = 30


def fairs(request: HttpRequest) -> HttpResponse:
    """Fairs and markets supported projects go to, with their source."""
    rows, chosen = queries.fairs(), request.GET.get("scope", "")
    if chosen == "international":
        rows = rows.filter(is_international=True)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    cohorts = public_cohorts().filter(projects__fair_visits__isnull=False).distinct()[:20]
    context = {"page": page, "chosen": chosen, "cohorts": cohorts}
    return render(request, "accompany/fairs/fairs.html", context)


@never_cache
def cohort_fairs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What fairs gave a cohort: all of it in its office, no small amount for anybody else."""
    person = me_if_any(request)
    cohort = cohorts_seen_by(person).filter(pk=pk).first() if person else None
    inside = cohort is not None
    cohort = cohort or get_object_or_404(public_cohorts(), pk=pk)
    figures = queries.figures_of(cohort, public=not inside)
    effects = [
        (EFFECTS[effect], [(COUNTED[name], figures.counts[name]) for name in names])
        for effect, names in COUNTED_BY.items()
    ]
    told = [(COUNTED[name], figures.counts[name]) for name in ("talks", "leaders")]
    context = {"cohort": cohort, "figures": figures, "effects": effects, "told": told, "inside": inside}
    return render(request, "accompany/fairs/cohort.html", {**context, "fewest": FEWEST})


@login_required
@never_cache
def my_fairs(request: HttpRequest) -> HttpResponse:
    """The fairs one's projects went to; a POST adds a line."""
    person = me(request)
    form = JoinForm(request.POST or None, projects=projects_of(person), fairs=queries.fairs_for(person))
    if request.method == "POST" and form.is_valid():
        return _joined(request, form.cleaned_data["fair"], form)
    context = {"visits": queries.visits_of(person), "form": form, "may_add": projects_of(person).exists()}
    return render(request, "accompany/fairs/mine.html", context, status=422 if form.errors else 200)


def _joined(request: HttpRequest, fair: Fair, form: JoinForm) -> HttpResponse:
    visit = actions.join_fair(fair=fair, project=form.cleaned_data["project"], by=me(request))
    return redirect("fair_visit", visit.pk)


def _open_to(request: HttpRequest, pk: UUID) -> tuple[FairVisit, bool, bool]:
    """A line this person reads; whether they may write it, and confirm it."""
    person = me(request)
    if found := queries.visits_run_by(person).filter(pk=pk).first():
        return found, True, True
    if found := queries.visits_of(person).filter(pk=pk).first():
        return found, True, False
    return get_object_or_404(queries.visits_seen_by(person), pk=pk), False, False


def _written(request: HttpRequest, pk: UUID) -> FairVisit:
    visit, may_write, _may_confirm = _open_to(request, pk)
    if not may_write:
        raise Http404
    return visit


@login_required
@never_cache
def fair_visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A project's part in a fair, for both sides; a POST tells it."""
    if request.method != "POST":
        return _visit_page(request, pk)
    visit = _written(request, pk)
    form = VisitForm(request.POST, visit=visit)
    given: dict[str, Any] = {"by": me(request), "language": current()}
    if done(form, lambda: actions.tell_visit(visit=visit, values=form.cleaned_data, **given)):
        return _told(request, pk)
    return _visit_page(request, pk, form=form)


def _told(request: HttpRequest, pk: UUID) -> HttpResponse:
    messages.success(request, _("Saved. An officer confirms it; then it counts."))
    return redirect("fair_visit", pk)


def _visit_page(request: HttpRequest, pk: UUID, **forms: Any) -> HttpResponse:
    visit, may_write, may_confirm = _open_to(request, pk)
    orders = [(order, dirhams(order.amount)) for order in visit.orders.all()]
    context = {
        "visit": visit,
        "may_write": may_write,
        "may_confirm": may_confirm,
        "told": [(label, getattr(visit, name)) for name, label in COUNTED.items()],
        "orders": orders,
        "total": dirhams(sum(order.amount for order, _shown in orders)),
        "form": VisitForm(visit=visit),
        "order_form": OrderForm(),
        **forms,
    }
    failed = any(form.errors for form in forms.values())
    return render(request, "accompany/fairs/visit.html", context, status=422 if failed else 200)


@login_required
@require_POST
def fair_order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another order."""
    visit, form = _written(request, pk), OrderForm(request.POST)
    if done(form, lambda: actions.add_order(visit=visit, values=form.cleaned_data, by=me(request))):
        return _told(request, pk)
    return _visit_page(request, pk, order_form=form)


@login_required
@require_POST
def fair_order_remove(request: HttpRequest, pk: UUID, order: int) -> HttpResponse:
    """One order less."""
    visit = _written(request, pk)
    actions.remove_order(order=get_object_or_404(visit.orders.select_related("visit"), pk=order), by=me(request))
    messages.success(request, _("Removed."))
    return redirect("fair_visit", pk)


@login_required
@require_POST
def fair_confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The officer confirms the revision they read."""
    visit = get_object_or_404(queries.visits_run_by(me(request)), pk=pk)
    revision = request.POST.get("revision", "")
    try:
        actions.confirm_visit(visit=visit, revision=int(revision) if revision.isdecimal() else 0, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Confirmed: it counts."))
    return redirect("fair_visit", pk)


@login_required
@never_cache
def office_fairs(request: HttpRequest) -> HttpResponse:
    """The fairs of one's programmes, and how many lines wait."""
    person = me(request)
    if not select.programmes_seen_by(person).exists():
        raise Http404
    page = Paginator(queries.fairs_seen_by(person), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_make": select.programmes_run_by(person).exists()}
    return render(request, "accompany/fairs/office_fairs.html", context)


@login_required
@never_cache
def fair_new(request: HttpRequest) -> HttpResponse:
    """Another fair."""
    programmes = select.programmes_run_by(me(request))
    if not programmes.exists():
        raise Http404
    return _fair_form(request, FairForm(request.POST or None, programmes=programmes), None)


@login_required
@never_cache
def fair_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its name, days, place and source."""
    fair = get_object_or_404(queries.fairs_run_by(me(request)), pk=pk)
    none = select.programmes_run_by(me(request)).none()
    return _fair_form(request, FairForm(request.POST or None, programmes=none, fair=fair), fair)


def _fair_form(request: HttpRequest, form: FairForm, fair: Fair | None) -> HttpResponse:
    if request.method == "POST" and (
        made := done(form, lambda: actions.save_fair(fair=fair, values=form.values(), by=me(request)))
    ):
        return saved(request, "office_fair", made.pk)
    context = {"form": form, "fair": fair}
    return render(request, "accompany/fairs/fair_form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def office_fair(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One fair: the projects that were there, those to confirm first; a POST adds a project."""
    person = me(request)
    fair = get_object_or_404(queries.fairs_seen_by(person), pk=pk)
    runs = queries.fairs_run_by(person).filter(pk=pk).exists()
    mine = projects_run_by(person).filter(cohort__programme=fair.programme)
    form = JoinForm(request.POST or None, projects=mine)
    if request.method == "POST":
        if not runs:
            raise Http404
        if form.is_valid():
            return _joined(request, fair, form)
    visits = Paginator(queries.visits_seen_by(person).filter(fair=fair), PER_PAGE).get_page(request.GET.get("page"))
    context = {"fair": fair, "page": visits, "runs": runs, "form": form}
    return render(request, "accompany/fairs/office_fair.html", context, status=422 if form.errors else 200)
