"""Agreements with schools in the office, inviting by list, and the graduate's answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.audit.queries import history_of
from mouakaba.base.clock.queries import today
from mouakaba.base.files.queries import attachment
from mouakaba.base.people.queries import me
from mouakaba.base.sheets.actions import csv_file
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.queries import said
from mouakaba.match.pairing.rules import FEWEST
from mouakaba.match.schools import actions, queries
from mouakaba.match.schools.forms import AgreementForm, EndForm, GraduatesForm, RenewForm
from mouakaba.match.schools.models import SchoolAgreement
from mouakaba.match.schools.phrases import act_in_words
from mouakaba.match.schools.rules import DAYS_BETWEEN, MOST_LETTERS, status_on

PER_PAGE = 20
Status = SchoolAgreement.Status


@login_required
@never_cache
def school_agreements(request: HttpRequest) -> HttpResponse:
    """The agreements of the person's organisations with what came of them; as a CSV with ?format=csv."""
    person = me(request)
    rows, may_record = queries.agreements_seen_by(person), queries.networks_of(person).exists()
    if not may_record and not rows.exists():
        raise Http404
    words, running = request.GET.get("q", "")[:100], request.GET.get("running") == "yes"
    rows = queries.listed(rows, words=words, running=running)
    if request.GET.get("format") == "csv":
        return _sheet(rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "shown": _with_numbers(list(page)), "q": words, "running": running, "may_record": may_record,
        "fewest": FEWEST,
    }  # fmt: skip
    return render(request, "match/schools/agreements.html", context)


def _with_numbers(rows: list[SchoolAgreement]) -> list[dict[str, Any]]:
    counts, day = queries.counts_of(rows), today()
    return [
        {
            "agreement": row,
            "status": (status := status_on(row, day)),
            "label": status.label,
            "end": queries.current_end(row),
            "counts": counts[row.pk],
        }
        for row in rows
    ]


def _sheet(rows: QuerySet[SchoolAgreement]) -> HttpResponse:
    headers = (
        _("School"), _("Network"), _("Signed on"), _("Last day"), _("Status"), _("Invited"),
        _("Said that the school may count them"), _("Of these confirmed at least one skill"),
    )  # fmt: skip
    return csv_file("schools.csv", headers, map(_told, _with_numbers(list(rows))))


def _told(one: dict[str, Any]) -> list[object]:
    row, counts, few = one["agreement"], one["counts"], _("fewer than %(n)s") % {"n": FEWEST}
    told = [few if number is None else number for number in (counts.counted, counts.with_skills)]
    names = [said(party.name) if party else "" for party in (row.school, row.network)]
    return [*names, row.signed_on, one["end"] or "", one["label"], counts.invited, *told]


@login_required
@never_cache
def school_agreement_new(request: HttpRequest) -> HttpResponse:
    """Records an agreement."""
    networks = queries.networks_of(me(request))
    if not networks.exists():
        raise Http404
    return _agreement_form(request, None, networks=networks, schools=queries.schools_for(networks))


@login_required
@never_cache
def school_agreement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what was recorded."""
    agreement = get_object_or_404(queries.agreements_kept_by(me(request)), pk=pk)
    none = queries.schools_for(queries.networks_of(me(request))).none()
    return _agreement_form(request, agreement, networks=none, schools=none)


def _agreement_form(request: HttpRequest, agreement: SchoolAgreement | None, **choices: Any) -> HttpResponse:
    form = AgreementForm(request.POST or None, request.FILES or None, agreement=agreement, whose=me(request), **choices)

    def save() -> SchoolAgreement:
        upload = form.cleaned_data["upload"]
        return actions.save_agreement(agreement=agreement, values=form.values(), upload=upload, by=me(request))

    if request.method == "POST" and (kept := done(form, save)):
        return saved(request, "school_page", kept.pk)
    context = {"form": form, "agreement": agreement}
    return render(request, "match/schools/agreement_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def school_agreement_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Another term."""
    agreement = get_object_or_404(queries.agreements_kept_by(me(request)), pk=pk)
    form = RenewForm(request.POST)
    if done(form, lambda: actions.renew_agreement(agreement=agreement, by=me(request), **form.cleaned_data)):
        messages.success(request, _("The agreement is renewed."))
        return redirect("school_page", pk)
    return _page(request, pk, renew=form)


@login_required
@require_POST
def school_agreement_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The end before the term."""
    agreement = get_object_or_404(queries.agreements_kept_by(me(request)), pk=pk)
    form = EndForm(request.POST)
    if done(form, lambda: actions.end_agreement(agreement=agreement, by=me(request), **form.cleaned_data)):
        messages.success(request, _("The end of the agreement is recorded."))
        return redirect("school_page", pk)
    return _page(request, pk, end=form)


@login_required
@never_cache
def school_document(request: HttpRequest, pk: int) -> FileResponse:
    """The signed document, for both parties."""
    agreement = get_object_or_404(queries.agreements_seen_by(me(request)), pk=pk)
    if agreement.document is None:
        raise Http404
    return attachment(agreement.document)


@login_required
@never_cache
def school_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement, for both parties: its terms, its numbers, its history. The school invites by a POST."""
    if request.method != "POST":
        return _page(request, pk)
    agreement = get_object_or_404(queries.agreements_run_by(me(request)), pk=pk)
    form = GraduatesForm(request.POST, request.FILES)
    report = _invited(request, form, agreement) if form.is_valid() else None
    if report is None or report.held_back:
        return _page(request, pk, form=form, report=report)
    return _page(request, pk, report=report)  # what could be used is done; the report names the rest


def _invited(request: HttpRequest, form: GraduatesForm, agreement: SchoolAgreement) -> actions.Report | None:
    whole = form.cleaned_data["whole"] == "yes"
    try:
        return actions.invite_graduates(
            agreement=agreement, rows=form.cleaned_data["listed"], whole=whole, by=me(request)
        )
    except ValidationError as error:
        form.add_error("upload" if form.cleaned_data["upload"] else "rows", error)
        return None


def _page(request: HttpRequest, pk: int, *, report: actions.Report | None = None, **forms: Any) -> HttpResponse:
    person = me(request)
    agreement = get_object_or_404(queries.agreements_seen_by(person), pk=pk)
    invites = queries.agreements_run_by(person).filter(pk=pk).exists()
    [shown] = _with_numbers([agreement])
    context = {
        **shown,
        "fewest": FEWEST,
        "report": report,
        "form": (forms.get("form") or GraduatesForm(initial={"whole": ""})) if invites else None,
        "may_remind": invites and queries.to_remind(agreement).exists(),
        "days_between": DAYS_BETWEEN,
        "most_letters": MOST_LETTERS,
        "history": [(line, act_in_words(line.act)) for line in history_of(agreement)[:50]],
        **_keeping(person, agreement, shown["status"], forms),
    }
    wrong = any(form.errors for form in forms.values()) or (report is not None and report.held_back)
    return render(request, "match/schools/school.html", context, status=422 if wrong else 200)


def _keeping(person: Any, agreement: SchoolAgreement, status: Status, forms: Any) -> dict[str, Any]:
    """What only the network's writers find on the page."""
    if not queries.agreements_kept_by(person).filter(pk=agreement.pk).exists():
        return {"may_keep": False}
    over = status in (Status.ENDED, Status.EXPIRED)
    renewable = agreement.ends_on is not None and agreement.ended_on is None
    return {
        "may_keep": True,
        "renew": (forms.get("renew") or RenewForm(auto_id="renew_%s")) if renewable else None,
        "end_form": None if over else forms.get("end") or EndForm(auto_id="end_%s", initial={"ended_on": today()}),
    }


@login_required
@require_POST
def school_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes again to those who have not answered."""
    agreement = get_object_or_404(queries.agreements_run_by(me(request)), pk=pk)
    actions.remind_graduates(agreement=agreement, by=me(request))
    messages.success(
        request, _("Those who have not answered are written to again, if their last letter is old enough.")
    )
    return redirect("school_page", pk)


@login_required
@never_cache
def my_schools(request: HttpRequest) -> HttpResponse:
    """Invitations the person has not answered, and the yes they may take back."""
    rows = list(queries.answerable_by(me(request)))
    if not rows:
        return redirect("my_skills")
    context = {"invitations": [row for row in rows if not row.counted], "counted": [row for row in rows if row.counted]}
    return render(request, "match/schools/mine.html", context)


@login_required
@require_POST
def school_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The graduate's word."""
    invitation = get_object_or_404(queries.answerable_by(me(request)), pk=pk)
    actions.answer_school(invitation=invitation, counted=request.POST.get("answer") == "yes", by=me(request))
    messages.success(request, _("Your answer is saved."))
    return redirect("my_schools")


@never_cache
def school_refusal(request: HttpRequest, letter: str) -> HttpResponse:
    """The letter's "no", without an account. Asks before it does anything: programs that check mail follow links."""
    invitation = queries.invitation_named(letter)
    if invitation is None:
        raise Http404
    if request.method == "POST" and invitation.counted is not False:
        actions.answer_school(invitation=invitation, counted=False, by=invitation.person)
        return redirect("school_refusal", letter)
    return render(request, "match/schools/refusal.html", {"invitation": invitation})
