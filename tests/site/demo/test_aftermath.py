"""What came after, in the demonstration: real markets and events with their source, a cohort that was asked."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.accompany.cohorts.models import Cohort
from mouakaba.accompany.fairs.models import Fair
from mouakaba.accompany.fairs.queries import figures_of as fair_figures
from mouakaba.accompany.followup.models import FollowUp
from mouakaba.accompany.followup.queries import figures_of
from mouakaba.accompany.models import Session
from mouakaba.accompany.news.models import NewsItem
from mouakaba.accompany.sessions.queries import participants_of
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.site.demo.aftermath import OFFICER, load_aftermath
from mouakaba.site.demo.cohorts import HOLDER
from mouakaba.site.demo.loading import STANDS_AT
from tests import factories


@pytest.fixture
def loaded(places: None, stand_at: Any) -> Cohort:
    stand_at("2025-04-01 10:00:00")
    officer = factories.make_person("Odco", email=OFFICER)
    holder = factories.make_person("Holder", email=HOLDER)
    factories.make_programme("kawaliss", organisation=factories.make_organisation("hiba"))
    factories.make_programme("cooperative-projects", officer=officer, organisation=factories.make_organisation("odco"))
    for slug in ("technopark", "valbiom"):
        factories.make_organisation(slug)
    load_aftermath({OFFICER: officer, HOLDER: holder}, STANDS_AT)
    return Cohort.objects.get(code="oriental-2023")


@pytest.mark.django_db
def test_the_three_markets_are_there_with_their_source(loaded: Cohort) -> None:
    markets = Fair.objects.filter(programme__slug="kawaliss")
    assert markets.count() == 3
    assert all("maroc24" in one.source_url and one.starts_on is None and len(one.note) == 3 for one in markets)
    assert not markets.filter(visits__isnull=False).exists()  # no count was published, and none is invented


@pytest.mark.django_db
def test_the_cohort_was_asked_twice(loaded: Cohort) -> None:
    for months, answered in ((6, 9), (12, 3)):
        active = figures_of(loaded, months, public=False)[0]
        assert (active.answered, active.asked) == (answered, 10)
    kept = {one.code: one.value for one in figures_of(loaded, 6, public=True)}
    assert kept["kept"] == 41 and kept["state-paused"] is None
    waiting = FollowUp.objects.get(months=12, project__project__bearer__email=HOLDER)
    assert waiting.letters == 1 and OutboxMessage.objects.filter(topic="followup").count() == 2


@pytest.mark.django_db
def test_fairs_events_and_news_are_alive(loaded: Cohort) -> None:
    figures = fair_figures(loaded, public=True)
    assert (figures.projects, figures.orders, figures.amount, figures.waiting) == (5, 6, 23200, 1)
    meeting = Session.objects.get(programme__slug="cooperative-projects")
    assert sum(coming for _word, coming, _came in participants_of(meeting)) == 18
    assert Session.objects.get(programme__slug="valbiom").day_known is False
    assert all(set(one.motto) == {"ar", "fr", "en"} for one in Session.objects.all())
    assert NewsItem.objects.filter(published_at__isnull=False).count() == 4
    real = NewsItem.objects.filter(is_demo=False)
    assert all(one.source_name for one in real) and set(real.values_list("kind", flat=True)) == {
        "joint", "press_meeting", "release",
    }  # fmt: skip
