"""Integration: who fits is found by stated needs; names and addresses are seen only when both said yes."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.match.introductions.actions import answer, ask_person, offer_self
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.models import Opening
from mouakaba.match.pairing.queries import matches_of_opening, matches_of_profile, shown_of, with_asked_skills
from mouakaba.match.skills.models import Profile, ProfileSkill
from tests import factories
from tests.match.conftest import as_, make_opening, make_profile, make_training

pytestmark = pytest.mark.django_db


def url(name: str, *arguments: Any, language: str = "fr") -> str:
    with override(language):
        return reverse(name, args=arguments)


def found(opening: Opening) -> list[Profile]:
    return [match.profile for match in matches_of_opening(with_asked_skills(Opening.objects).get(pk=opening.pk))]


def page(person: Any, name: str, *arguments: Any, language: str = "fr") -> str:
    response = as_(person).get(url(name, *arguments, language=language))
    assert response.status_code == 200
    return response.content.decode()


def tells(html: str, person: Any) -> bool:
    return any(word in html for word in (person.name, person.email, person.phone) if word)


def test_a_match_says_what_is_shared_and_what_is_missing(opening: Opening, profile: Profile) -> None:
    [match] = matches_of_opening(with_asked_skills(Opening.objects).get())
    assert {label["en"] for label in match.shared} == {"python (en)", "solar (en)"}
    assert {label["en"] for label in match.missing} == {"welding (en)"}
    assert [reason.code for reason in match.reasons] == ["skills", "place", "available"]


def test_more_of_the_need_comes_first(opening: Opening, profile: Profile) -> None:
    full = make_profile(factories.make_person("Full"), ["python", "solar", "welding"])
    none = make_profile(factories.make_person("None"), ["cooking"])
    assert found(opening) == [full, profile]
    assert none.seen_by == Profile.Seen.OPENINGS  # there to be seen, and left out: no skill is shared


@pytest.mark.parametrize(
    "change",
    [{"seen_by": "nobody"}, {"availability": "not_looking"}],
)
def test_who_does_not_want_to_be_seen_is_not_there(opening: Opening, profile: Profile, change: Any) -> None:
    Profile.objects.filter(pk=profile.pk).update(**change)
    assert found(opening) == []


def test_proposed_and_rejected_skills_do_not_count(opening: Opening, profile: Profile) -> None:
    ProfileSkill.objects.filter(profile=profile).update(state="proposed")
    assert found(opening) == []


def test_another_region_is_out_unless_the_person_hides_theirs(opening: Opening, profile: Profile) -> None:
    Profile.objects.filter(pk=profile.pk).update(region_id="MA-09")
    assert found(opening) == []
    Profile.objects.filter(pk=profile.pk).update(shown=["headline"])
    [match] = matches_of_opening(with_asked_skills(Opening.objects).get())
    assert [reason.code for reason in match.reasons] == ["skills"]
    assert list(shown_of(match.profile)) == ["headline"]


def test_work_at_a_distance_meets_those_who_accept_it(opening: Opening, profile: Profile) -> None:
    Profile.objects.filter(pk=profile.pk).update(region_id="MA-09", remote=True)
    Opening.objects.update(remote=True)
    assert found(opening) == [profile]


def test_a_language_of_work_is_a_hard_rule(opening: Opening, profile: Profile) -> None:
    Opening.objects.update(languages=["es"])
    assert found(opening) == []


def test_age_sex_and_origin_are_not_among_the_facts(opening: Opening) -> None:
    from mouakaba.match import registry

    for kind in registry.kinds():
        tests = [test for one in (*kind.market.rules, *kind.market.weights) for test in one.tests]
        assert not {test.fact.name for test in tests} & {"age", "sex", "birth_date", "origin", "nationality", "gender"}


def test_a_match_names_nobody(opening: Opening, profile: Profile, boss: Any, sara: Any) -> None:
    html = page(boss, "opening_matches", opening.pk)
    assert "DEMO line" in html
    assert not tells(html, sara)


def test_contact_is_shown_when_both_said_yes_and_not_before(
    opening: Opening, profile: Profile, boss: Any, sara: Any
) -> None:
    asked = as_(boss).post(url("opening_ask", opening.pk, profile.pk), {"note": "Bonjour"})
    assert asked.status_code == 302
    assert not tells(page(boss, "opening_matches", opening.pk), sara)
    assert "Bonjour" in page(sara, "my_introductions")
    assert not tells(page(sara, "my_introductions"), boss)
    row = Introduction.objects.get()
    as_(sara).post(url("my_introduction_answer", row.pk), {"answer": "yes"})
    assert tells(page(boss, "opening_matches", opening.pk), sara)
    assert boss.email in page(sara, "my_introductions")
    letters = {message.person_id: message.body for message in OutboxMessage.objects.filter(key__contains="agreed")}
    assert sara.email in letters[boss.pk]
    assert boss.email in letters[sara.pk]


def test_no_ends_it_and_shows_nothing(opening: Opening, profile: Profile, boss: Any, sara: Any) -> None:
    row = ask_person(opening=opening, profile=profile, by=boss)
    as_(sara).post(url("my_introduction_answer", row.pk), {"answer": "no"})
    answer(introduction=row, yes=True, by=sara)
    row.refresh_from_db()
    assert (row.person_says, row.agreed) == (False, False)
    assert not tells(page(boss, "opening_matches", opening.pk), sara)


def test_a_yes_taken_back_hides_the_contact_again(opening: Opening, profile: Profile, boss: Any, sara: Any) -> None:
    row = ask_person(opening=opening, profile=profile, by=boss)
    answer(introduction=row, yes=True, by=sara)
    answer(introduction=row, yes=False, by=sara)
    assert not tells(page(boss, "opening_matches", opening.pk), sara)


def test_the_person_may_speak_first(opening: Opening, profile: Profile, boss: Any, sara: Any) -> None:
    assert as_(sara).post(url("my_interest", opening.pk)).status_code == 302
    as_(sara).post(url("my_interest", opening.pk))
    row = Introduction.objects.get()
    assert OutboxMessage.objects.filter(person=boss).count() == 1
    assert not tells(OutboxMessage.objects.get(person=boss).body, sara)
    assert not tells(page(boss, "opening_matches", opening.pk), sara)
    as_(boss).post(url("introduction_answer", row.pk), {"answer": "yes"})
    row.refresh_from_db()
    assert row.agreed
    assert row.speaker == boss


def test_who_offers_themselves_is_read_without_a_name(opening: Opening, profile: Profile, boss: Any, sara: Any) -> None:
    Profile.objects.update(region_id="MA-09")  # out of reach by the rules, but came by themselves
    offer_self(opening=opening, profile=profile, by=sara)
    html = page(boss, "opening_matches", opening.pk)
    assert "DEMO line" in html
    assert "python (fr)" in html
    assert not tells(html, sara)
    Profile.objects.update(seen_by="nobody")
    assert "DEMO line" not in page(boss, "opening_matches", opening.pk)


def test_a_note_too_long_is_said_and_stays_in_its_field(opening: Opening, profile: Profile, boss: Any) -> None:
    response = as_(boss).post(url("opening_ask", opening.pk, profile.pk), {"note": "typed " * 200})
    assert response.status_code == 422
    assert "typed typed" in response.content.decode()
    assert 'id="note-error"' in response.content.decode()
    assert not Introduction.objects.exists()


def test_reasons_besides_skills_are_on_the_page(opening: Opening, profile: Profile, boss: Any, sara: Any) -> None:
    assert "la même région" in page(boss, "opening_matches", opening.pk)
    assert "la même région" in page(sara, "my_introductions")


def test_a_hidden_profile_cannot_offer_itself_unseen(opening: Opening, profile: Profile, sara: Any) -> None:
    Profile.objects.update(seen_by="nobody")
    response = as_(sara).post(url("my_interest", opening.pk))
    assert response.headers["Location"] == url("my_skills_seen")
    assert not Introduction.objects.exists()


def test_strangers_find_nothing(opening: Opening, profile: Profile, sara: Any, boss: Any, charlie: Any) -> None:
    row = ask_person(opening=opening, profile=profile, by=boss)
    for person in (charlie, sara):
        assert as_(person).get(url("opening_matches", opening.pk)).status_code == 404
        assert as_(person).post(url("opening_ask", opening.pk, profile.pk)).status_code == 404
        assert as_(person).post(url("introduction_answer", row.pk), {"answer": "yes"}).status_code == 404
    assert as_(charlie).post(url("my_introduction_answer", row.pk), {"answer": "yes"}).status_code == 404
    assert as_(None).get(url("opening_matches", opening.pk)).status_code == 302
    row.refresh_from_db()
    assert row.person_says is None


def test_nobody_is_asked_for_a_closed_opening(opening: Opening, profile: Profile, boss: Any) -> None:
    Opening.objects.update(state="closed")
    assert as_(boss).post(url("opening_ask", opening.pk, profile.pk)).status_code == 404


def test_the_last_day_is_shown_and_the_next_is_not(opening: Opening, profile: Profile, stand_at: Any) -> None:
    stand_at("2026-04-01 23:59:59")
    assert len(matches_of_profile(profile)) == 1
    stand_at("2026-04-02 00:00:00")
    assert matches_of_profile(profile) == []
    assert as_(None).get(url("opening", opening.pk)).status_code == 404


def test_an_opening_without_a_shared_skill_is_not_proposed(startup: Any, profile: Profile) -> None:
    make_opening(startup, ["welding"])
    assert matches_of_profile(profile) == []


def test_nobody_is_seen_when_the_last_day_is_over(opening: Opening, profile: Profile, boss: Any, stand_at: Any) -> None:
    """People chose to be seen by organisations with a public opening: not before, not after."""
    page = url("opening_matches", opening.pk)
    assert "DEMO line" in as_(boss).get(page).content.decode()
    stand_at("2026-04-02 10:00:00")
    body = as_(boss).get(page).content.decode()
    assert "DEMO line" not in body
    assert url("opening_edit", opening.pk) in body
    assert url("opening_search", opening.pk) not in body


def test_no_letters_about_people_for_what_is_taught(startup: Any, boss: Any, today: None) -> None:
    training = make_training(startup, ["python"])
    assert url("opening_search", training.pk) not in as_(boss).get(url("opening_matches", training.pk)).content.decode()
    assert as_(boss).post(url("opening_search", training.pk)).status_code == 404


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_letters_about_a_training_do_not_call_it_an_opening(
    startup: Any, profile: Profile, boss: Any, sara: Any, language: str
) -> None:
    type(boss).objects.update(language=language)
    row = offer_self(opening=make_training(startup, ["python"]), profile=profile, by=sara)
    answer(introduction=row, yes=True, by=boss)
    letters = [one.subject + one.body for one in OutboxMessage.objects.all()]
    assert len(letters) == 3
    prose = " ".join(word for text in letters for word in text.split() if "/" not in word).lower()
    assert not any(noun in prose for noun in ("opening", "offre", "فرصة", "فرصت"))


def test_the_number_of_people_does_not_change_the_number_of_queries(opening: Opening, boss: Any) -> None:
    counts = []
    for size in (3, 40):
        for number in range(size):
            make_profile(factories.make_person(f"P{size}-{number}"), ["python", "solar"])
            waiting = make_profile(factories.make_person(f"W{size}-{number}"), ["python"])
            offer_self(opening=opening, profile=waiting, by=waiting.person)
        client = as_(boss)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("opening_matches", opening.pk)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12, "\n".join(query["sql"][-200:].strip().replace("\n", " ") for query in queries)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_open_in_each_language(
    opening: Opening, profile: Profile, boss: Any, sara: Any, language: str
) -> None:
    ask_person(opening=opening, profile=profile, by=boss)
    offer_self(opening=make_opening(opening.organisation, ["python"]), profile=profile, by=sara)
    for person, name, arguments in (
        (sara, "my_introductions", ()),
        (boss, "opening_matches", (opening.pk,)),
        (boss, "office_openings", ()),
        (boss, "opening_new", ()),
        (boss, "opening_edit", (opening.pk,)),
        (boss, "opening_office", (opening.pk,)),
        (None, "openings", ()),
        (None, "opening", (opening.pk,)),
    ):
        assert f'lang="{language}"' in page(person, name, *arguments, language=language)


def test_an_organisation_asks_some_people_a_day_and_is_told_when_it_is_enough(
    opening: Opening, profile: Profile, boss: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mouakaba.match.introductions.actions import answering

    monkeypatch.setattr(answering, "MOST_ASKED", 1)
    other = make_profile(factories.make_person("Another"), ["python"])
    ask_person(opening=opening, profile=profile, by=boss)
    ask_person(opening=opening, profile=profile, by=boss)  # a second time changes nothing, and is no second person
    again = as_(boss).post(url("opening_ask", opening.pk, other.pk), {"note": "DEMO note kept"})
    assert "DEMO note kept" in again.content.decode()
    assert "demandé à 1 personnes" in again.content.decode()
    with pytest.raises(ValidationError):
        ask_person(opening=opening, profile=other, by=boss)
    assert Introduction.objects.count() == 1
