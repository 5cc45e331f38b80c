"""A fair whose exhibitors are chosen, with five stands."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mouakaba.select.applications.models import Application, State
from mouakaba.select.fairs.actions import add_stands, set_days
from mouakaba.select.fairs.models import Fair
from tests import factories

FIRST, LAST = date(2024, 5, 26), date(2024, 6, 4)


def exhibitor(
    call: Any, number: int, *, shown: str = "true", state: str = State.SELECTED, **fields: Any
) -> Application:
    """Somebody of the cooperative DEMO number, selected, who wishes for a small stand."""
    answers = {"organisation_name": f"DEMO cooperative {number}", "shown": shown}
    facts = {**factories.FACTS, "stand.type": "small"}
    person = factories.make_person(f"Exhibitor {number}", language="fr")
    return factories.make_application(call, person, state=state, facts=facts, answers=answers, **fields)


def make_fair(programme: Any) -> Fair:
    """A published call of kind fair, its ten days, and five stands."""
    call = factories.make_call(programme, "demo-fair", kind_code="fair")
    row = set_days(call=call, first=FIRST, last=LAST, by=None)
    add_stands(fair=row, row="A", first=1, count=2, type_="small", price=15000, by=None)
    add_stands(fair=row, row="B", first=1, count=3, type_="large", price=40000, by=None)
    return row


@pytest.fixture
def fair(programme: Any, places: None, stand_at: Any) -> Fair:
    stand_at("2024-05-01 10:00:00")
    return make_fair(programme)
