"""What a person proposes and takes up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.people.queries import me
from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.queries import current, said
from mouakaba.match.ideas import actions, queries
from mouakaba.match.ideas.forms import AdoptForm, ChallengeForm, IdeaForm, StepForm, WantForm, WhyForm, as_initial
from mouakaba.match.ideas.models import Adoption, Idea, Want
from mouakaba.match.ideas.views.public import head, public_idea
from mouakaba.match.listings.queries import organisations_of


@login_required
@never_cache
def my_ideas(request: HttpRequest) -> HttpResponse:
    """What the person proposed and took up."""
    context = {"proposed": queries.ideas_of(me(request)), "taken": queries.adoptions_of(me(request))}
    return render(request, "match/ideas/mine.html", context)


@login_required
@never_cache
def my_idea_new(request: HttpRequest) -> HttpResponse:
    """A new idea, in the person's language."""
    return _form(request, None, [current()])


@login_required
@never_cache
def my_idea_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One's own idea, while nobody made it public; saving one that was not kept proposes it again."""
    idea = get_object_or_404(queries.open_to_change(me(request)), pk=pk)
    return _form(request, idea, [current(), *(code for code in LANGUAGES if idea.title.get(code))])


def _form(request: HttpRequest, idea: Idea | None, languages: list[str]) -> HttpResponse:
    form = IdeaForm(request.POST or None, languages=languages, initial=as_initial(idea) if idea else None)
    if request.method == "POST" and form.is_valid():
        actions.save_idea(idea=idea, by=me(request), **form.values(idea))
        messages.success(request, _("Thank you. The keepers of the bank read it, and you are told what they decide."))
        return redirect("my_ideas")
    context = {"form": form, "idea": idea}
    return render(request, "match/ideas/propose.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def my_idea_adopt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes an idea up, in one's own name or an organisation's."""
    idea = public_idea(pk)
    form = AdoptForm(request.POST if request.method == "POST" else None, organisations=organisations_of(me(request)))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.adopt_idea(idea=idea, organisation=form.cleaned_data["organisation"], by=me(request))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("idea_around", pk)
        messages.success(request, _("The idea is yours to carry. Tell here, step by step, what comes of it."))
        return redirect("my_adoption", made.pk)
    return render(request, "match/ideas/adopt.html", head(idea, "") | {"form": form})


def _mine(request: HttpRequest, pk: UUID, *, running: bool = True) -> Adoption:
    rows = queries.adoptions_of(me(request))
    return get_object_or_404(rows.filter(ended_at__isnull=True) if running else rows, pk=pk)


@login_required
@never_cache
def my_adoption(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The story of an idea one took up: its notes, what to tell next, how to give it back."""
    adoption = _mine(request, pk, running=request.method == "POST")
    step, challenge = _told(request, "step", StepForm), _told(request, "challenge", ChallengeForm)
    try:
        if step.is_bound and step.is_valid():
            actions.note_step(adoption=adoption, by=me(request), **step.cleaned_data)
            return redirect("my_adoption", pk)
        if challenge.is_bound and challenge.is_valid():
            actions.tell_challenge(idea=adoption.idea, by=me(request), **challenge.cleaned_data)
            messages.success(request, _("Thank you: others will find it."))
            return redirect("my_adoption", pk)
    except ValidationError as error:
        step.add_error(None, error)
    context = {"adoption": adoption, "idea": adoption.idea, "step": step, "challenge": challenge, "why": WhyForm()}
    wrong = bool(step.errors or challenge.errors)
    return render(request, "match/ideas/adoption.html", context, status=422 if wrong else 200)


def _told(request: HttpRequest, name: str, form: Any) -> Any:
    """One of the forms of the page, filled when it is the one that was sent."""
    return form(request.POST if request.method == "POST" and request.POST.get("told") == name else None)


@login_required
@require_POST
def my_adoption_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Gives an idea back."""
    adoption = _mine(request, pk)
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("my_adoption", pk)
    actions.withdraw_adoption(adoption=adoption, why=form.cleaned_data["why"], by=me(request))
    messages.success(request, _("The idea is free for others again; what you told stays, for them."))
    return redirect("my_ideas")


@login_required
@never_cache
def my_idea_want(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Says what is needed or offered on a public idea."""
    idea = public_idea(pk)
    form = WantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.say_want(idea=idea, by=me(request), **form.cleaned_data)
        messages.success(request, _("Saved. The keepers of the bank bring the two sides together."))
        return redirect("idea", pk)
    context = head(idea, "") | {"form": form}
    return render(request, "match/ideas/want.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def my_want_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes off a need or an offer: one's own, or any of them for a keeper."""
    rows = Want.objects.select_related("idea")
    if not queries.keeps_bank(me(request)):
        rows = rows.filter(person=me(request))
    want = get_object_or_404(rows, pk=pk)
    name, target = said(want.idea.title), want.idea_id
    actions.take_off_want(want=want, by=me(request))
    messages.success(request, _("Taken off “%(title)s”.") % {"title": name})
    return redirect("idea", target)
