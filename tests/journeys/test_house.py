"""Journeys on a phone: a member asks by voice and is answered; a keeper moderates; a helper hands an account over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from mouakaba.base.helping.models import Assistance
from mouakaba.base.organisations.actions import join_organisation
from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.match.boards.actions import open_board, write_post
from mouakaba.match.boards.models import Post
from tests import factories
from tests.journeys.conftest import PHONE, Walker
from tests.kernel.sounds.test_measure import wav

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def house(language: str, stand_at: Any) -> Any:
    """A board kept by an office, a member of a cooperative, a helper of an association."""
    load_places()
    forget_places()
    stand_at("2026-03-02 10:00:00")
    cast = {}
    for name, form, role in (
        ("Keeper", "public", "officer"),
        ("Fatima", "cooperative", "viewer"),
        ("Helper", "association", "officer"),
    ):
        cast[name] = factories.make_person(name, language=language)
        organisation = factories.make_organisation(f"demo-{name.lower()}", legal_form=form)
        join_organisation(person=cast[name], organisation=organisation, role=role, by=None)
        if name == "Keeper":
            cast["board"] = open_board(
                by=None, keeper=organisation, audience="cooperatives", title=factories.words("DEMO"), region_id="MA-02"
            )
    return cast


def keep(walker: Walker, name: str) -> None:
    """A picture of the page, where somebody asks for pictures."""
    if folder := os.environ.get("MOUAKABA_PICTURES"):
        walker.page.screenshot(path=str(Path(folder) / f"{name}-{walker.language}.png"), full_page=True)


def small_targets(page: Any) -> list[str]:
    """What can be pressed in the page's body and is lower than 48 pixels; links inside sentences are left out."""
    script = """() => [...document.querySelectorAll('main :is(button, .button, select, .doors a, .touch, audio)')]
      .filter((one) => one.offsetHeight && one.offsetHeight < 48).map((one) => one.outerHTML.slice(0, 80))"""
    found: list[str] = page.evaluate(script)
    return found


def play(page: Any, player: str) -> None:
    """Fails unless the browser can read what the player holds."""
    script = """(one) => new Promise((good, bad) => {
      one.addEventListener("loadedmetadata", good); one.addEventListener("error", () => bad(one.error.message));
      one.preload = "auto"; one.load(); })"""
    page.locator(player).evaluate(script)


def fits(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= 360"))


def ask_by_voice(walker: Walker, board: Any, axe: Any) -> Post:
    page = walker.go(f"my/house/boards/{board.pk}/new/")
    page.locator(".recorder button").click()
    expect(page.locator(".recorder p")).to_contain_text("0:02")
    page.locator(".recorder button").click()
    expect(page.locator(".recorder audio")).to_be_visible()
    assert page.locator("input[data-voice]").evaluate("(one) => one.files.length") == 1
    play(page, ".recorder audio")
    keep(walker, "new")
    assert axe(page) == [] and small_targets(page) == [] and fits(page)
    walker.press("main form.card > button")
    return Post.objects.get()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_member_asks_by_voice_and_is_answered(walk: Any, house: Any, axe: Any, language: str) -> None:
    member, keeper = walk(PHONE, house["Fatima"].email), walk(PHONE, house["Keeper"].email)
    page = member.go("house/")
    keep(member, "house")
    assert axe(page) == [] and small_targets(page) == [] and fits(page)
    asked = ask_by_voice(member, house["board"], axe)
    assert asked.voice.media_type in {"audio/webm", "audio/ogg"} and 1 <= asked.seconds <= 30
    page = keeper.go(f"house/posts/{asked.pk}/")
    play(page, "main article audio")
    page.set_input_files("input[data-voice]", {"name": "hour.wav", "mimeType": "audio/wav", "buffer": wav(200)})
    page.fill("[name=text]", "DEMO جواب مكتوب")
    keeper.press("main form.card > button")
    assert page.locator(".field.wrong").count() == 1 and page.input_value("[name=text]") == "DEMO جواب مكتوب"
    keep(keeper, "too-long")
    keeper.press("main form.card > button")
    page = member.go(f"house/posts/{asked.pk}/")
    member.press("form[action$='/helped/'] button")
    keep(member, "answered")
    asked.refresh_from_db()
    assert asked.helped_by and axe(page) == [] and small_targets(page) == [] and fits(page)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_keeper_hides_what_was_reported(walk: Any, house: Any, axe: Any, language: str) -> None:
    post = write_post(board=house["board"], kind="news", title="DEMO إشهار", by=house["Fatima"])
    reader = walk(PHONE, house["Helper"].email)
    page = reader.go(f"my/house/posts/{post.pk}/report/")
    page.fill("[name=why]", "DEMO")
    reader.press("main form.card > button")
    keeper = walk(PHONE, house["Keeper"].email)
    page = keeper.go("house/")
    keeper.press("main p > a.button.second")
    keep(keeper, "office")
    assert axe(page) == [] and fits(page)
    keeper.press("table.cards th a")
    page.fill("[name=reason]", "DEMO ممنوع")
    keep(keeper, "moderate")
    assert axe(page) == [] and small_targets(page) == [] and fits(page)
    keeper.press("button.grave")
    assert reader.page.goto(f"/{language}/house/posts/{post.pk}/").status == 404
    assert "DEMO ممنوع" in walk(PHONE, house["Fatima"].email).go(f"house/posts/{post.pk}/").inner_text("main")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_helper_asks_for_somebody_and_hands_the_account_over(walk: Any, house: Any, axe: Any, language: str) -> None:
    helper = walk(PHONE, house["Helper"].email)
    page = helper.go("my/helping/new/")
    keep(helper, "open")
    assert axe(page) == [] and fits(page)
    for name, text in {"name": "DEMO زهرة", "why": "DEMO سؤال"}.items():
        page.fill(f"[name={name}]", text)
    page.check("[name=scopes][value=boards]")
    page.check("[name=scopes][value=profile]")
    page.check("[name=agreed]")
    helper.press("main form.card > button")
    keep(helper, "helped")
    row = Assistance.objects.get()
    helper.press("button[value=profile]")
    keep(helper, "acting")
    assert "DEMO زهرة" in page.locator(".helping").inner_text() and axe(page) == [] and fits(page)
    assert page.goto(f"/{language}/my/data/").status == 403
    keep(helper, "closed")
    helper.press(".helping button")
    page = helper.go(f"my/helping/{row.pk}/")
    helper.press("form[action$='/code/'] button")
    code = page.locator(".big-code").inner_text()
    keep(helper, "code")
    phone = walk(PHONE)
    page = phone.go("hand-over/")
    for name, text in {"code": code, "email": "zahra@demo.example", "password": "une longue phrase DEMO"}.items():
        page.fill(f"[name={name}]", text)
    keep(phone, "hand-over")
    assert axe(page) == [] and fits(page)
    phone.press("main form.card > button")
    keep(phone, "mine")
    assert axe(page) == [] and fits(page)
    row.refresh_from_db()
    assert row.ended_at and row.person.email == "zahra@demo.example"
