"""The index against a twin that reads every entry: words, region, order, and when meaning is asked."""

from __future__ import annotations

import random
from typing import Any

import pytest

from mouakaba.base.clock.queries import today as day
from mouakaba.match.entries.actions import Told, place_entries
from mouakaba.match.entries.models import Entry
from mouakaba.match.entries.queries import MOST, Wanted, hits
from mouakaba.match.listings.models import Opening
from tests.match.conftest import make_training
from tests.match.trades.conftest import member

WORDS = ["soudure", "miel", "tissage", "oujda", "solaire", "argan"]
REGIONS: list[tuple[str, ...]] = [(), ("MA-02",), ("MA-05",), ("MA-02", "MA-05")]


@pytest.fixture
def listed(places: None, today: None) -> dict[Any, tuple[set[str], tuple[str, ...]]]:
    """Sixty listings with words and regions at random, one in five closed; by number what of them is public."""
    rng, house = random.Random(7), member("demo-house", "fr")[1]
    said = {}
    for number in range(60):
        row = make_training(house, title=f"n{number}")
        said[row.pk] = (set(rng.sample(WORDS, rng.randint(1, 4))), rng.choice(REGIONS))
        if number % 5 == 0:
            Opening.objects.filter(pk=row.pk).update(state="closed")
    place_entries(lambda rows: {row.pk: _told(*said[row.opening.pk]) for row in rows if row.opening})
    public = set(Entry.objects.filter(until__gte=day()).values_list("opening_id", flat=True))
    return {pk: one for pk, one in said.items() if pk in public}


def _told(words: set[str], regions: tuple[str, ...]) -> Told:
    return Told(((" ".join(sorted(words)), ""),), (), regions)


@pytest.mark.django_db
@pytest.mark.parametrize("region", ["", "MA-02", "MA-05", "MA-09"])
def test_words_within_a_region_are_those_of_the_twin(listed: dict[Any, Any], region: str) -> None:
    assert len(listed) == 48
    for terms in (("soudure",), ("miel", "oujda"), ("argan", "tissage", "solaire"), ("nowhere",), ()):
        answer = hits(Wanted(terms, ("trainings",), region), str)
        twin = {
            pk for pk, (words, regions) in listed.items()
            if words.issuperset(terms) and (not region or not regions or region in regions)
        }  # fmt: skip
        assert {hit.key for hit in answer.rows} == twin and len(answer.rows) == len(twin), (terms, region)
        assert not answer.more and all(hit.worded for hit in answer.rows)
        assert not hits(Wanted(terms, ("services:offer",), region), str).rows


@pytest.mark.django_db
def test_a_place_is_no_word_anybody_searches(listed: dict[Any, Any]) -> None:
    for terms in (("ma",), ("02",), ("ma-02",)):
        assert hits(Wanted(terms, ("trainings",)), str).rows == ()


@pytest.mark.django_db
def test_meaning_is_asked_where_words_leave_room(places: None, today: None) -> None:
    """As many as are read and one more: what is near in meaning would stand behind what nobody reads."""
    house, asked = member("demo-house", "fr")[1], []
    for _number in range(MOST):
        make_training(house)
    place_entries(lambda rows: {row.pk: _told({"soudure"}, ()) for row in rows})

    def meaning() -> str:
        asked.append(1)
        return ""

    answer = hits(Wanted(("soudure",), ("trainings",)), meaning)
    assert (len(answer.rows), answer.more, len(asked)) == (MOST, False, 1)
    make_training(house)
    place_entries(lambda rows: {row.pk: _told({"soudure"}, ()) for row in rows})
    answer = hits(Wanted(("soudure",), ("trainings",)), meaning)
    assert (len(answer.rows), answer.more, len(asked)) == (MOST, True, 1)


@pytest.mark.django_db
def test_what_is_near_is_of_the_region_and_told_once(listed: dict[Any, Any]) -> None:
    from mouakaba.match.finding.queries import meaning

    answer = hits(Wanted(("soudure",), ("trainings",), "MA-05"), lambda: meaning("soudure"))
    keys = [hit.key for hit in answer.rows]
    near = [hit for hit in answer.rows if not hit.worded]
    assert len(keys) == len(set(keys)) and near, "something is near"
    assert all(not hit.regions or "MA-05" in hit.regions for hit in near)
    assert all("soudure" not in listed[hit.key][0] for hit in near)
