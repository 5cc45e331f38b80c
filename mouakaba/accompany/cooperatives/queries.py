"""Reading a cooperative's books: for its own team alone, and counts for the office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from mouakaba.accompany.cooperatives.models import (
    Assembly,
    AssemblySeat,
    Cooperative,
    CooperativeDate,
    Cooperator,
    ShareMove,
)
from mouakaba.accompany.cooperatives.rules import FEWEST
from mouakaba.base.clock.queries import today
from mouakaba.base.organisations.models import LegalForm, Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.people.rules import WRITERS
from mouakaba.kernel.assemblies import Holding, Quorum, Totals, quorum, totals
from mouakaba.kernel.text import fold


def cooperatives_read_by(person: Person) -> QuerySet[Cooperative]:
    """Those in whose team this person is, whatever their role there."""
    rows = Cooperative.objects.filter(organisation__memberships__person=person)
    return rows.select_related("organisation").order_by("organisation__slug")


def cooperatives_kept_by(person: Person) -> QuerySet[Cooperative]:
    """Those whose books this person writes."""
    rows = Cooperative.objects.filter(
        organisation__memberships__person=person, organisation__memberships__role__in=WRITERS
    )
    return rows.select_related("organisation").order_by("organisation__slug")


def cooperatives_to_begin(person: Person) -> QuerySet[Organisation]:
    """Cooperatives this person writes for, whose books are not begun."""
    rows = Organisation.objects.filter(memberships__person=person, memberships__role__in=WRITERS)
    return rows.filter(legal_form=LegalForm.COOPERATIVE, cooperative=None).order_by("slug")


def has_cooperatives(person: Person) -> bool:
    """Whether there are books for this person to read or begin."""
    known = Q(organisation__legal_form=LegalForm.COOPERATIVE) | Q(organisation__cooperative__isnull=False)
    return person.memberships.filter(known).exists()


def assemblies_read_by(person: Person) -> QuerySet[Assembly]:
    """Meetings of the cooperatives in whose team this person is."""
    rows = Assembly.objects.filter(cooperative__organisation__memberships__person=person)
    return rows.select_related("cooperative__organisation")


def assemblies_kept_by(person: Person) -> QuerySet[Assembly]:
    """Meetings this person writes about."""
    return assemblies_read_by(person).filter(
        cooperative__organisation__memberships__person=person,
        cooperative__organisation__memberships__role__in=WRITERS,
    )


def named(rows: QuerySet[Cooperator], words: str) -> list[Cooperator]:
    """Members whose name, folded, holds these words; all of them for no words."""
    wanted = fold(words)
    return [row for row in rows if wanted in fold(row.name)]


def members_on(cooperative: Cooperative, day: date) -> QuerySet[Cooperator]:
    """Who was a member on a day, in the order of the register."""
    rows = cooperative.cooperators.filter(entered_on__lte=day)
    return rows.filter(Q(left_on__isnull=True) | Q(left_on__gt=day)).order_by("number")


def holdings(cooperative: Cooperative) -> dict[int, Holding]:
    """What each member holds, those who left too (one query)."""
    rows = ShareMove.objects.filter(cooperator__cooperative=cooperative).order_by()
    sums = rows.values_list("cooperator").annotate(Sum("shares"), Sum("paid"))
    return {pk: Holding(shares, paid) for pk, shares, paid in sums}


def capital_of(cooperative: Cooperative, held: dict[int, Holding] | None = None) -> Totals:
    """The capital as it stands today."""
    members = list(members_on(cooperative, today()).values_list("pk", flat=True))
    return totals(holdings(cooperative) if held is None else held, members, cooperative.share_value)


def entitled(assembly: Assembly) -> list[Cooperator]:
    """Who may sit: members on its day (with a duty, for the board). Once approved: those kept, whatever changed."""
    if assembly.approved_at:
        return list(Cooperator.objects.filter(seats__assembly=assembly).order_by("number"))
    rows = members_on(assembly.cooperative, assembly.on)
    return list(rows.exclude(duty="") if assembly.kind == Assembly.Kind.BOARD else rows)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who may sit, with their seat where they have one, and the quorum."""

    rows: tuple[tuple[Cooperator, AssemblySeat | None], ...]
    quorum: Quorum


def attendance(assembly: Assembly) -> Attendance:
    """The meeting's list as it stands (two queries)."""
    members = entitled(assembly)
    seats = {row.cooperator_id: row for row in assembly.seats.select_related("proxy")}
    rows = tuple((member, seats.get(member.pk)) for member in members)
    there = sum(bool(seat and seat.present) for _member, seat in rows)
    given = sum(bool(seat and seat.proxy_id) for _member, seat in rows)
    return Attendance(rows, quorum(len(rows), there, given, assembly.quorum_part))


def dates_of(cooperative: Cooperative) -> QuerySet[CooperativeDate]:
    """What is due, the nearest first."""
    return cooperative.dates.filter(done_on=None)


def dates_due(until: date) -> QuerySet[CooperativeDate]:
    """What is due up to a day, in all cooperatives."""
    rows = CooperativeDate.objects.filter(done_on=None, due_on__lte=until)
    return rows.select_related("cooperative__organisation")


def lines_about(person: Person) -> QuerySet[Cooperator]:
    """Lines of registers that carry this person's own e-mail."""
    return Cooperator.objects.filter(email__iexact=person.email).select_related("cooperative__organisation")


@dataclass(frozen=True, slots=True)
class RegionCount:
    """What the office sees of a region. None: fewer than five members stand behind the number."""

    region: str
    cooperatives: int
    members: int | None
    assemblies: int
    approved: int


def counts_by_region() -> list[RegionCount]:
    """How many cooperatives keep their books here, and their meetings of a year; nobody named (three queries)."""
    day = today()
    last_year = day.replace(year=day.year - 1, day=min(day.day, 28))
    by = "organisation__region"
    books = _counted(Cooperative.objects.values_list(by).annotate(Count("pk")))
    here = Q(entered_on__lte=day) & (Q(left_on=None) | Q(left_on__gt=day))
    members = _counted(Cooperator.objects.filter(here).values_list(f"cooperative__{by}").annotate(Count("pk")))
    held = Assembly.objects.filter(on__gt=last_year, on__lte=day).values_list(f"cooperative__{by}")
    rows = held.annotate(n=Count("pk"), approved=Count("pk", filter=Q(approved_at__isnull=False))).order_by()
    meetings = {region or "": (n, approved) for region, n, approved in rows}
    return [
        RegionCount(
            region, n, found if (found := members.get(region, 0)) >= FEWEST else None, *meetings.get(region, (0, 0))
        )
        for region, n in sorted(books.items())
    ]


def _counted(rows: Iterable[Any]) -> dict[str, int]:
    return {region or "": n for region, n in rows}
