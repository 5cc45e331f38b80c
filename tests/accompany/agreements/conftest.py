"""A network that keeps agreements and gives grants, its partners, and a cooperative."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Membership, Person
from tests import factories

TODAY = "2025-04-01 10:00:00"
PDF = b"%PDF-1.7 DEMO"


@pytest.fixture
def today(stand_at: Any) -> None:
    """A Tuesday of April 2025."""
    stand_at(TODAY)


@pytest.fixture
def keeper(programme: Any) -> Organisation:
    """The organisation that runs the programme; Omar is its officer."""
    made: Organisation = programme.organisation
    return made


@pytest.fixture
def partner(places: None) -> Organisation:
    return factories.make_organisation("demo-partner", search="demo partner")


@pytest.fixture
def paula(partner: Organisation) -> Person:
    """Works for the partner."""
    person = factories.make_person("Paula", language="ar")
    Membership.objects.create(person=person, organisation=partner, role="officer")
    return person


@pytest.fixture
def cooperative(places: None) -> Organisation:
    return factories.make_organisation(
        "demo-cooperative", search="demo cooperative", legal_form="cooperative", region_id="MA-02"
    )


@pytest.fixture
def hafsa(cooperative: Organisation) -> Person:
    """Presides the cooperative."""
    person = factories.make_person("Hafsa", language="ar")
    Membership.objects.create(person=person, organisation=cooperative, role="owner")
    return person


def day(text: str) -> date:
    return date.fromisoformat(text)
