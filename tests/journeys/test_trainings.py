"""Journey: a school says what it teaches, a graduate finds it by what they lack, everybody reads the gaps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mouakaba.base.people.models import Membership
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.match.listings.actions import read_opening
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.skills.models import ProfileSkill
from tests import factories
from tests.journeys.conftest import PHONE, Walker
from tests.match.conftest import make_opening, make_profile

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

TAUGHT = {
    "ar": "نُعلّم تركيب الألواح الشمسية وصيانتها في ورشة تطبيقية.",
    "fr": "Nous enseignons l’installation et la maintenance de panneaux solaires, en atelier.",
}


@pytest.fixture
def school(language: str, stand_at: Any) -> Any:
    """Somebody who runs a school."""
    load_places()
    forget_places()
    stand_at("2026-03-02 10:00:00")
    teacher = factories.make_person("Teacher", language=language)
    Membership.objects.create(person=teacher, organisation=factories.make_organisation("demo-school"), role="owner")
    return teacher


def write_training(teacher: Walker, language: str) -> Opening:
    """States a training, keeps the proposed skills, and makes it public."""
    page = teacher.go("office/openings/new/?kind=trainings")
    page.fill("[name=title]", "DEMO")
    page.fill("[name=text]", TAUGHT[language])
    page.select_option("[name=sector]", "renewable_energy")
    for field, value in {"starts_on": "2026-04-06", "seats": "12", "price": "0", "closes_on": "2026-04-01"}.items():
        page.fill(f"[name={field}]", value)
    teacher.press("main form button")
    training = Opening.objects.get()
    read_opening(opening_id=str(training.pk))
    teacher.go(f"office/openings/{training.pk}/")
    for taught in page.locator("input[value=asked]").all():
        taught.check()
    teacher.press("main form.card button")
    teacher.press("form[action$='/publish/'] button")
    training.refresh_from_db()
    assert (training.state, training.seats) == ("open", 12)
    return training


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_training_finds_who_lacks_its_skill(walk: Any, school: Any, axe: Any, language: str) -> None:
    teacher = walk(email=school.email)
    training = write_training(teacher, language)
    skill = OpeningSkill.objects.filter(opening=training, state="asked").first()
    assert skill
    profile = make_profile(factories.make_person("Graduate", language=language), ["python"])
    startup = factories.make_organisation("demo-startup")
    opening = make_opening(startup, ["python"], closes_on=date(2026, 4, 1))
    OpeningSkill.objects.create(opening=opening, uri=skill.uri, label=skill.label, state="asked")
    assert not ProfileSkill.objects.filter(uri=skill.uri).exists()

    graduate = walk(PHONE, profile.person.email)
    mine = graduate.go("my/skills/trainings/")
    assert training.title in mine.content()
    for walker, path in (
        (graduate, "my/skills/trainings/"),
        (graduate, "openings/skills/?sector="),
        (graduate, "openings/?kind=trainings"),
        (graduate, f"openings/{training.pk}/"),
        (walk(PHONE, school.email), "office/openings/new/?kind=trainings"),
        (teacher, f"office/openings/{training.pk}/"),
        (teacher, "office/openings/"),
    ):
        page = walker.go(path)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    assert training.title in graduate.go("openings/skills/").content()
