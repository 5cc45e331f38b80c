"""Integration: freezing a draft as a version, and whom a new version touches."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from typing import Any

import pytest

from mouakaba.select.calls.actions import create_call, publish_call, save_draft
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import blocking, call_file, draft_problems
from tests import factories


@pytest.fixture
def draft(programme: Any, omar: Any, places: None) -> Call:
    """A draft that holds the tests' call file and content, ready to be published."""
    title = {"ar": "نداء", "fr": "Appel", "en": "Call"}
    call = create_call(programme=programme, kind_code="incubation", slug="demo-call", title=title, by=omar)
    return save_draft(call=call, rules=tomllib.loads(factories.rules_file()), content=factories.content(), by=omar)


def test_a_complete_draft_has_nothing_that_blocks(draft: Call) -> None:
    assert blocking(draft_problems(draft)) == []


def test_publishing_freezes_the_call_file_and_takes_its_dates_over(draft: Call, omar: Any) -> None:
    version = publish_call(call=draft, by=omar)
    assert (version.number, draft.state, draft.places) == (1, "published", 3)
    assert draft.closes_at == factories.at("2024-03-31 23:59:59")
    assert draft.grace == timedelta(0)
    assert [rule.code for rule in call_file(version).eligibility] == ["age", "region"]
    assert version.content == factories.content()


def test_the_factory_publishes_as_an_officer_does(call: Any) -> None:
    assert (call.version.number, call.state, call.is_demo) == (1, "published", True)
    assert call.version.content == factories.content()
