"""Browser: the script that saves each answer, on a line that drops, in two tabs, across a session that ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from mouakaba.select.applications.models import Application, Submission
from tests import factories
from tests.select.applications.conftest import OPEN

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

STATE = "[data-save-state]"


@pytest.fixture
def phone(browser: Any, live_server: Any, draft: Application, alice: Any) -> Iterator[Any]:
    """A phone on which Alice is logged in."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=live_server.url)
    client = Client()
    client.force_login(alice)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    yield context
    context.close()


def path(draft: Application, code: str = "project") -> str:
    return f"/fr/my/applications/{draft.pk}/sections/{code}/"


def open_tab(phone: Any, draft: Application, code: str = "project") -> Any:
    tab = phone.new_page()
    tab.goto(path(draft, code))
    return tab


def write(tab: Any, question: str, text: str) -> None:
    tab.fill(f"[name=q_{question}]", text)
    tab.locator(f"[name=q_{question}]").blur()


def saved(tab: Any) -> None:
    tab.wait_for_selector(f"{STATE}.saved")


def kept(draft: Application) -> dict[str, Any]:
    return Application.objects.get(pk=draft.pk).answers


def unsent(tab: Any) -> int:
    return int(tab.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('mouakaba:')).length"))


def test_an_answer_is_saved_as_it_is_written(phone: Any, draft: Application) -> None:
    tab = open_tab(phone, draft)
    write(tab, "title", "DEMO atelier de tissage")
    saved(tab)
    assert "10:" in tab.inner_text(STATE)
    assert kept(draft)["title"] == "DEMO atelier de tissage"
    assert unsent(tab) == 0


def test_a_dropped_line_is_said_and_made_good(phone: Any, draft: Application) -> None:
    tab = open_tab(phone, draft)
    phone.set_offline(True)
    write(tab, "summary", "Écrit sans réseau")
    tab.wait_for_selector(f"{STATE}.care")
    assert "connexion" in tab.inner_text(STATE)
    assert kept(draft)["summary"] != "Écrit sans réseau"
    phone.set_offline(False)
    saved(tab)
    assert kept(draft)["summary"] == "Écrit sans réseau"


def test_text_written_offline_survives_a_closed_tab(phone: Any, draft: Application) -> None:
    tab = open_tab(phone, draft)
    phone.set_offline(True)
    write(tab, "summary", "Avant la coupure")
    tab.wait_for_selector(f"{STATE}.care")
    tab.close()
    phone.set_offline(False)
    again = open_tab(phone, draft)
    assert again.input_value("[name=q_summary]") == "Avant la coupure"
    saved(again)
    assert kept(draft)["summary"] == "Avant la coupure"


def test_it_is_sent_even_from_another_section(phone: Any, draft: Application) -> None:
    tab = open_tab(phone, draft)
    phone.set_offline(True)
    write(tab, "summary", "Une autre page")
    tab.wait_for_selector(f"{STATE}.care")
    tab.close()
    phone.set_offline(False)
    saved(open_tab(phone, draft, "holder"))
    assert kept(draft)["summary"] == "Une autre page"


def test_a_portal_that_answers_for_us_saves_nothing(phone: Any, draft: Application) -> None:
    tab = open_tab(phone, draft)
    tab.route("**/save/", lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Pay here</h1>"))
    write(tab, "title", "Au café")
    tab.wait_for_selector(f"{STATE}.care")
    assert unsent(tab) == 1


def test_a_session_that_ends_keeps_the_text_until_the_login(phone: Any, draft: Application, alice: Any) -> None:
    tab = open_tab(phone, draft)
    Session.objects.all().delete()
    write(tab, "summary", "Écrit après la fin de session")
    tab.wait_for_selector(f"{STATE} a")
    tab.click(f"{STATE} a")
    tab.fill("[name=login]", alice.email)
    tab.fill("[name=password]", factories.PASSWORD)
    tab.click("main form button[type=submit], main form button:not([type])")
    tab.wait_for_url(f"**{path(draft)}")
    saved(tab)
    assert tab.input_value("[name=q_summary]") == "Écrit après la fin de session"
    assert kept(draft)["summary"] == "Écrit après la fin de session"


def test_two_tabs_show_both_texts_and_the_person_chooses(phone: Any, draft: Application) -> None:
    first, second = open_tab(phone, draft), open_tab(phone, draft)
    write(first, "title", "Premier onglet")
    saved(first)
    write(second, "title", "Second onglet")
    second.wait_for_selector("[data-conflict]")
    assert "Premier onglet" in second.inner_text("[data-other]")
    second.click("[data-keep=mine]")
    saved(second)
    assert kept(draft)["title"] == "Second onglet"
    assert [one.value for one in draft.superseded.all()] == ["Premier onglet"]
    write(first, "title", "Premier onglet encore")
    first.wait_for_selector("[data-conflict]")
    first.click("[data-keep=other]")
    assert first.input_value("[name=q_title]") == "Second onglet"
    assert {one.value for one in draft.superseded.all()} == {"Premier onglet", "Premier onglet encore"}


def test_different_fields_in_two_tabs_do_not_disturb_each_other(phone: Any, draft: Application) -> None:
    first, second = open_tab(phone, draft), open_tab(phone, draft)
    write(first, "title", "Titre du premier")
    saved(first)
    write(second, "summary", "Résumé du second")
    saved(second)
    assert (kept(draft)["title"], kept(draft)["summary"]) == ("Titre du premier", "Résumé du second")
    assert second.locator("[data-conflict]").count() == 0


def test_saving_the_page_does_not_conflict_with_the_answer_on_its_way(phone: Any, draft: Application) -> None:
    tab = open_tab(phone, draft)
    tab.fill("[name=q_summary]", "début")
    tab.wait_for_timeout(950)  # the answer leaves after a pause in the writing
    tab.fill("[name=q_summary]", "début, milieu et fin")
    tab.click("button[value=next]:not(.away)")
    tab.wait_for_url(f"**{path(draft, 'holder')}")
    assert kept(draft)["summary"] == "début, milieu et fin"
    assert unsent(tab) == 0
    assert not draft.superseded.exists()


def test_an_answer_opens_and_closes_its_questions(phone: Any, draft: Application) -> None:
    tab = open_tab(phone, draft, "holder")
    ice = tab.locator("[data-question=ice]")
    assert ice.is_hidden()
    tab.check("[name=q_bearer][value=organisation]")
    ice.wait_for(state="visible")
    tab.check("[name=q_bearer][value=person]")
    ice.wait_for(state="hidden")


def test_a_problem_is_said_under_its_answer_and_goes_when_mended(phone: Any, draft: Application) -> None:
    tab = open_tab(phone, draft, "holder")
    write(tab, "birth_date", "31/02/2000")
    tab.wait_for_selector("#q_birth_date-error")
    write(tab, "birth_date", "٢٨/٠٢/٢٠٠٠")
    tab.wait_for_selector("#q_birth_date-error", state="detached")
    assert kept(draft)["birth_date"] == "2000-02-28"


def test_closing_is_said_and_the_text_stays_on_the_device(phone: Any, draft: Application, stand_at: Any) -> None:
    tab = open_tab(phone, draft)
    stand_at("2024-04-01 00:00:00")
    write(tab, "title", "Trop tard")
    tab.wait_for_selector(f"{STATE}.bad")
    assert unsent(tab) == 1
    stand_at(OPEN)


@pytest.mark.parametrize(("language", "script"), [("ar", True), ("fr", True), ("ar", False)])
def test_the_whole_way_on_a_phone(
    language: str, script: bool, browser: Any, live_server: Any, open_call: Any, alice: Any
) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": script}
    context = browser.new_context(base_url=live_server.url, **phone)
    page = context.new_page()
    page.goto(f"/{language}/calls/")
    page.click("main a[href$='/calls/demo-call/']")
    page.click(".panel a.button")
    page.fill("[name=q_birth_date]", "02/05/2000")
    page.select_option("[name=q_region]", "MA-02")
    page.click("main form.stack button")
    page.click("#outcome a.button")
    page.click("main a.button.second")
    page.fill("[name=login]", alice.email)
    page.fill("[name=password]", factories.PASSWORD)
    page.click("main form button[type=submit], main form button:not([type])")
    page.click("main form button")
    page.fill("[name=q_title]", "DEMO ورشة نسيج")
    page.fill("[name=q_summary]", "نص تجريبي")
    page.select_option("[name=q_region]", "MA-02")
    page.check("[name=q_sector][value=crafts]")
    page.click("button[value=next]:not(.away)")
    page.check("[name=q_bearer][value=person]")
    page.fill("[name=q_holder_name]", "DEMO حاملة")
    page.fill("[name=q_birth_date]", "٠٢/٠٥/٢٠٠٠")
    page.check("[name=q_sex][value=f]")
    page.click("button[value=next]:not(.away)")
    page.check("[name=q_consent]")
    page.click("main form button")
    page.wait_for_url("**/receipt/")
    assert "DEMO-CALL-0001" in page.inner_text("main")
    assert Submission.objects.get().answers["birth_date"] == "2000-05-02"
    context.close()
