"""Surveys of a cohort, the one a link opens, what was answered, and out of how many."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from mouakaba.accompany.cohorts.models import Cohort, CohortProject
from mouakaba.accompany.followup.models import FollowUp, FollowUpAnswer, State, Turnover
from mouakaba.accompany.followup.rules import FEWEST, may_split, may_tell
from mouakaba.accompany.spaces.models import Site, Stay
from mouakaba.accompany.spaces.queries import sites_run_by, sites_seen_by
from mouakaba.base.clock.queries import today
from mouakaba.base.people.models import Person
from mouakaba.select import door as select

GROUPS = ("women_under_30", "women_30_more", "men_under_30", "men_30_more")
KEPT, CREATED = tuple(f"kept_{group}" for group in GROUPS), tuple(f"created_{group}" for group in GROUPS)
ANSWERS = ("state", *KEPT, *CREATED, "turnover", "milieu", "integrated", "helped", "needs", "text")


SUBJECTS = (
    "project__project__bearer", "project__cohort__programme__organisation", "stay__member__contact",
    "stay__space__site__network",
)  # fmt: skip


def _rows() -> QuerySet[FollowUp]:
    rows = FollowUp.objects.select_related(*SUBJECTS, *(f"asked_with__{name}" for name in SUBJECTS))
    answers = ("answer__entered_by", "answer__certificate", "asked_with__answer__certificate")
    return rows.select_related(*answers, "asked_with__answer__entered_by").order_by("due_on", "months", "pk")


def followups_seen_by(person: Person) -> QuerySet[FollowUp]:
    """Surveys of cohorts and sites this person may read in the office."""
    cohorts = Q(project__cohort__programme__in=select.programmes_seen_by(person))
    return _rows().filter(cohorts | Q(stay__space__site__in=sites_seen_by(person).order_by()))


def followups_run_by(person: Person) -> QuerySet[FollowUp]:
    """Surveys this person may answer for a project or a member on the phone."""
    cohorts = Q(project__cohort__programme__in=select.programmes_run_by(person))
    return _rows().filter(cohorts | Q(stay__space__site__in=sites_run_by(person).order_by()))


def of_person(person: Person) -> Q:
    """Surveys about what this person bears or is the contact of, as a filter."""
    return Q(project__project__bearer=person) | Q(stay__member__contact=person)


def reachable() -> Q:
    """Surveys of which somebody with an account can be written to, as a filter."""
    return Q(project__project__bearer__is_active=True) | Q(stay__member__contact__is_active=True)


def within(place: Cohort | Site | None) -> dict[str, Any]:
    """Surveys of a cohort or a site, as a filter; None: all."""
    if place is None:
        return {}
    return {"project__cohort" if isinstance(place, Cohort) else "stay__space__site": place}


def secret_of(followup: FollowUp) -> str:
    """The secret of a survey's link: signed with the instance's key, so that no table holds it."""
    number = followup.pk.hex
    return number + salted_hmac("accompany.followup", number, algorithm="sha256").hexdigest()[:40]


def hashed(secret: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_of(followup: FollowUp) -> str:
    """Where the project answers, in the language active now."""
    return f"{settings.PUBLIC_URL}{reverse('followup', args=[secret_of(followup)])}"


def followup_of(secret: str) -> FollowUp | None:
    """The survey this link opens; None for a link that is not ours, or was taken back."""
    found = _rows().filter(reachable(), link_hash=hashed(secret)).first()
    return found if found and constant_time_compare(secret_of(found), secret) else None


def answer_of(followup: FollowUp) -> FollowUpAnswer | None:
    """Its answer, once there is one, or that of the survey it is asked with."""
    return followup.given


def answered() -> Q:
    """Surveys of which there is an answer, their own or that of the one they are asked with, as a filter."""
    return Q(answer__isnull=False) | Q(asked_with__answer__isnull=False)


def joined_to(followup: FollowUp) -> list[FollowUp]:
    """Surveys that are asked with it: its answer is theirs (one query)."""
    return list(followup.joined.select_related(*SUBJECTS).order_by("due_on", "pk"))


def open_surveys(projects: Iterable[UUID]) -> list[FollowUp]:
    """Surveys about these projects that are asked by themselves and not answered yet, the first asked first."""
    about = Q(project__project__in=projects) | Q(stay__member__project__in=projects)
    return list(FollowUp.objects.filter(about, answer=None, asked_with=None).select_related(*SUBJECTS))


def earlier_answers(answer: FollowUpAnswer) -> list[Any]:
    """What the answer said before it was corrected, the latest first."""
    events = FollowUpAnswer.pgh_event_model.objects.filter(pgh_obj=answer)  # type: ignore[attr-defined]
    rows = events.select_related("entered_by").order_by("-pgh_id")
    return list(rows[1:])  # the first is what it says now


def ended_projects(cohort: Cohort | None = None) -> QuerySet[Any]:
    """Projects whose support ended with them in it; each says when in ``over_on``."""
    rows = CohortProject.objects.exclude(state=CohortProject.State.LEFT).select_related("cohort", "project")
    rows = rows.filter(cohort=cohort) if cohort else rows
    return rows.annotate(over_on=Coalesce("ended_on", "cohort__ends_on")).filter(over_on__isnull=False)


def ended_stays(site: Site | None = None) -> QuerySet[Any]:
    """The last stay of each member who left; it says when in ``over_on``. Who moved to another space has not left."""
    ends_later = Q(ends__isnull=True) | Q(ends__gt=OuterRef("ends")) | Q(ends=OuterRef("ends"), pk__gt=OuterRef("pk"))
    others = Stay.objects.filter(ends_later, member=OuterRef("member"))
    rows = Stay.objects.filter(~Exists(others), ends__isnull=False, **({"space__site": site} if site else {}))
    return rows.order_by().select_related("member").annotate(over_on=F("ends"))


def followup_rows(**filters: Any) -> QuerySet[Any, dict[str, Any]]:
    """One dict a survey that was due, answered or not, for counting; no title and nobody's name or words.

    Keys: ``id``, ``subject_id`` (the project of the cohort, or the stay), ``months`` (6, 12, 24), ``due_on``,
    ``programme_slug`` or ``network_id``, ``edition`` (code of the cohort or site), ``region_code``,
    ``commune_milieu``, ``sector``, ``is_demo``, ``answered`` (bool); and of the
    answer, None without one: ``state`` (active, paused, stopped), ``channel`` (link, phone), ``kept_*`` and
    ``created_*`` (jobs of ``women_under_30``, ``women_30_more``, ``men_under_30``, ``men_30_more``), ``turnover``
    (band of twelve months), ``milieu`` as answered, ``integrated``, ``helped`` and ``needs`` (codes of `Matter`);
    ``certified``: a proof of existence is there. The base of a figure is every row; its answers are those whose value
    is neither None nor empty. A survey asked with another (``asked_with``) has that one's answer. ``filters`` are
    lookups of FollowUp.
    """
    names = ("state", "channel", *KEPT, *CREATED, "turnover", "milieu", "helped", "needs")
    told = {name: Coalesce(f"answer__{name}", f"asked_with__answer__{name}") for name in (*names, "integrated")}
    rows: QuerySet[Any, Any] = FollowUp.objects.filter(due_on__lte=today(), **filters).order_by().values(
        "id", "months", "due_on", subject_id=Coalesce("project", "stay"),
        programme_slug=F("project__cohort__programme__slug"), network_id=F("stay__space__site__network"),
        edition=Coalesce("project__cohort__code", "stay__space__site__slug"),
        region_code=Coalesce("project__project__region", "stay__space__site__region"),
        commune_milieu=Coalesce("project__project__commune__milieu", "stay__space__site__commune__milieu"),
        sector=Coalesce("project__project__sector", "stay__member__project__sector"),
        is_demo=Coalesce("project__project__is_demo", "stay__is_demo"), answered=answered(),
        certified=Q(answer__certificate__isnull=False) | Q(asked_with__answer__certificate__isnull=False), **told,
    )  # fmt: skip
    return rows


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure with how many were asked and how many answered that question; ``value`` None is not shown."""

    code: str
    value: int | None
    answered: int
    asked: int
    part: bool = False  # of the figure above it

    @property
    def per_cent(self) -> int | None:
        """The response rate, rounded down; None when nobody was asked."""
        return 100 * self.answered // self.asked if self.asked else None


def figures_of(place: Cohort | Site, months: int, *, public: bool) -> list[Figure]:
    """The figures of a cohort or site so many months after (one query). For anybody, small counts are not shown."""
    rows = list(followup_rows(**within(place), months=months))
    answers = [row for row in rows if row["answered"]]
    states = _sorts("state", rows, answers, State.values, public)
    bands = _sorts("turnover", rows, answers, Turnover.values, public)
    counts = [
        _count("integrated", rows, answers, "integrated", True, public),
        _count("rural", rows, answers, "milieu", "rural", public),
        _count("certified", rows, answers, "certified", True, public),
    ]
    jobs = [*_jobs("kept", KEPT, rows, public), *_jobs("created", CREATED, rows, public)]
    told = Figure("turnover", bands[0].answered, bands[0].answered, len(rows))
    return [*states, *jobs, told, *(replace(band, part=True) for band in bands), *counts]


def _sorts(name: str, rows: list[Any], answers: list[Any], values: Iterable[str], public: bool) -> list[Figure]:
    """How many gave each answer of a question that has several; one small count hides all, for the others tell it."""
    told = [row[name] for row in answers if row[name]]
    counts = {value: told.count(value) for value in values}
    shown = not public or (len(told) >= FEWEST and may_split(counts.values()))
    return [
        Figure(f"{name}-{value}", count if shown else None, len(told), len(rows)) for value, count in counts.items()
    ]


def _count(code: str, rows: list[Any], answers: list[Any], name: str, value: Any, public: bool) -> Figure:
    told = [row[name] for row in answers if row[name] not in (None, "")]
    count = sum(one == value for one in told)
    return Figure(code, count if not public or may_tell(count, len(told)) else None, len(told), len(rows))


def _jobs(code: str, names: Iterable[str], rows: list[Any], public: bool) -> list[Figure]:
    """The jobs of all groups, then of each."""
    told = [[row[name] for name in names] for row in rows if any(row[name] is not None for name in names)]
    totals = [sum(line[place] or 0 for line in told) for place in range(len(GROUPS))]
    givers = [sum(bool(line[place]) for line in told) for place in range(len(GROUPS))]
    shown = not public or (len(told) >= FEWEST and sum(any(line) for line in told) >= FEWEST)
    split = shown and (not public or may_split(givers))
    parts = [
        Figure(f"{code}-{group}", total if split else None, len(told), len(rows), part=True)
        for group, total in zip(GROUPS, totals, strict=True)
    ]
    return [Figure(code, sum(totals) if shown else None, len(told), len(rows)), *parts]
