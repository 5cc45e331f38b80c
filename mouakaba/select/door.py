"""What the rest of the house may ask of SELECT."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.select.applications.actions import erase_applications, export_applications
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import published
from mouakaba.select.programmes.queries import programmes_seen_by
from mouakaba.select.review.queries import seats_of

__all__ = ["PublicCall", "Rooms", "erase_applications", "export_applications", "public_calls", "rooms_of"]


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
    """The entrances of SELECT open to this person (two small queries)."""
    return Rooms(jury=seats_of(person).exists(), office=programmes_seen_by(person).exists())


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
