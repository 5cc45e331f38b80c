"""Integration: every kind gives a call something sound to start from."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.kernel.forms import parse_form
from mouakaba.select import registry
from mouakaba.select.calls.actions import create_call
from mouakaba.select.calls.queries import blocking, draft_problems
from mouakaba.site.kinds import CALL_KINDS

CODES = [kind.code for kind in CALL_KINDS]


@pytest.mark.parametrize("code", CODES)
def test_the_starting_form_can_be_asked_in_three_languages(code: str) -> None:
    content = registry.kind(code).default_content
    form = parse_form({"sections": content["sections"], "questions": content["questions"]})
    assert len(form.questions) >= 8


@pytest.mark.parametrize("code", CODES)
def test_a_new_call_lacks_only_its_texts_dates_and_places(code: str, programme: Any, omar: Any, places: None) -> None:
    title = {"ar": "نداء", "fr": "Appel", "en": "Call"}
    call = create_call(programme=programme, kind_code=code, slug="new", title=title, by=omar)
    fields = {(problem.step, problem.field) for problem in blocking(draft_problems(call))}
    assert fields == {
        ("texts", "summary_ar"),
        ("texts", "summary_fr"),
        ("texts", "summary_en"),
        ("dates", "opens_at"),
        ("dates", "closes_at"),
        ("dates", "places"),
    }
    assert call.title == title
