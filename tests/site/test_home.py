"""The front page: what is open, what was decided, and the ways in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mouakaba.select.calls.models import Call
from tests import factories
from tests.browsing import url

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def page(client: Client, language: str = "fr") -> str:
    return str(client.get(f"/{language}/").content.decode())


def decided(call: Call, at: str) -> Call:
    call.decided_at = factories.at(at)
    call.save()
    return call


def test_a_stranger_finds_calls_steps_and_the_way_in_of_each(client: Client, call: Call, stand_at: Any) -> None:
    stand_at("2024-03-20 10:00:00")
    shown = page(client)
    assert f'href="/fr/calls/{call.slug}/"' in shown
    assert shown[shown.index("<ol") : shown.index("</ol>")].count("<li") == 4
    assert all(f'<h3><a href="/fr/{entrance}/">' in shown for entrance in ("my", "jury", "office"))


def test_what_is_not_a_call_is_found_from_here_too(client: Client) -> None:
    shown = page(client)
    for name in ("markets", "house", "sites", "agenda", "news", "figures"):
        address = url(name)
        assert f'<h3><a href="{address}">' in shown
        assert client.get(address).status_code == 200


def test_who_is_logged_in_needs_no_way_in(client: Client, alice: Any) -> None:
    client.force_login(alice)
    assert '<h3><a href="/fr/my/">' not in page(client)


def test_results_are_listed_once_they_are_published(client: Client, call: Call, stand_at: Any) -> None:
    decided(call, "2024-05-02 10:00:00")
    stand_at("2024-05-02 09:59:59")
    assert reverse("call_cohort", args=[call.slug]).removeprefix("/ar") not in page(client)
    stand_at("2024-05-02 10:00:00")
    assert reverse("call_cohort", args=[call.slug]).removeprefix("/ar") in page(client)


def test_the_latest_results_come_first(client: Client, programme: Any, places: None, stand_at: Any) -> None:
    decided(factories.make_call(programme, "older"), "2024-05-02 10:00:00")
    decided(factories.make_call(programme, "newer"), "2024-06-02 10:00:00")
    stand_at("2024-07-01 10:00:00")
    shown = page(client)
    assert shown.index("calls/newer/cohort/") < shown.index("calls/older/cohort/")


def test_it_stays_within_twelve_queries(
    client: Client, programme: Any, places: None, omar: Any, stand_at: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        decided(factories.make_call(programme, f"call-{number}"), "2024-05-02 10:00:00")
    stand_at("2024-07-01 10:00:00")
    client.force_login(omar)
    with django_assert_max_num_queries(MOST_QUERIES):
        page(client)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_it_is_accessible_and_fits_a_phone(language: str, browser: Any, live_server: Any, call: Call, axe: Any) -> None:
    decided(call, "2024-05-02 10:00:00")
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    phone = context.new_page()
    phone.goto(f"/{language}/")
    assert axe(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
