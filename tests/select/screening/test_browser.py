"""End to end: an officer screens on a phone and at a desk, in three languages, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from mouakaba.base.notify.models import OutboxMessage
from mouakaba.select.applications.models import Application
from mouakaba.select.screening.actions import ask_paper, refuse
from tests import factories
from tests.select.screening.builders import OUTSIDE, TOO_OLD, UNKNOWN_AGE, sent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Opener = Callable[..., Any]


@pytest.fixture
def desk(browser: Any, live_server: Any, omar: Any) -> Iterator[Opener]:
    """Opens a tab on which the officer is logged in."""
    contexts = []
    client = Client()
    client.force_login(omar)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def make(width: int = 1280, *, script: bool = True) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, base_url=live_server.url, java_script_enabled=script
        )
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def files(call: Any, omar: Any) -> dict[str, Application]:
    """Every kind of file an officer meets."""
    found = {
        "good": sent(call, "Good", language="fr"),
        "old": sent(call, "Old", TOO_OLD, language="ar"),
        "both": sent(call, "Both", {**TOO_OLD, **OUTSIDE}, language="fr"),
        "unknown": sent(call, "Unknown", UNKNOWN_AGE, language="ar"),
        "asked": sent(call, "Asked", UNKNOWN_AGE, language="en"),
        "refused": sent(call, "Refused", TOO_OLD, language="fr"),
    }
    ask_paper(
        application=found["asked"],
        by=omar,
        text="Your birth certificate",
        due=factories.at("2099-01-01 10:00:00").replace(tzinfo=None),
    )
    refuse(application=found["refused"], by=omar, reason="Plus de 29 ans.")
    return found


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_is_accessible_and_fits_a_phone(
    call: Any, files: Any, desk: Opener, axe: Any, language: str
) -> None:
    base = f"/{language}/office/calls/{call.slug}/applications/"
    addresses = [base, f"{base}?q=nothing+like+it", f"{base}decide/?do=admit", f"{base}decide/?do=refuse&unmet=age",
                 f"{base}decide/?do=refuse", *(f"{base}{file.pk}/" for file in files.values())]  # fmt: skip
    for width in (360, 1280):
        page = desk(width)
        for address in addresses:
            page.goto(address)
            for details in page.locator("main details").all():
                details.evaluate("node => { node.open = true }")
            assert axe(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize(("language", "script"), [("ar", True), ("fr", False)])
def test_an_officer_screens_a_call(call: Any, files: Any, desk: Opener, language: str, script: bool) -> None:
    page = desk(360, script=script)
    page.goto(f"/{language}/office/calls/{call.slug}/applications/")
    page.click("a[href*='do=admit']")
    page.click("main form[method=post] button")
    assert Application.objects.get(pk=files["good"].pk).state == "admitted"

    page.click("a[href$='unmet=age']")
    page.fill("[name=reason_ar]", "كلمات المكلفة")
    page.click("main form[method=post] button")
    assert Application.objects.get(pk=files["old"].pk).state == "refused"
    assert "كلمات المكلفة" in OutboxMessage.objects.get(person=files["old"].applicant).body

    page.goto(f"/{language}/office/calls/{call.slug}/applications/{files['unknown'].pk}/")
    page.fill("[name=ask-due]", "2099-01-01T10:00")
    page.locator("form:has([name=ask-text]) button").click()
    assert Application.objects.get(pk=files["unknown"].pk).state == "paper_asked"

    page.goto(f"/{language}/office/calls/{call.slug}/applications/{files['both'].pk}/")
    page.locator("form:has([name=refuse-reason]) button").click()
    assert Application.objects.get(pk=files["both"].pk).state == "refused"

    page.locator("details:has([name=take_back-reason]) summary").click()
    page.fill("[name=take_back-reason]", "DEMO by mistake")
    page.locator("form:has([name=take_back-reason]) button").click()
    assert Application.objects.get(pk=files["both"].pk).state == "submitted"


def test_ticks_and_filters(call: Any, files: Any, desk: Opener) -> None:
    page = desk()
    page.goto(f"/fr/office/calls/{call.slug}/applications/")
    page.select_option("#rule", "no:age")
    page.click("form[role=search] button")
    assert "rule=no%3Aage" in page.url
    page.check(f"[value='{files['old'].pk}']")
    page.click("button[name=do][value=refuse]")
    page.click("main form[method=post] button")
    assert Application.objects.get(pk=files["old"].pk).state == "refused"
    assert Application.objects.get(pk=files["both"].pk).state == "submitted"


def test_two_officers_at_one_file(call: Any, files: Any, desk: Opener, omar: Any) -> None:
    first, second = desk(), desk()
    address = f"/fr/office/calls/{call.slug}/applications/{files['old'].pk}/"
    first.goto(address)
    second.goto(address)
    second.fill("[name=refuse-reason]", "Le motif du second")
    first.locator("form:has([name=refuse-reason]) button").click()
    first.wait_for_load_state()
    second.locator("form:has([name=refuse-reason]) button").click()
    second.wait_for_load_state()
    assert "Le motif du second" in second.locator("[role=alert]").inner_text()
    assert files["old"].screenings.count() == 1
