"""The agenda of open sessions, one session, registering, and the figures of a cohort."""

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
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.accompany.cohorts.queries import public_cohorts
from mouakaba.accompany.sessions import actions, queries
from mouakaba.accompany.sessions.models import Registration, Session
from mouakaba.accompany.sessions.phrases import FIGURES
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import me, me_if_any
from mouakaba.base.sheets.actions import csv_file

PER_PAGE = 20


def agenda(request: HttpRequest) -> HttpResponse:
    """Open sessions to come, and where to follow them."""
    rows = queries.with_places(queries.open_sessions())
    kind = request.GET.get("kind", "")
    page = Paginator(queries.listed(rows, kind=kind), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kinds": Session.Kind.choices, "kind": kind, "cohorts": public_cohorts()[:20]}
    return render(request, "accompany/sessions/agenda.html", context)


@never_cache
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One session, for anybody when it is open, else for those it is for."""
    person = me_if_any(request)
    row = _open_to(person, pk)
    mine = queries.registration_of(row, person)
    if mine and mine.state == Registration.State.WITHDRAWN:
        mine = None
    may_enter = person is not None and queries.enterable_by(person).filter(pk=pk).exists()
    context = {
        "session": row,
        "mine": mine,
        "may_enter": may_enter or (person is None and row.is_open),
        "leads": person is not None and row.trainers.filter(pk=person.pk).exists(),
        "over": row.ends_at <= now(),
        "left": None if row.capacity is None else max(0, row.capacity - row.coming),
        "participants": queries.participants_of(row),
        "parts": Registration.Part.choices,
        "trainers": row.trainers.order_by("name", "email"),
    }
    return render(request, "accompany/sessions/session.html", context)


def _open_to(person: Person | None, pk: UUID) -> Any:
    rows = queries.with_places(queries.public_sessions())
    found = rows.filter(pk=pk).first()
    if found is None and person:
        for known in (queries.sessions_for(person), queries.enterable_by(person), queries.sessions_seen_by(person)):
            found = found or queries.with_places(known).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
@require_POST
def session_register(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A place, or one on the waiting list; or the place given back."""
    person = me(request)
    row = _open_to(person, pk)
    try:
        said = (
            _withdrawn(row, person)
            if request.POST.get("act") == "withdraw"
            else _registered(row, person, request.POST.get("comes_as", ""))
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect("session", pk)


def _registered(row: Session, person: Person, comes_as: str) -> str:
    made = actions.register(session=row, person=person, by=person, comes_as=comes_as)
    if made.state == Registration.State.WAITING:
        return _("The session is full: you are on the waiting list. We write to you if a place comes free.")
    return _("You have a place.")


def _withdrawn(row: Session, person: Person) -> str:
    mine = queries.registration_of(row, person)
    if mine is None:
        raise Http404
    actions.withdraw(registration=mine, by=person)
    return _("You are not on the list any more.")


def cohort_figures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A cohort in figures: as counted from the records, beside what was published; as a CSV with ?format=csv."""
    cohort = get_object_or_404(public_cohorts(), pk=pk)
    figures = queries.figures_of(cohort)
    if request.GET.get("format") == "csv":
        headers = (_("Figure"), pgettext("figure", "counted"), pgettext("figure", "published"), _("Source"))
        rows = [[FIGURES[one.code], one.counted, one.stated, one.source_url] for one in figures]
        return csv_file("cohort.csv", headers, rows)
    context = {
        "cohort": cohort,
        "figures": [(FIGURES[one.code], one) for one in figures],
        "kinds": queries.by_kind(cohort),
        "disagree": any(one.disagrees for one in figures),
        "regions": queries.by_region(cohort),
    }
    return render(request, "accompany/sessions/figures.html", context)
