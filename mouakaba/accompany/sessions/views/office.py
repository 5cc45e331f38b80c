"""Sessions in the office: lists, one session, making and changing it, who comes."""

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

from mouakaba.accompany.cohorts.queries import cohorts_run_by, cohorts_seen_by, has_cohorts
from mouakaba.accompany.sessions import actions, queries
from mouakaba.accompany.sessions.forms import CancelForm, PersonForm, SessionForm, TourForm
from mouakaba.accompany.sessions.models import Session
from mouakaba.base.clock.queries import now
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.actions import csv_file
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.queries import said
from mouakaba.select import door as select

PER_PAGE = 25


@login_required
@never_cache
def sessions(request: HttpRequest) -> HttpResponse:
    """Every session the person may see, filtered; as a CSV with ?format=csv."""
    person = me(request)
    rows = queries.sessions_seen_by(person)
    if not has_cohorts(person) and not rows.exists():
        raise Http404
    return _list(request, rows, {"may_make": select.programmes_run_by(person).exists()})


@login_required
@never_cache
def cohort_sessions(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sessions and tours of one cohort. A POST adds a tour."""
    cohort = get_object_or_404(cohorts_seen_by(me(request)), pk=pk)
    may_make = cohorts_run_by(me(request)).filter(pk=pk).exists()
    form = TourForm(request.POST or None)
    if request.method == "POST" and not may_make:
        raise Http404
    if request.method == "POST" and done(
        form, lambda: actions.save_tour(cohort=cohort, by=me(request), **form.values())
    ):
        return saved(request, "cohort_sessions", pk)
    context = {"cohort": cohort, "tours": cohort.tours.all(), "tour_form": form, "may_make": may_make}
    return _list(request, queries.sessions_seen_by(me(request)).filter(cohort=cohort), context)


def _list(request: HttpRequest, rows: Any, context: dict[str, Any]) -> HttpResponse:
    chosen = {name: request.GET.get(name, "") for name in ("kind", "mode", "when")}
    rows = queries.with_places(queries.listed(rows, **chosen))
    if request.GET.get("format") == "csv":
        return _sheet(rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kinds": Session.Kind.choices, "now": now(), **chosen, **context}
    failed = getattr(context.get("tour_form"), "errors", None)
    return render(request, "accompany/sessions/sessions.html", context, status=422 if failed else 200)


def _sheet(rows: Any) -> HttpResponse:
    headers = (
        _("Title"), _("Type"), _("Collective or individual"), _("Tour"), _("Begins"), _("Ends"), _("Region"),
        _("Registered"), _("Were there"),
    )  # fmt: skip
    return csv_file("sessions.csv", headers, map(_told, rows))


def _told(row: Any) -> list[object]:
    mode = _("individual") if row.individual else _("collective")
    tour, region = (said(row.tour.title) if row.tour else ""), (said(row.region.name) if row.region else "")
    times = [at.isoformat(timespec="minutes") for at in (row.starts_at, row.ends_at)]
    return [said(row.title), row.get_kind_display(), mode, tour, *times, region, row.coming, row.there]


@login_required
@never_cache
def session_new(request: HttpRequest) -> HttpResponse:
    """A session of a programme, of no cohort."""
    programmes = select.programmes_run_by(me(request))
    if not programmes.exists():
        raise Http404
    return _session_form(request, SessionForm(request.POST or None, programmes=programmes), None)


@login_required
@never_cache
def cohort_session_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A session of a cohort."""
    cohort = get_object_or_404(cohorts_run_by(me(request)), pk=pk)
    return _session_form(request, SessionForm(request.POST or None, cohort=cohort), None)


@login_required
@never_cache
def session_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Changes it; who is registered is told of another hour or place."""
    row = get_object_or_404(queries.sessions_run_by(me(request)), pk=pk)
    return _session_form(request, SessionForm(request.POST or None, session=row, cohort=row.cohort), row)


def _session_form(request: HttpRequest, form: SessionForm, row: Session | None) -> HttpResponse:
    def save() -> Session:
        told = {"values": form.values(), "trainers": form.cleaned_data["trainers"]}
        return actions.save_session(session=row, by=me(request), **told)

    if request.method == "POST" and (made := done(form, save)):
        return saved(request, "session_office", made.pk)
    context = {"form": form, "session": row, "cohort": form.cohort}
    return render(request, "accompany/sessions/session_form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def session_office(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One session: what, when, who comes, who was there."""
    return session_page(request, pk)


def session_page(request: HttpRequest, pk: UUID, **forms: Any) -> HttpResponse:
    """The page of a session, with forms that could not be used as they were sent."""
    person = me(request)
    row = get_object_or_404(queries.with_places(queries.sessions_seen_by(person)), pk=pk)
    page = Paginator(queries.people_of(row), 100).get_page(request.GET.get("page"))
    trainers = list(row.trainers.order_by("name", "email"))
    may_change = queries.sessions_run_by(person).filter(pk=pk).exists()
    context = {
        "session": row,
        "page": page,
        "trainers": trainers,
        "may_change": may_change,
        "may_take": may_change or person in trainers,  # as sessions_kept_by says
        "in_office": has_cohorts(person),  # a trainer may have no other office
        "over": row.ends_at <= now(),
        "participants": queries.participants_of(row),
        "person_form": PersonForm(),
        "cancel_form": CancelForm(),
        **forms,
    }
    failed = any(form.errors for form in forms.values())
    return render(request, "accompany/sessions/session_office.html", context, status=422 if failed else 200)


@login_required
@require_POST
def session_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It does not take place."""
    row = get_object_or_404(queries.sessions_run_by(me(request)), pk=pk)
    form = CancelForm(request.POST)
    if done(form, lambda: actions.cancel_session(session=row, by=me(request), **form.cleaned_data)):
        messages.success(request, _("The session is cancelled; everybody on the list is told."))
        return redirect("session_office", pk)
    return session_page(request, pk, cancel_form=form)


@login_required
@require_POST
def session_person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody put on the list."""
    row = get_object_or_404(queries.sessions_kept_by(me(request)), pk=pk)
    form = PersonForm(request.POST)
    if done(form, lambda: actions.add_person(session=row, by=me(request), **form.cleaned_data)):
        return saved(request, "session_office", pk)
    return session_page(request, pk, person_form=form)


@login_required
@require_POST
def session_person_off(request: HttpRequest, pk: UUID, line: UUID) -> HttpResponse:
    """Somebody taken off the list."""
    row = get_object_or_404(queries.sessions_run_by(me(request)), pk=pk)
    registration = get_object_or_404(queries.people_of(row), pk=line)
    try:
        actions.withdraw(registration=registration, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Removed."))
    return redirect("session_office", pk)
