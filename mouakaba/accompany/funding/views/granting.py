"""Grants in the office and in My space."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.accompany.funding import actions, queries
from mouakaba.accompany.funding.forms import (
    ContributionForm,
    DoubleForm,
    GrantForm,
    PaymentForm,
    ProofAnswerForm,
    ProofForm,
    RefundForm,
    SplitForm,
    TrancheForm,
)
from mouakaba.accompany.funding.models import Grant, OwnContribution, TrancheProof
from mouakaba.accompany.funding.phrases import act_in_words
from mouakaba.accompany.funding.queries import Due
from mouakaba.accompany.funding.rules import SHOWN
from mouakaba.base.audit.queries import history_of
from mouakaba.base.clock.queries import today
from mouakaba.base.files.models import StoredFile
from mouakaba.base.files.queries import attachment
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.views import sheet_response, wants_sheet
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.queries import current, said
from mouakaba.kernel.money import dirhams
from mouakaba.select.door import programmes_run_by


@login_required
@never_cache
def grants(request: HttpRequest) -> HttpResponseBase:
    """The grants of the person's programmes; as a sheet with ?format=."""
    person = me(request)
    if not queries.gives_grants(person):
        raise Http404
    words, flagged = request.GET.get("q", "")[:100], request.GET.get("flagged") == "yes"
    rows = queries.narrowed(queries.grants_seen_by(person), words=words, flagged=flagged)
    if wants_sheet(request):
        return _grants_sheet(request.GET["format"], list(rows))
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    context = {
        "page": page, "shown": [_card(one) for one in page], "q": words, "flagged": flagged,
        "may_record": programmes_run_by(person).exists(),
    }  # fmt: skip
    return render(request, "accompany/funding/grants.html", context)


def _card(row: Grant) -> dict[str, Any]:
    """A grant of ``queries`` with its amounts in dirhams."""
    sums = {name: getattr(row, name) for name in ("amount", "paid", "planned", "refunded")}
    return {"grant": row, **{name: dirhams(amount) for name, amount in sums.items()}}


def _grants_sheet(kind: str, rows: list[Grant]) -> HttpResponseBase:
    headers = (
        _("Programme"), _("Beneficiary"), _("What is supported"), _("Form of the support"), _("Decided on"),
        _("Amount (DH)"), _("In tranches (DH)"), _("Paid (DH)"), _("Refunded (DH)"), _("Support given twice"),
    )  # fmt: skip
    lines = [
        [
            said(row.programme.title), said(row.beneficiary.name), row.title, str(row.get_form_display()),
            row.decided_on, card["amount"], card["planned"], card["paid"], card["refunded"],
            _("to be decided") if row.undecided else "",  # type: ignore[attr-defined]
        ]
        for row in rows
        for card in [_card(row)]
    ]  # fmt: skip
    return sheet_response(kind, _("Grants"), headers, lines, file="grants")


def _handled(
    request: HttpRequest, form: Any, save: Callable[[], Any], again: Callable[[], HttpResponse], to: tuple[Any, ...]
) -> HttpResponse:
    """Saves what a form holds and goes on; what is refused is shown again with all that was typed."""
    if kept := done(form, save):
        return saved(request, *(to or ("grant_page", kept.pk)))
    return again()


@login_required
@never_cache
def grant_new(request: HttpRequest) -> HttpResponse:
    """Records a grant."""
    if not programmes_run_by(me(request)).exists():
        raise Http404
    return _grant_form(request, None)


@login_required
@never_cache
def grant_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Corrects it."""
    return _grant_form(request, _run(request, pk))


def _run(request: HttpRequest, pk: UUID) -> Grant:
    return get_object_or_404(queries.grants_run_by(me(request)), pk=pk)


def _grant_form(request: HttpRequest, grant: Grant | None) -> HttpResponse:
    person = me(request)
    form = GrantForm(request.POST or None, programmes=programmes_run_by(person), grant=grant)

    def shown() -> HttpResponse:
        context = {"form": form, "grant": grant}
        return render(request, "accompany/funding/form.html", context, status=422 if form.errors else 200)

    if request.method != "POST":
        return shown()
    return _handled(request, form, lambda: actions.save_grant(grant=grant, values=form.values(), by=person), shown, ())


@login_required
@never_cache
def grant_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One grant: what is planned, proved, paid, brought, flagged."""
    return _page(request, pk)


def _page(request: HttpRequest, pk: UUID, **forms: Any) -> HttpResponse:
    """The page of a grant; ``forms`` are those that came back with something refused, by name."""
    grant = get_object_or_404(queries.grants_seen_by(me(request)), pk=pk)
    may_run, contributions = grant.may_run, queries.contributions_of(grant)  # type: ignore[attr-defined]
    came_back = grant.refunded  # type: ignore[attr-defined]
    rows = [queries.due_of(one) for one in queries.tranches_of(grant)]
    context = {
        **_card(grant), "may_run": may_run, "tranches": [_tranche(one, forms) for one in rows],
        "own": _own(grant, contributions), "contributions": [_contribution(one) for one in contributions],
        "refunds": [(one, dirhams(one.amount)) for one in (grant.refunds.all() if came_back else ())],
        "doubles": [_double(one, grant, forms) for one in queries.doubles_of(grant)],
        "history": [(line, act_in_words(line.act)) for line in history_of(grant)[:50]],
        "cost": dirhams(grant.cost),
    }  # fmt: skip
    if may_run:
        context |= _running(grant, bool(rows), forms)
    wrong = any(form.errors for form in forms.values())
    return render(request, "accompany/funding/grant.html", context, status=422 if wrong else 200)


def _running(grant: Grant, planned: bool, forms: dict[str, Any]) -> dict[str, Any]:
    """What only those who run the programme find on the page."""
    left, paid = grant.amount - grant.planned, grant.paid  # type: ignore[attr-defined]
    return {
        "tranche_form": (forms.get("tranche") or TrancheForm(auto_id="tranche_%s")) if left > 0 else None,
        "split_form": None if planned else forms.get("split") or SplitForm(auto_id="split_%s"),
        "refund_form": (forms.get("refund") or RefundForm(auto_id="refund_%s", initial={"on": today()}))
        if paid
        else None,
        "left": dirhams(left),
    }


def _tranche(one: Due, forms: dict[str, Any]) -> dict[str, Any]:
    row, states = one.tranche, TrancheProof.State
    pay = forms.get(f"pay-{row.number}") or PaymentForm(
        auto_id=f"pay{row.number}_%s", initial={"on": today(), "amount": dirhams(one.left)}
    )
    answers = {
        it.pk: ProofAnswerForm(auto_id=f"proof{it.pk}_%s") for it in row.proofs.all() if it.state == states.WAITING
    }
    proofs = [(it, forms.get(f"proof-{it.pk}") or answers.get(it.pk)) for it in row.proofs.all()]
    return {
        "due": one, "row": row, "amount": dirhams(row.amount), "paid": dirhams(one.paid), "left": dirhams(one.left),
        "pay": pay, "proofs": proofs, "payments": [(it, dirhams(it.amount)) for it in row.payments.all()],
        "done": one.left == 0, "over": one.late,
    }  # fmt: skip


def _contribution(one: OwnContribution) -> dict[str, Any]:
    return {"row": one, "amount": dirhams(one.amount)}


def _own(grant: Grant, contributions: list[OwnContribution]) -> dict[str, Any] | None:
    """The own share in dirhams."""
    part = queries.own_part(grant, contributions)
    if part is None:
        return None
    return {
        "asked": dirhams(part.promised.asked),
        "promised": dirhams(grant.own_cash + grant.own_in_kind),
        "verified": dirhams(part.verified.counted),
        "waiting": dirhams(part.waiting),
        "missing": dirhams(part.verified.missing),
        "short": part.promised.missing > 0,
    }


def _double(one: Any, grant: Grant, forms: dict[str, Any]) -> dict[str, Any]:
    other = one.other if one.grant_id == grant.pk else one.grant
    form = None if one.decision else forms.get(f"double-{one.pk}") or DoubleForm(auto_id=f"double{one.pk}_%s")
    return {"row": one, "other": other, "form": form}


@login_required
@require_POST
def grant_tranche(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One more tranche."""
    grant, form = _run(request, pk), TrancheForm(request.POST, auto_id="tranche_%s")
    return _handled(
        request, form, lambda: actions.add_tranche(grant=grant, by=me(request), **form.values()),
        lambda: _page(request, pk, tranche=form), ("grant_page", pk),
    )  # fmt: skip


@login_required
@require_POST
def grant_split(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All tranches at once."""
    grant, form = _run(request, pk), SplitForm(request.POST, auto_id="split_%s")
    return _handled(
        request, form,
        lambda: actions.split_grant(
            grant=grant, parts=form.cleaned_data["parts"], language=current(), by=me(request)
        ),
        lambda: _page(request, pk, split=form), ("grant_page", pk),
    )  # fmt: skip


@login_required
@require_POST
def grant_pay(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A payment on a tranche."""
    tranche = get_object_or_404(_run(request, pk).tranches, number=number)
    form = PaymentForm(request.POST, auto_id=f"pay{number}_%s")
    return _handled(
        request, form, lambda: actions.record_payment(tranche=tranche, by=me(request), **form.values()),
        lambda: _page(request, pk, **{f"pay-{number}": form}), ("grant_page", pk),
    )  # fmt: skip


@login_required
@require_POST
def grant_refund(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Money that came back."""
    grant, form = _run(request, pk), RefundForm(request.POST, auto_id="refund_%s")
    return _handled(
        request, form, lambda: actions.record_refund(grant=grant, by=me(request), **form.values()),
        lambda: _page(request, pk, refund=form), ("grant_page", pk),
    )  # fmt: skip


@login_required
@require_POST
def grant_proof_answer(request: HttpRequest, pk: UUID, proof: int) -> HttpResponse:
    """The officer's word on a proof."""
    rows = TrancheProof.objects.filter(tranche__grant=_run(request, pk))
    row = get_object_or_404(rows.select_related("tranche__grant"), pk=proof)
    form = ProofAnswerForm(request.POST, auto_id=f"proof{proof}_%s")

    def save() -> None:
        given = form.cleaned_data
        actions.decide_proof(proof=row, accepted=given["accepted"] == "yes", answer=given["answer"], by=me(request))

    return _handled(request, form, save, lambda: _page(request, pk, **{f"proof-{proof}": form}), ("grant_page", pk))


@login_required
@require_POST
def grant_verify(request: HttpRequest, pk: UUID, part: int) -> HttpResponse:
    """An own contribution is verified."""
    row = get_object_or_404(_run(request, pk).contributions.select_related("grant"), pk=part)
    actions.verify_contribution(contribution=row, by=me(request))
    messages.success(request, _("Saved."))
    return redirect("grant_page", pk)


@login_required
@require_POST
def grant_double(request: HttpRequest, pk: UUID, double: int) -> HttpResponse:
    """A person's word on support given twice."""
    row = get_object_or_404(queries.doubles_of(_run(request, pk)), pk=double)
    form = DoubleForm(request.POST, auto_id=f"double{double}_%s")
    return _handled(
        request, form, lambda: actions.decide_double(double=row, by=me(request), **form.cleaned_data),
        lambda: _page(request, pk, **{f"double-{double}": form}), ("grant_page", pk),
    )  # fmt: skip


def _proof_file(grant: Grant, proof: int) -> FileResponse:
    row = get_object_or_404(TrancheProof.objects.select_related("file"), tranche__grant=grant, pk=proof)
    return _paper(row.file)


def _paper(file: StoredFile | None) -> FileResponse:
    if file is None:
        raise Http404
    return attachment(file)


@login_required
@never_cache
def grant_proof(request: HttpRequest, pk: UUID, proof: int) -> FileResponse:
    """The file of a proof, for those who read the programme."""
    return _proof_file(get_object_or_404(queries.grants_seen_by(me(request)), pk=pk), proof)


@login_required
@never_cache
def grant_part_proof(request: HttpRequest, pk: UUID, part: int) -> FileResponse:
    """The file of an own contribution, for those who read the programme."""
    grant = get_object_or_404(queries.grants_seen_by(me(request)), pk=pk)
    return _paper(get_object_or_404(grant.contributions.select_related("proof"), pk=part).proof)


@login_required
@never_cache
def my_grants(request: HttpRequest) -> HttpResponse:
    """Grants of the person's organisations."""
    page = Paginator(queries.grants_of(me(request)), SHOWN).get_page(request.GET.get("page"))
    return render(request, "accompany/funding/mine.html", {"page": page, "shown": [_card(one) for one in page]})


def _mine(request: HttpRequest, pk: UUID) -> Grant:
    return get_object_or_404(queries.grants_of(me(request)), pk=pk)


@login_required
@never_cache
def my_grant(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is due, and what was said of each proof."""
    return _my_page(request, pk)


def _my_page(request: HttpRequest, pk: UUID, **forms: Any) -> HttpResponse:
    grant = _mine(request, pk)
    contributions = queries.contributions_of(grant)
    rows = [queries.due_of(one) for one in queries.tranches_of(grant)]
    shown = [
        {
            **_tranche(one, {}),
            "form": forms.get(f"give-{one.tranche.number}") or ProofForm(auto_id=f"give{one.tranche.number}_%s")
            if one.left > 0 and one.tranche.needs_proof and not one.proved and not one.waits
            else None,
        }
        for one in rows
    ]
    context = {
        **_card(grant), "tranches": shown, "own": _own(grant, contributions),
        "contributions": [_contribution(one) for one in contributions],
        "part_form": forms.get("part") or ContributionForm(auto_id="part_%s", initial={"on": today()}),
    }  # fmt: skip
    wrong = any(form.errors for form in forms.values())
    return render(request, "accompany/funding/my_grant.html", context, status=422 if wrong else 200)


@login_required
@require_POST
def my_grant_proof(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The beneficiary hands in a proof."""
    tranche = get_object_or_404(queries.tranches_of(_mine(request, pk)).select_related("grant"), number=number)
    form = ProofForm(request.POST, request.FILES, auto_id=f"give{number}_%s", whose=me(request))
    return _handled(
        request, form, lambda: actions.give_proof(tranche=tranche, by=me(request), **form.cleaned_data),
        lambda: _my_page(request, pk, **{f"give-{number}": form}), ("my_grant", pk),
    )  # fmt: skip


@login_required
@require_POST
def my_grant_part(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The beneficiary tells what it brought."""
    grant = _mine(request, pk)
    form = ContributionForm(request.POST, request.FILES, auto_id="part_%s", whose=me(request))

    def save() -> None:
        upload = form.cleaned_data["upload"]
        actions.give_contribution(grant=grant, values=form.values(), upload=upload, by=me(request))

    return _handled(request, form, save, lambda: _my_page(request, pk, part=form), ("my_grant", pk))


@login_required
@never_cache
def my_grant_file(request: HttpRequest, pk: UUID, proof: int) -> FileResponse:
    """The beneficiary's own proof, to read again."""
    return _proof_file(_mine(request, pk), proof)
