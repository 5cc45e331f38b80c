"""Journey: a graduate and a startup find each other, in Arabic and in French, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.base.people.models import Membership
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.actions import read_opening
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.skills.actions import read_text
from mouakaba.match.skills.models import ProfileSkill, SkillText
from tests import factories
from tests.journeys.conftest import PHONE, Walker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

CV = {
    "ar": "مهندسة في الطاقات المتجددة، أتقن تركيب الألواح الشمسية وصيانتها، والبرمجة بلغة Python.",
    "fr": "Ingénieure : installation et maintenance de panneaux solaires, programmation en Python.",
}
NEED = {
    "ar": "نبحث عن شخص يتقن البرمجة بلغة Python وتركيب الألواح الشمسية.",
    "fr": "Nous cherchons une personne qui sait programmer en Python et installer des panneaux solaires.",
}


@pytest.fixture
def cast(language: str, stand_at: Any) -> Any:
    """A graduate, and somebody who runs a startup."""
    load_places()
    forget_places()
    stand_at("2026-03-02 10:00:00")
    graduate = factories.make_person("Graduate", language=language)
    founder = factories.make_person("Founder", language=language)
    startup = factories.make_organisation("demo-startup")
    Membership.objects.create(person=founder, organisation=startup, role="owner")
    return {"graduate": graduate, "founder": founder}


def make_profile(graduate: Walker, language: str) -> None:
    """Begins, gives a text, confirms what is proposed, and lets organisations see it."""
    page = graduate.go("my/skills/")
    graduate.press("main form button")
    page.fill("[name=text]", CV[language])
    graduate.press("main form[enctype] button")
    text = SkillText.objects.get()
    read_text(text_id=str(text.pk))
    graduate.go(f"my/skills/texts/{text.pk}/")
    assert page.locator("mark").count() > 0
    for mine in page.locator("input[value=confirmed]").all():
        mine.check()
    graduate.press("main form .sticky button")
    assert ProfileSkill.objects.filter(state="confirmed").exists()
    graduate.go("my/skills/seen/")
    page.check("[name=seen_by][value=openings]")
    graduate.press("main form button")


def state_need(founder: Walker, language: str) -> Opening:
    """States a need, keeps the proposed skills, and makes it public."""
    page = founder.go("office/openings/new/")
    page.fill("[name=title]", "DEMO Python")
    page.fill("[name=text]", NEED[language])
    page.fill("[name=closes_on]", "2026-04-01")
    founder.press("main form button")
    opening = Opening.objects.get()
    read_opening(opening_id=str(opening.pk))
    founder.go(f"office/openings/{opening.pk}/")
    for asked in page.locator("input[value=asked]").all():
        asked.check()
    founder.press("main form.card button")
    assert OpeningSkill.objects.filter(state="asked").exists()
    founder.press("form[action$='/publish/'] button")
    return opening


def talk(graduate: Walker, axe: Any) -> None:
    """Writes before both said yes: a phone is refused with what was typed kept, other words go out."""
    graduate.press("main a[href$='/messages/']")
    page = graduate.page
    page.fill("#write textarea", "DEMO ٠٦ ١٢ ٣٤ ٥٦ ٧٨")
    graduate.press("#write button")
    assert page.locator("#write .error").count() == 1
    assert page.input_value("#write textarea") == "DEMO ٠٦ ١٢ ٣٤ ٥٦ ٧٨"
    assert axe(page) == []
    page.fill("#write textarea", "DEMO answer")
    graduate.press("#write button")
    assert "DEMO answer" in page.content()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def keep_looking(founder: Walker, opening: Opening, axe: Any) -> None:
    """Saves the search for people who fit, in one press; the page shows somebody and names nobody."""
    founder.go(f"office/openings/{opening.pk}/matches/")
    founder.press("form[action$='/search/'] button")
    assert axe(founder.page) == []
    assert axe(founder.go("office/searches/")) == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_graduate_and_a_startup_meet(walk: Any, cast: Any, axe: Any, language: str) -> None:
    graduate = walk(PHONE, cast["graduate"].email)
    make_profile(graduate, language)
    founder = walk(email=cast["founder"].email)
    opening = state_need(founder, language)

    page = founder.go(f"office/openings/{opening.pk}/matches/")
    assert cast["graduate"].name not in page.content()
    assert axe(page) == []
    keep_looking(founder, opening, axe)
    assert cast["graduate"].name not in page.content()
    page = founder.go(f"office/openings/{opening.pk}/matches/")
    page.locator("main summary").first.click()
    page.fill("main textarea[name=note]", "DEMO note")
    founder.press("main details button")

    mine = graduate.go("my/introductions/")
    assert "DEMO note" in mine.content()
    assert cast["founder"].email not in mine.content()
    assert axe(mine) == []
    talk(graduate, axe)
    mine = graduate.go("my/introductions/")
    graduate.press("main form button[value=yes]")
    assert cast["founder"].email in mine.content()
    assert Introduction.objects.get().agreed
    assert cast["graduate"].email in founder.go(f"office/openings/{opening.pk}/matches/").content()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_of_skills_are_open_to_everybody(walk: Any, cast: Any, axe: Any, language: str) -> None:
    graduate, founder = walk(PHONE, cast["graduate"].email), walk(PHONE, cast["founder"].email)
    for walker, path in (
        (graduate, "my/skills/"),
        (graduate, "openings/"),
        (graduate, "openings/skills/"),
        (founder, "office/openings/"),
        (founder, "office/openings/new/"),
    ):
        assert axe(walker.go(path)) == [], path
    graduate.go("my/skills/")
    graduate.press("main form button")
    for path in ("my/skills/", "my/skills/?q=python", "my/skills/seen/", "my/introductions/", "my/searches/new/"):
        assert axe(graduate.go(path)) == [], path
        assert graduate.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
