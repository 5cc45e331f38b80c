"""A person at work on the small call, and ways to post a section."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from mouakaba.select.applications.models import Application
from tests import factories

OPEN = "2024-03-20 10:00:00"


@pytest.fixture
def open_call(call: Any, stand_at: Callable[..., None]) -> Any:
    """The call on a day it is open."""
    stand_at(OPEN)
    return call


@pytest.fixture
def draft(open_call: Any, alice: Any) -> Application:
    """Alice's complete draft: the agreement alone is missing."""
    application = factories.make_application(open_call, alice, state="draft", at=factories.at(OPEN))
    del application.answers["consent"]
    application.save()
    return application


@pytest.fixture
def as_alice(client: Any, alice: Any) -> Any:
    client.force_login(alice)
    return client


def section_url(application: Application, code: str = "project") -> str:
    return reverse("application_section", args=[application.pk, code])


def page_data(application: Application, **answers: Any) -> dict[str, Any]:
    """What the page of a section would post: each answer with the revision it was drawn with."""
    data: dict[str, Any] = {}
    for code, value in answers.items():
        data[f"q_{code}"] = value
        data[f"q_{code}-base"] = application.revisions.get(code, 0)
    return data


def send_data(application: Application, *, agree: bool = True) -> dict[str, Any]:
    return {"q_consent": "true" if agree else "", "q_consent-base": application.revisions.get("consent", 0)}
