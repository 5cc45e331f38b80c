"""Journey: a phone searches every market, keeps the search, is written to of what is new, and opens it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache

from mouakaba.base.notify.actions import deliver, join_waiting
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.match.finding.actions import place_changed
from mouakaba.match.searches.actions import tell_searches
from mouakaba.match.searches.models import SavedSearch
from tests import factories
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_markets import keep, sound
from tests.match.conftest import make_training
from tests.match.trades.conftest import COACHING, make_listing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
WORDS = {
    "ar": ("اللحام", "DEMO تكوين في اللحام", "DEMO لحام"),
    "fr": ("soudure", "DEMO Soudure à l’arc", "DEMO Soudure"),
}


@pytest.mark.parametrize(("language", "screen"), [("ar", PHONE), ("fr", DESK)])
def test_what_is_saved_is_told_and_opened(
    walk: Any, axe: Any, stand_at: Any, language: str, screen: dict[str, int]
) -> None:
    load_places()
    forget_places()
    stand_at("2026-03-02 10:00:00")
    words, new, old = WORDS[language]
    house = factories.make_organisation("demo-house")
    make_training(house, title=old, text="DEMO")
    place_changed()
    cache.clear()
    reader = factories.make_person("Reader", language=language)
    walker = walk(screen, reader.email)
    page = walker.go("markets/search/")
    page.fill("#q", words)
    page.select_option("#region", "MA-02")
    walker.press("form[role=search] button")
    assert page.locator("main article").count() == 1
    sound(walker, axe, [f"markets/search/?q={words}&region=MA-02"])
    walker.press("a[href*='/markets/search/save/']")
    keep(walker, "save")
    assert axe(page) == []
    assert page.input_value("[name=words]") == words
    page.check("[name=frequency][value=daily]")
    walker.press("form.card button")
    search = SavedSearch.objects.get()
    assert page.url.endswith(f"/{language}/my/searches/{search.pk}/")
    assert page.locator("main article .badge.care").count() == 0

    made = make_training(house, title=new, text="DEMO")
    make_listing(house, "offer", COACHING, title="DEMO other")
    place_changed()
    stand_at("2026-03-03 08:00:00")
    assert tell_searches() == 1
    OutboxMessage.objects.update(queued_at=factories.at("2026-03-01 08:00:00"))
    assert join_waiting() == 1
    deliver(str(OutboxMessage.objects.get().pk))
    [letter] = mail.outbox
    assert letter.to == [reader.email]
    assert new in letter.body and old + " (" not in letter.body and "DEMO other" not in letter.body
    [address] = re.findall(rf"https?://[^/]+(/{language}/my/searches/\S+)", letter.body)

    sound(walker, axe, ["my/searches/"])
    assert page.locator("main article .badge.care").count() == 1
    keep(walker, "searches")
    page.goto(address)
    keep(walker, "found")
    first = page.locator("main article").first
    assert first.locator(".badge.care").count() == 1
    walker.press("main article h3 a")
    assert page.url.endswith(f"/openings/{made.pk}/")
    sound(walker, axe, [f"my/searches/{search.pk}/", f"my/searches/{search.pk}/edit/"])
