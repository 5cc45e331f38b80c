"""What the rest of the house may ask of SELECT."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Min, OuterRef, Q

from mouakaba.base.clock.queries import day_of, now
from mouakaba.base.helping.rules import Scope
from mouakaba.base.people.models import Person
from mouakaba.match.door import Cohort
from mouakaba.select.applications import queries as applications
from mouakaba.select.applications.actions import erase_applications, export_applications
from mouakaba.select.applications.actions.bulk import Arrival, take_in
from mouakaba.select.applications.models import Application, State
from mouakaba.select.applications.phrases import HELPED_LABEL
from mouakaba.select.applications.queries import figure_rows as application_rows
from mouakaba.select.applications.rules import HELPED as HELPED_PAGES
from mouakaba.select.calls.actions import create_call, publish_call, save_draft
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import calls_run_by, published
from mouakaba.select.fairs.actions import add_stands, give_all, set_days
from mouakaba.select.programmes.actions import create_programme, give_role, record_figure
from mouakaba.select.programmes.models import Programme, PublishedFigure
from mouakaba.select.programmes.queries import (
    figures_named,
    figures_of,
    networks_run_by,
    organisations_run_by,
    organisations_seen_by,
    programmes_run_by,
    programmes_seen_by,
    public_figures,
    public_programmes,
)
from mouakaba.select.programmes.rules import open_code
from mouakaba.select.review.actions import close_marks, erase_seats, export_seats, invite_juror
from mouakaba.select.review.actions.bulk import Marked, enter_conflicts, take_marks
from mouakaba.select.review.models import Juror
from mouakaba.select.review.queries import jurors_of, seats_of
from mouakaba.select.screening.actions import admit_many, ask_paper
from mouakaba.select.screening.phrases import ACTS
from mouakaba.select.selection.actions import (
    erase_results,
    export_results,
    freeze_run,
    publish_results,
    run_selection,
)
from mouakaba.select.selection.queries.places import chosen_in

__all__ = [
    "HELPED",
    "Arrival",
    "Call",
    "ChosenFile",
    "Marked",
    "Programme",
    "PublicCall",
    "PublicCohort",
    "PublishedFigure",
    "Rooms",
    "SentFile",
    "add_stands",
    "admit_many",
    "application_rows",
    "ask_paper",
    "call_named",
    "call_of",
    "calls_leading_to",
    "chosen_files",
    "close_marks",
    "cohorts_run_by",
    "create_call",
    "create_programme",
    "edition_titles",
    "enter_conflicts",
    "erase_applications",
    "erase_results",
    "erase_seats",
    "export_applications",
    "export_results",
    "export_seats",
    "facts_told",
    "figures_named",
    "figures_of",
    "files_in",
    "freeze_run",
    "give_all",
    "give_role",
    "invite_juror",
    "jury_of",
    "networks_run_by",
    "only_programmes",
    "open_code",
    "organisations_run_by",
    "organisations_seen_by",
    "places_given",
    "programme_named",
    "programmes_run_by",
    "programmes_seen_by",
    "public_calls",
    "public_cohorts",
    "public_figures",
    "public_programmes",
    "publish_call",
    "publish_results",
    "record_figure",
    "rooms_of",
    "run_selection",
    "save_draft",
    "sent_files",
    "set_days",
    "take_in",
    "take_marks",
]


HELPED = Scope("applications", HELPED_LABEL, "call_list", HELPED_PAGES, ACTS)


@dataclass(frozen=True, slots=True)
class Rooms:
    """Which entrances a person has a use for."""

    jury: bool
    office: bool


@dataclass(frozen=True, slots=True)
class PublicCall:
    """A published call as the front page shows it."""

    slug: str
    title: Mapping[str, str]
    organisation: Mapping[str, str]
    stage: str
    stage_label: str
    closes_at: datetime | None
    zone: str


def rooms_of(person: Person) -> Rooms:
    """The entrances of SELECT open to this person (one small query)."""
    rows = Person.objects.filter(pk=person.pk).values_list(Exists(seats_of(person)), Exists(programmes_seen_by(person)))
    jury, office = rows.get()
    return Rooms(jury=jury, office=office)


def facts_told(person: Person) -> dict[str, Any]:
    """The facts of the last application this person sent; none without one."""
    return applications.last_facts(person)


def public_calls() -> list[PublicCall]:
    """Published calls, the open ones first, then the latest."""
    at = now()
    rows = [(call, call.stage(at)) for call in published().select_related("programme__organisation")]
    rows.sort(key=lambda row: row[1] not in ("open", "grace"))
    return [
        PublicCall(
            slug=call.slug,
            title=call.title,
            organisation=call.programme.organisation.name,
            stage=stage,
            stage_label=str(Call.Stage(stage).label),
            closes_at=call.closes_at,
            zone=call.zone,
        )
        for call, stage in rows
    ]


@dataclass(frozen=True, slots=True)
class PublicCohort:
    """A call whose results are published."""

    slug: str
    title: Mapping[str, str]
    organisation: Mapping[str, str]
    decided_at: datetime


def public_cohorts(most: int) -> list[PublicCohort]:
    """The calls whose results were published last (one query)."""
    rows = published().filter(decided_at__lte=now()).select_related("programme__organisation").order_by("-decided_at")
    return [
        PublicCohort(call.slug, call.title, call.programme.organisation.name, call.decided_at)
        for call in rows[:most]
        if call.decided_at
    ]


def cohorts_run_by(person: Person) -> list[Cohort]:
    """Who was chosen by each call this person runs, once its results are published; the last first (one query)."""
    files = Application.objects.filter(call=OuterRef("pk"), state=State.SELECTED, applicant__isnull=False)
    calls = calls_run_by(person).filter(decided_at__lte=now()).annotate(chosen=ArraySubquery(files.values("applicant")))
    rows = calls.select_related("version").order_by("-decided_at")
    return [Cohort(call.slug, call.title, frozenset(call.chosen)) for call in rows]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A sent application, as whoever works on many at once needs it."""

    id: UUID
    email: str
    state: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file that holds a place in the published choice of a call, as whoever takes it in needs it.

    `decided_on`: the day it was chosen.
    """

    id: UUID
    project_id: UUID | None
    title: str
    language: str
    applicant_id: UUID | None
    facts: Mapping[str, Any]
    decided_on: date
    is_demo: bool

    def told(self, name: str) -> str:
        """A fact of the project: its region, commune or sector; empty where it was not told."""
        return str(self.facts.get(f"project.{name}") or "")


def call_of(pk: UUID) -> Call:
    """The call of this id. Raises ObjectDoesNotExist."""
    return Call.objects.select_related("programme").get(pk=pk)


def programme_named(slug: str) -> Programme:
    """The programme of this slug. Raises ObjectDoesNotExist."""
    return Programme.objects.get(slug=slug)


def call_named(slug: str) -> Call:
    """The call of this slug. Raises ObjectDoesNotExist."""
    return Call.objects.select_related("version", "programme__organisation").get(slug=slug)


def sent_files(call: Call) -> list[SentFile]:
    """Every sent application of a call whose applicant has an account, in the order of arrival."""
    rows = Application.objects.filter(call=call, applicant__isnull=False).exclude(submission=None).order_by("number")
    return [SentFile(*row) for row in rows.values_list("pk", "applicant__email", "state", "verdict")]


def chosen_files(call: UUID) -> list[ChosenFile]:
    """The files that hold a place, best first, those called later at the end; none before the results are published."""
    rows = [(one.application, one.at) for one in chosen_in(call)]
    return [
        ChosenFile(
            file.pk, file.project_id, file.title, file.language, file.applicant_id, file.facts, day_of(at), file.is_demo
        )
        for file, at in rows
        if file.state != State.WITHDRAWN
    ]


def calls_leading_to(person: Person, then: str) -> list[Call]:
    """Calls this person runs whose kind opens this to the chosen (`Kind.then`)."""
    rows = calls_run_by(person).select_related("programme")
    return [call for call in rows if call.kind.then == then]


def files_in(call: Call) -> dict[UUID, Application]:
    """A call's applications by id, with what judging them needs (their answers are read when asked for)."""
    versions = call.versions.in_bulk()  # joined, each would come with its whole form as often as there are rows
    rows = {row.pk: row for row in Application.objects.filter(call=call).defer("answers", "revisions", "facts")}
    for row in rows.values():
        row.call, row.version = call, versions[row.version_id]
    return rows


def jury_of(call: Call) -> dict[str, Juror]:
    """The sitting jurors of a call by e-mail."""
    return {juror.person.email: juror for juror in jurors_of(call).select_related("person")}


def places_given(organisations: Collection[UUID]) -> Iterator[tuple[UUID, date, Mapping[str, str], int]]:
    """Places given by published choices of programmes of these organisations: who, which day, which call, how many."""
    rows = Call.objects.filter(programme__organisation__in=organisations, decided_at__lte=now()).order_by("decided_at")
    held = Count("applications", filter=Q(applications__decision__outcome="selected"))
    for who, at, title, count in rows.values_list("programme__organisation", "decided_at", "title").annotate(n=held):
        yield who, day_of(at), title, count


def only_programmes() -> dict[UUID, str]:
    """The slug of the programme of each organisation that runs exactly one."""
    rows = Programme.objects.order_by().values_list("organisation").annotate(n=Count("pk"), slug=Min("slug"))
    return {who: slug for who, n, slug in rows if n == 1}


def edition_titles() -> dict[str, Mapping[str, str]]:
    """Titles of published calls by slug."""
    return dict(published().values_list("slug", "title"))
