"""Taking attendance: the trainer's page that works offline, its worker, the list to sign, sheets; and one's badge."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from mouakaba.accompany.attendance import actions, queries
from mouakaba.accompany.attendance.forms import PictureForm, SheetForm
from mouakaba.accompany.attendance.phrases import drift_in_words, list_to_sign
from mouakaba.accompany.attendance.rules import MOST_SCANS, clean_badge
from mouakaba.accompany.sessions.models import Session
from mouakaba.accompany.sessions.queries import people_of, sessions_kept_by, sessions_seen_by, with_places
from mouakaba.base.clock.queries import now
from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.documents.views import pdf_response
from mouakaba.base.files.queries import attachment
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.actions import csv_file
from mouakaba.base.words.models import LANGUAGES

STATIC = Path(__file__).parents[1] / "static/accompany"
TEMPLATE = Path(__file__).parents[1] / "templates/accompany/attendance/list.typ"


def _kept(request: HttpRequest, pk: UUID) -> Session:
    return get_object_or_404(with_places(sessions_kept_by(me(request))), pk=pk)


@login_required
@never_cache
def attendance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page a trainer's phone keeps: names to tick, badges to read. A POST takes ticks and scans in."""
    session = _kept(request, pk)
    if request.method == "POST":
        return _taken(request, session)
    return _attendance_page(request, session)


def _attendance_page(request: HttpRequest, session: Session, **more: Any) -> HttpResponse:
    report = queries.report_of(session)
    context = {
        "session": session,
        "people": queries.list_of(session),
        "report": report,
        "drift": drift_in_words(report.drift.total_seconds()) if report.drift else "",
        "sheets": session.signed_sheets.select_related("file"),
        "sheet_form": SheetForm(),
        "picture_form": PictureForm(),
        **more,
    }
    failed = any(getattr(more.get(name), "errors", None) for name in ("sheet_form", "picture_form"))
    return render(request, "accompany/attendance/attendance.html", context, status=422 if failed else 200)


def _taken(request: HttpRequest, session: Session) -> HttpResponse:
    if request.content_type != "application/json":
        return _ticked(request, session)
    try:
        sent_at, scans = _read(json.loads(request.body))
    except (ValueError, KeyError, TypeError):
        said = _("What the phone sent cannot be read. Nothing was taken, nothing is lost: reload the page.")
        return JsonResponse({"problem": said}, status=400)
    present = actions.take_scans(session=session, scans=scans, sent_at=sent_at, by=me(request))
    return JsonResponse({"present": present, "kept": [str(scan.id) for scan in scans]})


def _read(told: Any) -> tuple[datetime, list[actions.DeviceScan]]:
    """What a phone sends. Raises ValueError, KeyError or TypeError for anything else."""
    rows = told["scans"]
    if not isinstance(rows, list) or len(rows) > MOST_SCANS:
        raise ValueError(f"scans: {MOST_SCANS} at most")
    scans = [actions.DeviceScan(UUID(row["id"]), str(row["badge"]), _moment(row["at"])) for row in rows]
    if not all(clean_badge(scan.badge) for scan in scans):
        raise ValueError("scans: an empty badge")
    return _moment(told["sent_at"]), scans


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or not 1970 <= found.year <= 9000:
        raise ValueError(f"{text}: no moment")
    return found


def _ticked(request: HttpRequest, session: Session) -> HttpResponse:
    """Without scripts: the names ticked, and one badge typed."""
    typed = [*request.POST.getlist("present"), request.POST.get("badge", "")]
    at = now()
    scans = [actions.DeviceScan(uuid4(), text, at) for text in typed if clean_badge(text)]
    if scans:
        actions.take_scans(session=session, scans=scans[:MOST_SCANS], sent_at=at, by=me(request))
        messages.success(request, _("Saved."))
    return redirect("attendance", session.pk)


@login_required
@require_GET
def attendance_worker(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The worker that keeps this page on the phone; it lies under the page's address, so that it keeps no other."""
    get_object_or_404(sessions_kept_by(me(request)), pk=pk)
    text = (STATIC / "worker.js").read_text(encoding="utf-8")
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@login_required
@require_GET
def attendance_list(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """The list to sign, as PDF."""
    session = get_object_or_404(sessions_seen_by(me(request)), pk=pk)
    if language not in LANGUAGES:
        raise Http404
    pdf = render_pdf(TEMPLATE, language=language, data=list_to_sign(session, language))
    return pdf_response(pdf, f"list-{language}")


@login_required
@require_GET
def attendance_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list as a sheet to fill in: name, e-mail, present."""
    session = get_object_or_404(sessions_kept_by(me(request)), pk=pk)
    rows = [
        [queries.name_of(row), row.person.email if row.person else "", _("yes") if row.present_at else ""]
        for row in people_of(session)
    ]
    return csv_file("attendance.csv", (_("Name"), _("E-mail"), _("Present")), rows)


@login_required
@require_POST
def attendance_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sheet that was filled in: what could be used counts, the report names the rest."""
    session, form = _kept(request, pk), SheetForm(request.POST, request.FILES)
    report = None
    if form.is_valid():
        whole = form.cleaned_data["whole"] == "yes"
        try:
            report = actions.take_sheet(session=session, rows=form.cleaned_data["sheet"], whole=whole, by=me(request))
        except ValidationError as error:
            form.add_error("sheet", error)
    fresh = SheetForm() if report and not report.held_back else form
    return _attendance_page(request, _kept(request, pk), sheet_form=fresh, sheet_report=report)


@login_required
@require_POST
def attendance_picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keeps the signed paper."""
    session, form = _kept(request, pk), PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _attendance_page(request, session, picture_form=form)
    actions.keep_sheet(session=session, upload=form.cleaned_data["picture"], by=me(request))
    messages.success(request, _("Saved."))
    return redirect("attendance", pk)


@login_required
@never_cache
def attendance_signed(request: HttpRequest, pk: UUID, sheet: int) -> HttpResponse | FileResponse:
    """The signed paper; a POST removes it."""
    session = _kept(request, pk)
    row = get_object_or_404(session.signed_sheets.select_related("file"), pk=sheet)
    if request.method == "POST":
        actions.remove_sheet(sheet=row, by=me(request))
        messages.success(request, _("Removed."))
        return redirect("attendance", pk)
    return attachment(row.file)


@login_required
@never_cache
def my_badge(request: HttpRequest) -> HttpResponse:
    """The badge one shows at the door; a POST makes another one."""
    person = me(request)
    if request.method == "POST":
        actions.make_badge(person=person, by=person, again=True)
        messages.success(request, _("This is your new badge. The one before does not count any more."))
        return redirect("my_badge")
    badge = actions.make_badge(person=person, by=person)
    return render(request, "accompany/attendance/my_badge.html", {"badge": badge})


@login_required
@never_cache
def my_badge_picture(request: HttpRequest) -> HttpResponse:
    """The badge as a QR code."""
    badge = queries.badge_of(me(request))
    if badge is None:
        raise Http404
    out = io.BytesIO()
    segno.make(badge.code, error="m", micro=False).save(out, kind="svg", border=4, scale=8, light="#ffffff")
    return HttpResponse(out.getvalue(), content_type="image/svg+xml")
