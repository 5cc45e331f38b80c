"""Changing a person's own record; exporting and erasing what the product holds about them (law 09-08)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mouakaba.base.audit.actions import recorded
from mouakaba.base.people.models import Person

Exporter = Callable[[Person], Any]
Eraser = Callable[[Person], None]


@dataclass(frozen=True, slots=True)
class DataSource:
    """What one engine holds about a person, and how it lets go of it."""

    name: str
    export: Exporter
    erase: Eraser


_sources: list[DataSource] = []


def register_data_source(source: DataSource) -> None:
    """Each engine registers its own, in ``site/wiring.py``."""
    if source.name not in {known.name for known in _sources}:
        _sources.append(source)


def export_person(person: Person) -> dict[str, Any]:
    """Everything held about a person, as data."""
    account = {
        "email": person.email,
        "name": person.name,
        "phone": person.phone,
        "language": person.language,
        "joined_at": person.joined_at.isoformat(),
        "roles": list(person.memberships.values("organisation__slug", "role")),
    }
    return {"account": account, **{source.name: source.export(person) for source in _sources}}


def erase_person(*, person: Person, by: Person) -> None:
    """Takes the person out: engines let go of what they hold, then the account goes.

    What the law makes the organisation keep (a frozen decision) stays without the person.
    """
    with recorded("erase_person", by=None, why="asked by the person" if by == person else "asked through an operator"):
        for source in _sources:
            source.erase(person)
        person.delete()
