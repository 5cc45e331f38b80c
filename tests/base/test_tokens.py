"""Tokens: shown once, kept as a hash, revoked; requests counted for all processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from mouakaba.base.people.models import Person
from mouakaba.base.privacy.actions import erase_person, export_person
from mouakaba.base.tokens.actions import count_request, forget_counts, make_token
from mouakaba.base.tokens.models import ApiToken, ApiUse
from mouakaba.base.tokens.queries import token_shown
from mouakaba.base.tokens.rules import MOST_TOKENS
from tests import factories
from tests.match.conftest import as_

pytestmark = pytest.mark.django_db


def test_a_token_is_shown_once_and_never_kept(alice: Person) -> None:
    page = as_(alice).post("/fr/my/tokens/", {"name": "Tableur", "scope": "read"})
    secret = page.context["secret"]
    assert secret.startswith("mk_") and secret in page.content.decode()
    assert "Tableur" in (again := as_(alice).get("/fr/my/tokens/").content.decode()) and secret not in again
    kept = ApiToken.objects.get()
    assert secret not in str(kept.__dict__) and token_shown(secret) == kept
    assert as_(alice).post(f"/fr/my/tokens/{kept.pk}/revoke/").status_code == 302
    assert token_shown(secret) is None


def test_nobody_else_revokes_it(alice: Person, charlie: Person) -> None:
    token, secret = make_token(name="x", scope="read", by=alice)
    assert as_(charlie).post(f"/fr/my/tokens/{token.pk}/revoke/").status_code == 404
    assert "x" not in as_(charlie).get("/fr/my/tokens/").context["tokens"].values_list("name", flat=True)
    assert token_shown(secret) is not None


def test_bad_input_is_said_and_nothing_typed_is_lost(alice: Person) -> None:
    page = as_(alice).post("/fr/my/tokens/", {"name": "", "scope": "write"})
    assert page.status_code == 422 and page.context["form"]["scope"].value() == "write"
    for n in range(MOST_TOKENS):
        make_token(name=str(n), scope="read", by=alice)
    page = as_(alice).post("/fr/my/tokens/", {"name": "Tableur", "scope": "read"})
    assert page.status_code == 422 and "Tableur" in page.content.decode()


def test_tokens_are_exported_without_secret_and_erased(alice: Person) -> None:
    token, secret = make_token(name="Tableur", scope="write", by=alice)
    told = export_person(alice)["tokens"]
    assert [one["name"] for one in told] == ["Tableur"] and token.digest not in str(told)
    erase_person(person=alice, by=alice)
    assert token_shown(secret) is None and not ApiToken.objects.exists()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_page_in_every_language(alice: Person, language: str, django_assert_max_num_queries: Any) -> None:
    for n in range(5):
        make_token(name=str(n), scope="read", by=alice)
    client = as_(alice)
    with django_assert_max_num_queries(12):
        assert client.get(f"/{language}/my/tokens/").status_code == 200


def test_windows_begin_anew_and_old_ones_go() -> None:
    assert [count_request("a", 60.0)[0], count_request("a", 119.0)[0], count_request("b", 119.0)[0]] == [1, 2, 1]
    assert count_request("a", 119.5) == (3, 1)
    assert count_request("a", 120.0) == (1, 61)
    assert forget_counts() == 3 and not ApiUse.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_requests_at_once_are_all_counted() -> None:
    def ask(_n: int) -> None:
        for _turn in range(10):
            count_request("shared", 60.0)
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(4)))
    assert ApiUse.objects.get().count == 40


def test_somebody_without_an_account_sees_no_tokens() -> None:
    assert as_(None).get("/fr/my/tokens/").status_code == 302
    assert not factories.make_person("New").api_tokens.exists()
