"""What counts commitments: records of other rooms, those of who owes, of the sort asked, in the days asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.translation import override

from mouakaba.accompany.agreements.rules import Ask, counter, counters
from mouakaba.accompany.funding.actions import save_grant
from mouakaba.accompany.spaces.actions import let_space, move_stay
from mouakaba.match.ideas.models import Adoption, Idea, IdeaKeeper
from tests import factories
from tests.accompany.agreements.test_agreements import make, promise
from tests.accompany.conftest import make_session
from tests.accompany.spaces.cast import TODAY, make_member, make_network
from tests.browsing import as_, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(places: None, stand_at: Any) -> SimpleNamespace:
    stand_at(TODAY)
    return make_network()


def found(world: SimpleNamespace, code: str, **asked: Any) -> list[tuple[date | None, Decimal]]:
    """What a counter finds for the network, beside an organisation that did nothing."""
    way = counter(code)
    assert way
    other = factories.make_organisation(f"demo-other-{code}-{len(asked)}")
    asks = [Ask(one.pk, code, **asked) for one in (world.network, other)]
    mine, none = way.count(asks)
    assert none == []
    return [(one.on, one.quantity) for one in mine]


def test_sessions_held_count_by_their_kind(world: SimpleNamespace) -> None:
    for kind, day in (("conference", "2026-01-10"), ("conference", "2026-02-10"), ("workshop", "2026-02-11")):
        make_session(None, world.programme, kind=kind, starts_at=factories.at(f"{day} 10:00:00"))
    make_session(None, world.programme, kind="conference", starts_at=factories.at("2026-04-10 10:00:00"))  # to come
    assert len(found(world, "sessions")) == 3
    assert found(world, "sessions", only="conference", since=date(2026, 2, 1)) == [(date(2026, 2, 10), 1)]


def test_a_hosted_member_counts_once_whatever_it_moves(world: SimpleNamespace) -> None:
    stay = let_space(space=world.office, member=world.member, begins=date(2026, 1, 5), by=world.officer)
    move_stay(stay=stay, space=world.large, on=date(2026, 2, 5), reason="DEMO", by=world.officer)
    late = make_member(world.network, "DEMO late")
    let_space(space=world.seats, member=late, begins=date(2026, 5, 1), seats=1, by=world.officer)  # not there yet
    assert found(world, "stays") == [(date(2026, 1, 5), 1)]
    assert found(world, "stays", only="accelerate") == []


def test_grants_count_by_form(world: SimpleNamespace) -> None:
    whom = factories.make_organisation("demo-cooperative", legal_form="cooperative")
    told = {"programme": world.programme, "beneficiary": whom, "language": "fr", "decided_by": "DEMO board"}
    for form, amount in (("money", 90_000), ("fair", 5_000)):
        values = {"form": form, "title": "DEMO", "amount": amount, "decided_on": date(2026, 1, 9), **told}
        save_grant(grant=None, values=values | ({"valued_by": "DEMO"} if form == "fair" else {}), by=None)
    assert len(found(world, "grants")) == 2
    assert found(world, "grants", only="fair", until=date(2026, 12, 31)) == [(date(2026, 1, 9), 1)]


def test_ideas_taken_up_count_for_who_keeps_the_bank(world: SimpleNamespace) -> None:
    told = {"title": factories.words("DEMO"), "problem": factories.words("DEMO"), "sector": "energy"}
    when = factories.at("2026-02-20 00:30:00")  # the day before in universal time
    idea = Idea.objects.create(**told, state="public", proposed_at=when, changed_at=when)
    Adoption.objects.create(idea=idea, person=world.contact, adopted_at=when)
    assert found(world, "ideas") == []
    IdeaKeeper.objects.create(organisation=world.network)
    assert found(world, "ideas", until=date(2026, 3, 1)) == [(date(2026, 2, 20), 1)]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_page_that_uses_every_counter_keeps_to_its_budget(
    world: SimpleNamespace, language: str, django_assert_max_num_queries: Any
) -> None:
    agreement = make(world.network, factories.make_organisation("demo-partner"))
    for way in (*counters(), *counters()):
        promise(agreement, world.network, counted_by=way.code)
    make_session(None, world.programme, kind="workshop", starts_at=factories.at("2026-02-11 10:00:00"))
    client = as_(world.officer)
    with override(language):
        address = url("agreements_health", language=language)
    with django_assert_max_num_queries(12):  # however many commitments; the four of ACCOMPANY are one
        page = client.get(address)
    assert page.status_code == 200
