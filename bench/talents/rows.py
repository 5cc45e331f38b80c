"""Invented people as rows of the product, written by COPY with triggers off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import md5
from typing import Any
from uuid import UUID

import psycopg

from bench.talents.data import LANGUAGES, REGIONS, People, day

URI = "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-{:012}"
PARTS = ("headline", "region", "languages", "availability")


def profile_id(place: int) -> UUID:
    """The key of a profile: in no order, as those of real ones."""
    return UUID(md5(b"DEMO %d" % place, usedforsecurity=False).hexdigest())


def bring_in(base: psycopg.Connection[Any], folk: People) -> None:
    """Replaces all people of this database."""
    order = sorted(range(len(folk.skills)), key=profile_id)  # rows in the order of their keys are written faster
    base.execute("SET session_replication_role = replica")
    base.execute("TRUNCATE base_person CASCADE")
    _copy(base, "base_person (id, password, is_superuser, email, name, phone, language, is_active, is_staff, is_demo,"
          " joined_at)", (_person(place) for place in order))  # fmt: skip
    _copy(base, "match_profile (id, person_id, headline, region_id, remote, languages, availability, available_from,"
          " seen_by, shown, teaches, made_at, is_demo)", (_profile(folk, place) for place in order))  # fmt: skip
    _copy(base, "match_profileskill (profile_id, uri, label, state, evidence, wish)",
          (row for place in order for row in _skills(folk, place)))  # fmt: skip
    base.execute("SET session_replication_role = DEFAULT")
    base.commit()


def _copy(base: psycopg.Connection[Any], table: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with base.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _person(place: int) -> tuple[Any, ...]:
    made = "2026-01-01T00:00:00Z"
    return (
        profile_id(place),
        "!",
        False,
        f"demo-{place}@demo.example",
        f"DEMO {place}",
        "",
        "fr",
        True,
        False,
        True,
        made,
    )


def _profile(folk: People, place: int) -> tuple[Any, ...]:
    region, tongues, begins = int(folk.region[place]), int(folk.languages[place]), int(folk.begins[place])
    hidden = {"region": region < 0, "languages": tongues < 0}
    return (
        profile_id(place), profile_id(place), "DEMO", REGIONS[max(region, 0)], bool(folk.remote[place]),
        json.dumps(LANGUAGES[max(tongues, 0)]), "from" if begins else "now", day(begins) if begins else None,
        "openings", json.dumps([part for part in PARTS if not hidden.get(part)]), False, "2026-01-01T00:00:00Z", True,
    )  # fmt: skip


def _skills(folk: People, place: int) -> Iterator[tuple[Any, ...]]:
    for skill in folk.skills[place].tolist():
        yield profile_id(place), URI.format(skill), '{"en": "DEMO"}', "confirmed", "[]", False
