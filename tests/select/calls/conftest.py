"""A draft ready to be published, and an officer at work on it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils.translation import override

from mouakaba.select.calls.actions import create_call, edit_draft, save_draft
from mouakaba.select.calls.models import Call
from tests import factories

TITLE = {"ar": "نداء", "fr": "Appel", "en": "Call"}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared in English; other tests see to the other languages."""
    with override("en"):
        yield


@pytest.fixture
def draft(programme: Any, omar: Any, places: None) -> Call:
    """A call in preparation that holds the tests' call file and content."""
    call = create_call(programme=programme, kind_code="incubation", slug="demo-call", title=TITLE, by=omar)
    return save_draft(call=call, rules=tomllib.loads(factories.rules_file()), content=factories.content(), by=omar)


@pytest.fixture
def change(omar: Any) -> Callable[..., None]:
    """Changes a call's draft: ``change(call, places=5)`` in [call], ``change(call, content={...})`` in the content."""

    def apply(call: Call, *, content: dict[str, Any] | None = None, **header: Any) -> None:
        def alter(draft: Any) -> None:
            draft.header.update(header)
            draft.content.update(content or {})

        edit_draft(call=call, change=alter, by=omar)

    return apply


@pytest.fixture
def as_omar(client: Any, omar: Any) -> Any:
    client.force_login(omar)
    return client
