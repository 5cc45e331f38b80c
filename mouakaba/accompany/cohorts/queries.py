"""Cohorts a person may see or run, projects a person bears or supports, and counts of projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from mouakaba.accompany.cohorts.models import Cohort, CohortProject
from mouakaba.base.people.models import Person
from mouakaba.select import door as select


def _rows() -> QuerySet[Cohort]:
    return Cohort.objects.select_related("programme__organisation", "call").order_by("programme__slug", "code")


def cohorts_seen_by(person: Person) -> QuerySet[Cohort]:
    """Cohorts of programmes this person may read in the office."""
    return _rows().filter(programme__in=select.programmes_seen_by(person))


def cohorts_run_by(person: Person) -> QuerySet[Cohort]:
    """Cohorts this person may change."""
    return _rows().filter(programme__in=select.programmes_run_by(person))


def public_cohorts() -> QuerySet[Cohort]:
    """Cohorts whose figures anybody may read: past editions, calls whose results are out, and what has a source."""
    return _rows().filter(Q(call=None) | Q(call__decided_at__isnull=False) | ~Q(source_url=""))


def has_cohorts(person: Person) -> bool:
    """Whether the office of cohorts and sessions is of any use to this person."""
    return select.programmes_seen_by(person).exists()


def with_counts(rows: QuerySet[Cohort]) -> QuerySet[Cohort]:
    """Each cohort says how many projects it has, and how many of them completed it."""
    completed = Q(projects__state=CohortProject.State.COMPLETED)
    return rows.annotate(chosen=Count("projects"), completed=Count("projects", filter=completed))


def _projects() -> QuerySet[CohortProject]:
    rows = CohortProject.objects.select_related("project__bearer", "project__region")
    return rows.select_related("cohort__programme__organisation").order_by("project__region", "project__title", "pk")


def projects_seen_by(person: Person) -> QuerySet[CohortProject]:
    """Projects of cohorts this person may read in the office."""
    return _projects().filter(cohort__programme__in=select.programmes_seen_by(person))


def projects_run_by(person: Person) -> QuerySet[CohortProject]:
    """Projects whose plan this person may change in the office."""
    return _projects().filter(cohort__programme__in=select.programmes_run_by(person))


def projects_of(person: Person) -> QuerySet[CohortProject]:
    """Projects this person bears: they read their plan, mark what is done and write notes."""
    return _projects().filter(project__bearer=person)


def with_progress(rows: QuerySet[CohortProject]) -> QuerySet[Any]:
    """Each project says how many milestones it has, and how many are done."""
    done = Q(milestones__done_on__isnull=False)
    counted = rows.annotate(asked=Count("milestones"), done=Count("milestones", filter=done))
    return counted.order_by("project__region", "project__title", "pk")


def project_rows(**filters: Any) -> QuerySet[Any, dict[str, Any]]:
    """One dict a project in a cohort, for counting; no title and nobody's name.

    Keys: ``id``, ``programme_slug``, ``cohort_code``, ``state`` (active, completed, left), ``region_code``, ``milieu``
    of the commune, ``sector``, ``joined_on``, ``ended_on``, ``is_demo``. ``filters`` are lookups of CohortProject
    (``cohort__programme__slug="kawaliss"``); ``.filter``, ``.order_by`` and ``.aggregate`` may follow.
    """
    rows: QuerySet[Any, Any] = CohortProject.objects.filter(**filters).order_by().values(
        "id", "state", "joined_on", "ended_on", programme_slug=F("cohort__programme__slug"),
        cohort_code=F("cohort__code"), region_code=F("project__region"), milieu=F("project__commune__milieu"),
        sector=F("project__sector"), is_demo=F("project__is_demo"),
    )  # fmt: skip
    return rows


def cohort_titles() -> Iterator[tuple[str, Mapping[str, str]]]:
    """Code and title of every cohort."""
    yield from Cohort.objects.order_by("programme__slug", "code").values_list("code", "title")
