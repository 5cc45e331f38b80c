"""A network, a school, and the people who work for them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Membership, Person
from mouakaba.match.schools.models import SchoolAgreement
from tests import factories


def url(name: str, *arguments: Any, language: str = "fr") -> str:
    with override(language):
        return reverse(name, args=arguments)


@pytest.fixture
def dean(db: None) -> Person:
    """Works for a school."""
    return factories.make_person("Dean", language="fr")


@pytest.fixture
def school(dean: Person, places: None) -> Organisation:
    made = factories.make_organisation("demo-school", search="demo school")
    Membership.objects.create(person=dean, organisation=made, role="officer")
    return made


@pytest.fixture
def network(programme: Any) -> Organisation:
    """The organisation that runs the programme; Omar is its officer."""
    made: Organisation = programme.organisation
    return made


@pytest.fixture
def agreement(school: Organisation, network: Organisation, today: None) -> SchoolAgreement:
    return SchoolAgreement.objects.create(
        network=network, school=school, signed_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )
