"""A post that meets the login, or an old token, comes back whole; one from elsewhere leaves nothing."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mouakaba.base.resending.rules import CARRIED_MOST
from tests import factories

pytestmark = pytest.mark.django_db
OWN = {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "same-origin"}
TEXT = "سطر أول\r\n<b>\"ثان\" & 'ثالث'</b>"


@pytest.fixture
def strict() -> Client:
    """A browser whose tokens are checked, as in life."""
    return Client(enforce_csrf_checks=True)


def hidden(response: Any) -> list[tuple[str, str]]:
    """The fields the page would send again, save the token."""
    page = response.content.decode()
    main = page[page.index("<main") :]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', main)
    return [(unescape(name), unescape(text)) for name, text in found if name != "csrfmiddlewaretoken"]


def profile() -> str:
    return reverse("profile")


def test_a_post_that_meets_the_login_comes_back_whole(client: Client) -> None:
    response = client.post(profile() + "?from=a&b", {"name": TEXT, "many": ["1", "2"], "csrfmiddlewaretoken": "old"})
    assert response.status_code == 401
    assert hidden(response) == [("name", TEXT), ("many", "1"), ("many", "2")]
    assert f'action="{profile()}?from=a&amp;b"' in response.content.decode()
    assert reverse("account_login") + "?next=" + reverse("signed_in").replace("/", "%2F") in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_nothing_of_it_enters_a_session(client: Client) -> None:
    client.post(profile(), {"name": TEXT})
    assert dict(client.session) == {}


def test_a_page_only_read_still_goes_to_the_login(client: Client) -> None:
    assert client.get(profile()).status_code == 302


def test_files_are_to_be_chosen_again(client: Client) -> None:
    response = client.post(profile(), {"name": "x", "file": SimpleUploadedFile("statuts.pdf", b"%PDF-secret")})
    page = response.content.decode()
    assert "statuts.pdf" in page
    assert "secret" not in page
    assert 'enctype="multipart/form-data"' in page
    assert re.search(r'<input type="file" [^>]*name="file"', page)


def test_what_no_page_can_hold_is_said(client: Client) -> None:
    response = client.post(profile(), {"name": "x" * (CARRIED_MOST + 1)})
    assert (response.status_code, hidden(response)) == (401, [])
    assert len(response.content) < 50_000


def test_a_password_is_never_written_back(client: Client, strict: Client) -> None:
    assert hidden(client.post(profile(), {"Password2": "hunter2", "name": "x"})) == []
    response = strict.post(reverse("account_login"), {"login": "a@demo.example", "password": "hunter2"}, **OWN)
    assert (response.status_code, hidden(response)) == (403, [])
    assert "hunter2" not in response.content.decode()


def test_an_operators_page_is_carried_too(client: Client) -> None:
    response = client.post(reverse("admin:base_organisation_add"), {"slug": "demo"})
    assert hidden(response) == [("slug", "demo")]
    assert reverse("admin:login") + "?next=" in response.content.decode()


def test_accounts_pages_end_at_the_login_by_themselves(client: Client) -> None:
    response = client.post(reverse("account_change_password"), {"oldpassword": "hunter2"})
    assert response.status_code == 302


def test_an_old_token_from_our_own_page_waits_for_one_press(strict: Client, alice: Any) -> None:
    strict.force_login(alice)
    old = {"name": "New name", "language": "fr", "phone": "", "csrfmiddlewaretoken": "a" * 64}
    response = strict.post(profile(), old, **OWN)
    assert response.status_code == 403
    assert hidden(response) == [("name", "New name"), ("language", "fr"), ("phone", "")]
    page = response.content.decode()
    assert "<script" not in page[page.index("<main") :]  # nothing sends it but the person
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page[page.index("<main") :])
    again = strict.post(profile(), {**dict(hidden(response)), "csrfmiddlewaretoken": token[0]}, **OWN)
    assert again.status_code == 302
    alice.refresh_from_db()
    assert alice.name == "New name"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "http://testserver.evil.example"},
        {"HTTP_REFERER": "https://evil.example/http://testserver/"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_ORIGIN": "http://testserver", "HTTP_REFERER": "https://evil.example/"},
    ],
)
def test_nothing_from_elsewhere_is_carried(strict: Client, alice: Any, headers: dict[str, str]) -> None:
    strict.force_login(alice)
    response = strict.post(profile(), {"name": "Mallory", "language": "fr"}, **headers)
    page = response.content.decode()
    assert (response.status_code, hidden(response)) == (403, [])
    assert "Mallory" not in page
    assert "csrfmiddlewaretoken" not in page[page.index("<main") :]
    alice.refresh_from_db()
    assert alice.name == "DEMO Alice"


@pytest.mark.parametrize("headers", [{"HTTP_ORIGIN": "http://testserver"}, {"HTTP_REFERER": "http://testserver/fr/"}])
def test_browsers_that_tell_less_are_served_too(strict: Client, alice: Any, headers: dict[str, str]) -> None:
    strict.force_login(alice)
    assert hidden(strict.post(profile(), {"name": "Alice B"}, **headers)) == [("name", "Alice B")]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.text("ab_-[]é", min_size=1), st.lists(st.text(), min_size=1), max_size=4))
def test_whatever_was_typed_comes_back_as_it_was(client: Client, typed: dict[str, list[str]]) -> None:
    response = client.post(profile(), typed)
    assert hidden(response) == [(name, text) for name, texts in typed.items() for text in texts]


def test_the_waiting_page_of_the_login_needs_it(client: Client, alice: Any) -> None:
    assert client.get(reverse("signed_in")).status_code == 302
    client.force_login(alice)
    assert client.get(reverse("signed_in")).status_code == 200


def test_answers_that_a_page_sets_aside_by_itself_still_go_to_the_login(client: Client, call: Any, alice: Any) -> None:
    draft = factories.make_application(call, alice, state="draft")
    address = reverse("application_section", args=[draft.pk, "project"])
    assert client.post(address, {"q_title": "x", "q_title-base": "0"}).status_code == 302
    long = {"q_title": "x" * 200_001, "q_title-base": "0"}
    assert hidden(client.post(address, long)) == list(long.items())
