"""Fairs, what a project told of one, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from mouakaba.accompany.cohorts.models import Cohort
from mouakaba.accompany.cohorts.queries import projects_of, projects_run_by, projects_seen_by
from mouakaba.accompany.fairs.models import Fair, FairOrder, FairVisit
from mouakaba.accompany.fairs.rules import COUNTS, is_abroad
from mouakaba.accompany.followup.rules import FEWEST
from mouakaba.base.people.models import Person
from mouakaba.kernel.money import dirhams
from mouakaba.select import door as select


def fairs() -> QuerySet[Fair]:
    """Every fair, for anybody; each says how many projects were there, as confirmed."""
    was_there = Count("visits", filter=Q(visits__confirmed_at__isnull=False))
    rows = Fair.objects.select_related("programme__organisation").annotate(projects=was_there)
    return rows.order_by(F("starts_on").desc(nulls_last=True), "pk")


def fairs_run_by(person: Person) -> QuerySet[Fair]:
    """Fairs this person may change."""
    return fairs().filter(programme__in=select.programmes_run_by(person))


def fairs_seen_by(person: Person) -> QuerySet[Fair]:
    """Fairs in this person's office; each says how many lines wait to be confirmed."""
    waiting = Count("visits", filter=Q(visits__confirmed_at=None, visits__isnull=False))
    return fairs().filter(programme__in=select.programmes_seen_by(person)).annotate(waiting=waiting)


def fairs_for(person: Person) -> QuerySet[Fair]:
    """Fairs of the programmes in which this person bears a project."""
    return fairs().filter(programme__in=projects_of(person).order_by().values("cohort__programme"))


def _visits() -> QuerySet[FairVisit]:
    rows = FairVisit.objects.select_related("fair", "project__project__bearer", "project__cohort__programme")
    rows = rows.select_related("entered_by", "confirmed_by").order_by("confirmed_at", "-entered_at", "pk")
    return rows.prefetch_related(Prefetch("orders", FairOrder.objects.order_by("pk")))


def visits_of(person: Person) -> QuerySet[FairVisit]:
    """Of the projects this person bears."""
    return _visits().filter(project__in=projects_of(person).order_by())


def visits_run_by(person: Person) -> QuerySet[FairVisit]:
    """Those this person may confirm."""
    return _visits().filter(project__in=projects_run_by(person).order_by())


def visits_seen_by(person: Person) -> QuerySet[FairVisit]:
    """Those this person reads in the office."""
    return _visits().filter(project__in=projects_seen_by(person).order_by())


def fair_rows(**filters: Any) -> QuerySet[Any, dict[str, Any]]:
    """One dict a project's part in a fair, confirmed, for counting; nobody's name.

    Keys: ``id``, ``fair_id``, ``fair_kind``, ``international``, ``country``, ``starts_on``, ``programme_slug``,
    ``cohort_code``, ``region_code``, ``sector``, ``is_demo``, ``has_stand`` (bool), ``visitors``, ``products``,
    ``meetings``, ``contacts``, ``talks``, ``leaders``. ``filters`` are lookups of FairVisit.
    """
    rows: QuerySet[Any, Any] = FairVisit.objects.filter(confirmed_at__isnull=False, **filters).order_by().values(
        *COUNTS, "id", "fair_id", has_stand=~Q(stand=""), fair_kind=F("fair__kind"), country=F("fair__country"),
        international=F("fair__is_international"), starts_on=F("fair__starts_on"),
        programme_slug=F("project__cohort__programme__slug"), cohort_code=F("project__cohort__code"),
        region_code=F("project__project__region"), sector=F("project__project__sector"),
        is_demo=F("project__project__is_demo"),
    )  # fmt: skip
    return rows


def order_rows(**filters: Any) -> QuerySet[Any, dict[str, Any]]:
    """One dict an order that came of a fair, confirmed: ``id``, ``amount`` in centimes, ``country`` of the buyer,
    ``ordered_on``, ``visit_id``, ``fair_id``, ``project_id``, ``programme_slug``, ``cohort_code``, ``region_code``,
    ``is_demo``. ``filters`` are lookups of FairOrder."""
    rows: QuerySet[Any, Any] = FairOrder.objects.filter(visit__confirmed_at__isnull=False, **filters).order_by().values(
        "id", "amount", "country", "ordered_on", "visit_id", fair_id=F("visit__fair"), project_id=F("visit__project"),
        programme_slug=F("visit__project__cohort__programme__slug"), cohort_code=F("visit__project__cohort__code"),
        region_code=F("visit__project__project__region"), is_demo=F("visit__project__project__is_demo"),
    )  # fmt: skip
    return rows


@dataclass(frozen=True, slots=True)
class Figures:
    """What fairs gave a cohort, as confirmed. Amounts are dirhams; None where too few projects stand behind them."""

    fairs: int
    international: int
    projects: int
    stands: int
    counts: dict[str, int]
    orders: int | None
    amount: Any
    abroad: Any
    waiting: int


def figures_of(cohort: Cohort, *, public: bool) -> Figures:
    """The figures of a cohort (three queries)."""
    visits = list(fair_rows(project__cohort=cohort).annotate(of=F("project_id")))
    orders = list(order_rows(visit__project__cohort=cohort))
    shown = not public or not orders or len({one["project_id"] for one in orders}) >= FEWEST
    abroad = [one for one in orders if is_abroad(one["country"])]
    apart = shown and (not public or not abroad or _enough(orders, abroad))
    return Figures(
        fairs=len({row["fair_id"] for row in visits}),
        international=len({row["fair_id"] for row in visits if row["international"] or is_abroad(row["country"])}),
        projects=len({row["of"] for row in visits}),
        stands=sum(row["has_stand"] for row in visits),
        counts={name: sum(row[name] for row in visits) for name in COUNTS},
        orders=len(orders) if shown else None,
        amount=dirhams(sum(one["amount"] for one in orders)) if shown else None,
        abroad=dirhams(sum(one["amount"] for one in abroad)) if apart else None,
        waiting=FairVisit.objects.filter(project__cohort=cohort, confirmed_at=None).count(),
    )


def _enough(orders: list[dict[str, Any]], abroad: list[dict[str, Any]]) -> bool:
    """Whether enough projects stand behind the orders from abroad, and behind the others, which they tell."""
    sides = ({one["project_id"] for one in abroad}, {one["project_id"] for one in orders if one not in abroad})
    return all(not side or len(side) >= FEWEST for side in sides)
