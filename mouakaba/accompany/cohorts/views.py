"""Cohorts in the office, and the plan of a project, read and written by both sides."""

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
from django.views.decorators.http import require_POST

from mouakaba.accompany.cohorts import actions, queries
from mouakaba.accompany.cohorts.forms import (
    CohortForm,
    DoneForm,
    MilestoneForm,
    NoteForm,
    ProjectForm,
    StateForm,
    StepForm,
)
from mouakaba.accompany.cohorts.models import Cohort, CohortProject
from mouakaba.accompany.cohorts.rules import progress
from mouakaba.base.clock.queries import today
from mouakaba.base.files.queries import attachment
from mouakaba.base.people.queries import me
from mouakaba.base.ui.views import done, saved
from mouakaba.base.words.queries import current
from mouakaba.select import door as select

PER_PAGE = 50


@login_required
@never_cache
def cohorts(request: HttpRequest) -> HttpResponse:
    """The cohorts of the person's programmes: planned, chosen, completed."""
    person = me(request)
    if not queries.has_cohorts(person):
        raise Http404
    page = Paginator(queries.with_counts(queries.cohorts_seen_by(person)), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_make": select.programmes_run_by(person).exists()}
    return render(request, "accompany/cohorts/cohorts.html", context)


@login_required
@never_cache
def cohort_new(request: HttpRequest) -> HttpResponse:
    """A cohort typed, for an edition that was not called here."""
    programmes = select.programmes_run_by(me(request))
    if not programmes.exists():
        raise Http404
    return _cohort_form(request, CohortForm(request.POST or None, programmes=programmes), None)


@login_required
@never_cache
def cohort_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Its words, days and rule."""
    cohort = get_object_or_404(queries.cohorts_run_by(me(request)), pk=pk)
    none = select.programmes_run_by(me(request)).none()
    return _cohort_form(request, CohortForm(request.POST or None, programmes=none, cohort=cohort), cohort)


def _cohort_form(request: HttpRequest, form: CohortForm, cohort: Cohort | None) -> HttpResponse:
    if request.method == "POST" and (
        made := done(form, lambda: actions.save_cohort(cohort=cohort, values=form.values(), by=me(request)))
    ):
        return saved(request, "cohort", made.pk)
    context = {"form": form, "cohort": cohort}
    return render(request, "accompany/cohorts/cohort_form.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
def cohort(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One cohort: its objectives, its steps, its projects with their progress."""
    return _cohort_page(request, pk)


def _cohort_page(request: HttpRequest, pk: UUID, **forms: Any) -> HttpResponse:
    row = get_object_or_404(queries.with_counts(queries.cohorts_seen_by(me(request))), pk=pk)
    projects = queries.with_progress(row.projects.select_related("project__region", "project__bearer"))
    page = Paginator(projects, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cohort": row,
        "page": page,
        "steps": row.steps.all(),
        "may_change": queries.cohorts_run_by(me(request)).filter(pk=pk).exists(),
        "step_form": StepForm(),
        "project_form": ProjectForm(),
        **forms,
    }
    failed = any(form.errors for form in forms.values())
    return render(request, "accompany/cohorts/cohort.html", context, status=422 if failed else 200)


@login_required
@require_POST
def cohort_step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another step of the plan."""
    row = get_object_or_404(queries.cohorts_run_by(me(request)), pk=pk)
    form = StepForm(request.POST)
    if done(form, lambda: actions.add_step(cohort=row, by=me(request), **form.values())):
        return saved(request, "cohort", pk)
    return _cohort_page(request, pk, step_form=form)


@login_required
@require_POST
def cohort_step_remove(request: HttpRequest, pk: UUID, step: int) -> HttpResponse:
    """One step less."""
    row = get_object_or_404(queries.cohorts_run_by(me(request)), pk=pk)
    actions.remove_step(step=get_object_or_404(row.steps.all(), pk=step), by=me(request))
    messages.success(request, _("Removed."))
    return redirect("cohort", pk)


@login_required
@require_POST
def cohort_project(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A project typed into the cohort."""
    row = get_object_or_404(queries.cohorts_run_by(me(request)), pk=pk)
    form = ProjectForm(request.POST)
    if done(form, lambda: _add_project(request, row, **form.cleaned_data)):
        return saved(request, "cohort", pk)
    return _cohort_page(request, pk, project_form=form)


def _add_project(request: HttpRequest, cohort: Cohort, *, email: str, **told: Any) -> CohortProject:
    return actions.add_project(cohort=cohort, values={**told, "language": current()}, email=email, by=me(request))


@login_required
@never_cache
def my_plans(request: HttpRequest) -> HttpResponse:
    """The projects a person bears, with how far each is."""
    rows = queries.with_progress(queries.projects_of(me(request)))
    shown = [(row, progress([True] * row.done + [False] * (row.asked - row.done))) for row in rows]
    return render(request, "accompany/cohorts/my_plans.html", {"rows": shown})


def _open_to(request: HttpRequest, pk: UUID) -> tuple[CohortProject, bool]:
    """A project this person bears or reads in the office, and whether they may write."""
    person = me(request)
    writes = queries.projects_of(person).filter(pk=pk) | queries.projects_run_by(person).filter(pk=pk)
    found = writes.first()
    return (found, True) if found else (get_object_or_404(queries.projects_seen_by(person), pk=pk), False)


def _written(request: HttpRequest, pk: UUID) -> CohortProject:
    project, may_write = _open_to(request, pk)
    if not may_write:
        raise Http404
    return project


@login_required
@never_cache
def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A project's plan, for both sides: milestones, proofs, notes."""
    return _plan_page(request, pk)


def _plan_page(request: HttpRequest, pk: UUID, **forms: Any) -> HttpResponse:
    project, may_write = _open_to(request, pk)
    milestones = list(project.milestones.select_related("proof"))
    context = {
        "project": project,
        "mine": project.project.bearer_id == me(request).pk,
        "may_write": may_write,
        "milestones": milestones,
        "progress": progress([row.done_on is not None for row in milestones]),
        "late": today(),
        "notes": project.notes.select_related("by"),
        "steps": project.cohort.steps.all(),
        "milestone_form": MilestoneForm(),
        "done_form": DoneForm(initial={"done_on": today()}),
        "note_form": NoteForm(),
        "state_form": StateForm(initial={"state": project.state}),
        **forms,
    }
    failed = any(getattr(form, "errors", None) for form in forms.values())
    return render(request, "accompany/cohorts/plan.html", context, status=422 if failed else 200)


@login_required
@require_POST
def plan_milestone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another milestone."""
    project, form = _written(request, pk), MilestoneForm(request.POST)
    given: dict[str, Any] = {"by": me(request), "language": current()}
    if done(form, lambda: actions.add_milestone(project=project, **form.cleaned_data, **given)):
        return saved(request, "plan", pk)
    return _plan_page(request, pk, milestone_form=form)


@login_required
@require_POST
def plan_done(request: HttpRequest, pk: UUID, milestone: int) -> HttpResponse:
    """A milestone reached on a day, with its proof; or not reached after all."""
    row = get_object_or_404(_written(request, pk).milestones.select_related("proof", "project"), pk=milestone)
    if request.POST.get("act") == "reopen":
        actions.reopen_milestone(milestone=row, by=me(request))
        return redirect("plan", pk)
    form = DoneForm(request.POST, request.FILES, whose=me(request))
    if done(form, lambda: actions.finish_milestone(milestone=row, by=me(request), **form.cleaned_data)):
        return saved(request, "plan", pk)
    return _plan_page(request, pk, done_form=form, finishing=row)


@login_required
@never_cache
def plan_proof(request: HttpRequest, pk: UUID, milestone: int) -> FileResponse:
    """The proof, for both sides."""
    project, _may_write = _open_to(request, pk)
    row = get_object_or_404(project.milestones.select_related("proof"), pk=milestone)
    if row.proof is None:
        raise Http404
    return attachment(row.proof)


@login_required
@require_POST
def plan_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A note."""
    project, form = _written(request, pk), NoteForm(request.POST)
    if done(form, lambda: actions.write_note(project=project, by=me(request), language=current(), **form.cleaned_data)):
        return saved(request, "plan", pk)
    return _plan_page(request, pk, note_form=form)


@login_required
@require_POST
def plan_state(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Supported, completed or left; said by the office."""
    project = get_object_or_404(queries.projects_run_by(me(request)), pk=pk)
    form = StateForm(request.POST)
    if done(form, lambda: actions.set_state(project=project, by=me(request), **form.cleaned_data)):
        return saved(request, "plan", pk)
    return _plan_page(request, pk, state_form=form)
