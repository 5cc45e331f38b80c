"""Browser: marks that survive a dropped line, a second window and an ended session; a pitch session on three screens;
every page accessible in three languages and whole on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from mouakaba.select.review.actions import (
    close_marks,
    end_pitch,
    enter_conflict,
    order_pitches,
    reveal,
    save_marks,
    start_pitch,
)
from mouakaba.select.review.models import Review
from mouakaba.select.review.queries import pitches_of
from tests import factories
from tests.select.review.conftest import done, make_review

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

STATE = "[data-state]"
SAVED = f"{STATE}:text-matches('^محفوظ$|^Enregistré$|^Saved$')"
Opener = Callable[[Any, int], Any]


@pytest.fixture
def device(browser: Any, live_server: Any) -> Iterator[Opener]:
    """Opens a browser on which a person (or nobody) is logged in, this wide."""
    contexts = []

    def make(person: Any, width: int = 360) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 780}, base_url=live_server.url)
        contexts.append(context)
        if person:
            log_in(context, person, live_server.url)
        return context

    yield make
    for context in contexts:
        context.close()


def log_in(context: Any, person: Any, url: str) -> None:
    client = Client()
    client.force_login(person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])


@pytest.fixture
def review(jurors: list[Any], files: list[Any]) -> Review:
    return make_review(jurors[0], files[0])


@pytest.fixture
def phone(device: Opener, jurors: list[Any]) -> Any:
    """The first juror's phone."""
    return device(jurors[0].person, 360)


def opened(phone: Any, review: Review, language: str = "ar") -> Any:
    tab = phone.new_page()
    tab.goto(f"/{language}/jury/calls/demo-call/files/{review.application_id}/")
    return tab


def press(tab: Any, code: str, mark: int) -> None:
    tab.locator(f"[data-field={code}] .scale label:has([value='{mark}'])").click()


def stored(review: Review) -> dict[str, Any]:
    return Review.objects.get(pk=review.pk).marks


def unsent(tab: Any) -> int:
    return int(tab.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('mouakaba:marks')).length"))


def test_marks_are_saved_at_the_press_and_the_total_follows(phone: Any, review: Review) -> None:
    tab = opened(phone, review)
    press(tab, "viability", 4)
    tab.wait_for_selector(SAVED)
    press(tab, "impact", 3)
    tab.wait_for_selector("[data-total]:text-is('70')")
    assert {code: one["mark"] for code, one in stored(review).items()} == {"viability": 4, "impact": 3}
    assert unsent(tab) == 0
    tab.click("#marks button[value=done]")
    tab.wait_for_selector(".notice.success")
    assert Review.objects.get(pk=review.pk).state == "done"


def test_a_needed_reason_is_said_at_the_press(phone: Any, review: Review) -> None:
    tab = opened(phone, review)
    press(tab, "viability", 5)
    tab.wait_for_selector("#rule-1.needed")
    tab.fill("[name=reason-viability]", "سوق واضحة")
    tab.wait_for_selector("#rule-1:not(.needed)")
    tab.wait_for_selector(SAVED)


def test_marks_given_without_a_line_survive_a_closed_tab_and_are_sent_later(phone: Any, review: Review) -> None:
    tab = opened(phone, review)
    phone.set_offline(True)
    press(tab, "impact", 4)
    tab.fill("[name=reason-impact]", "كُتب دون اتصال")
    tab.wait_for_selector(f"{STATE}.needed")
    assert stored(review) == {}
    tab.close()
    phone.set_offline(False)
    queue = phone.new_page()
    queue.goto("/ar/jury/calls/demo-call/")
    assert queue.is_visible("[data-unsent]")
    again = opened(phone, review)
    again.wait_for_selector(SAVED)
    assert stored(review)["impact"] == {"mark": 4, "reason": "كُتب دون اتصال"}
    assert unsent(again) == 0


def test_a_line_that_comes_back_sends_by_itself(phone: Any, review: Review) -> None:
    tab = opened(phone, review)
    phone.set_offline(True)
    press(tab, "impact", 4)
    tab.wait_for_selector(f"{STATE}.needed")
    phone.set_offline(False)
    tab.wait_for_selector(SAVED)
    assert stored(review)["impact"]["mark"] == 4


def test_an_ended_session_keeps_the_marks_until_the_login(
    phone: Any, review: Review, jurors: list[Any], live_server: Any
) -> None:
    tab = opened(phone, review)
    Session.objects.all().delete()
    press(tab, "impact", 4)
    link = tab.wait_for_selector(f"{STATE} a")
    assert "next=" in link.get_attribute("href")
    log_in(phone, jurors[0].person, live_server.url)
    again = opened(phone, review)
    again.wait_for_selector(SAVED)
    assert stored(review)["impact"]["mark"] == 4


def test_two_windows_show_the_clash_and_the_juror_chooses(phone: Any, review: Review) -> None:
    first, second = opened(phone, review, "fr"), opened(phone, review, "fr")
    press(first, "impact", 2)
    first.wait_for_selector(SAVED)
    press(second, "impact", 5)
    second.wait_for_selector("[data-field=impact] [data-clash] b:text-is('2')")
    assert stored(review)["impact"]["mark"] == 2
    second.click("[data-keep=here]")
    second.wait_for_selector("[data-total]")
    second.wait_for_selector(SAVED)
    assert stored(review)["impact"]["mark"] == 5
    press(first, "impact", 3)
    first.wait_for_selector("[data-field=impact] [data-clash]")
    first.click("[data-keep=there]")
    assert first.is_checked("[name='mark-impact'][value='5']")
    assert stored(review)["impact"]["mark"] == 5


def test_a_portal_that_answers_for_us_saves_nothing(phone: Any, review: Review) -> None:
    tab = opened(phone, review)
    tab.route(
        "**/files/**",
        lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Pay here</h1>"),
    )
    press(tab, "impact", 4)
    tab.wait_for_selector(f"{STATE}.needed")
    assert unsent(tab) == 1


def test_a_tie_entered_meanwhile_leaves_nothing_on_the_device(
    phone: Any, review: Review, jurors: list[Any], omar: Any
) -> None:
    tab = opened(phone, review)
    enter_conflict(juror=jurors[0], application=review.application, by=omar)
    press(tab, "impact", 4)
    tab.wait_for_selector(f"{STATE}.needed")
    assert unsent(tab) == 0
    assert stored(review) == {}


def test_marks_closed_meanwhile_are_said_and_what_was_written_stays_on_the_page(
    phone: Any, review: Review, omar: Any
) -> None:
    tab = opened(phone, review, "fr")
    close_marks(call=review.application.call, by=omar, why="DEMO")
    tab.fill("[name=reason-impact]", "Écrit trop tard")
    press(tab, "impact", 4)
    tab.wait_for_selector(f"{STATE}.needed")
    assert tab.input_value("[name=reason-impact]") == "Écrit trop tard"


@pytest.fixture
def session(live_call: Any, live_files: list[Any], panel: list[Any], omar: Any) -> Any:
    """A session whose order is drawn."""
    order_pitches(call=live_call, by=omar)
    return live_call


def test_a_pitch_reaches_the_phones_and_the_screen_without_a_reload(
    device: Opener, session: Any, panel: list[Any], omar: Any
) -> None:
    phone, screen = device(panel[0].person, 360).new_page(), device(None, 1280).new_page()
    phone.goto("/ar/jury/calls/demo-live/live/")
    screen.goto("/ar/calls/demo-live/screen/")
    first, second = pitches_of(session)[:2]
    start_pitch(pitch=first, by=omar)
    title = first.application.title
    screen.wait_for_selector(f"h1:has-text('{title}')")
    phone.wait_for_selector(f"h1:has-text('{title}')")
    press(phone, "impact", 4)
    phone.wait_for_selector(SAVED)
    phone.click("[data-field=viability] summary, [data-field=viability] textarea")
    phone.fill("[name=reason-viability]", "نصف جملة")
    end_pitch(pitch=first, by=omar)
    start_pitch(pitch=second, by=omar)
    phone.wait_for_selector(f"#now a:has-text('{second.application.title}')")
    assert phone.input_value("[name=reason-viability]") == "نصف جملة"  # news does not touch what is being typed
    end_pitch(pitch=second, by=omar)
    reveal(call=session, by=omar)
    screen.wait_for_selector("#stage h1")
    mark_all(session, panel)
    screen.wait_for_selector("#stage td:has-text('80')")


def mark_all(call: Any, panel: list[Any]) -> None:
    for pitch in pitches_of(call).filter(started_at__isnull=False):
        for juror in panel:
            review = Review.objects.get(juror=juror, application=pitch.application)
            marks = {"viability": {"mark": 4, "reason": ""}, "impact": {"mark": 4, "reason": ""}}
            save_marks(review=review, marks=marks, base_revision=99, by=juror.person)


def juror_pages(review: Review) -> list[str]:
    file = reverse("jury_file", args=["demo-call", review.application_id])
    return [reverse("jury"), reverse("jury_call", args=["demo-call"]), file]


def office_pages(review: Review) -> list[str]:
    names = ("jury_office", "jury_files", "jury_ties", "jury_close")
    one = [
        reverse("jury_juror", args=["demo-call", review.juror_id]),
        reverse("jury_file_office", args=["demo-call", review.application_id]),
    ]
    return [*(reverse(name, args=["demo-call"]) for name in names), *one]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_of_a_jury_is_accessible_and_whole_on_a_phone(
    device: Opener, axe: Any, review: Review, jurors: list[Any], files: list[Any], omar: Any, language: str
) -> None:
    done(jurors[0], files[1], 4, 3)
    done(jurors[1], files[1], 2, 5)
    enter_conflict(juror=jurors[2], application=files[2], by=omar)
    visit(device(jurors[0].person, 360), juror_pages(review), language, axe)
    visit(device(omar, 360), office_pages(review), language, axe)
    close_marks(call=review.application.call, by=omar, why="DEMO")
    visit(device(jurors[0].person, 1280), juror_pages(review), language, axe)
    visit(device(omar, 1280), office_pages(review), language, axe)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_of_a_session_is_accessible_and_whole_on_a_phone(
    device: Opener, axe: Any, session: Any, panel: list[Any], omar: Any, language: str
) -> None:
    desk, phone = reverse("live_office", args=["demo-live"]), reverse("jury_live", args=["demo-live"])
    screen = reverse("call_screen", args=["demo-live"])
    first = pitches_of(session)[0]
    office, juror, hall = device(omar, 360), device(panel[0].person, 360), device(None, 1280)
    visit(juror, [phone], language, axe)
    visit(hall, [screen], language, axe)
    start_pitch(pitch=first, by=omar)
    mark_all(session, panel)
    visit(office, [desk], language, axe)
    visit(juror, [phone], language, axe)
    visit(hall, [screen], language, axe)
    end_pitch(pitch=first, by=omar)
    reveal(call=session, by=omar)
    visit(hall, [screen], language, axe)
    visit(device(omar, 1280), [desk], language, axe)


def visit(context: Any, urls: list[str], language: str, axe: Any) -> None:
    """Opens each address in a language: no violation, nothing wider than the screen, no error of a script."""
    tab = context.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    for url in urls:
        tab.goto(f"/{language}/{url.split('/', 2)[2]}")
        tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert (url, axe(tab)) == (url, [])
        wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert (url, wide) == (url, 0)
    assert faults == []
    tab.close()


def test_who_cannot_use_a_script_marks_all_the_same(browser: Any, live_server: Any, review: Review) -> None:
    small = {"width": 360, "height": 740}
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url, viewport=small)
    log_in(context, review.juror.person, live_server.url)
    tab = opened(context, review, "fr")
    for code, mark in (("viability", 3), ("impact", 4)):
        press(tab, code, mark)
    tab.click("#marks button[value=done]")
    assert Review.objects.get(pk=review.pk).total == 70
    context.close()


def test_the_first_page_of_a_juror_is_light(device: Opener, review: Review, jurors: list[Any]) -> None:
    tab = device(jurors[0].person, 360).new_page()
    weights: list[int] = []
    tab.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))
    tab.goto(f"/ar/jury/calls/demo-call/files/{review.application_id}/")
    tab.wait_for_load_state("networkidle")
    assert 0 < sum(weights) < 200_000  # uncompressed here; served compressed, a third of it


def test_no_page_is_left_out_of_these_visits() -> None:
    from mouakaba.select.review.urls import urlpatterns

    visited = {"jury", "jury_call", "jury_file", "jury_office", "jury_files", "jury_ties", "jury_close"}
    visited |= {"jury_juror", "jury_file_office", "live_office", "jury_live", "call_screen"}
    without_a_page = {"jury_tie", "jury_paper"}  # a POST, a download
    assert {pattern.name for pattern in urlpatterns} == visited | without_a_page


def test_a_person_s_waiting_marks_are_not_put_into_another_s_sheet(
    phone: Any, review: Review, jurors: list[Any], live_server: Any
) -> None:
    other = make_review(jurors[1], review.application)
    tab = opened(phone, review)
    phone.set_offline(True)
    press(tab, "impact", 4)
    tab.wait_for_selector(f"{STATE}.needed")
    phone.set_offline(False)
    tab.close()
    Session.objects.all().delete()
    log_in(phone, jurors[1].person, live_server.url)
    again = opened(phone, other)
    assert again.locator("#marks input:checked").count() == 0
    assert stored(other) == {}
    assert factories.PASSWORD not in again.content()
