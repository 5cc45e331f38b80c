"""A whole cohort paired at once: the best total, capacities, conflicts, continuity, who is left and why."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.kernel.matching import Listing, assign, best_lefts
from mouakaba.match import registry
from mouakaba.match.cohorts import queries
from mouakaba.match.cohorts.queries import Cohort, connect_cohorts, plan_pairs
from mouakaba.match.listings.models import Opening
from mouakaba.match.trades.actions import answer_deal, finish_deal, propose
from mouakaba.match.trades.models import Deal
from tests import factories
from tests.match.conftest import as_
from tests.match.trades.conftest import make_listing, url
from tests.match.trades.test_persons import MENTOR, PROJECT

KIND = "mentors"


def mentor(name: str, seats: int = 1, **facts: Any) -> Opening:
    told = {**MENTOR, "projects": str(seats), "hours": str(4 * seats), **facts}
    person = factories.make_person(name, language="fr")
    return make_listing(None, "offer", told, person=person, kind_code=KIND, seats=seats, title=f"DEMO {name}")


def project(name: str, person: Person | None = None, **facts: Any) -> Opening:
    whose = person or factories.make_person(name, language="ar")
    return make_listing(None, "need", {**PROJECT, **facts}, person=whose, kind_code=KIND, title=f"DEMO {name}")


def planned(**more: Any) -> dict[str, str]:
    """{title of a need: title of its offer}."""
    plan = plan_pairs(registry.kind(KIND), **more)
    return {fit.need.title: fit.offer.title for fit in plan.fits}


def test_the_total_is_best_and_nobody_gets_more_than_they_can_take(places: None, today: None) -> None:
    mentor("both", fields=["finance", "law"])
    mentor("law", fields=["law"])
    project("a", fields=["finance", "law"])
    project("b", fields=["finance"])
    project("c", fields=["finance"])
    plan = plan_pairs(registry.kind(KIND))
    pairs = {fit.need.title: fit.offer.title for fit in plan.fits}
    assert pairs["DEMO a"] == "DEMO law"  # its best mentor is the only one for the others
    assert sorted(pairs.values()) == ["DEMO both", "DEMO law"]
    [left] = plan.left
    assert left.free == 1 and [(words["en"], n) for words, n in left.why] == [
        ("does not advise in the fields asked for", 1)
    ]


def test_conflicts_and_a_former_no_are_hard_and_a_former_pair_is_preferred(places: None, today: None) -> None:
    first, second = mentor("first", seats=2), mentor("second", seats=2)
    before = project("before")
    deal = propose(offer=second, need=before, by=before.person, side="need")
    answer_deal(deal=deal, side="offer", yes=True, by=second.person)
    finish_deal(deal=deal, by=second.person)
    declined = project("declined")
    asked = propose(offer=second, need=declined, by=declined.person, side="need")
    answer_deal(deal=asked, side="offer", yes=False, reason="DEMO", by=second.person)
    avoiding = project("avoiding")
    avoiding.facts = {**avoiding.facts, "avoids": [str(first.person_id)]}
    avoiding.save()
    assert planned() == {
        "DEMO before": "DEMO second", "DEMO declined": "DEMO first", "DEMO avoiding": "DEMO second",
    }  # fmt: skip
    plan = plan_pairs(registry.kind(KIND))
    reasons = {fit.need.title: [reason.code for reason in fit.reasons] for fit in plan.fits}
    assert "former" in reasons["DEMO before"] and "former" not in reasons["DEMO avoiding"]


def test_what_is_kept_stays_and_what_is_set_aside_does_not_come_back(places: None, today: None) -> None:
    one, two = mentor("one", fields=["finance", "law"]), mentor("two")
    a, b = project("a"), project("b")
    free = planned()
    assert set(free.values()) == {"DEMO one", "DEMO two"}
    kept = [(str(two.pk), str(a.pk))]
    assert planned(kept=kept) == {"DEMO a": "DEMO two", "DEMO b": "DEMO one"}
    aside = {(str(one.pk), str(a.pk)), (str(one.pk), str(b.pk))}
    assert list(planned(without=aside).values()) == ["DEMO two"]
    twice = [*kept, (str(two.pk), str(b.pk))]
    assert sorted(planned(kept=twice).values()) == ["DEMO one", "DEMO two"]


def test_what_waits_for_an_answer_takes_a_place(places: None, today: None) -> None:
    only = mentor("only")
    first = project("first")
    propose(offer=only, need=first, by=first.person)
    project("second")
    plan = plan_pairs(registry.kind(KIND))
    assert (plan.fits, plan.offers, [left.free for left in plan.left]) == ([], 0, [1])


def test_a_project_that_wants_two_is_proposed_a_second_and_no_third(places: None, today: None) -> None:
    mentors = [mentor(name, seats=3) for name in ("one", "two", "three")]
    need = project("wants two", mentors="2")
    propose(offer=mentors[0], need=need, by=need.person)
    assert planned()["DEMO wants two"] != "DEMO one"
    propose(offer=mentors[1], need=need, by=need.person)
    assert planned() == {}
    with pytest.raises(ValidationError):
        propose(offer=mentors[2], need=need, by=need.person)


def test_why_is_said_for_as_many_as_can_be_gone_through(places: None, today: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(queries, "MOST_LOOKED_AT", 2)
    mentor("one", fields=["export"])
    for number in range(3):
        project(f"p{number}")
    left = plan_pairs(registry.kind(KIND)).left
    assert [(one.looked, len(one.why)) for one in left] == [(True, 1), (True, 1), (False, 0)]


@given(
    st.lists(st.sets(st.sampled_from("abc"), min_size=1), min_size=1, max_size=3),
    st.lists(st.sets(st.sampled_from("abc"), min_size=1), min_size=1, max_size=4),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_market_of_mentors_is_assigned_as_by_trying_all(offered: list[set[str]], wanted: list[set[str]]) -> None:
    market = registry.kind(KIND).market
    besides = {"languages": ["ar"], "served": "country", "places": ["country"], "share": 4, "hours": 4}
    lefts = [
        Listing(
            f"m{n}", {**besides, "fields": sorted(some), "owner": f"m{n}", "stands": [f"m{n}"]}, tuple(sorted(some))
        )
        for n, some in enumerate(offered)
    ]
    rights = [
        Listing(
            f"p{n}", {**besides, "fields": sorted(some), "owner": f"p{n}", "stands": [f"p{n}"]}, tuple(sorted(some))
        )
        for n, some in enumerate(wanted)
    ]
    scores = {
        (pair.left.id, pair.right.id): pair.score for some in best_lefts(market, lefts, rights, top=9) for pair in some
    }
    places = [left.id for left in lefts] + ["none"] * len(rights)
    tried = max(
        sum(scores.get((left, right.id), 0.0) for left, right in zip(order, rights, strict=False))
        for order in permutations(places, len(rights))
    )
    assert sum(pair.score for pair in assign(market, lefts, rights)) == pytest.approx(tried)


@pytest.fixture
def waiting(programme: Any, places: None, today: None) -> tuple[Opening, Opening]:
    """A mentor, and a project of a cohort that Omar looks after."""
    offered, needed = mentor("one"), project("chosen")
    project("stranger")
    known = list(queries._tellers)
    connect_cohorts(lambda _person: [Cohort("demo", factories.words("DEMO cohort"), frozenset({needed.person_id}))])
    yield offered, needed
    queries._tellers[:] = known


def test_an_officer_pairs_a_cohort_and_proposes_to_both(waiting: Any, omar: Any) -> None:
    offered, needed = waiting
    page = url("cohort_pairs", KIND) + "?cohort=demo"
    shown = as_(omar).get(page).content.decode()
    assert "DEMO chosen" in shown and "DEMO stranger" not in shown and offered.person.email not in shown
    key = f"{offered.pk}:{needed.pk}"
    again = as_(omar).post(page, {"without": key, "again": "yes"}).content.decode()
    assert f'name="without" value="{key}"' in again and f'name="keep" value="{key}"' not in again
    assert not Deal.objects.exists()
    assert as_(omar).post(page, {"keep": key, "propose": "yes"}).status_code == 302
    deal = Deal.objects.get()
    assert (deal.state, deal.introduction.agreed) == (Deal.State.PROPOSED, False)
    told = set(OutboxMessage.objects.values_list("person", flat=True))
    assert told == {offered.person_id, needed.person_id}
    as_(needed.person).post(url("deal", deal.pk), {"answer": "yes"})
    as_(offered.person).post(url("deal", deal.pk), {"answer": "yes", "planned_on": "2026-03-04"})
    as_(offered.person).post(url("deal_delivery", deal.pk), {"on": "2026-03-02", "quantity": "1.5", "unit": "hour"})
    shown = as_(omar).get(page)
    assert shown.context["givers"] == [(offered, 1, pytest.approx(1.5))]
    assert offered.person.email not in shown.content.decode()
    lost = as_(omar).post(page, {"keep": key, "propose": "yes"}, follow=True)
    assert "1 paire n’est plus possible" in lost.content.decode() and Deal.objects.count() == 1


def test_only_who_runs_a_programme_pairs_and_only_kinds_that_are_assigned(
    waiting: Any, omar: Any, charlie: Any
) -> None:
    for person in (charlie, waiting[0].person):
        assert as_(person).get(url("cohort_pairs", KIND)).status_code == 404
    assert "/account/login/" in as_(None).get(url("cohort_pairs", KIND)).headers["Location"]
    assert as_(omar).get(url("cohort_pairs", "services")).status_code == 404


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_opens_in_each_language_within_the_budget(
    waiting: Any, omar: Any, django_assert_max_num_queries: Any, language: str
) -> None:
    for number in range(12):
        mentor(f"m{number}", seats=2)
        project(f"p{number}", languages=["en"])
        made = project(f"d{number}")
        deal = propose(offer=waiting[0], need=made, by=made.person, side="need")
        if number % 2:
            answer_deal(deal=deal, side="offer", yes=False, reason="DEMO", by=waiting[0].person)
    browser = as_(omar)
    with django_assert_max_num_queries(12):
        page = browser.get(url("cohort_pairs", KIND, language=language))
    assert page.status_code == 200 and len(page.context["plan"].left) == 12
