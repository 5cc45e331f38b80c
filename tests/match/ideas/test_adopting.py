"""Taking up, together and one after the other; the story."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from mouakaba.base.clock.queries import today as day_of
from mouakaba.base.organisations.actions import join_organisation
from mouakaba.match.ideas.actions import adopt_idea, note_step, tell_challenge, withdraw_adoption
from mouakaba.match.ideas.models import Adoption, Idea
from mouakaba.match.ideas.queries import challenges
from tests import factories
from tests.match.conftest import as_
from tests.match.ideas.conftest import make_idea


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("takers", "people"), [(1, 2), (2, 4)])
def test_of_many_at_the_same_moment_as_many_get_it_as_it_has_places(
    places: None, today: None, takers: int, people: int
) -> None:
    idea = make_idea(takers=takers)
    cast = [factories.make_person(f"Taker {n}") for n in range(people)]
    gate = Barrier(people)

    def take(person: Any) -> bool:
        try:
            gate.wait()
            adopt_idea(idea=idea, organisation=None, by=person)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(people) as pool:
        got = list(pool.map(take, cast))
    assert sum(got) == Adoption.objects.count() == takers
    assert Idea.objects.get().state == "started"


@pytest.mark.django_db(transaction=True)
def test_one_person_in_two_windows_takes_it_once(places: None, today: None, alice: Any) -> None:
    idea = make_idea(takers=5)
    gate = Barrier(2)

    def take(_n: int) -> bool:
        try:
            gate.wait()
            adopt_idea(idea=idea, organisation=None, by=alice)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, range(2))) == [False, True]


def test_it_is_taken_told_and_given_back(idea: Idea, alice: Any, charlie: Any) -> None:
    organisation = factories.make_organisation("demo-cooperative")
    join_organisation(person=alice, organisation=organisation, role="owner", by=None)
    taken = as_(alice).post(f"/fr/my/ideas/{idea.pk}/adopt/", {"organisation": str(organisation.pk)})
    adoption = Adoption.objects.get()
    assert taken.headers["Location"] == f"/fr/my/ideas/taken/{adoption.pk}/"
    late = as_(charlie).post(f"/fr/my/ideas/{idea.pk}/adopt/", {}, follow=True)
    assert "vient d’adopter" in late.content.decode()
    here = f"/fr/my/ideas/taken/{adoption.pk}/"
    assert as_(alice).post(here, {"told": "step", "day": "2026-03-02", "text": "DEMO pas"}).status_code == 302
    told = {"told": "challenge", "met": "DEMO Sécheresse", "way": "DEMO goutte à goutte"}
    assert as_(alice).post(here, told).status_code == 302
    story = as_(None).get(f"/ar/ideas/{idea.pk}/story/").content.decode()
    assert all(words in story for words in ("DEMO pas", "DEMO Sécheresse", "DEMO foundation (ع)"))
    assert "DEMO Alice" not in story
    for stranger in (charlie, None):
        assert as_(stranger).get(here).status_code in {302, 401, 404}
        assert as_(stranger).post(f"{here}withdraw/", {"why": ""}).status_code in {302, 401, 404}
    assert Adoption.objects.get().ended_at is None
    as_(alice).post(f"{here}withdraw/", {"why": "DEMO autre travail"})
    idea.refresh_from_db()
    assert (idea.state, Adoption.objects.get().why) == ("open", "DEMO autre travail")
    assert as_(alice).get(here).status_code == 200
    assert as_(alice).post(here, told).status_code == 404
    assert as_(charlie).post(f"/fr/my/ideas/{idea.pk}/adopt/", {}).status_code == 302
    assert Adoption.objects.count() == 2


def test_somebody_elses_organisation_is_not_to_choose(idea: Idea, alice: Any) -> None:
    other = factories.make_organisation("demo-other")
    as_(alice).post(f"/fr/my/ideas/{idea.pk}/adopt/", {"organisation": str(other.pk)})
    assert not Adoption.objects.exists()


@pytest.mark.parametrize(("day", "text"), [("2999-01-01", "DEMO"), ("2020-01-01", "DEMO"), ("2026-03-02", "a@b.ma")])
def test_a_bad_note_is_told_and_stays(idea: Idea, alice: Any, day: str, text: str) -> None:
    adoption = adopt_idea(idea=idea, organisation=None, by=alice)
    page = as_(alice).post(f"/fr/my/ideas/taken/{adoption.pk}/", {"told": "step", "day": day, "text": text})
    assert page.status_code == 422
    assert page.context["step"].errors
    assert text in page.content.decode()


def test_challenges_are_found_by_words_without_their_accents(idea: Idea, alice: Any) -> None:
    adopt_idea(idea=idea, organisation=None, by=alice)
    tell_challenge(idea=idea, met="La sécheresse", way="Le goutte-à-goutte", by=alice)
    assert challenges("SECHERESSE goutte").count() == 1
    assert challenges("sécheresse", "tourism").count() == challenges("neige").count() == 0
    assert "La sécheresse" in as_(None).get("/ar/ideas/challenges/?q=secheresse").content.decode()


def test_giving_back_twice_changes_nothing(idea: Idea, alice: Any) -> None:
    adoption = adopt_idea(idea=idea, organisation=None, by=alice)
    first = withdraw_adoption(adoption=adoption, why="one", by=alice)
    assert withdraw_adoption(adoption=adoption, why="two", by=alice).why == first.why == "one"
    with pytest.raises(ValidationError):
        note_step(adoption=adoption, day=day_of() + timedelta(days=1), text="DEMO", by=alice)


def test_needs_and_offers_are_said_and_taken_off_by_their_owner(idea: Idea, alice: Any, charlie: Any) -> None:
    path = f"/fr/my/ideas/{idea.pk}/want/"
    assert as_(alice).post(path, {"kind": "offer", "text": "0612345678"}).status_code == 422
    assert as_(alice).post(path, {"kind": "offer", "text": "DEMO un terrain"}).status_code == 302
    assert "DEMO un terrain" in as_(None).get(f"/fr/ideas/{idea.pk}/").content.decode()
    want = idea.wants.get()
    assert as_(charlie).post(f"/fr/my/ideas/wants/{want.pk}/off/").status_code == 404
    as_(alice).post(f"/fr/my/ideas/wants/{want.pk}/off/")
    assert not idea.wants.exists()
