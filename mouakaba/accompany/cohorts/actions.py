"""Making cohorts and their plans, and what a project and its support write down together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from mouakaba.accompany.cohorts.models import Cohort, CohortProject, Milestone, PlanStep, ProjectNote
from mouakaba.accompany.cohorts.rules import MOST_MILESTONES, MOST_STEPS
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now, today
from mouakaba.base.files.actions import let_go, store_file
from mouakaba.base.people.models import Person
from mouakaba.base.places.models import Commune, Region
from mouakaba.base.projects.models import Project
from mouakaba.select import door as select


def save_cohort(*, cohort: Cohort | None, values: Mapping[str, Any], by: Person | None) -> Cohort:
    """A new cohort, or one changed; ``values`` are columns of Cohort. Raises ValidationError, in words."""
    made = cohort or Cohort()
    for name, value in values.items():
        setattr(made, name, value)
    made.full_clean()
    with recorded("save_cohort", by=by) as line:
        made.save()
        point(line, made)
    return made


def follow_choice(call_id: UUID) -> Cohort | None:
    """The cohort of a call whose results are published: made once; who took a place joins, who gave it up has left.

    Called again it changes nothing that is right already. None before the results are published.
    """
    call = select.call_of(call_id)
    if call.decided_at is None:
        return None
    with recorded("follow_choice", by=None, subject=call):
        fresh = {"programme": call.programme, "code": call.slug, "title": call.title}
        more = {"planned": call.places, "is_demo": call.is_demo}
        cohort, _made = Cohort.objects.get_or_create(call=call, defaults={**fresh, **more})
        Cohort.objects.select_for_update().get(pk=cohort.pk)  # two events of one call wait for each other
        _follow(cohort, select.chosen_files(call.pk))
    return cohort


def _follow(cohort: Cohort, files: list[select.ChosenFile]) -> None:
    known = set(cohort.projects.values_list("application", flat=True))
    gone = cohort.projects.filter(application__isnull=False).exclude(application__in=[file.id for file in files])
    gone.exclude(state=CohortProject.State.LEFT).update(state=CohortProject.State.LEFT, ended_on=today())
    for file in files:
        if file.id not in known:
            project = _project_of(file)
            CohortProject.objects.create(cohort=cohort, project=project, application_id=file.id, joined_on=today())


def _project_of(file: select.ChosenFile) -> Project:
    """The project the file is about; files handed in on paper may have none yet."""
    if file.project_id:
        return Project.objects.get(pk=file.project_id)
    return Project.objects.create(
        title=file.title[:200],
        language=file.language,
        bearer_id=file.applicant_id,
        region=Region.objects.filter(pk=file.told("region")).first(),
        commune=Commune.objects.filter(pk=file.told("commune")).first(),
        sector=file.told("sector")[:60],
        is_demo=file.is_demo,
    )


def add_project(*, cohort: Cohort, values: Mapping[str, Any], email: str = "", by: Person | None) -> CohortProject:
    """A project typed into a cohort, with the account that bears it, if an e-mail is given.

    Raises ValidationError for an e-mail nobody here has.
    """
    bearer = Person.objects.filter(email=email.strip().lower(), is_active=True).first() if email.strip() else None
    if email.strip() and bearer is None:
        raise ValidationError({"email": _("Nobody here has this e-mail. Correct it, or leave it empty for now.")})
    with recorded("add_project", by=by, subject=cohort):
        project = Project.objects.create(bearer=bearer, is_demo=cohort.is_demo, **values)
        return CohortProject.objects.create(cohort=cohort, project=project, joined_on=cohort.starts_on)


def set_state(*, project: CohortProject, state: str, by: Person) -> None:
    """Whether a project is supported, has completed the programme, or left."""
    with recorded("set_project_state", by=by, subject=project, state=state):
        project.state = state
        project.ended_on = None if state == CohortProject.State.ACTIVE else project.ended_on or today()
        project.save(update_fields=["state", "ended_on"])


def add_step(*, cohort: Cohort, title: Mapping[str, str], due_on: date | None, by: Person | None) -> PlanStep:
    """A step of the programme of support. Raises ValidationError when there are too many."""
    if cohort.steps.count() >= MOST_STEPS:
        raise ValidationError(_("A plan holds at most %(most)s steps. Remove one first.") % {"most": MOST_STEPS})
    with recorded("add_step", by=by, subject=cohort):
        return PlanStep.objects.create(cohort=cohort, title=dict(title), due_on=due_on)


def remove_step(*, step: PlanStep, by: Person) -> None:
    """Takes a step off the plan."""
    with recorded("remove_step", by=by, subject=step.cohort, title=step.title):
        step.delete()


def add_milestone(
    *, project: CohortProject, title: str, due_on: date | None, by: Person | None, language: str = ""
) -> Milestone:
    """Something the project means to reach. Raises ValidationError when there are too many."""
    if project.milestones.count() >= MOST_MILESTONES:
        most = {"most": MOST_MILESTONES}
        raise ValidationError(_("A plan holds at most %(most)s milestones. Remove one first.") % most)
    with recorded("add_milestone", by=by, subject=project):
        return Milestone.objects.create(project=project, title=title, due_on=due_on, language=language)


def finish_milestone(
    *, milestone: Milestone, done_on: date, upload: UploadedFile | None = None, by: Person | None
) -> None:
    """Done on a day, with a proof. Raises ValidationError for a day that has not come, or a file we cannot receive."""
    if done_on > today():
        raise ValidationError({"done_on": _("This day has not come yet. Give the day on which it was done.")})
    with recorded("finish_milestone", by=by, subject=milestone.project, done_on=str(done_on)):
        before = milestone.proof
        if upload and by:
            milestone.proof = store_file(upload=upload, owner=by)
        milestone.done_on = done_on
        milestone.save(update_fields=["done_on", "proof"])
        if upload and before:
            let_go(before)


def reopen_milestone(*, milestone: Milestone, by: Person) -> None:
    """It was not done after all; the proof stays."""
    with recorded("reopen_milestone", by=by, subject=milestone.project):
        milestone.done_on = None
        milestone.save(update_fields=["done_on"])


def write_note(*, project: CohortProject, text: str, by: Person | None, language: str = "") -> ProjectNote:
    """A note both sides read."""
    with recorded("write_note", by=by, subject=project):
        return ProjectNote.objects.create(project=project, text=text, by=by, at=now(), language=language)


def export_plans(person: Person) -> dict[str, Any]:
    """Plans of the projects a person bears, and the notes they wrote."""
    rows = CohortProject.objects.filter(project__bearer=person)
    notes = ProjectNote.objects.filter(by=person).order_by("at")
    return {
        "projects": list(rows.values("project__title", "cohort__code", "state", "joined_on", "ended_on")),
        "milestones": list(
            Milestone.objects.filter(project__in=rows).values("title", "due_on", "done_on", "proof__name")
        ),
        "notes": list(notes.values("project__project__title", "text", "at")),
    }


def erase_plans(person: Person) -> None:
    """Their notes go; counts of projects stay without a name. Proofs go with the person's files."""
    ProjectNote.objects.filter(by=person).delete()
    ProjectNote.objects.filter(project__project__bearer=person).delete()
    mine = Milestone.objects.filter(project__project__bearer=person)
    Milestone.pgh_event_model.objects.filter(pgh_obj__in=mine).delete()  # type: ignore[attr-defined]
    mine.delete()
