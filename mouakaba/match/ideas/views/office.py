"""The bank, for its keepers."""

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
from mouakaba.base.words.models import LANGUAGES
from mouakaba.match.ideas import actions, queries
from mouakaba.match.ideas.forms import DeclineForm, IdeaForm, PlanForm, as_initial, plan_initial
from mouakaba.match.ideas.models import Idea, IdeaPlan

PER_PAGE = 20


@login_required
@never_cache
def office_ideas(request: HttpRequest) -> HttpResponse:
    """Every idea, those that wait for a decision first."""
    if not queries.keeps_bank(me(request)):
        raise Http404
    page = Paginator(queries.ideas_kept_by(me(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "match/ideas/office.html", {"page": page})


def _kept(request: HttpRequest, pk: UUID) -> Idea:
    return get_object_or_404(queries.ideas_kept_by(me(request)).select_related("proposed_by", "plan"), pk=pk)


@login_required
@never_cache
def office_idea(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One idea at work: its words in three languages, and the decision."""
    idea = _kept(request, pk)
    form = IdeaForm(request.POST or None, languages=LANGUAGES, initial=as_initial(idea))
    if request.method == "POST" and form.is_valid():
        actions.save_idea(idea=idea, by=me(request), **form.values(idea))
        messages.success(request, _("Saved."))
        return redirect("office_idea", pk)
    context = {
        "form": form,
        "idea": idea,
        "decline": DeclineForm(),
        "takers": queries.stories(idea).select_related("person", "organisation"),
    }
    return render(request, "match/ideas/office_idea.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def office_idea_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Publishes, declines or closes."""
    idea, act = _kept(request, pk), request.POST.get("act")
    try:
        if act == "publish":
            actions.publish_idea(idea=idea, by=me(request))
            messages.success(request, _("The idea is public."))
        elif act == "decline":
            actions.decline_idea(idea=idea, reason=request.POST.get("reason", "")[:1000], by=me(request))
            messages.success(request, _("The person who proposed it is told why."))
        elif act == "close":
            actions.close_idea(idea=idea, by=me(request))
            messages.success(request, _("It is off the public pages."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("office_idea", pk)


@login_required
@never_cache
def office_idea_plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The ready plan of an idea."""
    idea = _kept(request, pk)
    plan = IdeaPlan.objects.filter(idea=idea).first()
    form = PlanForm(request.POST or None, initial=dict(plan_initial(plan)))
    if request.method == "POST" and form.is_valid():
        actions.save_plan(idea=idea, by=me(request), values=form.values())
        messages.success(request, _("Saved."))
        return redirect("office_idea", pk)
    context = {"form": form, "idea": idea, "starts": form.part("start"), "months": form.part("monthly")}
    return render(request, "match/ideas/office_plan.html", context, status=422 if form.errors else 200)
