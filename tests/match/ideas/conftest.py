"""The bank: a keeper, a proposer, ideas."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.base.organisations.actions import join_organisation
from mouakaba.base.people.models import Person
from mouakaba.base.places.models import Region
from mouakaba.match.ideas.actions import keep_bank, publish_idea, save_idea
from mouakaba.match.ideas.models import Idea
from tests import factories


def make_idea(by: Person | None = None, *, public: bool = True, region: str = "MA-02", **fields: Any) -> Idea:
    """An idea, public unless told otherwise."""
    given = {
        "title": factories.words("DEMO idea"),
        "problem": factories.words("problem"),
        "model": factories.words("model"),
        "sector": "food_farming",
        "cost_from": 40_000,
        "cost_to": 90_000,
    }
    idea = save_idea(idea=None, regions=Region.objects.filter(code=region), by=by, **{**given, **fields})
    return publish_idea(idea=idea, by=None) if public else idea


@pytest.fixture
def idea(places: None, today: None) -> Idea:
    """Free to take up, by one."""
    return make_idea()


@pytest.fixture
def keeper(db: None) -> Person:
    """Writes for the organisation that keeps the bank."""
    person, office = factories.make_person("Keeper", language="fr"), factories.make_organisation("demo-odco")
    join_organisation(person=person, organisation=office, role="officer", by=None)
    keep_bank(organisation=office, by=None)
    return person


@pytest.fixture
def reader(keeper: Person) -> Person:
    """A colleague of the keeper who only reads."""
    from mouakaba.base.organisations.models import Organisation

    person = factories.make_person("Reader")
    join_organisation(person=person, organisation=Organisation.objects.get(slug="demo-odco"), role="viewer", by=None)
    return person
