"""Places that came free: who is in, who may be called, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from mouakaba.kernel.selection import Candidate, Quota, Selection
from mouakaba.kernel.selection.replace import quota_counts, refill
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.selection.models import Decision, SelectionRun, Vacancy
from mouakaba.select.selection.queries.inputs import changed, changes_of, read_rules, read_scored

Outcome = Decision.Outcome


def frozen_run(call: Call) -> SelectionRun | None:
    """The jury's choice, if there is one."""
    return SelectionRun.objects.filter(call=call, frozen_at__isnull=False).first()


def vacancies_of(run: SelectionRun) -> QuerySet[Vacancy]:
    """Places that came free, oldest first."""
    return Vacancy.objects.filter(run=run).select_related("leaving", "called", "by")


@dataclass(frozen=True)
class Cohort:
    """The chosen as they are now, and the files that may still be called. Files by number."""

    run: SelectionRun
    kept: list[Candidate]
    available: list[Candidate]
    vacancies: list[Vacancy]

    @property
    def open_places(self) -> list[Vacancy]:
        """Places nobody is called into yet, oldest first."""
        return [vacancy for vacancy in self.vacancies if vacancy.is_open]

    @cached_property
    def quotas(self) -> tuple[Quota, ...]:
        """The quotas of the choice, as far as no person set them aside for a place; the widest bound stands."""
        waived = changes_of(change for vacancy in self.vacancies for change in vacancy.waived)
        waived.sort(key=lambda change: (change.to or 0) * (-1 if change.bound == "min" else 1))
        return changed(read_rules(self.run.rules_file), waived).quotas

    @cached_property
    def filling(self) -> Selection:
        """The best files for as many of the open places as the quotas allow; infeasible when for none.

        When infeasible it says why not all of them can be filled.
        """
        wanted = len(self.open_places)
        all_places = self._refill(wanted)
        if all_places.status == "optimal":
            return all_places
        fewer = (self._refill(places) for places in range(wanted - 1, 0, -1))
        return next((found for found in fewer if found.status == "optimal"), all_places)

    def _refill(self, places: int) -> Selection:
        return refill(self.kept, self.available, places=places, quotas=self.quotas)

    def broken_by(self, joining: Iterable[Candidate], open_after: int) -> list[dict[str, Any]]:
        """The bounds that would no longer hold with these files in, as changes that would let them.

        A least number may still be reached by the places open after.
        """
        cohort = [*self.kept, *joining]
        found: list[dict[str, Any]] = []
        for quota, count in zip(self.quotas, quota_counts(cohort, self.quotas), strict=True):
            if quota.min is not None and count + open_after < quota.min:
                found.append({"code": quota.code, "bound": "min", "from": quota.min, "to": count + open_after})
            if quota.max is not None and count > quota.max:
                found.append({"code": quota.code, "bound": "max", "from": quota.max, "to": count})
        return found


def cohort_of(run: SelectionRun) -> Cohort:
    """The cohort of the frozen run at this moment (two queries)."""
    rows = Decision.objects.filter(run=run).values_list("application__number", "outcome", "floors")
    outcomes = {number: (outcome, floors) for number, outcome, floors in rows}
    kept, available = [], []
    for file in read_scored(run.scored):
        outcome, floors = outcomes.get(file.id, (Outcome.WITHDRAWN, []))
        if outcome == Outcome.SELECTED:
            kept.append(file)
        elif outcome in (Outcome.RESERVE, Outcome.NOT_SELECTED) and not floors:
            available.append(file)
    return Cohort(run, kept, available, list(vacancies_of(run)))


@dataclass(frozen=True, slots=True)
class MayCome:
    """A file that could be called into an open place, and the bounds that would break."""

    number: str
    title: str
    language: str
    score: float
    breaks: list[dict[str, Any]]


def may_come(cohort: Cohort, shown: int = 6) -> list[MayCome]:
    """The best files for an open place whatever the quotas say, for a person to decide (one query)."""
    best = sorted(cohort.available, key=lambda file: (-file.score, file.submitted_at, file.id))[:shown]
    numbers = [file.id for file in best]
    files = Application.objects.filter(call=cohort.run.call_id, number__in=numbers).only("number", "title", "language")
    titles = {file.number: file for file in files}
    after = len(cohort.open_places) - 1
    return [
        MayCome(
            file.id, titles[file.id].title, titles[file.id].language, float(file.score), cohort.broken_by([file], after)
        )
        for file in best
        if file.id in titles
    ]


def chosen_in(call: UUID) -> QuerySet[Decision]:
    """The chosen of a call (its id) as they are now; none before the results are published."""
    rows = Decision.objects.filter(
        run__call=call, run__frozen_at__isnull=False, run__call__decided_at__isnull=False, outcome=Outcome.SELECTED
    )
    return rows.select_related("application").order_by(F("rank").asc(nulls_last=True), "at", "pk")


def chosen_now(run: SelectionRun) -> QuerySet[Decision]:
    """The chosen as they are now, those called later at the end."""
    rows = Decision.objects.filter(run=run, outcome=Outcome.SELECTED)
    return rows.select_related("application", "in_place_of").order_by(F("rank").asc(nulls_last=True), "at", "pk")
