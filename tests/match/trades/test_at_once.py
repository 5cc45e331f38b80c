"""Two answers at the same moment, in real transactions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from mouakaba.base.clock.actions import set_clock
from mouakaba.match import registry
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.trades.actions import answer_deal, propose
from mouakaba.match.trades.models import Deal
from tests import factories
from tests.match.conftest import TODAY
from tests.match.trades.conftest import COACHING, NEED, make_listing, member
from tests.match.trades.test_persons import MENTOR, PROJECT

PLASTIC = {"code": "200139", "quantity": "60", "unit": "t", "period": "year", "place": "02.411.01.23"}


def at_once(acts: list[Callable[[], object]]) -> list[str]:
    """What each act was refused with; nothing where it went through."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            gate.wait(30)
            act()
        except ValidationError as error:
            return "".join(error.messages)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "offered", "needed", "seats"),
    [
        ("services", COACHING, NEED, 1),
        ("waste_streams", PLASTIC, {**PLASTIC, "quantity": "40"}, None),
        ("mentors", {**MENTOR, "projects": "1"}, PROJECT, 1),
    ],
)
def test_what_is_left_is_given_once_to_many_at_the_same_moment(
    places: None, settings: Any, kind: str, offered: dict[str, Any], needed: dict[str, Any], seats: int | None
) -> None:
    settings.DEMO = True
    set_clock(stands_at=factories.at(TODAY))
    giver, cluster = member("demo-cluster", "fr")
    persons = registry.trade(kind).offer.person is not None
    offer = make_listing(
        None if persons else cluster, "offer", offered, seats=seats, kind_code=kind, person=giver if persons else None
    )
    asked = []
    for number in range(4):
        person, organisation = member(f"demo-{number}", "ar")
        need = make_listing(organisation, "need", needed, kind_code=kind)
        asked.append(propose(offer=offer, need=need, by=person, side="need"))
    said = at_once([partial(answer_deal, deal=deal, side="offer", yes=True, by=giver) for deal in asked])
    assert sorted(map(bool, said)) == [False, True, True, True]
    agreed = Introduction.objects.filter(organisation_says=True, person_says=True)
    assert [row.deal.pk for row in agreed] == [
        deal.pk for deal, refused in zip(asked, said, strict=True) if not refused
    ]
    assert sum(deal.state == Deal.State.ACCEPTED for deal in Deal.objects.all()) == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("wanted", "by_officers"), [("", True), ("2", True), ("", False), ("2", False)])
def test_a_project_never_gets_more_mentors_than_it_wants(
    places: None, settings: Any, wanted: str, by_officers: bool
) -> None:
    """Officers propose at the same moment; or mentors that the project asked say yes at the same moment."""
    settings.DEMO = True
    set_clock(stands_at=factories.at(TODAY))
    holder, officer = factories.make_person("Holder", language="ar"), factories.make_person("Officer", language="fr")
    told = {**PROJECT, "mentors": wanted} if wanted else PROJECT
    need = make_listing(None, "need", told, person=holder, kind_code="mentors")
    mentors = [factories.make_person(f"Mentor {number}", language="fr") for number in range(4)]
    offers = [make_listing(None, "offer", MENTOR, person=one, kind_code="mentors", seats=2) for one in mentors]
    if by_officers:
        said = at_once([partial(propose, offer=offer, need=need, by=officer) for offer in offers])
    else:
        deals = [propose(offer=offer, need=need, by=holder, side="need") for offer in offers]
        said = at_once(
            [
                partial(answer_deal, deal=deal, side="offer", yes=True, by=one)
                for deal, one in zip(deals, mentors, strict=True)
            ]
        )
    assert said.count("") == int(wanted or 1) and len(set(said)) == 2
    kept = Introduction.objects.all() if by_officers else Introduction.objects.filter(organisation_says=True)
    assert kept.count() == int(wanted or 1)
