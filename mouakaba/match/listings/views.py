"""Listings of organisations: written in the office, read by anybody. Their kind says the words."""

from __future__ import annotations

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

from mouakaba.base.people.queries import me
from mouakaba.base.sheets.rules import MOST_EXPORTED
from mouakaba.base.sheets.views import sheet_response
from mouakaba.base.words.queries import said
from mouakaba.match import registry
from mouakaba.match.listings import actions
from mouakaba.match.listings.forms import OpeningForm, answers_in
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.listings.phrases import opening_rows
from mouakaba.match.listings.queries import open_openings, openings_run_by, organisations_of, skills_of
from mouakaba.match.skills.phrases import say_flaw
from mouakaba.match.skills.queries import NotInstalledError, is_installed
from mouakaba.match.skills.views import say_refusal, search_of

State = OpeningSkill.State
PER_PAGE = 20


@never_cache
def openings(request: HttpRequest) -> HttpResponse:
    """What is open of one kind, for anybody."""
    kind = _kind(request)
    rows = open_openings().filter(kind_code=kind.code)
    if ending := request.GET.get("format", ""):
        return sheet_response(ending, said(kind.words["many"]), *opening_rows(rows[:MOST_EXPORTED]))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "kind": kind, "kinds": registry.kinds()}
    return render(request, "match/listings/openings.html", context)


def _kind(request: HttpRequest) -> registry.MarketKind:
    """The kind that the address names; the first where it names none that is known."""
    known = {kind.code: kind for kind in registry.kinds()}
    return known.get(request.GET.get("kind", ""), registry.kinds()[0])


@never_cache
def opening_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One open listing, for anybody."""
    opening = get_object_or_404(open_openings(), pk=pk)
    context = {"opening": opening, "kind": opening.kind, "skills": skills_of(opening, State.ASKED)}
    return render(request, "match/listings/opening.html", context)


@login_required
@never_cache
def office_openings(request: HttpRequest) -> HttpResponse:
    """The listings of the person's organisations."""
    if not organisations_of(me(request)).exists():
        raise Http404
    rows = openings_run_by(me(request))
    if ending := request.GET.get("format", ""):
        return sheet_response(ending, _("Listings"), *opening_rows(rows[:MOST_EXPORTED]))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "match/listings/office.html", {"page": page, "kinds": registry.kinds()})


@login_required
@never_cache
def opening_new(request: HttpRequest) -> HttpResponse:
    """A new listing of the kind that the address names."""
    organisations = organisations_of(me(request))
    if not organisations.exists():
        raise Http404
    kind = _kind(request)
    form = OpeningForm(request.POST or None, organisations=organisations, instance=Opening(kind_code=kind.code))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        organisation = values.pop("organisation")
        opening = actions.save_opening(
            opening=None, organisation=organisation, kind_code=kind.code, by=me(request), **values
        )
        return redirect("opening_office", opening.pk)
    context = {"form": form, "kind": kind}
    return render(request, "match/listings/form.html", context, status=422 if form.errors else 200)


def _run(request: HttpRequest, pk: UUID) -> Opening:
    return get_object_or_404(openings_run_by(me(request)), pk=pk)


@login_required
@never_cache
def opening_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The words of an opening."""
    opening = _run(request, pk)
    kept = Opening.objects.get(pk=opening.pk)
    form = OpeningForm(request.POST or None, organisations=organisations_of(me(request)), instance=opening)
    if request.method == "POST" and form.is_valid():
        actions.save_opening(
            opening=kept,
            organisation=kept.organisation,
            kind_code=kept.kind_code,
            by=me(request),
            **form.cleaned_data,
        )
        messages.success(request, _("Saved."))
        return redirect("opening_office", pk)
    context = {"form": form, "opening": kept, "kind": kept.kind}
    return render(request, "match/listings/form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def opening_office(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One opening at work: its skills, and what to do next. A POST answers the proposals."""
    opening = _run(request, pk)
    if request.method == "POST":
        actions.answer_skills(opening=opening, answers=answers_in(request.POST), by=me(request))
        messages.success(request, _("Saved."))
        return redirect("opening_office", pk)
    context = {
        "opening": opening,
        "kind": opening.kind,
        "proposed": skills_of(opening, State.PROPOSED),
        "asked": skills_of(opening, State.ASKED),
        "unread": "" if is_installed() else say_flaw("not_installed"),
        **search_of(request, skills_of(opening, State.ASKED)),
    }
    return render(request, "match/listings/opening_office.html", context)


@login_required
@require_POST
def opening_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks for a skill found by search."""
    opening = _run(request, pk)
    try:
        actions.add_skill(opening=opening, uri=request.POST.get("uri", "")[:200], by=me(request))
    except (ValidationError, NotInstalledError) as error:
        messages.error(request, say_refusal(error))
    return redirect("opening_office", pk)


@login_required
@require_POST
def opening_publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Opens it to readers."""
    opening = _run(request, pk)
    try:
        actions.publish_opening(opening=opening, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("opening_office", pk)
    messages.success(request, said(opening.kind.words["opened"]))
    return redirect("opening_matches", pk)


@login_required
@require_POST
def opening_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes it off the public pages."""
    opening = actions.close_opening(opening=_run(request, pk), by=me(request))
    messages.success(request, said(opening.kind.words["closed"]))
    return redirect("opening_office", pk)
