"""The survey a link opens, its entry by phone, and its figures with how many answered."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from mouakaba.accompany.cohorts.models import Cohort
from mouakaba.accompany.cohorts.queries import cohorts_run_by, cohorts_seen_by, public_cohorts
from mouakaba.accompany.followup import actions, queries
from mouakaba.accompany.followup.forms import PhoneForm, SurveyForm
from mouakaba.accompany.followup.models import FollowUp
from mouakaba.accompany.followup.phrases import FIGURES
from mouakaba.accompany.followup.rules import AFTER, FEWEST
from mouakaba.accompany.spaces.models import Site
from mouakaba.accompany.spaces.queries import public_sites, sites_run_by, sites_seen_by
from mouakaba.base.clock.queries import now, today
from mouakaba.base.files.queries import attachment
from mouakaba.base.people.queries import me
from mouakaba.base.resending.queries import post_of
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.queries import current

PER_PAGE = 50


@never_cache
def followup(request: HttpRequest, secret: str) -> HttpResponse:
    """The survey, without an account. Opened or sent again it is still one answer: the later one."""
    row = queries.followup_of(secret)
    if row is None:
        raise Http404
    if request.method != "POST":
        return _survey(request, row, SurveyForm(answer=queries.answer_of(row)))
    form = SurveyForm(request.POST, request.FILES)
    try:
        answered = done(form, lambda: actions.answer_by_link(followup=row, language=current(), **form.told()))
    except actions.LinkExpiredError:
        return _expired(request, row)
    return redirect(f"{request.path}?sent=1") if answered else _survey(request, row, form)


def _survey(request: HttpRequest, row: FollowUp, form: SurveyForm) -> HttpResponse:
    if row.expires_at is None or (now() > row.expires_at and request.method != "POST"):
        return _expired(request, row)
    sent = "sent" in request.GET and queries.answer_of(row) is not None
    answer, joined = queries.answer_of(row), queries.joined_to(row)
    context = {"followup": row, "answer": answer, "form": form, "sent": sent, "joined": joined}
    return render(request, "accompany/followup/survey.html", context, status=422 if form.errors else 200)


def _expired(request: HttpRequest, row: FollowUp) -> HttpResponse:
    """Too late: says what to do, and gives back what was written."""
    post = post_of(request) if request.method == "POST" else None
    return render(request, "accompany/followup/expired.html", {"followup": row, "post": post}, status=410)


def _waves(place: Cohort | Site, *, public: bool) -> list[tuple[int, list[tuple[Any, queries.Figure]], int, int]]:
    """The surveys that were due: months, their figures, how many answered, how many were asked."""
    made = []
    for months in AFTER:
        figures = queries.figures_of(place, months, public=public)
        if asked := figures[0].asked:
            made.append((months, [(FIGURES[one.code], one) for one in figures], figures[0].answered, asked))
    return made


@require_GET
def cohort_after(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What became of a cohort, for anybody: no small count, each figure with how many answered."""
    cohort = get_object_or_404(public_cohorts(), pk=pk)
    context = {"cohort": cohort, "waves": _waves(cohort, public=True), "fewest": FEWEST}
    return render(request, "accompany/followup/after.html", context)


@require_GET
def site_after(request: HttpRequest, slug: str) -> HttpResponse:
    """The same of the members who left a site."""
    site = get_object_or_404(public_sites(), slug=slug)
    invented = queries.followup_rows(**queries.within(site), stay__is_demo=True).exists()
    context = {"site": site, "waves": _waves(site, public=True), "fewest": FEWEST, "invented": invented}
    return render(request, "accompany/followup/site_after.html", context)


@login_required
@never_cache
def cohort_followup(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who answered, who is to be called; a POST prepares what is due and sends the letters now."""
    cohort = get_object_or_404(cohorts_seen_by(me(request)), pk=pk)
    runs = cohorts_run_by(me(request)).filter(pk=pk).exists()
    return _office(request, cohort, runs, "accompany/followup/cohort.html", {"cohort": cohort})


@login_required
@never_cache
def site_followup(request: HttpRequest, slug: str) -> HttpResponse:
    """The same of members who left a site."""
    site = get_object_or_404(sites_seen_by(me(request)), slug=slug)
    runs = sites_run_by(me(request)).filter(pk=site.pk).exists()
    return _office(request, site, runs, "accompany/followup/site.html", {"site": site, "tab": "followup"})


def _office(request: HttpRequest, place: Cohort | Site, runs: bool, page: str, context: dict[str, Any]) -> HttpResponse:
    if request.method == "POST":
        if not runs:
            raise Http404
        new, letters = actions.follow_up(place=place, by=me(request))
        said = {"new": new, "letters": letters}
        messages.success(request, _("Surveys prepared: %(new)s. Letters sent: %(letters)s.") % said)
        return redirect(request.path)
    rows = queries.followups_seen_by(me(request)).filter(**queries.within(place))
    if request.GET.get("answered") in ("yes", "no"):
        rows = rows.filter(queries.answered() if request.GET["answered"] == "yes" else ~queries.answered())
    context |= {
        "waves": _waves(place, public=False),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "runs": runs,
        "chosen": request.GET.get("answered", ""),
    }
    return render(request, page, context)


@login_required
@never_cache
def followup_phone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An answer given on the phone; what was answered before is shown and kept."""
    row = get_object_or_404(queries.followups_run_by(me(request)), pk=pk)
    answer = queries.answer_of(row)
    if request.method != "POST":
        form = PhoneForm(answer=answer)
        form.initial["asked_on"] = today()
        return _phone(request, row, form)
    form = PhoneForm(request.POST, request.FILES)
    if done(form, lambda: actions.answer_by_phone(followup=row, by=me(request), **form.told())):
        return saved(request, *row.office_page)
    return _phone(request, row, form)


def _phone(request: HttpRequest, row: FollowUp, form: PhoneForm) -> HttpResponse:
    answer = queries.answer_of(row)
    earlier = queries.earlier_answers(answer) if answer and answer.corrections else []
    context = {"followup": row, "answer": answer, "earlier": earlier, "form": form}
    return render(request, "accompany/followup/phone.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def followup_certificate(request: HttpRequest, pk: UUID) -> FileResponse:
    """The proof that the business exists, for the office."""
    row = get_object_or_404(queries.followups_seen_by(me(request)), pk=pk)
    answer = queries.answer_of(row)
    if answer is None or answer.certificate is None:
        raise Http404
    return attachment(answer.certificate)
