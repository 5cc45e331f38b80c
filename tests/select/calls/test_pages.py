"""Integration: every page of the office opens for those who may, in three languages, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests import factories

STEPS = ("texts", "dates", "form", "rules", "criteria", "quotas", "check")
ITEMS = (
    ("sections", "project"),
    ("questions", "sector"),
    ("questions", "ice"),
    ("rules", "age"),
    ("rules", "region"),
    ("criteria", "viability"),
    ("quotas", "region-oriental"),
)
LISTS = ("sections", "questions", "rules", "criteria", "quotas")


def pages(call: Any, *, writing: bool) -> list[str]:
    """Addresses of a call's pages in the active language; `writing`: those of officers alone."""
    slug = call.slug
    if writing:
        names = [reverse("call_add_item", args=[slug, listed]) for listed in LISTS]
        names += [reverse("call_clone", args=[slug]), reverse("call_cancel", args=[slug])]
        programme = call.programme.slug
        return [*names, reverse("call_new", args=[programme]), reverse("call_import", args=[programme])]
    names = [reverse("call_office", args=[slug]), reverse("call_preview", args=[slug])]
    names += [reverse("call_setup_step", args=[slug, step]) for step in STEPS]
    names += [reverse("call_item", args=[slug, listed, code]) for listed, code in ITEMS]
    names += [reverse("call_versions", args=[slug]), reverse("call_compare", args=[slug, 1, 1])]
    names += [reverse("call_extensions", args=[slug]), reverse("call_export", args=[slug, "toml"])]
    return [*names, reverse("call_export", args=[slug, "zip"])]


def statuses(client: Client, addresses: list[str]) -> dict[str, int]:
    return {address: client.get(address).status_code for address in addresses}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_an_officer_opens_every_page_in_each_language(language: str, client: Client, call: Any, omar: Any) -> None:
    client.force_login(omar)
    with override(language):
        addresses = pages(call, writing=False) + pages(call, writing=True)
    assert set(statuses(client, addresses).items()) == {(address, 200) for address in addresses}


@pytest.mark.parametrize("role", ["president", "viewer"])
def test_a_reader_opens_what_can_be_read_and_nothing_else(role: str, client: Client, call: Any, charlie: Any) -> None:
    call.programme.roles.create(person=charlie, role=role)
    client.force_login(charlie)
    assert set(statuses(client, pages(call, writing=False)).values()) == {200}
    assert set(statuses(client, pages(call, writing=True)).values()) == {404}


def test_a_stranger_finds_nothing(client: Client, call: Any, charlie: Any) -> None:
    client.force_login(charlie)
    assert set(statuses(client, pages(call, writing=False) + pages(call, writing=True)).values()) == {404}


def test_an_officer_of_another_programme_finds_nothing(client: Client, call: Any) -> None:
    stranger = factories.make_person("Other officer")
    factories.make_programme("other", officer=stranger)
    client.force_login(stranger)
    assert set(statuses(client, pages(call, writing=False) + pages(call, writing=True)).values()) == {404}


def test_somebody_without_a_session_is_asked_to_log_in(client: Client, call: Any) -> None:
    assert set(statuses(client, pages(call, writing=False) + pages(call, writing=True)).values()) == {302}
