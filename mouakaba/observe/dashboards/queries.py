"""Snapshots and reports, of programmes a person may read. Fetching is authorising."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum

from mouakaba.base.people.models import Person
from mouakaba.observe.dashboards.models import Report, Snapshot
from mouakaba.observe.dashboards.rules import LINE, digest
from mouakaba.observe.indicators.models import StoredRecord
from mouakaba.observe.indicators.queries import Slice, figures
from mouakaba.select import door as select


def snapshots_seen_by(person: Person) -> QuerySet[Snapshot]:
    """Snapshots of the programmes this person may read, without the records in them."""
    mine = select.programmes_seen_by(person)
    rows = Snapshot.objects.filter(programme__in=mine).select_related("programme__organisation", "taken_by")
    return rows.defer("records")


def reports_seen_by(person: Person) -> QuerySet[Report]:
    """Reports of those snapshots, without their content."""
    mine = select.programmes_seen_by(person)
    rows = Report.objects.filter(snapshot__programme__in=mine).select_related("snapshot__programme")
    return rows.defer("pdf", "snapshot__records", "snapshot__taken")


def slice_of(snapshot: Snapshot) -> Slice:
    """What it was taken of."""
    return Slice((snapshot.programme.slug,), snapshot.region, snapshot.year, public=False)


def lines(wanted: Slice) -> list[dict[str, Any]]:
    """Like records together, in one order."""
    rows = StoredRecord.objects.filter(wanted.condition()).values(*LINE).order_by(*LINE)
    return list(rows.annotate(records=Count("pk"), amount=Sum("amount")))


@dataclass(frozen=True, slots=True)
class Drift:
    """A frozen figure beside the live one."""

    frozen: dict[str, Any]
    live: str | None

    @property
    def moved(self) -> bool:
        """Whether the live figure is another one by now."""
        return self.live != self.frozen["value"]


def drifts(snapshot: Snapshot) -> list[Drift]:
    """Each frozen figure with what it is today; None where it is no longer declared."""
    live = {one.indicator.code: one.reading for one in figures(slice_of(snapshot))}
    found = {code: str(read.value) for code, read in live.items() if read is not None and read.value is not None}
    return [Drift(one, found.get(one["code"])) for one in snapshot.taken]


def is_whole(snapshot: Snapshot) -> bool:
    """Whether figures and records are still those that were frozen."""
    return digest([snapshot.taken, snapshot.records]) == snapshot.digest
