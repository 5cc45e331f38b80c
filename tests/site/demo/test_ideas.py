"""The twelve ideas of the demonstration."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.base.organisations.models import Organisation
from mouakaba.match.ideas.models import Adoption, Idea, IdeaPlan
from mouakaba.match.ideas.views.public import outcome_of
from mouakaba.site.demo.ideas import load_ideas
from tests import factories


@pytest.mark.django_db
def test_twelve_ideas_in_three_languages_two_plans_one_story(places: None, stand_at: Any) -> None:
    stand_at("2025-04-10 10:00:00")
    Organisation.objects.create(slug="odco", name=factories.words("DEMO office"))
    people = {
        "odco@demo.example": factories.make_person("Keeper"),
        "applicant@demo.example": factories.make_person("Taker"),
    }
    load_ideas(people)
    ideas = list(Idea.objects.all())
    assert len(ideas) == 12 and all(idea.is_demo and idea.published_at for idea in ideas)
    for name in ("title", "problem", "model", "features", "permits", "partners"):
        assert all(set(getattr(idea, name)) == {"ar", "fr", "en"} for idea in ideas), name
    assert sum(idea.state == "started" for idea in ideas) == Adoption.objects.count() == 1
    assert Adoption.objects.get().notes.count() == 3
    back = [outcome_of(plan).pays_back for plan in IdeaPlan.objects.all()]
    assert len(back) == 2 and all(month and month <= 24 for month in back)
