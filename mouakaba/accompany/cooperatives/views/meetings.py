"""Meetings: called, attended, decided, minuted, approved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.accompany.cooperatives import actions, queries
from mouakaba.accompany.cooperatives.forms import AssemblyForm, DecisionForm, MinutesForm, NoteForm, SeatsForm
from mouakaba.accompany.cooperatives.models import Assembly
from mouakaba.accompany.cooperatives.phrases import (
    FOLDER,
    agenda_of,
    list_data,
    meeting_name,
    minutes_data,
    notices_data,
    part_in_words,
    quorum_in_words,
)
from mouakaba.accompany.cooperatives.rules import PAPER_LANGUAGES
from mouakaba.accompany.cooperatives.views.books import kept, read, writes
from mouakaba.base.clock.queries import today
from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.documents.views import pdf_response
from mouakaba.base.people.queries import me
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.queries import current
from mouakaba.kernel.assemblies import Quorum, votes_missing

PER_PAGE = 20
PAPERS = {"notices": notices_data, "list": list_data, "minutes": minutes_data}


def _read(request: HttpRequest, pk: UUID) -> Assembly:
    return get_object_or_404(queries.assemblies_read_by(me(request)), pk=pk)


def _kept(request: HttpRequest, pk: UUID) -> Assembly:
    return get_object_or_404(queries.assemblies_kept_by(me(request)), pk=pk)


@login_required
@never_cache
def assemblies(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings, the latest first."""
    books = read(request, slug)
    page = Paginator(books.assemblies.all(), PER_PAGE).get_page(request.GET.get("page"))
    shown = [(one, meeting_name(one), *_state(one)) for one in page]
    context = {"cooperative": books, "page": page, "shown": shown, "may_write": writes(request, books)}
    return render(request, "accompany/cooperatives/meetings.html", context)


def _state(assembly: Assembly) -> tuple[str, str]:
    """Where a meeting stands: code of the badge, and words."""
    if assembly.approved_at:
        return "done", _("minutes approved")
    if assembly.on < today():
        return "due_soon", _("minutes to be written")
    return ("open", _("called")) if assembly.called_on else ("draft", _("to be called"))


@login_required
@never_cache
def assembly_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Prepares a meeting."""
    books = kept(request, slug)
    form = AssemblyForm(request.POST or None, language=current())
    if request.method == "POST" and (
        made := done(
            form,
            lambda: actions.save_assembly(cooperative=books, assembly=None, values=form.cleaned_data, by=me(request)),
        )
    ):
        return saved(request, "assembly", made.pk)
    context = {"cooperative": books, "form": form}
    return render(request, "accompany/cooperatives/meeting_form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def assembly_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Changes a meeting before its minutes are approved."""
    row = get_object_or_404(queries.assemblies_kept_by(me(request)).filter(approved_at=None), pk=pk)
    form = AssemblyForm(request.POST or None, assembly=row)
    if request.method == "POST" and done(
        form,
        lambda: actions.save_assembly(
            cooperative=row.cooperative, assembly=row, values=form.cleaned_data, by=me(request)
        ),
    ):
        return saved(request, "assembly", pk)
    context = {"cooperative": row.cooperative, "form": form, "assembly": row}
    return render(request, "accompany/cooperatives/meeting_form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def assembly(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One meeting, from its notice to its minutes."""
    return _page(request, _read(request, pk))


def _page(request: HttpRequest, row: Assembly, **forms: Any) -> HttpResponse:
    there, may_write = queries.attendance(row), writes(request, row.cooperative)
    held = row.on <= today()
    locked = row.approved_at is not None
    state, label = _state(row)
    context = {
        "assembly": row,
        "cooperative": row.cooperative,
        "name": meeting_name(row),
        "state": state,
        "label": label,
        "agenda": agenda_of(row),
        "held": held,
        "locked": locked,
        "majority": part_in_words(row.majority),
        "late_notice": _late(row),
        "without_email": sum(not member.email for member, _seat in there.rows),
        "people": there.rows,
        "quorum": there.quorum,
        "quorum_words": quorum_in_words(there.quorum),
        "decisions": _decisions(row, there.quorum),
        "notes": list(row.notes.all()) if locked else [],
        "may_write": may_write and not locked,
        "may_note": may_write and locked,
        "seats_form": SeatsForm(rows=there.rows) if may_write and held and not locked else None,
        "decision_form": DecisionForm(),
        "minutes_form": MinutesForm(assembly=row),
        "note_form": NoteForm(),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "accompany/cooperatives/meeting.html", context, status=422 if wrong else 200)


def _late(row: Assembly) -> int | None:
    """Days of notice given, where the statutes ask for more; None when all is well, or nobody can tell."""
    if row.notice_days is None or row.approved_at or (row.called_on is None and row.on < today()):
        return None
    given = (row.on - (row.called_on or today())).days
    return given if given < row.notice_days else None


def _decisions(row: Assembly, there: Quorum) -> list[tuple[Any, bool]]:
    """Each decision, and whether its votes still add up."""
    rows = row.decisions.all()
    return [(one, not votes_missing(one.votes_for, one.against, one.abstained, there.voices)) for one in rows]


def _do(request: HttpRequest, pk: UUID, act: Callable[[], object], said: str = "") -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said or _("Saved."))
    return redirect("assembly", pk)


@login_required
@require_POST
def assembly_notices(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sends the notices to members with an e-mail."""
    row = _kept(request, pk)
    said = _("The notices are on their way to members with an e-mail. Print the letters for the others.")
    return _do(request, pk, lambda: actions.send_notices(assembly=row, by=me(request)), said)


@login_required
@require_POST
def assembly_seats(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was there."""
    row = _kept(request, pk)
    if row.approved_at:
        raise Http404
    form = SeatsForm(request.POST, rows=queries.attendance(row).rows)
    if done(form, lambda: actions.take_seats(assembly=row, seats=form.cleaned_data["seats"], by=me(request))):
        return saved(request, "assembly", pk)
    return _page(request, row, seats_form=form)


@login_required
@require_POST
def assembly_decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A decision with its votes."""
    row, form = _kept(request, pk), DecisionForm(request.POST)
    if done(form, lambda: actions.record_decision(assembly=row, values=form.cleaned_data, by=me(request))):
        return saved(request, "assembly", pk)
    return _page(request, row, decision_form=form)


@login_required
@require_POST
def assembly_decision_off(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Takes out a decision written by mistake."""
    decision = get_object_or_404(_kept(request, pk).decisions, number=number)
    return _do(request, pk, lambda: actions.drop_decision(decision=decision, by=me(request)), _("Removed."))


@login_required
@require_POST
def assembly_minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was said, who led and who wrote."""
    row = _kept(request, pk)
    form = MinutesForm(request.POST, assembly=row)
    if done(form, lambda: actions.write_minutes(assembly=row, values=form.cleaned_data, by=me(request))):
        return saved(request, "assembly", pk)
    return _page(request, row, minutes_form=form)


@login_required
@require_POST
def assembly_approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Locks the minutes."""
    row = _kept(request, pk)
    said = _("The minutes are approved and locked.")
    return _do(request, pk, lambda: actions.approve_minutes(assembly=row, by=me(request)), said)


@login_required
@require_POST
def assembly_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A correction under approved minutes."""
    row, form = _kept(request, pk), NoteForm(request.POST)
    if done(form, lambda: actions.add_note(assembly=row, text=form.cleaned_data["text"], by=me(request))):
        return saved(request, "assembly", pk)
    return _page(request, row, note_form=form)


@login_required
@never_cache
def assembly_paper(request: HttpRequest, pk: UUID, code: str, language: str) -> HttpResponse:
    """Notices, the list to sign, or the minutes, as PDF in Arabic or French."""
    row = _read(request, pk)
    if code not in PAPERS or language not in PAPER_LANGUAGES:
        raise Http404
    with override(language):
        pdf = render_pdf(FOLDER / f"{code}.typ", language=language, data=PAPERS[code](row))
    return pdf_response(pdf, f"{code}-{language}")
