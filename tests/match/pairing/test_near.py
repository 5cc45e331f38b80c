"""Integration: a skill near the one asked is told as such, and counts less than the skill itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from mouakaba.kernel.skills import open_index
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.pairing.queries import Match, matches_of_opening, matches_of_profile, near_of, with_asked_skills
from mouakaba.match.registry import kind
from mouakaba.match.skills.models import Profile, ProfileSkill
from tests import factories
from tests.match.conftest import as_, make_opening, make_profile

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pair(django_db_setup: None) -> tuple[str, str, float]:
    """A skill asked, one near it that it does not hold for the same, and the degree; out of the list as installed."""
    from django.conf import settings

    index = open_index(settings.SKILLS)
    for asked in range(index.size):
        for had, degree in index.near(asked).items():
            return index.uri(asked), had, degree
    pytest.fail("the list of skills holds no near skills: run mouakaba skills install")


@pytest.fixture
def weaver(pair: tuple[str, str, float], places: None, today: None) -> Profile:
    """Has the near skill alone."""
    profile = make_profile(factories.make_person("Weaver"), languages=[])
    ProfileSkill.objects.create(profile=profile, uri=pair[1], label=factories.words("had"), state="confirmed")
    return profile


@pytest.fixture
def need(pair: tuple[str, str, float], startup: Any, today: None) -> Opening:
    opening = make_opening(startup, ["other"])
    OpeningSkill.objects.create(opening=opening, uri=pair[0], label=factories.words("asked"), state="asked")
    return with_asked_skills(Opening.objects).get(pk=opening.pk)


def told(match: Match) -> tuple[list[str], list[tuple[str, str]], list[str]]:
    """Shared, near and missing, in English."""
    near = [(one.had["en"], one.asked["en"]) for one in match.adjacent]
    return [label["en"] for label in match.shared], near, [label["en"] for label in match.missing]


def test_a_near_skill_is_a_match_and_is_told_as_near(need: Opening, weaver: Profile, pair: Any) -> None:
    [match] = matches_of_opening(need)
    assert told(match) == ([], [("had (en)", "asked (en)")], ["other (en)"])
    assert match.asked == 2
    [skills] = [reason for reason in match.reasons if reason.code == "skills"]
    assert skills.weight == pytest.approx(0.8 * pair[2] / 2, abs=1e-6)
    assert [told(one) for one in matches_of_profile(weaver)] == [told(match)]


def test_the_skill_itself_comes_before_one_near_it(need: Opening, weaver: Profile, pair: Any) -> None:
    master = make_profile(factories.make_person("Master"))
    ProfileSkill.objects.create(profile=master, uri=pair[0], label=factories.words("asked"), state="confirmed")
    assert [match.profile for match in matches_of_opening(need)] == [master, weaver]


def test_a_near_skill_that_is_not_confirmed_does_not_count(need: Opening, weaver: Profile) -> None:
    ProfileSkill.objects.update(state="proposed")
    assert matches_of_opening(need) == []


def test_only_a_market_that_wants_it_gets_the_table(need: Opening, weaver: Profile) -> None:
    assert near_of(kind("talent_openings").market, [need])
    assert near_of(kind("trainings").market, [need]) == {}


def test_both_sides_read_what_is_near(need: Opening, weaver: Profile, boss: Any) -> None:
    for person, page in (
        (boss, reverse("opening_matches", args=[need.pk])),
        (weaver.person, reverse("my_introductions")),
    ):
        html = as_(person).get(page).content.decode()
        assert re.search(r"had \(ع\)[^<]*asked \(ع\)", html), page
