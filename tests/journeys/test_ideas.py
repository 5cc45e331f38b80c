"""Journey in Arabic on a phone: an idea is proposed, made public, and taken up by somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.base.organisations.actions import join_organisation
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.match.ideas.actions import keep_bank, save_plan
from mouakaba.match.ideas.models import Adoption, Idea
from tests import factories
from tests.journeys.conftest import PHONE, Walker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

TOLD = {
    "ar": {
        "title_ar": "تجفيف التين بالشمس",
        "problem_ar": "يضيع التين في شهر غشت.",
        "model_ar": "مجفف مشترك يؤدى ثمنه بالكيلو.",
        "cost_from": "40000",
    },
    "fr": {
        "title_fr": "Sécher les figues au soleil",
        "problem_fr": "En août les figues se perdent.",
        "model_fr": "Un séchoir commun, payé au kilo.",
        "cost_from": "40000",
    },
}
FIGS = {"ar": "التين", "fr": "figues"}


@pytest.fixture
def office(language: str, stand_at: Any) -> Any:
    """A keeper of the bank."""
    load_places()
    forget_places()
    stand_at("2026-03-02 10:00:00")
    keeper = factories.make_person("Keeper", language=language)
    organisation = factories.make_organisation("demo-odco")
    join_organisation(person=keeper, organisation=organisation, role="officer", by=None)
    keep_bank(organisation=organisation, by=None)
    return keeper


def propose(walker: Walker) -> Idea:
    """First with a phone number in a text, which is refused with all that was typed kept."""
    page = walker.go("my/ideas/new/")
    told, partners, problem = TOLD[walker.language], f"partners_{walker.language}", f"problem_{walker.language}"
    for name, text in told.items():
        page.fill(f"[name={name}]", text)
    page.fill(f"[name={partners}]", "اتصلوا بي 0612345678")
    page.check("[name=regions][value=MA-02]")
    walker.press("main form.card button")
    assert page.locator(".field.wrong").count() == 1
    assert page.input_value(f"[name={problem}]") == told[problem]
    page.fill(f"[name={partners}]", "الجيران")
    walker.press("main form.card button")
    return Idea.objects.get()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_idea_is_proposed_made_public_and_taken_up(walk: Any, office: Any, axe: Any, language: str) -> None:
    holder, taker = (factories.make_person(name, language=language) for name in ("Holder", "Taker"))
    first = walk(PHONE, holder.email)
    idea = propose(first)
    keeper = walk(PHONE, office.email)
    keeper.go(f"office/ideas/{idea.pk}/")
    keeper.press("button[value=publish]")
    save_plan(idea=idea, by=office, values={"start": {"equipment": 5}, "unit": {}, "units": 1, "price": 2, "own": 0})
    second = walk(PHONE, taker.email)
    page = second.go(f"ideas/?q={FIGS[language]}")
    second.press(".card.link a")
    second.press(f"a[href$='/{idea.pk}/adopt/']")
    second.press("main form.card button")
    page.fill("[name=day]", "2026-03-02")
    page.fill("[name=text]", "اجتمعنا")
    second.press("form:has(input[value=step]) button")
    adoption = Adoption.objects.get()
    assert (adoption.person, adoption.notes.get().text) == (taker, "اجتمعنا")
    for walker, path in (
        (second, f"my/ideas/taken/{adoption.pk}/"),
        (second, "ideas/"),
        (second, f"ideas/{idea.pk}/"),
        (second, f"ideas/{idea.pk}/plan/"),
        (second, f"ideas/{idea.pk}/around/"),
        (second, f"ideas/{idea.pk}/story/"),
        (second, "cooperative/"),
        (second, "cooperative/minutes/"),
        (first, "my/ideas/"),
        (first, "my/ideas/new/"),
        (keeper, "office/ideas/"),
        (keeper, f"office/ideas/{idea.pk}/plan/"),
    ):
        shown = walker.go(path)
        assert axe(shown) == [], path
        assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
