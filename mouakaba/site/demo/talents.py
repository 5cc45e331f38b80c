"""Invented people with skills, and invented organisations that look for them or teach them; all marked DEMO."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mouakaba.base.organisations.actions import join_organisation, record_organisation
from mouakaba.base.people.models import Person
from mouakaba.match import door
from mouakaba.site.demo.logins import Login

CLOSES_ON = date(2025, 6, 30)
_FILE = Path(__file__).parent / "words" / "talents.json"


def invented() -> dict[str, list[dict[str, Any]]]:
    """Organisations, openings, trainings and profiles."""
    data: dict[str, list[dict[str, Any]]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return data


def talent_logins() -> tuple[Login, ...]:
    """The people with skills as logins, and one who runs the startups."""
    people = invented()["profiles"]
    return (
        Login(
            "startup@demo.example",
            "صاحبة مقاولات ناشئة (DEMO)",
            "ar",
            "runs startups that look for skills, a school and a cluster that teach them",
        ),
        *(Login(one["email"], one["name"], one["language"], "has a skills profile") for one in people),
    )


def load_talents(people: Mapping[str, Person]) -> None:
    """Organisations, public openings and trainings, and profiles whose skills their people confirmed."""
    data, owner = invented(), people["startup@demo.example"]
    known = {}
    for entry in data["organisations"]:
        made = record_organisation(
            slug=entry["slug"], name=entry["name"], region_id=entry["region"], is_demo=True, by=None
        )
        join_organisation(person=owner, organisation=made, role="owner", by=None)
        known[made.slug] = made
    for kind, listed in (("talent_openings", data["openings"]), ("trainings", data["trainings"])):
        for entry in listed:
            _open(kind, known[entry["organisation"]], entry, owner)
    for entry in data["profiles"]:
        _profile(people[entry["email"]], entry)


def _open(kind: str, organisation: Any, entry: Mapping[str, Any], owner: Person) -> None:
    opening = door.save_opening(
        opening=None,
        organisation=organisation,
        kind_code=kind,
        title=entry["title"],
        text=entry["text"],
        region_id=entry["region"],
        remote=entry["remote"],
        languages=entry["languages"],
        sector=entry["sector"],
        closes_on=CLOSES_ON,
        **{name: date.fromisoformat(entry[name]) for name in ("starts_on", "ends_on") if name in entry},
        **{name: entry[name] for name in ("seats", "price") if name in entry},
        is_demo=True,
        by=owner,
    )
    for uri in entry["skills"]:
        door.ask_for_skill(opening=opening, uri=uri, by=owner)
    door.publish_opening(opening=opening, by=owner)


def _profile(person: Person, entry: Mapping[str, Any]) -> None:
    profile = door.begin_profile(by=person)
    for uri in entry["skills"][1::2]:  # the others are left for the worker to find in the text
        door.add_skill(profile=profile, uri=uri, by=person)
    door.give_text(profile=profile, text=entry["text"], by=person)
    door.set_seen(
        profile=profile,
        headline=entry["headline"],
        region_id=entry["region"],
        languages=entry["languages"],
        remote=entry["remote"],
        seen_by="openings",
        shown=["headline", "region", "languages", "availability"],
        by=person,
    )
