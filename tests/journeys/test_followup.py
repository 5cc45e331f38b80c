"""Journeys: a project answers by the link of a letter on a phone; an officer enters one by phone and reads the rate."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from mouakaba.accompany.fairs.actions import add_order, join_fair, save_fair
from mouakaba.accompany.followup.actions import follow_up
from mouakaba.accompany.followup.models import FollowUp, FollowUpAnswer
from mouakaba.accompany.news.actions import publish_news
from mouakaba.accompany.spaces.actions import let_space
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.base.words.phrases import part_in_words, percent_in_words
from tests import factories
from tests.accompany.conftest import make_cohort, make_project, make_session
from tests.accompany.news.test_news import make_item
from tests.accompany.spaces.cast import make_member, make_site, make_space
from tests.journeys.conftest import DESK, PHONE, Walker
from tests.journeys.test_sessions import FIT, keep

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def cohort(language: str, stand_at: Any) -> Any:
    """Ended six months ago."""
    load_places()
    forget_places()
    stand_at("2026-03-02 10:00:00")
    officer = factories.make_person("Officer", language=language)
    return make_cohort(factories.make_programme(officer=officer), ends_on=date(2025, 8, 31))


def letter_link() -> str:
    """The address in the letter, after the host and the language."""
    found = re.search(r"https?://[^/]+/\w\w/(follow-up/\S+)", OutboxMessage.objects.latest("queued_at").body)
    assert found
    return found.group(1)


def left_site(cohort: Any, project: Any, holder: Any) -> Any:
    """A site of the same organisation, which the project left a day after its cohort ended."""
    site = make_site(cohort.programme.organisation)
    member = make_member(site.network, "DEMO member", contact=holder, project=project.project)
    let_space(space=make_space(site), member=member, begins=date(2024, 3, 1), ends=date(2025, 9, 1), by=None)
    return site


def check(walker: Walker, axe: Any, name: str, screen: dict[str, int] = PHONE) -> None:
    assert axe(walker.page) == [], name
    assert walker.page.evaluate(FIT) <= screen["width"], name
    keep(walker, name)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_project_answers_on_a_phone_without_an_account(walk: Any, cohort: Any, axe: Any, language: str) -> None:
    holder = factories.make_person("Holder", language=language)
    make_project(cohort, holder, "DEMO tamr")
    follow_up(by=None)
    walker = walk(PHONE)
    page = walker.go(letter_link())
    check(walker, axe, "survey")
    page.fill("[name=kept_women_under_30]", "٢")
    page.fill("[name=kept_men_30_more]", "x")
    page.fill("[name=text]", "DEMO كلام")
    walker.press("main form button")
    assert page.locator("[aria-invalid=true]").count() >= 2 and page.input_value("[name=text]") == "DEMO كلام"
    check(walker, axe, "survey-wrong")
    page.fill("[name=kept_men_30_more]", "1")
    page.locator("[name=state][value=active]").check()
    page.locator("[name=helped][value=training]").check()
    page.select_option("[name=turnover]", "50k")
    walker.press("main form button")
    answer = FollowUpAnswer.objects.get()
    assert (answer.kept_women_under_30, answer.kept_men_30_more, answer.helped) == (2, 1, ["training"])
    assert page.locator(".notice.good").count() == 1
    check(walker, axe, "survey-thanks")
    page.locator("[name=state][value=paused]").check()
    walker.press("main form button")
    answer.refresh_from_db()
    assert (answer.state, answer.corrections, FollowUpAnswer.objects.count()) == ("paused", 1, 1)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_officer_enters_an_answer_and_reads_the_rate(walk: Any, cohort: Any, axe: Any, language: str) -> None:
    for number in range(4):
        make_project(cohort, title=f"DEMO {number}")
    walker = walk(DESK, "officer@demo.example")
    page = walker.go(f"office/cohorts/{cohort.pk}/")
    walker.press("a[href$='/follow-up/']")
    walker.press("main form[method=post] button")
    assert FollowUp.objects.count() == 4
    walker.press("a[href*='/office/follow-up/']")
    page.locator("[name=state][value=active]").check()
    page.fill("[name=created_women_30_more]", "3")
    walker.press("main form button")
    assert page.locator("[name=consent][aria-invalid=true]").count() == 1
    check(walker, axe, "phone", DESK)
    page.locator("[name=consent]").check()
    walker.press("main form button")
    text = page.locator("main").inner_text()
    assert f"{part_in_words(1, 4, language)} ({percent_in_words(25, language)})" in text
    check(walker, axe, "followup-office", DESK)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_pages_are_within_reach(walk: Any, cohort: Any, axe: Any, language: str) -> None:
    holder = factories.make_person("Holder", language=language)
    project = make_project(cohort, holder, "DEMO tamr")
    site = left_site(cohort, project, holder)
    follow_up(by=None)
    link = letter_link()  # of the one survey that is asked for both
    told = {"programme": cohort.programme, "kind": "fair", "name": factories.words("DEMO fair"), "is_demo": True}
    fair = save_fair(fair=None, values={**told, "is_international": True}, by=None)
    visit = join_fair(fair=fair, project=project, by=holder)
    add_order(visit=visit, values={"what": "DEMO", "amount": 1_250_050, "country": "FR"}, by=holder)
    publish_news(item=(item := make_item(cohort.programme)), by=None)
    event = make_session(cohort, kind="conference", is_open=True, motto=factories.words("DEMO motto"))
    walker = walk(PHONE, "officer@demo.example")
    here = f"cohorts/{cohort.pk}"
    paths = [f"office/{here}/follow-up/", f"{here}/follow-up/", f"{here}/fairs/", "fairs/", "office/fairs/",
             "office/fairs/new/", f"office/fairs/{fair.pk}/", f"fairs/visits/{visit.pk}/", "news/", "office/news/",
             f"news/{item.pk}/", f"office/news/{item.pk}/", f"sessions/{event.pk}/", "my/fairs/", link,
             f"sites/{site.slug}/follow-up/", f"office/sites/{site.slug}/follow-up/"]  # fmt: skip
    for path in paths:
        walker.go(path)
        check(walker, axe, re.sub(r"[0-9a-f-]{36,}", "x", path).strip("/").replace("/", "-"))
