"""The pages of the search in a real browser: accessible, narrow, right to left, and without scripts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from mouakaba.match.finding.actions import place_changed
from tests import factories
from tests.match.conftest import make_training

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_words_are_typed_and_results_read_on_a_phone(
    places: None, today: None, browser: Any, live_server: Any, axe: Any, language: str
) -> None:
    house = factories.make_organisation()
    make_training(house, title="DEMO Formation en soudure")
    place_changed()
    cache.clear()
    page = browser.new_context(viewport={"width": 360, "height": 800}).new_page()
    page.goto(f"{live_server.url}/{language}/markets/")
    assert axe(page) == []
    page.fill("#q", "soudures")
    page.click("form[role=search] button")
    page.wait_for_url("**/markets/search/**")
    assert page.locator("main article h3").all_inner_texts() == ["DEMO Formation en soudure"]
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")


def test_the_menu_of_an_office_takes_two_lines_on_a_phone(
    places: None, today: None, browser: Any, live_server: Any, alice: Any
) -> None:
    from mouakaba.base.people.models import Membership
    from tests.match.conftest import as_

    Membership.objects.create(person=alice, organisation=factories.make_organisation(), role="owner")
    session = as_(alice).cookies["sessionid"].value
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page = context.new_page()
    for language in ("ar", "fr", "en"):
        page.goto(f"{live_server.url}/{language}/markets/")
        tops = {round(box["y"]) for link in page.locator(".entrances a").all() if (box := link.bounding_box())}
        assert 1 <= len(tops) <= 2
        assert page.locator(".entrances a[aria-current=page]").count() == 1
