"""A person with confirmed skills, and a startup that looks for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from mouakaba.base.people.models import Membership, Person
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.skills.models import Profile, ProfileSkill
from tests import factories

ESCO = "http://data.europa.eu/esco/skill/"
TODAY = "2026-03-02 10:00:00"


@pytest.fixture
def today(stand_at: Any) -> None:
    """A Monday of March 2026."""
    stand_at(TODAY)


def make_profile(person: Person, skills: Iterable[str] = (), **fields: Any) -> Profile:
    """A profile seen by organisations, everything shown, with these confirmed skills."""
    given = {
        "headline": "DEMO line",
        "region_id": "MA-02",
        "languages": ["ar", "fr"],
        "seen_by": Profile.Seen.OPENINGS,
        "shown": Profile.Part.values,
        "made_at": factories.at(TODAY),
        "is_demo": True,
    }
    profile = Profile.objects.create(person=person, **{**given, **fields})
    for skill in skills:
        ProfileSkill.objects.create(
            profile=profile,
            uri=ESCO + skill,
            label=factories.words(skill),
            state=ProfileSkill.State.CONFIRMED,
            decided_at=factories.at(TODAY),
        )
    return profile


def make_opening(organisation: Any, skills: Iterable[str] = (), **fields: Any) -> Opening:
    """A public opening that asks for these skills."""
    given = {
        "kind_code": "talent_openings",
        "title": "DEMO opening",
        "text": "DEMO text",
        "region_id": "MA-02",
        "closes_on": date(2026, 4, 1),
        "state": Opening.State.OPEN,
        "read": True,
        "made_at": factories.at(TODAY),
        "is_demo": True,
    }
    opening = Opening.objects.create(organisation=organisation, **{**given, **fields})
    for skill in skills:
        OpeningSkill.objects.create(
            opening=opening, uri=ESCO + skill, label=factories.words(skill), state=OpeningSkill.State.ASKED
        )
    return opening


def make_training(organisation: Any, skills: Iterable[str] = (), **fields: Any) -> Opening:
    """An open training that teaches these skills."""
    given = {"kind_code": "trainings", "title": "DEMO training", "starts_on": date(2026, 4, 6), "seats": 12, "price": 0}
    return make_opening(organisation, skills, **{**given, **fields})


@pytest.fixture(autouse=True)
def counted_anew() -> None:
    """No test reads what another counted."""
    cache.clear()


@pytest.fixture
def sara(db: None) -> Person:
    """Has skills."""
    return factories.make_person("Sara", language="ar", phone="0612345678")


@pytest.fixture
def profile(sara: Person, places: None, today: None) -> Profile:
    return make_profile(sara, ["python", "solar", "english"])


@pytest.fixture
def boss(db: None) -> Person:
    """Runs a startup."""
    return factories.make_person("Boss", language="fr")


@pytest.fixture
def startup(boss: Person, places: None) -> Any:
    organisation = factories.make_organisation("demo-startup")
    Membership.objects.create(person=boss, organisation=organisation, role="owner")
    return organisation


@pytest.fixture
def opening(startup: Any, today: None) -> Opening:
    return make_opening(startup, ["python", "solar", "welding"])


def as_(person: Person | None) -> Client:
    """A browser in which this person is logged in."""
    client = Client()
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
