"""A cluster that offers a service, a cooperative that needs one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.people.models import Membership, Person
from mouakaba.match.listings.models import Opening
from mouakaba.match.trades.actions import propose
from mouakaba.match.trades.models import Deal
from tests import factories
from tests.match.conftest import TODAY

COACHING = {"service": "coaching", "stages": ["idea", "prototype"], "reach": "region", "region": "MA-02", "price": "0"}
NEED = {"blocks": ["coaching", "finance"], "stage": "idea", "sector": "food", "region": "MA-02"}


def member(slug: str, language: str) -> tuple[Person, Any]:
    person, organisation = factories.make_person(slug.title(), language=language), factories.make_organisation(slug)
    Membership.objects.create(person=person, organisation=organisation, role="owner")
    return person, organisation


def make_listing(organisation: Any, side: str, facts: dict[str, Any], **fields: Any) -> Opening:
    given = {
        "kind_code": "services", "title": f"DEMO {side}", "text": "DEMO text", "closes_on": date(2026, 4, 1),
        "state": Opening.State.OPEN, "read": True, "made_at": factories.at(TODAY), "is_demo": True,
    }  # fmt: skip
    return Opening.objects.create(organisation=organisation, side=side, facts=facts, **{**given, **fields})


def url(name: str, *arguments: object, language: str = "fr") -> str:
    with override(language):
        return reverse(name, args=arguments)


@pytest.fixture
def cluster(places: None, today: None) -> tuple[Person, Any]:
    return member("demo-cluster", "fr")


@pytest.fixture
def cooperative(places: None, today: None) -> tuple[Person, Any]:
    return member("demo-cooperative", "ar")


@pytest.fixture
def offer(cluster: Any) -> Opening:
    return make_listing(cluster[1], "offer", COACHING)


@pytest.fixture
def need(cooperative: Any) -> Opening:
    return make_listing(cooperative[1], "need", NEED)


@pytest.fixture
def deal(offer: Opening, need: Opening, cooperative: Any) -> Deal:
    """The cooperative asks for the service."""
    return propose(offer=offer, need=need, by=cooperative[0], side="need")


@pytest.fixture
def another_kind() -> Iterator[Any]:
    """A market nobody wrote engine code for."""
    from mouakaba.match import registry
    from tests.match.trades.stands import KIND

    registry.register(KIND)
    yield KIND
    registry._kinds.pop(KIND.code)
