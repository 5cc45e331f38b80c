"""Browser: an officer's session ends under a long text; another login, and the text is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from mouakaba.select.calls.models import Call
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "فقرة طويلة «بين مزدوجتين» & <أقواس>\n\n" + "سطر من النص\n" * 400


@pytest.fixture
def editor(browser: Any, live_server: Any, call: Call, omar: Any) -> Any:
    """A page on the texts of a call, on the officer's phone: ``editor("ar", script=False)``."""
    opened: list[Any] = []

    def open_page(language: str, *, script: bool) -> Any:
        client = Client()
        client.force_login(omar)
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 360, "height": 740}, java_script_enabled=script
        )
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        opened.append(context)
        page = context.new_page()
        with override(language):
            page.goto(reverse("call_setup_step", args=[call.slug, "texts"]))
        return page

    yield open_page
    for context in opened:
        context.close()


def log_in_beside(page: Any, person: Any) -> Any:
    """Opens the login in the tab the page offers, and logs in there."""
    with page.context.expect_page() as opened:
        page.click("main ol a")
    tab = opened.value
    tab.fill("[name=login]", person.email)
    tab.fill("[name=password]", factories.PASSWORD)
    tab.click("main form button[type=submit], main form button:not([type])")
    tab.wait_for_url("**/signed-in/")
    return tab


@pytest.mark.parametrize(("language", "script"), [("ar", True), ("fr", False), ("en", True)])
def test_a_long_text_survives_the_end_of_the_session(
    language: str, script: bool, editor: Callable[..., Any], call: Call, omar: Any, axe: Callable[[Any], list[str]]
) -> None:
    page = editor(language, script=script)
    page.fill("[name=summary_ar]", LONG)
    Session.objects.all().delete()
    page.click("button[value=save]")
    assert page.locator("main ol a").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert not script or axe(page) == []  # axe is itself a script
    log_in_beside(page, omar)
    page.click("main form button")  # the login has changed the token: asked once more
    assert page.input_value("main input[name=summary_ar]", strict=True).split() == LONG.split()
    assert not script or axe(page) == []  # axe is itself a script
    page.click("main form button")
    assert "/setup/" in page.url
    call.refresh_from_db()
    saved = call.draft_content["summary"]["ar"]
    assert saved.splitlines() == LONG.strip().splitlines()
