"""A platform with room for pallets, a packaging line and a lorry; a cooperative that books."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.match.bookings.actions import open_window
from mouakaba.match.bookings.models import Capacity
from tests import factories
from tests.match.trades.conftest import member

OUJDA, NADOR = "02.411.01.23", "02.381.01.05"
SHAPES = {"storage": ("pallet", 10), "packaging": ("line", 1), "transport": ("kg", 1000)}


def make_capacity(organisation: Organisation, kind: str, **fields: Any) -> Capacity:
    unit, size = SHAPES[kind]
    given = {"title": f"DEMO {kind}", "unit": unit, "size": size, "place_id": OUJDA, "is_demo": True}
    return Capacity.objects.create(
        organisation=organisation, kind=kind, made_at=factories.at("2026-03-01 10:00:00"), **{**given, **fields}
    )


def offered(
    organisation: Organisation, kind: str, start: str, end: str, to: str | None = None, **fields: Any
) -> Capacity:
    """Capacity with one window between two wall times."""
    from mouakaba.base.places.models import Commune

    row = make_capacity(organisation, kind, **fields)
    place = Commune.objects.get(pk=to) if to else None
    open_window(capacity=row, start=factories.at(start), end=factories.at(end), to_place=place, by=None)
    return row


def wall_times(pairs: list[tuple[datetime, datetime]]) -> list[tuple[str, str]]:
    from mouakaba.base.bookings.queries import wall

    return [(f"{wall(start):%m-%d %H:%M}", f"{wall(end):%m-%d %H:%M}") for start, end in pairs]


@pytest.fixture
def platform(places: None, today: None) -> tuple[Person, Any]:
    return member("demo-platform", "fr")


@pytest.fixture
def cooperative(places: None, today: None) -> tuple[Person, Any]:
    return member("demo-cooperative", "ar")


@pytest.fixture
def storage(platform: Any) -> Capacity:
    return offered(platform[1], "storage", "2026-03-09 00:00:00", "2026-04-06 00:00:00", price=550)


@pytest.fixture
def line(platform: Any) -> Capacity:
    return offered(platform[1], "packaging", "2026-03-09 09:00:00", "2026-03-09 17:00:00", price=12000)


@pytest.fixture
def lorry(platform: Any) -> Capacity:
    return offered(platform[1], "transport", "2026-03-10 07:00:00", "2026-03-10 10:00:00", NADOR, price=40)
