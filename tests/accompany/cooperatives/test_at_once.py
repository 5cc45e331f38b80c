"""Two people at the same books at the same moment, in real transactions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from mouakaba.accompany.cooperatives import actions
from mouakaba.accompany.cooperatives.models import Cooperative, Cooperator
from mouakaba.accompany.cooperatives.queries import capital_of
from mouakaba.base.clock.actions import set_clock
from mouakaba.kernel.assemblies import Seat
from tests import factories
from tests.accompany.cooperatives.cast import DAY, TODAY, call, enter, make_books, make_team

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 4


@pytest.fixture
def books(places: None, settings: Any) -> Cooperative:
    settings.DEMO = True
    set_clock(stands_at=factories.at(TODAY))
    return make_books(make_team()[0])


def at_once(*writes: Callable[[], object]) -> list[str]:
    """What each was answered, all begun at the same moment; empty for one that was done."""
    gate = Barrier(len(writes))

    def one(write: Callable[[], object]) -> str:
        try:
            gate.wait(30)
            write()
        except ValidationError as error:
            return type(error).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(writes)) as pool:
        return list(pool.map(one, writes))


def test_payments_never_pass_what_the_shares_are_worth(books: Cooperative) -> None:
    row = enter(books, shares=1, paid=0)
    said = at_once(
        *[lambda: actions.move_shares(cooperator=row, on=DAY, shares=0, paid=40_00, note="", by=None)] * MANY
    )
    assert sorted(said) == ["", "", "ValidationError", "ValidationError"]
    assert capital_of(books).paid == 80_00


def test_two_members_never_get_one_number(books: Cooperative) -> None:
    assert at_once(*[lambda: enter(books)] * MANY) == [""] * MANY
    assert sorted(Cooperator.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_decision_is_before_the_approval_or_not_at_all(books: Cooperative) -> None:
    member, row = enter(books), call(books)
    actions.take_seats(assembly=row, seats={member.pk: Seat(present=True)}, by=None)
    actions.write_minutes(assembly=row, values={"chair": "DEMO", "secretary": "DEMO"}, by=None)
    values = {"text": "DEMO", "votes_for": 1, "against": 0, "abstained": 0, "adopted": True}
    decided, approved = at_once(
        lambda: actions.record_decision(assembly=row, values=values, by=None),
        lambda: actions.approve_minutes(assembly=row, by=None),
    )
    assert approved == "" and row.decisions.count() == (decided == "")
    with pytest.raises(ValidationError):
        actions.record_decision(assembly=row, values=values, by=None)


def test_what_is_done_twice_makes_one_next_date(books: Cooperative) -> None:
    values = {"kind": "accounts", "label": "", "counted_from": DAY, "months": 0, "every": 12, "source": "DEMO"}
    due = actions.save_date(cooperative=books, values=values, by=None)
    owner = factories.make_person("Owner")
    said = at_once(*[lambda: actions.finish_date(due=due, by=owner)] * 2)
    assert sorted(said) == ["", "ValidationError"] and books.dates.count() == 2
