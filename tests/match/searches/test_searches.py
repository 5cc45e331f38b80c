"""Integration: who saves a search is told of what is new; nobody is named, nobody hidden is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.notify.actions import stop_letters
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Membership
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.kernel.matching import Side
from mouakaba.match import registry
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.models import Opening
from mouakaba.match.searches.actions import look, pause_search, save_search, tell_searches, watch_opening
from mouakaba.match.searches.models import SavedSearch, SearchHit, SearchSkill
from mouakaba.match.searches.queries import finds, with_seen
from mouakaba.match.searches.rules import MOST_SEARCHES
from mouakaba.match.skills.actions import withdraw_profile
from mouakaba.match.skills.models import Profile
from tests import factories
from tests.match.conftest import ESCO, as_, make_opening, make_profile

pytestmark = pytest.mark.django_db
KIND = "talent_openings"


def url(name: str, *arguments: Any, language: str = "fr") -> str:
    with override(language):
        return reverse(name, args=arguments)


def ask(search: SavedSearch, *skills: str) -> SavedSearch:
    for skill in skills:
        SearchSkill.objects.create(search=search, uri=ESCO + skill, label=factories.words(skill))
    return SavedSearch.objects.get(pk=search.pk)


def people_search(boss: Any, startup: Any, *skills: str, **values: Any) -> SavedSearch:
    name = values.pop("name", "DEMO people")
    return ask(save_search(search=None, kind_code=KIND, organisation=startup, name=name, by=boss, **values), *skills)


def openings_search(person: Any, *skills: str, **values: Any) -> SavedSearch:
    name = values.pop("name", "DEMO openings")
    return ask(save_search(search=None, kind_code=KIND, name=name, by=person, **values), *skills)


def found(search: SavedSearch) -> list[Any]:
    return [one.profile or one.opening for one in finds(SavedSearch.objects.get(pk=search.pk))]


def letters(person: Any) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(person=person, key__startswith="searches:").order_by("queued_at"))


# People


def test_people_are_found_by_at_least_one_skill_and_the_reasons_are_given(
    boss: Any, startup: Any, opening: Opening, profile: Profile
) -> None:
    search = people_search(boss, startup, "python", "welding", regions=["MA-02"], languages=["fr"], available=True)
    [one] = finds(search)
    assert one.profile == profile
    assert ([label["en"] for label in one.shared], [label["en"] for label in one.missing]) == (
        ["python (en)"],
        ["welding (en)"],
    )
    assert {reason.code for reason in one.besides} == {"place", "available"}


@pytest.mark.parametrize(
    "values", [{"regions": ["MA-09"]}, {"languages": ["es"]}, {"regions": ["MA-09"], "remote": True}]
)
def test_place_and_language_are_hard_rules(
    boss: Any, startup: Any, opening: Opening, profile: Profile, values: Any
) -> None:
    assert found(people_search(boss, startup, "python", **values)) == []


def test_who_is_not_available_is_out_unless_they_hide_it(
    boss: Any, startup: Any, opening: Opening, profile: Profile
) -> None:
    Profile.objects.update(availability="from", available_from="2026-06-01")
    search = people_search(boss, startup, "python", available=True)
    assert found(search) == []
    Profile.objects.update(shown=["headline"])
    assert found(search) == [profile]


def test_nobody_is_found_by_place_alone(boss: Any, startup: Any, opening: Opening, profile: Profile) -> None:
    assert found(people_search(boss, startup, regions=["MA-02"])) == []


def test_an_organisation_without_a_public_opening_sees_nobody(
    boss: Any, startup: Any, opening: Opening, profile: Profile
) -> None:
    search = people_search(boss, startup, "python")
    assert found(search) == [profile]
    Opening.objects.update(state="closed")
    assert found(search) == []
    assert "publique" in as_(boss).get(url("office_search", search.pk)).content.decode()


def test_a_search_for_an_opening_follows_what_it_asks(boss: Any, opening: Opening, profile: Profile) -> None:
    search = watch_opening(opening=opening, by=boss)
    assert watch_opening(opening=opening, by=boss) == search
    assert found(search) == [profile]
    opening.skills.update(state="dropped")
    assert found(search) == []
    Opening.objects.update(state="closed")
    assert found(search) == []


# Openings


@pytest.mark.parametrize(
    ("values", "fits"),
    [
        ({"words": "demo text"}, True),
        ({"words": "DÉMO  WELDING"}, True),
        ({"words": "demo unknown"}, False),
        ({"regions": ["MA-02"]}, True),
        ({"regions": ["MA-09"]}, False),
        ({"legal_forms": ["cooperative"]}, False),
        ({"legal_forms": ["company", "cooperative"]}, True),
        ({"languages": ["es"]}, True),  # the opening does not say: nobody is kept from it
    ],
)
def test_openings_are_found_by_words_region_and_kind_of_organisation(
    sara: Any, opening: Opening, values: Any, fits: bool
) -> None:
    opening.organisation.legal_form = "company"
    opening.organisation.save()
    assert found(openings_search(sara, **values)) == ([opening] if fits else [])


def test_openings_are_found_by_skills(sara: Any, opening: Opening) -> None:
    assert found(openings_search(sara, "welding", "cooking")) == [opening]
    assert found(openings_search(sara, "cooking")) == []


def test_arabic_words_are_found_whatever_their_spelling(sara: Any, startup: Any, today: None) -> None:
    opening = make_opening(startup, ["python"], title="تقنيّ في الطاقة الشمسية (DEMO)")
    assert found(openings_search(sara, words="طاقه شمسيه")) == [opening]


def test_a_search_belongs_to_a_kind_and_a_side(sara: Any, boss: Any, startup: Any, opening: Opening) -> None:
    other = replace(registry.kind(KIND), code="demo_services")
    registry.register(other)
    try:
        service = make_opening(startup, ["python"], kind_code="demo_services")
        search = save_search(search=None, kind_code="demo_services", name="DEMO services", by=sara)
        assert (search.side, found(search)) == (Side.RIGHT, [service])
        assert found(openings_search(sara)) == [opening]
        people = save_search(search=None, kind_code="demo_services", organisation=startup, name="DEMO", by=boss)
        assert people.side == Side.LEFT
    finally:
        del registry._kinds["demo_services"]


# What is new


def test_one_letter_a_day_tells_of_all_that_is_new_and_names_nobody(
    boss: Any, startup: Any, opening: Opening, profile: Profile, sara: Any, stand_at: Any
) -> None:
    people_search(boss, startup, "python", name="DEMO one")
    watch_opening(opening=opening, by=boss)
    assert look(with_seen(SavedSearch.objects).get(name="DEMO one"))[1] == {
        profile.pk
    }  # skills were added after saving
    stand_at("2026-03-03 08:00:00")
    assert tell_searches() == 0  # what was there when it was saved is no news
    newcomer = make_profile(factories.make_person("Newcomer", phone="0611111111"), ["python"], headline="DEMO line 2")
    stand_at("2026-03-04 08:00:00")
    assert tell_searches() == 1
    assert tell_searches() == 0  # a second run on the day finds nothing to do
    [letter] = letters(boss)
    assert letter.language == "fr"
    assert "DEMO one\u00a0: 1 nouvelle personne" in letter.body
    assert "DEMO opening\u00a0: 1 nouvelle personne" in letter.body
    assert "/fr/letters/stop/" in letter.body
    person = newcomer.person
    assert not any(word in letter.body for word in (person.name, person.email, person.phone, "DEMO line 2"))
    stand_at("2026-03-05 08:00:00")
    assert tell_searches() == 0  # told once


def test_a_run_that_was_cut_off_tells_once(
    boss: Any, startup: Any, opening: Opening, stand_at: Any, profile: Profile
) -> None:
    search = people_search(boss, startup, "python")
    stand_at("2026-03-03 08:00:00")
    assert tell_searches() == 1
    SavedSearch.objects.filter(pk=search.pk).update(looked_on="2026-03-02", told_on="2026-03-02")
    SearchHit.objects.update(told_at=None)
    tell_searches()
    assert len(letters(boss)) == 1


def test_a_weekly_letter_waits_a_week(sara: Any, startup: Any, today: None, stand_at: Any) -> None:
    openings_search(sara, frequency="weekly")
    made = make_opening(startup, ["python"], title="DEMO new opening")
    for day in range(3, 9):
        stand_at(f"2026-03-0{day} 08:00:00")
        assert tell_searches() == 0
    stand_at("2026-03-09 08:00:00")
    assert tell_searches() == 1
    [letter] = letters(sara)
    assert made.title in letter.body  # openings are public
    assert letter.language == "ar"


@pytest.mark.parametrize("quiet", ["never", "paused", "stopped", "erased"])
def test_who_wants_no_letter_gets_none(sara: Any, startup: Any, today: None, stand_at: Any, quiet: str) -> None:
    search = openings_search(sara, frequency="never" if quiet == "never" else "daily")
    if quiet == "paused":
        pause_search(search=search, paused=True, by=sara)
    if quiet == "stopped":
        stop_letters(person=sara, topic="searches", by=sara)
    make_opening(startup, ["python"])
    if quiet == "erased":
        erase_person(person=sara, by=sara)
    stand_at("2026-03-03 08:00:00")
    assert tell_searches() == 0
    assert letters(sara) == []
    if quiet in {"never", "stopped"}:
        assert "1 nouveau" in as_(sara).get(url("my_searches")).content.decode()


def test_who_left_the_organisation_is_told_nothing(
    boss: Any, startup: Any, opening: Opening, profile: Profile, stand_at: Any
) -> None:
    people_search(boss, startup, "python")
    Membership.objects.filter(person=boss).delete()
    stand_at("2026-03-03 08:00:00")
    assert tell_searches() == 0


def test_what_was_seen_on_the_page_is_not_told(sara: Any, startup: Any, today: None, stand_at: Any) -> None:
    search = openings_search(sara)
    make_opening(startup, ["python"])
    client = as_(sara)
    assert "nouveau" in client.get(url("my_search", search.pk)).content.decode()
    stand_at("2026-03-03 08:00:00")
    assert tell_searches() == 0
    assert "1 nouveau" not in client.get(url("my_searches")).content.decode()


@pytest.mark.parametrize("leaving", ["withdraws", "hides", "erased"])
def test_who_withdraws_is_gone_from_every_search(
    boss: Any, startup: Any, opening: Opening, profile: Profile, sara: Any, stand_at: Any, leaving: str
) -> None:
    search = people_search(boss, startup, "python", frequency="never")
    stand_at("2026-03-03 08:00:00")
    tell_searches()
    client = as_(boss)
    assert "1 nouveau" in client.get(url("office_searches")).content.decode()
    if leaving == "withdraws":
        withdraw_profile(profile=profile, by=sara)
    elif leaving == "hides":
        Profile.objects.update(seen_by="nobody")
    else:
        erase_person(person=sara, by=sara)
    assert "1 nouveau" not in client.get(url("office_searches")).content.decode()
    assert "DEMO line" not in client.get(url("office_search", search.pk)).content.decode()
    stand_at("2026-03-04 08:00:00")
    tell_searches()
    assert not SearchHit.objects.filter(listing=profile.pk).exists()


# Pages


def test_a_person_saves_finds_changes_pauses_and_deletes(sara: Any, opening: Opening) -> None:
    client = as_(sara)
    sent = {"kind_code": KIND, "name": "DEMO", "words": "demo", "regions": ["MA-02"], "frequency": "weekly"}
    assert client.post(url("my_search_new"), sent).status_code == 302
    search = SavedSearch.objects.get()
    assert (search.owner, search.organisation, search.regions) == (sara, None, ["MA-02"])
    assert opening.title in client.get(url("my_search", search.pk)).content.decode()
    changed = client.post(url("my_search_edit", search.pk), {**sent, "words": "nothing of it"})
    assert changed.status_code == 302
    assert opening.title not in client.get(url("my_search", search.pk)).content.decode()
    for act, paused in (("pause", True), ("resume", False)):
        client.post(url("my_search_state", search.pk), {"act": act})
        search.refresh_from_db()
        assert search.paused is paused
    client.post(url("my_search_state", search.pk), {"act": "delete"})
    assert not SavedSearch.objects.exists()


def test_bad_input_is_said_and_nothing_typed_is_lost(sara: Any, boss: Any, startup: Any) -> None:
    sent = {"kind_code": KIND, "name": "", "words": "DEMO typed", "regions": ["nowhere"], "frequency": "hourly"}
    response = as_(sara).post(url("my_search_new"), sent)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"name", "regions", "frequency"}
    assert "DEMO typed" in response.content.decode()
    other = factories.make_organisation("demo-other")
    sent = {"kind_code": KIND, "name": "DEMO", "organisation": other.pk, "frequency": "daily"}
    assert as_(boss).post(url("office_search_new"), sent).status_code == 422
    assert not SavedSearch.objects.exists()


def test_nobody_saves_very_many(sara: Any, today: None, places: None) -> None:
    for number in range(MOST_SEARCHES):
        openings_search(sara, name=f"DEMO {number}")
    response = as_(sara).post(url("my_search_new"), {"kind_code": KIND, "name": "DEMO typed", "frequency": "daily"})
    assert response.status_code == 422
    assert "DEMO typed" in response.content.decode()


def test_an_organisation_saves_and_asks_somebody_found(
    boss: Any, startup: Any, opening: Opening, profile: Profile, sara: Any
) -> None:
    client = as_(boss)
    sent = {"kind_code": KIND, "organisation": startup.pk, "name": "DEMO", "frequency": "daily"}
    assert client.post(url("office_search_new"), sent).status_code == 302
    search = ask(SavedSearch.objects.get(), "python")
    html = client.get(url("office_search", search.pk)).content.decode()
    assert "DEMO line" in html
    assert not any(word in html for word in (sara.name, sara.email, sara.phone))
    meet = url("office_search_meet", search.pk, profile.pk)
    other = make_opening(factories.make_organisation("demo-other"), ["python"])
    assert client.get(meet).status_code == 200
    for wrong in ({"opening": other.pk, "note": "DEMO typed"}, {"opening": opening.pk, "note": "DEMO 0612345678"}):
        refused = client.post(meet, wrong)
        assert refused.status_code == 422
        assert wrong["note"] in refused.content.decode()
    assert not Introduction.objects.exists()
    assert client.post(meet, {"opening": opening.pk, "note": "DEMO"}).status_code == 302
    assert Introduction.objects.get().opening == opening
    html = client.get(url("office_search", search.pk)).content.decode()
    assert url("office_conversation", Introduction.objects.get().pk) in html


def test_one_press_on_the_page_of_an_opening_saves_it(boss: Any, opening: Opening, profile: Profile) -> None:
    client = as_(boss)
    assert url("opening_search", opening.pk) in client.get(url("opening_matches", opening.pk)).content.decode()
    response = client.post(url("opening_search", opening.pk))
    search = SavedSearch.objects.get(opening=opening)
    assert response.headers["Location"] == url("office_search", search.pk)
    assert "DEMO line" in client.get(url("office_search", search.pk)).content.decode()
    assert client.get(url("office_search_edit", search.pk)).status_code == 200


def test_a_skill_is_added_by_search_and_removed(sara: Any, today: None, places: None) -> None:
    search = openings_search(sara, "python")
    client = as_(sara)
    client.post(url("my_search_skills", search.pk), {"uri": ESCO + "python", "remove": "yes"})
    assert not SearchSkill.objects.exists()
    response = client.post(url("my_search_skills", search.pk), {"uri": "unknown"}, follow=True)
    assert response.status_code == 200
    assert not SearchSkill.objects.exists()
    assert 'class="notice error"' in response.content.decode()


def test_owner_colleague_stranger_and_nobody(
    boss: Any, startup: Any, sara: Any, charlie: Any, opening: Opening, profile: Profile
) -> None:
    colleague, viewer = factories.make_person("Colleague"), factories.make_person("Viewer")
    Membership.objects.create(person=colleague, organisation=startup, role="officer")
    Membership.objects.create(person=viewer, organisation=startup, role="viewer")
    ours, mine = people_search(boss, startup, "python"), openings_search(sara)
    for person in (boss, colleague):
        assert as_(person).get(url("office_search", ours.pk)).status_code == 200
    assert as_(sara).get(url("my_search", mine.pk)).status_code == 200
    for person in (viewer, charlie, sara):
        for name in ("office_search", "office_search_edit", "office_search_skills", "office_search_state"):
            assert as_(person).post(url(name, ours.pk), {"act": "delete"}).status_code == 404
        assert as_(person).get(url("office_searches")).status_code == 404
        assert as_(person).post(url("office_search_meet", ours.pk, profile.pk)).status_code == 404
        assert as_(person).post(url("opening_search", opening.pk)).status_code == 404
    for person in (boss, charlie):
        for name in ("my_search", "my_search_edit", "my_search_skills", "my_search_state"):
            assert as_(person).post(url(name, mine.pk), {"act": "delete"}).status_code == 404
    assert as_(None).get(url("my_search", mine.pk)).status_code == 302
    assert as_(None).get(url("office_search", ours.pk)).status_code == 302
    assert SavedSearch.objects.count() == 2


def test_searches_leave_with_the_data_and_are_erased_with_it(boss: Any, startup: Any, sara: Any, today: None) -> None:
    openings_search(sara, "python", words="DEMO words")
    [taken] = export_person(sara)["searches"]
    assert (taken["words"], taken["skills"]) == ("DEMO words", [ESCO + "python"])
    people_search(boss, startup)
    erase_person(person=sara, by=sara)
    assert SavedSearch.objects.get().owner == boss


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_open_in_each_language_within_the_budget(
    boss: Any, startup: Any, sara: Any, opening: Opening, profile: Profile, language: str
) -> None:
    for number in range(30):
        make_profile(factories.make_person(f"P{number}"), ["python"])
        make_opening(startup, ["python"])
    ours, mine = people_search(boss, startup, "python"), openings_search(sara, "python")
    theirs = watch_opening(opening=opening, by=boss)
    for number in range(5):
        openings_search(sara, name=f"DEMO {number}")
    for person, name, arguments in (
        (boss, "office_searches", ()),
        (boss, "office_search_new", ()),
        (boss, "office_search", (ours.pk,)),
        (boss, "office_search", (theirs.pk,)),
        (boss, "office_search_edit", (ours.pk,)),
        (boss, "office_search_meet", (ours.pk, profile.pk)),
        (sara, "my_searches", ()),
        (sara, "my_search_new", ()),
        (sara, "my_search", (mine.pk,)),
        (sara, "my_search_edit", (mine.pk,)),
    ):
        client = as_(person)
        client.get(url(name, *arguments, language=language))  # the first visit notes what is seen
        with CaptureQueriesContext(connection) as queries:
            html = client.get(url(name, *arguments, language=language)).content.decode()
        assert f'lang="{language}"' in html
        assert len(queries) <= 12, (
            name,
            "\n".join(query["sql"][:3] + query["sql"][query["sql"].find("FROM") :][:90] for query in queries),
        )
