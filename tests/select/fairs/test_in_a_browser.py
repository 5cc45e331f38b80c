"""The plan of a fair on a phone and on a desk: no axe violation, nothing wider than the screen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.select.fairs.actions import give_all
from tests import factories
from tests.journeys.conftest import DESK, PHONE, Walker
from tests.select.fairs.conftest import exhibitor, make_fair

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.mark.parametrize(("language", "screen"), [("ar", PHONE), ("fr", DESK)])
def test_the_plan_is_read_and_stands_are_given(
    browser: Any, live_server: Any, axe: Any, stand_at: Any, language: str, screen: dict[str, int]
) -> None:
    load_places()
    forget_places()
    stand_at("2024-05-01 10:00:00")
    officer = factories.make_person("Omar", language=language)
    fair = make_fair(factories.make_programme(officer=officer))
    exhibitor(fair.call, 1)
    exhibitor(fair.call, 2, shown="false")
    give_all(call=fair.call, fair=fair, by=officer)
    exhibitor(fair.call, 3)
    walker = Walker(browser, live_server, language, screen)
    walker.log_in(officer.email)
    for path in ("calls/demo-fair/fair/", "office/calls/demo-fair/stands/"):
        page = walker.go(path)
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], path
        if folder := os.environ.get("MOUAKABA_PICTURES"):
            name = path.strip("/").replace("/", "-")
            page.screenshot(path=str(Path(folder) / f"{name}-{language}.png"), full_page=True)
    walker.press("form[action$='/give-all/'] button")
    assert page.locator("main form[action$='/take/']").count() == 3
