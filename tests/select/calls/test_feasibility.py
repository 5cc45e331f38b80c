"""Integration: quotas no choice could keep are seen while they are typed."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.select.calls.actions import edit_draft
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import blocking, draft_problems


def quota(code: str, values: list[str], **bounds: int) -> dict[str, Any]:
    attribute = "project.sector" if values[0].isalpha() else "project.region"
    return {"code": code, "attribute": attribute, "values": values, **bounds}


def sentences(call: Call, omar: Any, *quotas: dict[str, Any], places: int = 3) -> list[str]:
    """The warnings of the quotas' step with these quotas, which block nothing."""

    def alter(draft: Any) -> None:
        draft.header["places"] = places
        draft.rules["quotas"] = list(quotas)
        draft.labels("quotas").update({q["code"]: {"ar": "ح", "fr": "Q", "en": "Q"} for q in quotas})

    edit_draft(call=call, change=alter, by=omar)
    problems = draft_problems(call)
    assert blocking(problems) == []
    return [problem.sentence for problem in problems if problem.step == "quotas"]


def test_minimums_that_exceed_the_places(draft: Call, omar: Any) -> None:
    found = sentences(draft, omar, quota("a", ["MA-01"], min=2), quota("b", ["MA-02"], min=2))
    assert len(found) == 1
    assert "add up to 4" in found[0]


def test_minimums_that_may_overlap_are_not_added(draft: Call, omar: Any) -> None:
    assert sentences(draft, omar, quota("a", ["MA-01", "MA-02"], min=2), quota("b", ["MA-02"], min=2)) == []


def test_maximums_that_can_never_fill_the_places(draft: Call, omar: Any) -> None:
    found = sentences(draft, omar, quota("a", ["crafts"], max=1), quota("b", ["music"], max=1))
    assert len(found) == 1
    assert "add up to 2" in found[0]


def test_maximums_that_leave_a_way_are_fine(draft: Call, omar: Any) -> None:
    assert sentences(draft, omar, quota("a", ["crafts"], max=1)) == []
    assert sentences(draft, omar, quota("a", ["crafts"], max=1), quota("b", ["music"], max=2)) == []


def test_a_minimum_inside_a_smaller_maximum(draft: Call, omar: Any) -> None:
    found = sentences(draft, omar, quota("a", ["MA-02"], min=3), quota("b", ["MA-01", "MA-02"], max=2))
    assert len(found) == 1
    assert "at least 3" in found[0]


def test_a_minimum_on_files_the_rules_exclude(draft: Call, omar: Any) -> None:
    found = sentences(draft, omar, quota("a", ["MA-06"], min=1))
    assert len(found) == 1
    assert "cannot be reached" in found[0]


@pytest.mark.parametrize("bounds", [{"max": 2}, {"min": 1}])
def test_possible_quotas_raise_nothing(draft: Call, omar: Any, bounds: dict[str, int]) -> None:
    assert sentences(draft, omar, quota("a", ["MA-02"], **bounds)) == []
