"""Agreements in the office: list, one agreement, its commitments, their health; and what anybody may read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from mouakaba.accompany.agreements import actions, queries
from mouakaba.accompany.agreements.forms import AgreementForm, AmendForm, CommitmentForm, EndForm, PartsForm, RecordForm
from mouakaba.accompany.agreements.models import Agreement, Commitment
from mouakaba.accompany.agreements.phrases import (
    HEALTH,
    SHEET,
    act_in_words,
    counted_by_in_words,
    parties_in_words,
    quantity_in_words,
    sheet_data,
    signed_in_words,
)
from mouakaba.accompany.agreements.queries import Counted
from mouakaba.accompany.agreements.rules import MOST_SHOWN
from mouakaba.base.audit.queries import history_of
from mouakaba.base.clock.queries import today
from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.documents.views import pdf_response
from mouakaba.base.files.models import StoredFile
from mouakaba.base.files.queries import attachment
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.views import sheet_response, wants_sheet
from mouakaba.base.ui.views import done
from mouakaba.base.words.forms import in_centimes
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.agreements import Health, Standing
from mouakaba.kernel.money import dirhams
from mouakaba.match.door import school_agreements_of

PER_PAGE = 20


@login_required
@never_cache
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements of the person's organisations, with how many commitments press; those with schools beside."""
    person = me(request)
    may_record, schools = queries.keepers_of(person).exists(), school_agreements_of(person)
    rows = queries.agreements_seen_by(person)
    if not may_record and not schools and not rows.exists():
        raise Http404
    words = request.GET.get("q", "")[:100]
    page = Paginator(queries.named(rows, words), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "shown": _cards(list(page)), "q": words, "may_record": may_record, "schools": schools}
    return render(request, "accompany/agreements/agreements.html", context)


def _cards(rows: list[Agreement]) -> list[dict[str, Any]]:
    """Each agreement as its card shows it."""
    promised = queries.promised_in(rows)
    return [_card(row, promised.get(row.pk, 0)) for row in rows]


def _card(row: Agreement, promised: int) -> dict[str, Any]:
    status = queries.standing_of(row)
    return {
        "agreement": row,
        "status": status,
        "label": status.label,
        "signed": signed_in_words(row),
        "end": queries.current_end(row),
        "promised": promised,
    }


def _numbers(commitments: list[Counted]) -> list[tuple[str, str, int]]:
    """How many commitments are in each state, those with some."""
    counts = {state: sum(one.health is state for one in commitments) for state in Health}
    return [(state.value, str(HEALTH[state]), count) for state, count in counts.items() if count]


def _shown(one: Counted) -> dict[str, Any]:
    row = one.commitment
    return {
        "row": row,
        "health": one.health.value,
        "label": str(HEALTH[one.health]),
        "agreed": quantity_in_words(row.quantity, row),
        "done": quantity_in_words(one.done, row),
        "counted_by": counted_by_in_words(row),
        "parties": parties_in_words(row.agreement),
    }


@login_required
@never_cache
def agreements_health(request: HttpRequest) -> HttpResponseBase:
    """Every commitment of the person's agreements, the most pressing first; as a sheet with ?format=."""
    person = me(request)
    rows, state = queries.commitments_seen_by(person), request.GET.get("state", "")
    if not rows and not queries.has_agreements(person):
        raise Http404
    numbers = _numbers(rows)
    rows = [one for one in rows if not state or one.health.value == state]
    if wants_sheet(request):
        return _sheet(request.GET["format"], rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "shown": [_shown(one) for one in page], "numbers": numbers, "state": state}
    return render(request, "accompany/agreements/health.html", context)


def _sheet(kind: str, rows: list[Counted]) -> HttpResponseBase:
    headers = (
        _("Parties"), _("Subject"), _("Commitment"), _("Owed by"), _("Who may benefit"), _("Agreed"), _("Done so far"),
        _("Due on"), _("Status"), _("What counts it"), _("Source"),
    )  # fmt: skip
    return sheet_response(kind, _("Commitments"), headers, [_line(one) for one in rows], file="commitments")


def _line(one: Counted) -> list[Any]:
    row = one.commitment
    return [
        parties_in_words(row.agreement), said(row.agreement.subject), said(row.what), said(row.owed_by.name),
        said(row.for_whom), row.quantity, one.done, row.due_on, str(HEALTH[one.health]), counted_by_in_words(row),
        row.source_url or row.agreement.source_url,
    ]  # fmt: skip


@login_required
@never_cache
def agreement_new(request: HttpRequest) -> HttpResponse:
    """Records an agreement."""
    if not queries.keepers_of(me(request)).exists():
        raise Http404
    return _agreement_form(request, None)


@login_required
@never_cache
def agreement_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Corrects what was recorded; what the parties changed is an amendment."""
    return _agreement_form(request, _kept(request, pk))


def _kept(request: HttpRequest, pk: UUID) -> Agreement:
    return get_object_or_404(queries.agreements_kept_by(me(request)), pk=pk)


def _seen(request: HttpRequest, pk: UUID) -> Agreement:
    return get_object_or_404(queries.agreements_seen_by(me(request)), pk=pk)


def _agreement_form(request: HttpRequest, agreement: Agreement | None) -> HttpResponse:
    person = me(request)
    form = AgreementForm(
        request.POST or None,
        request.FILES or None,
        keepers=queries.keepers_of(person),
        agreement=agreement,
        whose=person,
    )

    def save() -> HttpResponse:
        saved = actions.save_agreement(
            agreement=agreement, parties=list(form.cleaned_data["parties"]), values=form.values(),
            upload=form.cleaned_data["upload"], by=person,
        )  # fmt: skip
        return redirect("agreement_page", saved.pk)

    return _handled(request, form, save, "accompany/agreements/form.html", {"agreement": agreement})


def _handled(
    request: HttpRequest, form: Any, save: Callable[[], HttpResponse], template: str, context: dict[str, Any]
) -> HttpResponse:
    """Saves what a form holds and goes on; what is refused stands beside its field, with all that was typed."""
    if request.method == "POST" and (answer := done(form, save)):
        messages.success(request, _("Saved."))
        return cast(HttpResponse, answer)
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


@login_required
@never_cache
def agreement_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One agreement for its parties: terms, parts, amendments, health of its commitments, history."""
    agreement = _seen(request, pk)
    commitments = queries.commitments_in([agreement])
    brought = queries.brought(agreement)
    context = {
        **_card(agreement, len(commitments)),
        "health": _numbers(commitments),
        "commitments": [_shown(one) for one in commitments],
        "amendments": [(it, _before(it.before)) for it in agreement.amendments.select_related("document")],
        "sides": [(it, dirhams(it.brings)) for it in agreement.sides.all()],
        "amount": dirhams(agreement.amount),
        "brought": dirhams(brought),
        "disagrees": queries.disagrees(agreement),
        "may_keep": agreement.may_keep,  # type: ignore[attr-defined]
        "over": queries.standing_of(agreement).value in (Standing.ENDED, Standing.EXPIRED),
        "history": [(line, act_in_words(line.act)) for line in history_of(agreement)[:50]],
    }
    return render(request, "accompany/agreements/agreement.html", context)


def _before(kept: dict[str, Any]) -> dict[str, Any]:
    return {**kept, "amount": dirhams(kept["amount"])}


@login_required
@never_cache
def agreement_parts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What each party brings."""
    agreement, person = _kept(request, pk), me(request)
    form = PartsForm(request.POST or None, agreement=agreement)

    def save() -> HttpResponse:
        amount = in_centimes(form.cleaned_data["amount"])
        actions.set_parts(agreement=agreement, parts=form.parts(), amount=amount, by=person)
        return redirect("agreement_page", pk)

    context = {"agreement": agreement, "heading": _("What each party brings")}
    return _handled(request, form, save, "accompany/agreements/act.html", context)


@login_required
@never_cache
def agreement_amend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Records a change the parties signed."""
    agreement, person = _kept(request, pk), me(request)
    form = AmendForm(request.POST or None, request.FILES or None, agreement=agreement, whose=person)

    def save() -> HttpResponse:
        given = form.cleaned_data
        actions.amend_agreement(
            agreement=agreement, signed_on=given["signed_on"], what=given["what"], language=current(),
            changes=form.term(), upload=given["upload"], by=person,
        )  # fmt: skip
        return redirect("agreement_page", pk)

    context = {"agreement": agreement, "amends": True}
    return _handled(request, form, save, "accompany/agreements/form.html", context)


@login_required
@never_cache
def agreement_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The end before the term."""
    agreement, person = _kept(request, pk), me(request)
    form = EndForm(request.POST or None, initial={"ended_on": today()})

    def save() -> HttpResponse:
        actions.end_agreement(agreement=agreement, by=person, **form.cleaned_data)
        return redirect("agreement_page", pk)

    context = {"agreement": agreement, "heading": _("End before the term"), "grave": True}
    return _handled(request, form, save, "accompany/agreements/act.html", context)


def _paper(file: StoredFile | None) -> FileResponse:
    if file is None:
        raise Http404
    return attachment(file)


@login_required
@never_cache
def agreement_document(request: HttpRequest, pk: UUID, number: int = 0) -> FileResponse:
    """The signed document, or that of an amendment, for the parties."""
    agreement = _seen(request, pk)
    if not number:
        return _paper(agreement.document)
    return _paper(get_object_or_404(agreement.amendments.select_related("document"), number=number).document)


@login_required
@never_cache
def agreement_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The agreement with its commitments as counted today, printed in the reader's language."""
    agreement = _seen(request, pk)
    data = sheet_data(agreement, queries.commitments_in([agreement]))
    return pdf_response(render_pdf(SHEET, language=current(), data=data), f"agreement-{current()}")


@login_required
@never_cache
def commitment_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Records what a party owes."""
    return _commitment_form(request, _kept(request, pk), None)


@login_required
@never_cache
def commitment_edit(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Corrects it."""
    agreement = _kept(request, pk)
    return _commitment_form(request, agreement, get_object_or_404(agreement.commitments, number=number))


def _commitment_form(request: HttpRequest, agreement: Agreement, commitment: Commitment | None) -> HttpResponse:
    form = CommitmentForm(request.POST or None, agreement=agreement, commitment=commitment)

    def save() -> HttpResponse:
        saved = actions.save_commitment(
            agreement=agreement, commitment=commitment, values=form.values(), by=me(request)
        )
        return redirect("commitment_page", agreement.pk, saved.number)

    context = {"agreement": agreement, "commitment": commitment}
    return _handled(request, form, save, "accompany/agreements/commitment_form.html", context)


@login_required
@never_cache
def commitment_page(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One commitment with the records that count for it. The keeper adds a record by a POST."""
    agreement = _seen(request, pk)
    row = get_object_or_404(agreement.commitments.select_related("owed_by"), number=number)
    row.agreement = agreement  # with its parties
    may_keep = agreement.may_keep  # type: ignore[attr-defined]
    if request.method == "POST" and not may_keep:
        raise Http404
    form = RecordForm(request.POST or None, request.FILES or None, initial={"on": today()}, whose=me(request))

    def save() -> HttpResponse:
        actions.record_done(commitment=row, by=me(request), **form.values())
        return redirect("commitment_page", pk, number)

    [one] = queries.counted([row])
    context = {
        **_shown(one), "agreement": agreement, "may_keep": may_keep, "evidence": one.evidence[:MOST_SHOWN],
        "typed": [] if row.counted_by else list(queries.records_of(row)[:MOST_SHOWN]), "found": len(one.evidence),
    }  # fmt: skip
    return _handled(request, form, save, "accompany/agreements/commitment.html", context)


@login_required
@never_cache
def commitment_proof(request: HttpRequest, pk: UUID, number: int, record: int) -> FileResponse:
    """The proof of a record, for the parties."""
    row = get_object_or_404(_seen(request, pk).commitments, number=number)
    return _paper(get_object_or_404(queries.records_of(row), pk=record).proof)


def public_agreements(request: HttpRequest) -> HttpResponse:
    """Agreements their parties made public, with their source."""
    words = request.GET.get("q", "")[:100]
    page = Paginator(queries.named(queries.public_agreements(), words), PER_PAGE).get_page(request.GET.get("page"))
    shown = [_public(row) for row in page]
    return render(request, "accompany/agreements/public.html", {"page": page, "shown": shown, "q": words})


def _public(row: Agreement) -> dict[str, Any]:
    status, brought = queries.standing_of(row), queries.brought(row)
    return {
        "agreement": row,
        "status": status,
        "label": status.label,
        "signed": signed_in_words(row),
        "amount": dirhams(row.amount),
        "brought": dirhams(brought),
        "disagrees": queries.disagrees(row),
    }
