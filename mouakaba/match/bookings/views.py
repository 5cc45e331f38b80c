"""Pages of capacity: what is offered, a week of it, booking, and the office of both sides."""

from __future__ import annotations

from datetime import date, timedelta
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

from mouakaba.base.bookings.queries import ZONE, wall
from mouakaba.base.clock.queries import now, today
from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import me, me_if_any
from mouakaba.base.places.queries import region_names
from mouakaba.base.sheets.rules import MOST_EXPORTED
from mouakaba.base.sheets.views import sheet_response
from mouakaba.kernel.money import dirhams
from mouakaba.match.bookings import actions
from mouakaba.match.bookings.forms import BookingForm, CapacityForm, WindowForm, booking_initial
from mouakaba.match.bookings.models import Capacity, Window
from mouakaba.match.bookings.phrases import booking_rows, capacity_rows
from mouakaba.match.bookings.queries import (
    bookings_seen_by,
    capacity_run_by,
    open_capacity,
    seen_capacity,
    week_of,
)
from mouakaba.match.listings.queries import organisations_of

PER_PAGE = 20


@never_cache
def logistics(request: HttpRequest) -> HttpResponse:
    """What is offered, by kind and region; as a sheet too."""
    rows = open_capacity()
    kind, region = request.GET.get("kind", ""), request.GET.get("region", "")
    if kind in Capacity.Kind.values:
        rows = rows.filter(kind=kind)
    if region in region_names():
        rows = rows.filter(place__region=region)
    if ending := request.GET.get("format", ""):
        return sheet_response(ending, _("Capacity"), *capacity_rows(rows[:MOST_EXPORTED]))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "kinds": Capacity.Kind.choices, "kind": kind, "regions": region_names(), "region": region,
        "listed": [(row, dirhams(row.price)) for row in page], "has_office": _has_office(me_if_any(request)),
    }  # fmt: skip
    return render(request, "match/bookings/logistics.html", context)


def _has_office(reader: Person | None) -> bool:
    """Whether the office of bookings opens for this reader."""
    return reader is not None and organisations_of(reader).exists()


def _monday(request: HttpRequest) -> date:
    """The Monday of the week asked for; of this week where none, or none that a calendar has."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
        day = asked if abs(asked - today()) < timedelta(days=3660) else today()
    except ValueError:
        day = today()
    return day - timedelta(days=day.weekday())


@never_cache
def capacity(request: HttpRequest, pk: int) -> HttpResponse:
    """One capacity and a week of it. A POST books; what is taken is answered with the nearest free slots."""
    row = get_object_or_404(seen_capacity(me_if_any(request)), pk=pk)
    booking, nearest = None, []
    if request.method == "POST":
        reader = me_if_any(request)
        mine = organisations_of(reader) if reader else None
        if mine is None or not mine.exists():
            raise Http404
        booking = BookingForm(request.POST, capacity=row, organisations=mine)
        if booking.is_valid():
            try:
                _book(row, booking, me(request))
            except actions.TakenError as error:
                booking.add_error(None, error)
                nearest = error.nearest
            except ValidationError as error:
                booking.add_error(None, error)
            else:
                messages.success(request, _("It is booked. Both sides find it under Storage, packaging, transport."))
                return redirect("logistics_office")
    return _page(request, row, booking, nearest)


def _book(row: Capacity, form: BookingForm, by: Person) -> None:
    start, end = form.instants
    given = form.cleaned_data
    actions.book(
        capacity=row, start=start, end=end, quantity=given.get("quantity", 1), organisation=given["organisation"],
        note=given["note"], by=by,
    )  # fmt: skip


def _page(request: HttpRequest, row: Capacity, booking: BookingForm | None, nearest: list[Any]) -> HttpResponse:
    reader = me_if_any(request)
    mine = organisations_of(reader) if reader else None
    monday = _monday(request)
    own = set(mine.values_list("pk", flat=True)) if mine is not None else set()
    may_book = bool(own and row.is_open)
    asked = {name: request.GET[name] for name in ("first", "last", "start", "end", "hours") if name in request.GET}
    form = booking or (BookingForm(initial=asked, capacity=row, organisations=mine) if may_book and mine else None)
    days = [
        (one.day, [(slot, _query(row, slot.start, slot.end)) for slot in one.slots]) for one in week_of(row, monday)
    ]
    context = {
        "capacity": row, "days": days, "price": dirhams(row.price), "form": form, "monday": monday, "zone": ZONE,
        "sunday": monday + timedelta(days=6), "before": monday - timedelta(days=7), "after": monday + timedelta(days=7),
        "slots": any(slots for _day, slots in days), "now": now(),
        "mine": row.organisation_id in own,
        "nearest": [(start, end, _query(row, start, end)) for start, end in nearest],
    }  # fmt: skip
    status = 422 if booking and booking.errors else 200
    return render(request, "match/bookings/capacity.html", context, status=status)


def _query(row: Capacity, start: Any, end: Any) -> str:
    """The address that fills the form with a slot."""
    told = {name: _plain(value) for name, value in booking_initial(row, start, end).items()}
    day = wall(start).date().isoformat()
    return "?" + "&".join(f"{name}={value}" for name, value in {"day": day, **told}.items()) + "#book"


def _plain(value: Any) -> str:
    return value.strftime("%H:%M") if hasattr(value, "hour") else str(value)


@login_required
@never_cache
def logistics_office(request: HttpRequest) -> HttpResponse:
    """What the person's organisations offer, and the bookings they made or received."""
    mine = organisations_of(me(request))
    if not mine.exists():
        raise Http404
    if ending := request.GET.get("format", ""):
        return sheet_response(ending, _("Bookings"), *booking_rows(bookings_seen_by(me(request))[:MOST_EXPORTED]))
    page = Paginator(bookings_seen_by(me(request)), PER_PAGE).get_page(request.GET.get("page"))
    own = set(mine.values_list("pk", flat=True))
    listed = [(row, row.capacity.organisation_id in own, dirhams(row.amount), _open(row)) for row in page]
    context = {"page": page, "listed": listed, "ours": capacity_run_by(me(request)), "zone": ZONE}
    return render(request, "match/bookings/office.html", context)


def _open(row: Any) -> bool:
    """Whether it can still be cancelled."""
    return row.cancelled_at is None and row.during.lower > now()


@login_required
@never_cache
def capacity_new(request: HttpRequest) -> HttpResponse:
    """New capacity."""
    mine = organisations_of(me(request))
    if not mine.exists():
        raise Http404
    return _saved(request, CapacityForm(request.POST or None, organisations=mine), Capacity())


@login_required
@never_cache
def capacity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of it, how much it is, whether others can book it."""
    row = get_object_or_404(capacity_run_by(me(request)), pk=pk)
    names = ("kind", "title", "text", "size", "is_open")
    initial = {**{name: getattr(row, name) for name in names}, "place": row.place_id, "price": dirhams(row.price)}
    mine = organisations_of(me(request))
    return _saved(request, CapacityForm(request.POST or None, initial=initial, organisations=mine, new=False), row)


def _saved(request: HttpRequest, form: CapacityForm, row: Capacity) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_capacity(capacity=row, by=me(request), **form.values())
        except ValidationError as error:
            form.add_error(None, error)  # by field, where it names one
        else:
            return redirect("capacity_windows", row.pk)
    context = {"form": form, "capacity": row if row.pk else None}
    return render(request, "match/bookings/form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def capacity_windows(request: HttpRequest, pk: int) -> HttpResponse:
    """When it is offered. A POST adds a window."""
    row = get_object_or_404(capacity_run_by(me(request)), pk=pk)
    form = WindowForm(request.POST or None, capacity=row)
    if request.method == "POST" and form.is_valid():
        start, end = form.instants
        try:
            actions.open_window(capacity=row, start=start, end=end, to_place=form.to_place, by=me(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("capacity_windows", pk)
    rows = row.windows.filter(during__endswith__gt=now()).select_related("to_place")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"capacity": row, "form": form, "page": page, "zone": ZONE}
    return render(request, "match/bookings/windows.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def window_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a window back."""
    mine = capacity_run_by(me(request))
    row = get_object_or_404(Window.objects.filter(capacity__in=mine).select_related("capacity"), pk=pk)
    try:
        actions.close_window(window=row, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("capacity_windows", row.capacity_id)


@login_required
@require_POST
def booking_cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Gives it back. Both sides may, until it begins."""
    row = get_object_or_404(bookings_seen_by(me(request)), pk=pk)
    try:
        actions.cancel_booking(booking=row, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is cancelled. Both sides are told."))
    return redirect("logistics_office")
