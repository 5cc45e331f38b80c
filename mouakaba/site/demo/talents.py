"""Invented people with skills, and invented organisations that look for them or teach them; all marked DEMO."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

from mouakaba.base.organisations.actions import join_organisation, record_organisation
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.match import door
from mouakaba.site.demo.logins import Login

CLOSES_ON = date(2025, 6, 30)
TALKS = "talent@demo.example"  # with the first opening's organisation
ASKED = "السلام عليكم (DEMO)، مهاراتك قريبة مما نبحث عنه. هل يناسبك العمل في أوراش الضخ والإنارة؟"
QUESTION = "وعليكم السلام (DEMO)، نعم يناسبني. هل يبدأ العمل في شهر ماي؟ وهل السكن مضمون خارج المدينة؟"
ANSWER = "نبدأ في منتصف ماي (DEMO)، والسكن والتنقل على حساب المقاولة خلال الأوراش البعيدة."
SCHOOL = "demo-ecole-ingenieurs"
GRADUATES = (TALKS, "talent-2@demo.example")  # the second has said yes
NETWORK_COMMITS = "تعريف الخريجين بالمقاولات التي تبحث عن مهارات، دون كشف أسمائهم (DEMO)."
SCHOOL_COMMITS = "دعوة خريجي السنتين الأخيرتين إلى إنشاء ملف مهاراتهم (DEMO)."
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


def load_talents(people: Mapping[str, Person], network: Organisation) -> None:
    """Organisations, public openings and trainings, profiles with skills, and a school's agreement with the network."""
    data, owner = invented(), people["startup@demo.example"]
    known = {}
    for entry in data["organisations"]:
        made = record_organisation(
            slug=entry["slug"], name=entry["name"], region_id=entry["region"], is_demo=True, by=None
        )
        join_organisation(person=owner, organisation=made, role="owner", by=None)
        known[made.slug] = made
    openings = [
        _open(kind, known[entry["organisation"]], entry, owner)
        for kind, listed in (("talent_openings", data["openings"]), ("trainings", data["trainings"]))
        for entry in listed
    ]
    profiles = {entry["email"]: _profile(people[entry["email"]], entry) for entry in data["profiles"]}
    door.watch_opening(opening=openings[0], by=owner)
    _talk(openings[0], profiles[TALKS], owner)
    _invite(network, known[SCHOOL], people, owner)


def _open(kind: str, organisation: Any, entry: Mapping[str, Any], owner: Person) -> Any:
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
    return door.publish_opening(opening=opening, by=owner)


def _invite(network: Organisation, school: Organisation, people: Mapping[str, Person], owner: Person) -> None:
    """An agreement with a school, and two of its graduates invited."""
    terms = {
        "network": network,
        "school": school,
        "signed_on": date(2024, 9, 16),
        "ends_on": date(2026, 9, 15),
        "renewed_by": 12,
        "network_commits": NETWORK_COMMITS,
        "school_commits": SCHOOL_COMMITS,
        "note": {"ar": "اتفاقية للعرض (DEMO).", "fr": "Convention fictive (DEMO).", "en": "Invented agreement (DEMO)."},
    }
    agreement = door.save_agreement(agreement=None, values=terms, by=people["officer@demo.example"])
    door.invite_graduates(agreement=agreement, rows=enumerate(GRADUATES, 1), by=owner)
    said_yes = people[GRADUATES[1]]
    door.answer_school(invitation=door.answerable_by(said_yes).get(), counted=True, by=said_yes)


def _talk(opening: Any, profile: Any, owner: Person) -> None:
    """A conversation that waits for the person's yes."""
    row = door.ask_person(opening=opening, profile=profile, note=ASKED, by=owner)
    for from_person, by, text in ((True, profile.person, QUESTION), (False, owner, ANSWER)):
        door.write_message(introduction=row, text=text, number=uuid4(), from_person=from_person, by=by)


def _profile(person: Person, entry: Mapping[str, Any]) -> Any:
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
    return profile
