"""Saying yes or no to being brought together."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.clock.queries import today
from mouakaba.base.people.queries import me
from mouakaba.match.introductions import actions
from mouakaba.match.introductions.forms import NoteForm
from mouakaba.match.introductions.queries import introductions_for, introductions_of, introductions_run_by, with_unread
from mouakaba.match.listings.models import Opening
from mouakaba.match.listings.queries import open_openings, openings_run_by
from mouakaba.match.pairing.queries import (
    matches_of_offers,
    matches_of_opening,
    matches_of_profile,
    seen_for,
    shown_of,
    visible_profiles,
    with_asked_skills,
)
from mouakaba.match.shortlists.queries import best_known
from mouakaba.match.skills.forms import WORK_LANGUAGES
from mouakaba.match.skills.queries import profile_of


@login_required
@never_cache
def my_introductions(request: HttpRequest) -> HttpResponse:
    """Openings that fit the person, and organisations that would like to meet them."""
    profile = profile_of(me(request))
    if profile is None:
        return redirect("my_skills")
    rows = list(with_unread(introductions_of(me(request)), me(request), from_person=True))
    known = {row.opening_id for row in rows}
    fitting = [match for match in matches_of_profile(profile) if match.opening.pk not in known]
    context = {"profile": profile, "rows": rows, "matches": fitting}
    return render(request, "match/introductions/mine.html", context)


@login_required
@require_POST
def offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person is interested in an opening."""
    opening = get_object_or_404(open_openings(), pk=pk)
    profile = profile_of(me(request))
    if profile is None:
        return redirect("my_skills")
    try:
        actions.offer_self(opening=opening, profile=profile, by=me(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("my_skills_seen")
    messages.success(request, _("The organisation is told. It sees your name only if it says yes."))
    return redirect("my_introductions")


@login_required
@require_POST
def my_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person's yes or no."""
    row = get_object_or_404(introductions_of(me(request)), pk=pk)
    actions.answer(introduction=row, yes=request.POST.get("answer") == "yes", by=me(request))
    messages.success(request, _("Your answer is saved."))
    return redirect("my_introductions")


@login_required
@never_cache
def opening_matches(request: HttpRequest, pk: UUID) -> HttpResponse:
    """People who fit an opening, with the reasons; without a name until both said yes."""
    return _people(request, _run(request, pk))


def _run(request: HttpRequest, pk: UUID) -> Opening:
    return get_object_or_404(with_asked_skills(openings_run_by(me(request))), pk=pk)


def _people(request: HttpRequest, opening: Opening, refused: tuple[UUID, NoteForm] | None = None) -> HttpResponse:
    """The page; ``refused``: to whom a note was written that could not be sent, which stays in its field."""
    rows = list(with_unread(introductions_for(opening), me(request), from_person=False))
    known = {row.profile_id for row in rows}
    people = {row.pk: row.profile_id for row in rows if row.profile_id}
    waiting = [people[row.pk] for row in rows if row.person_says and row.organisation_says is None]
    is_open = opening.state == opening.State.OPEN and opening.closes_on >= today()
    seen = seen_for(opening, best_known if is_open else _nobody, waiting)
    offers = matches_of_offers(waiting, opening, seen)
    found = matches_of_opening(opening, seen) if is_open else []
    shown = {pk: shown_of(offer.profile) for pk, offer in offers.items()}
    context = {
        "opening": opening,
        "is_open": is_open,
        "rows": [(row, offers.get(people[row.pk]), shown.get(people[row.pk])) for row in rows],
        "matches": [(match, shown_of(match.profile)) for match in found if match.profile.pk not in known],
        "work_languages": WORK_LANGUAGES,
        "refused": refused[0] if refused else None,
        "form": refused[1] if refused else None,
    }
    return render(request, "match/introductions/matches.html", context, status=422 if refused else 200)


def _nobody(*_asked: object) -> list[UUID]:
    """People are seen by organisations while an opening of theirs is public, not before nor after."""
    return []


@login_required
@require_POST
def ask(request: HttpRequest, pk: UUID, profile: UUID) -> HttpResponse:
    """The organisation would like to meet somebody."""
    opening = get_object_or_404(openings_run_by(me(request)).filter(pk__in=open_openings()), pk=pk)
    found = get_object_or_404(visible_profiles().select_related("person"), pk=profile)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _people(request, _run(request, pk), (found.pk, form))
    try:
        actions.ask_person(opening=opening, profile=found, note=form.cleaned_data["note"], by=me(request))
    except ValidationError as error:
        form.add_error("note", error)
        return _people(request, _run(request, pk), (found.pk, form))
    messages.success(request, _("The person is asked. You see their name only if they say yes."))
    return redirect("opening_matches", pk)


@login_required
@require_POST
def office_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The organisation's yes or no."""
    row = get_object_or_404(introductions_run_by(me(request)), pk=pk)
    actions.answer(introduction=row, yes=request.POST.get("answer") == "yes", by=me(request))
    messages.success(request, _("Your answer is saved."))
    return redirect("opening_matches", row.opening_id)
