"""End to end: the office in a real browser, without JavaScript where it must work so; accessible in three languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from mouakaba.base.places.actions import load_places
from mouakaba.base.places.queries import forget_places
from mouakaba.select.calls.models import Call
from mouakaba.select.programmes.actions import record_figure
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STEPS = ("texts", "dates", "form", "rules", "criteria", "quotas", "check")
ITEMS = (("questions", "sector"), ("questions", "ice"), ("rules", "age"), ("criteria", "impact"))


@pytest.fixture
def office(db: None) -> tuple[Any, Call]:
    """An officer, and a published call with a figure that disagrees with its parts and an extension."""
    load_places()
    forget_places()
    omar = factories.make_person("Omar")
    programme = factories.make_programme(officer=omar)
    call = factories.make_call(programme)
    parts = [{"label": factories.words("A"), "count": 17}]
    record_figure(programme=programme, code="cohort", stated=18, parts=parts, label=factories.words("Cohort"), by=omar)
    programme.roles.create(person=factories.make_person("Vera"), role="president")
    call.extensions.create(
        person=factories.make_person("Late"),
        until=factories.at("2024-04-20 12:00:00"),
        reason="Hospital.",
        given_by=omar,
    )
    return omar, call


@pytest.fixture
def desk(browser: Any, live_server: Any, client: Any, office: tuple[Any, Call]) -> Callable[..., Any]:
    """A page of the officer's browser: ``desk(width=360, javascript=False)``."""
    opened: list[Any] = []

    def open_page(*, width: int = 1200, javascript: bool = True) -> Any:
        client.force_login(office[0])
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, java_script_enabled=javascript
        )
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


def addresses(call: Call) -> list[str]:
    """Every page of the room, in the active language."""
    slug, programme = call.slug, call.programme.slug
    found = [reverse("office"), reverse("programme_page", args=[programme]), reverse("programme_new")]
    found += [reverse(name, args=[programme]) for name in ("call_new", "call_import", "figure_new", "programme_edit")]
    names = ("call_office", "call_clone", "call_cancel", "call_versions", "call_extensions", "call_preview")
    found += [reverse(name, args=[slug]) for name in names]
    found += [reverse("call_compare", args=[slug, 1, 1])]
    found += [reverse("call_setup_step", args=[slug, step]) for step in STEPS]
    found += [reverse("call_item", args=[slug, listed, code]) for listed, code in ITEMS]
    found += [reverse("call_item", args=[slug, "quotas", "region-oriental"])]
    return found + [reverse("call_add_item", args=[slug, listed]) for listed in ("questions", "rules", "quotas")]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_is_accessible_and_fits_a_phone(
    language: str, desk: Callable[..., Any], office: tuple[Any, Call], axe: Callable[[Any], list[str]]
) -> None:
    page = desk(width=360)
    found: dict[str, Any] = {}
    with override(language):
        pages = addresses(office[1])
    for address in pages:
        response = page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        problems = axe(page)
        if response.status != 200 or width > 360 or problems:
            found[address] = (response.status, width, problems)
    assert found == {}


def test_problems_on_a_page_are_accessible(
    desk: Callable[..., Any], office: tuple[Any, Call], axe: Callable[[Any], list[str]]
) -> None:
    page = desk()
    with override("ar"):
        page.goto(reverse("call_setup_step", args=[office[1].slug, "dates"]))
    page.fill("[name=places]", "عشرون")
    page.click("button[value=save]")
    assert page.input_value("[name=places]") == "عشرون"
    assert page.get_attribute("[name=places]", "aria-invalid") == "true"
    assert axe(page) == []


def fill_words(page: Any, name: str, text: str) -> None:
    for language in ("ar", "fr", "en"):
        page.fill(f"[name={name}_{language}]", f"{text} {language}")


def test_an_officer_sets_up_and_publishes_a_call_in_arabic_without_javascript(
    desk: Callable[..., Any], office: tuple[Any, Call]
) -> None:
    page = desk(width=360, javascript=False)
    with override("ar"):
        page.goto(reverse("call_new", args=[office[1].programme.slug]))
    page.check("[name=kind_code][value=incubation]")
    page.fill("[name=title_ar]", "كواليس الثالثة")
    page.fill("[name=slug]", "kawaliss-3")
    page.click("main button")
    fill_words(page, "title", "كواليس")
    for name in ("summary", "for_whom", "given", "process"):
        fill_words(page, name, name)
    page.fill("[name=contact]", "ask@demo.example")
    page.click("button[value=save]")
    page.fill("[name=opens_at_day]", "2030-01-02")
    page.fill("[name=opens_at_hour]", "09:00")
    page.fill("[name=closes_at_day]", "2030-02-28")
    page.fill("[name=closes_at_hour]", "23:59")
    page.fill("[name=places]", "24")
    page.click("button[value=save]")
    assert page.url.endswith("/setup/form/")
    with override("ar"):
        page.goto(reverse("call_add_item", args=["kawaliss-3", "rules"]))
    page.check("[name=fact][value='project.region']")
    page.click("main button")
    fill_words(page, "label", "جهة")
    page.check("[name=values-0][value=MA-02]")
    page.click("button[value=save]")
    assert "الشرق" in page.inner_text("main")
    with override("ar"):
        page.goto(reverse("call_setup_step", args=["kawaliss-3", "check"]))
    page.click("main form button")
    call = Call.objects.get(slug="kawaliss-3")
    assert (call.state, call.version.number, call.places) == ("published", 1, 24)
    assert call.closes_at == factories.at("2030-02-28 23:59:59")
    assert page.url.endswith("/office/calls/kawaliss-3/")
