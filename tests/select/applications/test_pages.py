"""Integration: every page of the path — who may open it, in three languages, within the budgets — and axe."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from mouakaba.base.words.models import LANGUAGES
from mouakaba.select.applications.actions import submit_application
from mouakaba.select.applications.models import Application, State
from mouakaba.select.screening.models import PaperRequest
from tests import factories
from tests.select.applications.conftest import OPEN

pytestmark = pytest.mark.django_db

PUBLIC = ["call_list", "call_page", "check_eligibility", "apply", "receipt_check", "receipt_check_one"]
OWN = [
    "application_page",
    "application_section",
    "application_review",
    "application_receipt",
    "application_receipt_pdf",
    "application_withdraw",
    "application_earlier",
    "application_paper",
    "application_save",
]
PAGES = [name for name in [*PUBLIC, "my", *OWN] if name not in ("application_save", "application_receipt_pdf")]


@pytest.fixture
def sent(draft: Application, omar: Any) -> Application:
    """Alice's file, sent, with a paper asked of her and a text left aside."""
    draft.answers["consent"] = "true"
    draft.save()
    submit_application(application=draft, by=draft.applicant, at=factories.at(OPEN))
    application = Application.objects.get(pk=draft.pk)
    application.paper_requests.create(
        text="DEMO statutes, please", due_at=factories.at("2024-04-10 12:00:00"), asked_by=omar, asked_at=timezone.now()
    )
    application.superseded.create(question="title", value="DEMO other title", revision=1, at=timezone.now())
    Application.objects.filter(pk=application.pk).update(state=State.PAPER_ASKED)
    return Application.objects.get(pk=draft.pk)


def address(name: str, application: Application, language: str = "fr") -> str:
    asked = application.paper_requests.first()
    args: dict[str, list[Any]] = {
        "call_page": [application.call.slug],
        "check_eligibility": [application.call.slug],
        "apply": [application.call.slug],
        "receipt_check_one": [application.number],
        "application_section": [application.pk, "holder"],
        "application_paper": [application.pk, asked.pk if asked else 0],
    }
    own = [application.pk] if name.startswith("application") else []
    with override(language):
        url = reverse(name, args=args.get(name, own))
    found = application.submission
    return f"{url}?h={found.content_hash}" if name == "receipt_check_one" and found else url


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_owner_reads_every_page_within_the_budgets(language: str, as_alice: Any, sent: Application) -> None:
    """Twelve queries and 30 KB a page, places and call files being kept in memory after the first reading."""
    found = {}
    for name in PAGES:
        url = address(name, sent, language)
        as_alice.get(url, follow=True)
        with CaptureQueriesContext(connection) as queries:
            response = as_alice.get(url)
        body = response.content
        found[name] = (response.status_code, len(queries) <= 12, len(gzip.compress(body)) <= 30_000)
        assert name == "apply" or f'<html lang="{language}"'.encode() in body
    assert found == {name: (302 if name == "apply" else 200, True, True) for name in PAGES}


def statuses(client: Any, application: Application, names: list[str], method: str = "get") -> dict[str, int]:
    return {name: getattr(client, method)(address(name, application)).status_code for name in names}


def test_anybody_reads_the_public_pages(client: Any, sent: Application) -> None:
    assert statuses(client, sent, PUBLIC) == dict.fromkeys(PUBLIC, 200)


def test_nobody_reads_own_pages_without_a_login(client: Any, sent: Application) -> None:
    expected = {**dict.fromkeys(["my", *OWN], 302), "application_save": 401}
    assert statuses(client, sent, ["my", *OWN]) == expected


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_and_the_officer_find_nothing(
    method: str, client: Any, sent: Application, charlie: Any, omar: Any
) -> None:
    for person in (charlie, omar):
        client.force_login(person)
        assert statuses(client, sent, OWN, method) == dict.fromkeys(OWN, 404)


def test_an_unpublished_call_is_not_there(as_alice: Any, sent: Application) -> None:
    sent.call.state = "draft"
    sent.call.save()
    names = ["call_page", "check_eligibility", "apply"]
    assert statuses(as_alice, sent, names) == dict.fromkeys(names, 404)


def test_the_list_of_own_applications_costs_the_same_with_many(
    as_alice: Any, alice: Any, programme: Any, places: None
) -> None:
    for index in range(12):
        factories.make_application(factories.make_call(programme, f"call-{index}"), alice)
    with CaptureQueriesContext(connection) as queries:
        page = as_alice.get(reverse("my")).content.decode()
    assert page.count("card link") == 12
    assert len(queries) <= 12


def test_the_call_page_says_what_there_is_to_know(client: Any, open_call: Any) -> None:
    page = client.get(f"/en/calls/{open_call.slug}/").content.decode()
    for words in (
        "Young people aged 18 to 29",
        "Six months of support",
        "50%",
        "Oriental region: from 1 to 2",
        "UTC+0",
    ):
        assert words in page
    assert "data-countdown" in page and "11 days and 13 hours" in page


def test_the_deadline_is_that_of_the_day_the_clock_changes(
    client: Any, programme: Any, places: None, stand_at: Any
) -> None:
    factories.make_call(programme, "third", closes_at=factories.at("2025-04-06 23:59:59"))
    stand_at("2025-04-01 10:00:00")
    page = client.get("/en/calls/third/").content.decode()
    assert "6 April 2025" in page and "UTC+1" in page


def test_a_search_folds_what_readers_do_not_tell_apart(client: Any, open_call: Any) -> None:
    open_call.title = {"ar": "الأفكار المُبتكرة", "fr": "Idées", "en": "Ideas"}
    open_call.save()
    for text in ("الافكار", "idees", "IDÉES"):
        assert "demo-call" in client.get("/ar/calls/", {"q": text}).content.decode()
    assert "demo-call" not in client.get("/ar/calls/", {"q": "xyz"}).content.decode()


def test_a_paper_is_answered_and_the_state_moves_on(as_alice: Any, sent: Application) -> None:
    url = address("application_paper", sent)
    assert as_alice.post(url, {"answer": "  "}).status_code == 422
    as_alice.post(url, {"answer": "Here are the statutes."})
    asked = PaperRequest.objects.get()
    assert (asked.answer, asked.answered_at is not None) == ("Here are the statutes.", True)
    assert Application.objects.get(pk=sent.pk).state == State.SUBMITTED


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
class TestAxe:
    @pytest.fixture
    def page(self, browser: Any, live_server: Any, sent: Application, alice: Any) -> Iterator[Any]:
        client = Client()
        client.force_login(alice)
        context = browser.new_context(viewport={"width": 360, "height": 740}, base_url=live_server.url)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        yield context.new_page()
        context.close()

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_no_violation_on_any_page(self, language: str, page: Any, axe: Any, sent: Application) -> None:
        found = {}
        for name in PAGES:
            page.goto(address(name, sent, language))
            found[name] = axe(page)
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            found[name] += ["wider than the phone"] if wide else []
        assert {name: violations for name, violations in found.items() if violations} == {}
