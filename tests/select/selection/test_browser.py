"""Browser: the jury's evening from computing to publishing, the answer of the person called, and every page accessible
in three languages and whole on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from mouakaba.select.calls.models import Call
from mouakaba.select.selection.actions import run_selection, withdraw_selected
from mouakaba.select.selection.models import Decision, SelectionRun, Vacancy
from mouakaba.select.selection.queries.inputs import Change
from tests.select.selection.cast import application, number

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

Opener = Callable[..., Any]


@pytest.fixture
def opened(browser: Any, live_server: Any) -> Iterator[Opener]:
    """Opens a page on which a person (or nobody) is logged in, this wide, with or without JavaScript."""
    contexts = []

    def make(person: Any, width: int = 1280, script: bool = True) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, base_url=live_server.url, java_script_enabled=script
        )
        contexts.append(context)
        if person:
            client = Client()
            client.force_login(person)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize("script", [True, False])
def test_from_computing_to_publishing_in_arabic(six: Call, omar: Any, opened: Opener, script: bool) -> None:
    page = opened(omar, script=script)
    page.goto(f"/ar/office/calls/{six.slug}/selection/")
    page.get_by_role("button", name="حساب الانتقاء").click()
    expect(page.locator("tr.the-line")).to_have_count(1)
    page.get_by_role("link", name="تجربة حصص أخرى").click()
    page.fill("input[name=name]", "مقعد إضافي للشرق")
    page.fill("input[name='max_region-oriental']", "3")
    page.get_by_role("button", name="حساب هذه الصيغة").click()
    expect(page.locator(".columns > section")).to_have_count(2)
    page.get_by_role("link", name="العودة إلى الانتقاء").click()
    page.get_by_role("link", name="تثبيت هذا الانتقاء").click()
    page.fill("textarea[name=note]", "بالإجماع")
    page.get_by_role("button", name="تثبيت هذا الانتقاء").click()
    page.get_by_role("link", name="قراءة الرسائل والنشر").click()
    expect(page.locator(".letter")).to_have_count(9)
    page.get_by_role("button", name="نشر النتائج").click()
    expect(page.get_by_role("link", name="المقاعد والانسحابات")).to_have_count(1)
    six.refresh_from_db()
    assert six.decided_at is not None
    assert SelectionRun.objects.get(frozen_at__isnull=False).note == "بالإجماع"


def test_the_person_called_accepts_on_a_phone(published: Call, omar: Any, opened: Opener) -> None:
    withdraw_selected(application=application(published, 1), by=omar, why="x")
    called = application(published, 3)
    page = opened(called.applicant, width=360, script=False)
    page.goto(f"/fr/my/applications/{called.pk}/")
    page.get_by_role("button", name="Accepter la place").click()
    expect(page.get_by_role("button", name="Accepter la place")).to_have_count(0)
    assert Vacancy.objects.get(called=called).answer == "accepted"


def test_a_chosen_person_gives_up_on_a_phone(published: Call, opened: Opener) -> None:
    one = application(published, 2)
    page = opened(one.applicant, width=360)
    page.goto(f"/ar/my/applications/{one.pk}/")
    page.get_by_text("لا أستطيع المشاركة").click()
    page.get_by_label("أتنازل عن مقعدي").check()
    page.get_by_role("button", name="التنازل عن مقعدي").click()
    expect(page.get_by_text("لا أستطيع المشاركة")).to_have_count(0)
    assert Decision.objects.get(application=one).outcome == "withdrawn"


def addresses(call: Call) -> list[str]:
    runs = "&".join(f"run={run.pk}" for run in SelectionRun.objects.filter(call=call).order_by("made_at")[:3])
    slug, frozen = call.slug, SelectionRun.objects.get(call=call, frozen_at__isnull=False)
    impossible = SelectionRun.objects.get(call=call, name="impossible")
    return [
        reverse("selection_office", args=[slug]),
        reverse("selection_office", args=[slug]) + f"?run={impossible.pk}",
        reverse("selection_files", args=[slug]),
        reverse("selection_file", args=[slug, number(call, 3)]),
        reverse("selection_file", args=[slug, number(call, 1)]),
        reverse("selection_compare", args=[slug]) + f"?{runs}",
        reverse("selection_what_if", args=[slug]),
        reverse("selection_freeze", args=[slug, frozen.pk]),
        reverse("selection_unfreeze", args=[slug]),
        reverse("selection_publish", args=[slug]),
        reverse("selection_places", args=[slug]),
        reverse("selection_withdraw", args=[slug, number(call, 2)]),
        reverse("call_cohort", args=[slug]),
    ]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_is_accessible_and_whole_on_a_phone(
    published: Call, omar: Any, opened: Opener, axe: Callable[[Any], list[str]], language: str
) -> None:
    run_selection(call=published, name="three", changes=[Change("region-oriental", "max", 3)], by=omar)
    run_selection(call=published, name="impossible", changes=_impossible(), by=omar)
    withdraw_selected(application=application(published, 1), by=omar, why="DEMO")
    page = opened(omar, width=360)
    with override(language):
        pages = addresses(published)
    for address in pages:
        assert page.goto(address).status == 200, address
        assert axe(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
    with override(language):
        mine = reverse("application_page", args=[application(published, 3).pk])
    called = opened(application(published, 3).applicant, width=360)
    called.goto(mine)
    assert called.locator("#result").count() == 1
    assert axe(called) == []
    assert called.evaluate("document.documentElement.scrollWidth") <= 360


def _impossible() -> list[Change]:
    return [Change("region-oriental", "min", None), Change("region-oriental", "max", 0)]


def test_the_list_is_whole_on_a_phone_with_long_words(published: Call, omar: Any, opened: Opener) -> None:
    one = application(published, 1)
    one.title = "ط" * 120
    one.save()
    page = opened(omar, width=360)
    page.goto(f"/ar/office/calls/{published.slug}/selection/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
