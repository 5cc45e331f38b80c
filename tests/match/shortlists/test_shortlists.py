"""Integration: the people who fit are the same whether found among all or by the segments, at any moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mouakaba.base.people.models import Person
from mouakaba.match.listings.models import Opening
from mouakaba.match.pairing.queries import matches_of_opening, seen_for, visible_profiles, with_asked_skills
from mouakaba.match.shortlists import actions
from mouakaba.match.shortlists.actions import fold_changes, rebuild_segments
from mouakaba.match.shortlists.models import Posting, ProfileChange, Segment, SegmentFact, SegmentMember
from mouakaba.match.shortlists.queries import best_known
from mouakaba.match.shortlists.tasks import fold
from mouakaba.match.skills.actions import erase_profile, remove_skill, set_seen, withdraw_profile
from mouakaba.match.skills.models import Profile, ProfileSkill
from tests import factories
from tests.match.conftest import ESCO, make_opening, make_profile

SKILLS = ["python", "solar", "english", "welding", "baking", "sewing", "law"]

BEGINS = [("now", None), ("not_looking", None), ("from", date(2026, 3, 2)), ("from", date(2026, 3, 3))]


def asked(opening: Opening) -> Opening:
    return with_asked_skills(Opening.objects.all()).get(pk=opening.pk)


def told(opening: Opening, seen: Any = None) -> list[tuple[str, tuple[float, ...]]]:
    """Who fits, in order, each with what its reasons weigh."""
    found = matches_of_opening(asked(opening), seen)
    return [(str(match.profile.pk), tuple(reason.weight for reason in match.reasons)) for match in found]


def by_segments(opening: Opening) -> list[tuple[str, tuple[float, ...]]]:
    return told(opening, seen_for(asked(opening), best_known))


def people(count: int, chance: Random) -> list[Profile]:
    return [
        make_profile(
            factories.make_person(f"P{chance.random()}"),
            chance.sample(SKILLS, chance.randint(0, 5)),
            region_id=chance.choice(["MA-01", "MA-02", "MA-09", None]),
            remote=chance.random() < 0.3,
            languages=chance.choice([["ar"], ["fr", "ar"], ["en"], []]),
            seen_by=chance.choice(["openings", "openings", "openings", "nobody"]),
            shown=chance.choice([Profile.Part.values, ["region"], ["languages", "availability"], []]),
            availability=(begins := chance.choice(BEGINS))[0],
            available_from=begins[1],
        )
        for _ in range(count)
    ]


def openings(startup: Any, chance: Random, count: int = 6) -> list[Opening]:
    return [
        make_opening(
            startup,
            chance.sample(SKILLS, chance.randint(1, 4)),
            region_id=chance.choice(["MA-02", "MA-09", None]),
            remote=chance.random() < 0.5,
            languages=chance.choice([[], ["fr"], ["ar", "en"]]),
        )
        for _ in range(count)
    ]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of seven, so that there are several."""
    monkeypatch.setattr(actions, "SEGMENT", 7)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_the_same_people_in_the_same_order_as_among_all(seed: int, startup: Any, today: None, small: None) -> None:
    chance = Random(seed)
    people(30, chance)
    asking = openings(startup, chance)
    assert [by_segments(one) for one in asking] == [told(one) for one in asking]
    assert fold_changes() > 0
    assert Segment.objects.count() > 1
    assert not ProfileChange.objects.exists()
    assert [by_segments(one) for one in asking] == [told(one) for one in asking]
    assert any(by_segments(one) for one in asking)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_what_is_edited_counts_at_once_and_after_each_fold(seed: int, startup: Any, today: None, small: None) -> None:
    chance = Random(seed)
    rows = people(25, chance)
    asking = openings(startup, chance)
    rebuild_segments()
    for _round in range(5):
        for row in chance.sample(rows, 4):
            edit(Profile.objects.filter(pk=row.pk).first(), chance)
        rows += people(2, chance)
        assert [by_segments(one) for one in asking] == [told(one) for one in asking]
        fold_changes()
        assert [by_segments(one) for one in asking] == [told(one) for one in asking]
    assert SegmentMember.objects.count() == visible_profiles().count()


def edit(row: Profile | None, chance: Random) -> None:
    if row is None:
        return
    edits: list[Callable[[], Any]] = [
        lambda: set_seen(profile=row, by=row.person, seen_by=chance.choice(["nobody", "openings"])),
        lambda: set_seen(profile=row, by=row.person, region_id="MA-09", shown=Profile.Part.values),
        lambda: set_seen(profile=row, by=row.person, languages=["en"]),
        lambda: set_seen(profile=row, by=row.person, availability="now", available_from=None),
        lambda: withdraw_profile(profile=row, by=row.person),
        lambda: erase_profile(row.person),
        lambda: ProfileSkill.objects.filter(profile=row).update(state="rejected"),
        lambda: ProfileSkill.objects.filter(profile=row).update(state="confirmed"),
        lambda: Person.objects.filter(pk=row.person_id).update(is_active=chance.random() < 0.5),
        lambda: row.person.delete(),
    ]
    chance.choice(edits)()


@pytest.mark.django_db
def test_each_edit_is_noted_in_its_transaction(profile: Profile, sara: Person, today: None) -> None:
    key = profile.pk

    def noted() -> bool:
        found = set(ProfileChange.objects.values_list("profile_id", flat=True))
        ProfileChange.objects.all().delete()
        assert found <= {key}
        return bool(found)

    assert noted()
    add = ProfileSkill.objects.create(profile=profile, uri=ESCO + "law", label={}, state="confirmed")
    assert noted()
    remove_skill(skill=add, by=sara)
    assert noted()
    for name, value in (
        ("region_id", "MA-09"), ("remote", True), ("languages", ["en"]), ("shown", []), ("seen_by", "nobody"),
        ("availability", "not_looking"),
    ):  # fmt: skip
        set_seen(profile=profile, by=sara, **{name: value})
        assert noted(), name
    set_seen(profile=profile, by=sara, headline="DEMO other")
    assert not noted()
    sara.is_active = False
    sara.save()
    assert noted()
    sara.name = "DEMO Other"
    sara.save()
    assert not noted()
    withdraw_profile(profile=profile, by=sara)
    assert noted()


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["withdraw", "hide", "erase", "close"])
def test_who_withdraws_is_not_found_again(
    how: str, opening: Opening, profile: Profile, sara: Person, today: None
) -> None:
    fold_changes()
    assert [name for name, _ in by_segments(opening)] == [str(profile.pk)]
    match how:
        case "withdraw":
            withdraw_profile(profile=profile, by=sara)
        case "hide":
            set_seen(profile=profile, by=sara, seen_by="nobody")
        case "erase":
            erase_profile(sara)
        case _:
            Person.objects.filter(pk=sara.pk).update(is_active=False)
    assert by_segments(opening) == []
    fold_changes()
    assert by_segments(opening) == []
    assert not SegmentMember.objects.exists()
    assert not Posting.objects.exists()


@pytest.mark.django_db
def test_a_day_that_comes_makes_people_available(
    opening: Opening, profile: Profile, sara: Person, stand_at: Any
) -> None:
    set_seen(profile=profile, by=sara, availability="from", available_from=date(2026, 3, 10))
    fold_changes()
    before = by_segments(opening)
    stand_at("2026-03-10 08:00:00")
    after = by_segments(opening)
    assert after == told(opening)
    assert len(after[0][1]) == len(before[0][1]) + 1


@pytest.mark.django_db
def test_folding_often_leaves_few_segments(startup: Any, today: None) -> None:
    chance = Random(3)
    for _ in range(30):
        people(2, chance)
        fold_changes()
    assert Segment.objects.count() <= 6
    assert SegmentMember.objects.count() == visible_profiles().count()


@pytest.mark.django_db
def test_building_anew_changes_nothing(startup: Any, today: None, small: None, capsys: Any) -> None:
    chance = Random(5)
    people(20, chance)
    fold_changes()

    def kept() -> list[Any]:
        rows = SegmentFact.objects.order_by("segment", "name").values_list("name", "told", "codes")
        postings = Posting.objects.order_by("segment", "uri").values_list("uri", "numbers")
        return [[(*row[:-1], bytes(row[-1])) for row in rows] for rows in (rows, postings)]

    call_command("rebuild_shortlists")
    before = kept()
    call_command("rebuild_shortlists")
    assert kept() == before
    assert f"{visible_profiles().count()} profiles" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_worker_folds(profile: Profile, today: None) -> None:
    fold(timestamp=0)
    assert SegmentMember.objects.get().profile_id == profile.pk


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow(startup: Any, today: None, small: None) -> None:
    chance = Random(7)
    counts = []
    by_segments(make_opening(startup, ["law"]))  # the clock is read once
    for size in (10, 30):
        people(size, chance)
        rebuild_segments()
        make_profile(factories.make_person(f"Changed {size}"), ["python"])
        opening = asked(make_opening(startup, ["python", "solar"]))
        with CaptureQueriesContext(connection) as queries:
            matches_of_opening(opening, seen_for(opening, best_known))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def in_thread(work: Callable[[], Any]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_a_change_still_open_while_others_are_folded_is_not_lost(
    places: None, stand_at: Any, opening: Opening, profile: Profile, sara: Person
) -> None:
    fold_changes()
    began, may_end = threading.Event(), threading.Event()

    def hide_slowly() -> None:
        with transaction.atomic():
            set_seen(profile=Profile.objects.get(), by=sara, seen_by="nobody")
            began.set()
            assert may_end.wait(20)

    thread = in_thread(hide_slowly)
    assert began.wait(20)
    make_profile(factories.make_person("Other"), ["python"])
    assert fold_changes() == 1  # the open one is not seen yet
    assert len(by_segments(opening)) == 2
    may_end.set()
    thread.join(20)
    assert [name for name, _ in by_segments(opening)] != [str(profile.pk)]
    assert len(by_segments(opening)) == 1
    assert fold_changes() == 1
    assert len(by_segments(opening)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_fold_at_once_do_it_one_after_the_other(
    places: None, stand_at: Any, opening: Opening, profile: Profile
) -> None:
    for number in range(20):
        make_profile(factories.make_person(f"P{number}"), ["python"])
    done: list[int] = []
    threads = [in_thread(lambda: done.append(fold_changes())) for _ in range(3)]
    for thread in threads:
        thread.join(60)
    assert sorted(done) == [0, 0, 21]
    assert SegmentMember.objects.count() == 21
    assert by_segments(opening) == told(opening)


@pytest.mark.django_db(transaction=True)
def test_people_are_found_while_changes_are_folded(
    places: None, stand_at: Any, opening: Opening, profile: Profile
) -> None:
    for number in range(12):
        make_profile(factories.make_person(f"P{number}"), ["python"])
    whole = told(opening)
    stop = threading.Event()

    def keep_folding() -> None:
        while not stop.is_set():
            rebuild_segments()

    thread = in_thread(keep_folding)
    try:
        seen = [by_segments(opening) for _ in range(25)]
    finally:
        stop.set()
        thread.join(60)
    assert all(one == whole for one in seen)
