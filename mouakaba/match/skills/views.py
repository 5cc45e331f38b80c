"""A person's own skills pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mouakaba.base.people.queries import me
from mouakaba.base.words.queries import current
from mouakaba.match.skills import actions
from mouakaba.match.skills.forms import SeenForm, TextForm, answers_in, levels_in
from mouakaba.match.skills.models import Profile, ProfileSkill
from mouakaba.match.skills.phrases import say_flaw
from mouakaba.match.skills.queries import (
    NotInstalledError,
    found,
    is_stalled,
    pieces,
    profile_of,
    quotes,
    skills_of,
    texts_of,
)
from mouakaba.match.skills.rules import FOUND_AT_MOST

State = ProfileSkill.State


def _profile(request: HttpRequest) -> Profile:
    """The person's own; 404 for somebody who has none."""
    profile = profile_of(me(request))
    if profile is None:
        raise Http404
    return profile


@login_required
@never_cache
def my_skills(request: HttpRequest) -> HttpResponse:
    """The profile: what was found, what is confirmed, what to add."""
    profile = profile_of(me(request))
    if profile is None:
        return render(request, "match/skills/begin.html")
    return _page(request, profile, TextForm())


def _page(request: HttpRequest, profile: Profile, form: TextForm) -> HttpResponse:
    context = {
        "profile": profile,
        "form": form,
        "texts": [(text, say_flaw(text.flaw) if text.flaw else "") for text in texts_of(profile)],
        "proposed": skills_of(profile, State.PROPOSED).count(),
        "confirmed": list(skills_of(profile, State.CONFIRMED).order_by("decided_at", "pk")),
        "levels": ProfileSkill.Level.choices,
        **search_of(request, skills_of(profile, State.CONFIRMED)),
    }
    return render(request, "match/skills/my_skills.html", context, status=422 if form.errors else 200)


def search_of(request: HttpRequest, there: QuerySet[Any]) -> dict[str, Any]:
    """What ``_search.html`` shows: the concepts found, and which are among the rows already there."""
    words = request.GET.get("q", "")[:100]
    try:
        concepts = found(words, current(), limit=FOUND_AT_MOST)
    except NotInstalledError:
        return {"q": words, "no_search": say_flaw("not_installed")}
    uris = set(there.values_list("uri", flat=True)) if concepts else set()
    return {"q": words, "found": [(concept, concept.uri in uris) for concept in concepts]}


def say_refusal(error: ValidationError | NotInstalledError) -> str:
    """Why a skill could not be added."""
    return " ".join(error.messages) if isinstance(error, ValidationError) else say_flaw("not_installed")


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begins the profile."""
    actions.begin_profile(by=me(request))
    return redirect("my_skills")


@login_required
@require_POST
def give_text(request: HttpRequest) -> HttpResponse:
    """Takes a text or a document in."""
    profile = _profile(request)
    form = TextForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["upload"]
        try:
            text = actions.give_text(profile=profile, text=form.cleaned_data["text"], upload=upload, by=me(request))
        except ValidationError as error:
            form.add_error("upload" if upload else "text", error)
        else:
            return redirect("my_skills_text", text.pk)
    return _page(request, profile, form)


@login_required
@never_cache
def text_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A text with the words that led to each proposal; a POST gives the person's word on them."""
    profile = _profile(request)
    text = get_object_or_404(texts_of(profile).select_related("file"), pk=pk)
    if request.method == "POST":
        count = actions.answer_proposals(profile=profile, answers=answers_in(request.POST), by=me(request))
        if count:
            messages.success(
                request, ngettext("%(n)s answer is saved.", "%(n)s answers are saved.", count) % {"n": count}
            )
        left = skills_of(profile, State.PROPOSED).filter(text=text).exists()
        return redirect("my_skills_text", pk) if left else redirect("my_skills")
    rows = list(skills_of(profile).filter(text=text).select_related("text"))
    proposed = [(row, quotes(row)) for row in rows if row.state == State.PROPOSED]
    context = {
        "profile": profile,
        "text": text,
        "stalled": is_stalled(text),
        "flaw": say_flaw(text.flaw) if text.flaw else "",
        "proposed": proposed,
        "answered": [row for row in rows if row.state != State.PROPOSED],
        "pieces": list(pieces(text.text, (span for row in rows for span in row.evidence))),
    }
    return render(request, "match/skills/text.html", context)


@login_required
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Reads a text once more whose reading was cut off."""
    text = get_object_or_404(texts_of(_profile(request)).select_related("profile"), pk=pk)
    if is_stalled(text):
        actions.read_again(text=text, by=me(request))
    return redirect("my_skills_text", pk)


@login_required
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Deletes a text."""
    text = get_object_or_404(texts_of(_profile(request)).select_related("file", "profile"), pk=pk)
    actions.take_text_back(text=text, by=me(request))
    messages.success(request, _("The text is deleted. The skills you confirmed stay."))
    return redirect("my_skills")


@login_required
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Adds a skill found by search."""
    profile = _profile(request)
    try:
        actions.add_skill(profile=profile, uri=request.POST.get("uri", "")[:200], by=me(request))
    except (ValidationError, NotInstalledError) as error:
        messages.error(request, say_refusal(error))
    else:
        messages.success(request, _("The skill is added."))
    return redirect("my_skills")


@login_required
@require_POST
def levels(request: HttpRequest) -> HttpResponse:
    """How well, and whether the person wants to use it."""
    actions.set_levels(profile=_profile(request), levels=levels_in(request.POST), by=me(request))
    messages.success(request, _("Saved."))
    return redirect("my_skills")


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a skill off."""
    row = get_object_or_404(skills_of(_profile(request), State.CONFIRMED).select_related("profile"), pk=pk)
    actions.remove_skill(skill=row, by=me(request))
    messages.success(request, _("The skill is removed."))
    return redirect("my_skills")


@login_required
@never_cache
def seen(request: HttpRequest) -> HttpResponse:
    """Who sees what."""
    profile = _profile(request)
    form = SeenForm(request.POST or None, instance=profile)
    if request.method == "POST" and form.is_valid():
        actions.set_seen(profile=profile, by=me(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("my_skills")
    context = {"profile": profile, "form": form}
    return render(request, "match/skills/seen.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ends the profile."""
    actions.withdraw_profile(profile=_profile(request), by=me(request))
    messages.success(request, _("Your skills profile and its texts are deleted."))
    return redirect("my")
