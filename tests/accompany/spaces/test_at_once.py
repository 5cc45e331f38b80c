"""Two bookings at the same moment, in real transactions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from mouakaba.accompany.spaces.actions import add_waiting, allot, let_space
from mouakaba.accompany.spaces.models import Stay, Waiting
from mouakaba.base.clock.actions import set_clock
from tests import factories
from tests.accompany.spaces.cast import DAY, TODAY, make_member, make_network

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(places: None, settings: Any) -> SimpleNamespace:
    settings.DEMO = True
    set_clock(stands_at=factories.at(TODAY))
    return make_network()


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """What each act gave, or the sentence it was refused with; all begin together."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=30)
            return act()
        except ValidationError as error:
            return " ".join(error.messages)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_office_goes_to_one_of_four(world: SimpleNamespace) -> None:
    members = [make_member(world.network, f"DEMO {number}") for number in range(4)]
    found = at_once(
        [
            lambda member=member: let_space(space=world.office, member=member, begins=DAY, by=world.officer)  # type: ignore[misc]
            for member in members
        ]
    )
    assert sum(isinstance(one, Stay) for one in found) == Stay.objects.count() == 1
    assert sum(isinstance(one, str) and bool(one) for one in found) == 3


def test_ten_seats_are_never_eleven(world: SimpleNamespace) -> None:
    members = [make_member(world.network, f"DEMO {number}") for number in range(4)]
    at_once(
        [
            lambda member=member: let_space(space=world.seats, member=member, begins=DAY, seats=4, by=world.officer)  # type: ignore[misc]
            for member in members
        ]
    )
    assert sum(stay.quantity for stay in Stay.objects.all()) == 8


def test_one_place_on_the_list_gets_one_space(world: SimpleNamespace) -> None:
    given = {"decided_on": DAY, "kind": "office", "wanted": Decimal(10), "by": world.officer}
    row = add_waiting(site=world.site, member=world.member, **given)
    found = at_once(
        [
            lambda space=space: allot(waiting=row, space=space, begins=DAY, by=world.officer)  # type: ignore[misc]
            for space in (world.office, world.large)
        ]
    )
    assert sum(isinstance(one, Stay) for one in found) == Stay.objects.count() == 1
    assert Waiting.objects.get(pk=row.pk).state == "allotted"
