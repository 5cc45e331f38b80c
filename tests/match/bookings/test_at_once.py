"""Two bookings at the same instant, in real transactions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from mouakaba.base.clock.actions import set_clock
from mouakaba.match.bookings.actions import TakenError, book
from mouakaba.match.bookings.models import Booking
from tests import factories
from tests.match.bookings.conftest import NADOR, offered, wall_times
from tests.match.conftest import TODAY
from tests.match.trades.conftest import member

at = factories.at


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "window", "quantity", "given"),
    [
        ("packaging", ("2026-03-09 09:00:00", "2026-03-09 17:00:00"), 1, 1),
        ("storage", ("2026-03-09 00:00:00", "2026-03-16 00:00:00"), 4, 2),
        ("transport", ("2026-03-09 09:00:00", "2026-03-09 11:00:00"), 400, 2),
    ],
)
def test_what_is_free_is_given_once_to_many_at_the_same_moment(
    places: None, settings: Any, kind: str, window: tuple[str, str], quantity: int, given: int
) -> None:
    settings.DEMO = True
    set_clock(stands_at=at(TODAY))
    _owner, platform = member("demo-platform", "fr")
    row = offered(platform, kind, *window, to=NADOR)
    wanted = (
        (at("2026-03-09 00:00:00"), at("2026-03-10 00:00:00"))
        if kind == "storage"
        else (at("2026-03-09 09:00:00"), at("2026-03-09 11:00:00"))
    )
    many = [member(f"demo-{number}", "ar") for number in range(4)]
    gate = Barrier(len(many))

    def ask(who: Any) -> list[tuple[str, str]] | None:
        try:
            gate.wait(30)
            book(capacity=row, start=wanted[0], end=wanted[1], quantity=quantity, organisation=who[1], by=who[0])
        except TakenError as error:
            return wall_times(error.nearest)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(many)) as pool:
        answers = list(pool.map(ask, many))
    assert sum(answer is None for answer in answers) == given == Booking.objects.count()
    nearest = {
        "packaging": [("03-09 11:00", "03-09 13:00")],
        "storage": [("03-10 00:00", "03-11 00:00")],
        "transport": [],
    }[kind]
    assert [answer for answer in answers if answer is not None] == [nearest] * (4 - given)
