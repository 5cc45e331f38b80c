"""The sheet of an individual session, written and signed by the trainer and by the project."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from mouakaba.accompany.coaching import actions, queries
from mouakaba.accompany.coaching.forms import SheetForm, initial
from mouakaba.accompany.coaching.phrases import paper
from mouakaba.accompany.sessions.models import Session
from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.documents.views import pdf_response
from mouakaba.base.people.queries import me
from mouakaba.base.ui.views import done
from mouakaba.base.words.models import LANGUAGES

TEMPLATE = Path(__file__).parents[1] / "templates/accompany/coaching/sheet.typ"


@login_required
@never_cache
def coaching(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sheet, for both sides and the office; a POST writes it."""
    if request.method != "POST":
        return _page(request, pk, None)
    session = get_object_or_404(queries.coached_with(me(request)), pk=pk)
    form = SheetForm(request.POST)
    sheet = done(form, lambda: actions.write_sheet(session=session, by=me(request), **form.told()))
    if not sheet:
        return _page(request, pk, form)
    lost = _("Saved. Signatures given before this change do not count any more: sign again, both of you.")
    messages.success(request, lost if sheet.unsigned_at else _("Saved."))
    return redirect("coaching", pk)


def _page(request: HttpRequest, pk: UUID, form: SheetForm | None) -> HttpResponse:
    session = get_object_or_404(queries.coaching_read_by(me(request)), pk=pk)
    sheet = queries.sheet_of(session)
    sides = queries.sides_of(session, me(request))
    signed = sheet is not None and any(getattr(sheet, f"{side}_signed_at") for side in sides)
    context = {
        "session": session,
        "sheet": sheet,
        "sides": sides,
        "signed": signed,
        "form": form or SheetForm(initial=initial(sheet) if sheet else _blank(session)),
    }
    return render(request, "accompany/coaching/coaching.html", context, status=422 if form else 200)


def _blank(session: Session) -> dict[str, Any]:
    zone = ZoneInfo(session.zone)
    hours = (session.ends_at - session.starts_at).total_seconds() / 3600
    return {"day": session.starts_at.astimezone(zone).date(), "hours": f"{hours:g}", "revision": 0}


@login_required
@require_POST
def coaching_sign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A signature under what was read."""
    session = get_object_or_404(queries.coached_with(me(request)), pk=pk)
    typed = request.POST.get("revision", "")
    try:
        actions.sign_sheet(session=session, revision=int(typed) if typed.isdecimal() else 0, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("You have signed."))
    return redirect("coaching", pk)


@login_required
@require_GET
def coaching_paper(request: HttpRequest, pk: UUID, language: str) -> HttpResponse:
    """The sheet as PDF, for both sides and the office: what was written, and who signed it when."""
    session = get_object_or_404(queries.coaching_read_by(me(request)), pk=pk)
    sheet = queries.sheet_of(session)
    if sheet is None or language not in LANGUAGES:
        raise Http404
    pdf = render_pdf(TEMPLATE, language=language, data=paper(session, sheet, language))
    return pdf_response(pdf, f"coaching-{language}")
