"""Integration: where a call stands to the second, in and out of Ramadan time, and what its dates page says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mouakaba.base.clock.queries import moment
from mouakaba.select.calls.actions import publish_call
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import draft_of, draft_problems
from mouakaba.select.calls.queries.moments import clock_changes, wall_kind
from mouakaba.select.calls.queries.previews import draft_moments
from tests import factories

ZONE = "Africa/Casablanca"
SECOND = timedelta(seconds=1)

# Closing wall time, and the instant it is: Ramadan 2024 and 2025 stand at UTC+0, other days at UTC+1.
CLOSINGS = [
    ("2024-03-31T23:59:59", datetime(2024, 3, 31, 23, 59, 59, tzinfo=UTC)),
    ("2024-06-30T23:59:59", datetime(2024, 6, 30, 22, 59, 59, tzinfo=UTC)),
    ("2025-03-29T12:00:00", datetime(2025, 3, 29, 12, 0, 0, tzinfo=UTC)),
    ("2025-04-06T23:59:59", datetime(2025, 4, 6, 22, 59, 59, tzinfo=UTC)),
]


@pytest.mark.parametrize(("wall", "instant"), CLOSINGS)
@pytest.mark.parametrize("grace", [0, 15])
def test_the_closing_second_is_still_open_and_the_next_is_not(
    draft: Call, omar: Any, change: Callable[..., None], wall: str, instant: datetime, grace: int
) -> None:
    change(draft, closes_at=wall, grace_minutes=grace)
    publish_call(call=draft, by=omar)
    assert draft.closes_at == instant
    after = "grace" if grace else "closed"
    assert [draft.stage(instant - SECOND), draft.stage(instant), draft.stage(instant + SECOND)] == [
        "open",
        "open",
        after,
    ]
    last = instant + timedelta(minutes=grace)
    assert [draft.stage(last + SECOND / 2), draft.stage(last + SECOND)] == ["grace" if grace else "open", "closed"]


def test_the_opening_second_is_open_and_the_one_before_is_not(call: Call) -> None:
    opens = factories.at("2024-02-15 09:00:00")
    assert [call.stage(opens - SECOND), call.stage(opens)] == ["announced", "open"]


@pytest.mark.parametrize(
    ("wall", "kind"),
    [
        ("2024-03-31T23:59:59", "plain"),
        ("2024-03-10T02:30:00", "twice"),  # Ramadan 2024 began: 03:00 became 02:00
        ("2025-04-06T02:30:00", "never"),  # Ramadan 2025 had ended: 02:00 became 03:00
        ("2025-04-06T03:00:00", "plain"),
    ],
)
def test_hours_that_happen_twice_or_never_are_known(wall: str, kind: str) -> None:
    assert wall_kind(datetime.fromisoformat(wall), ZONE) == kind


@pytest.mark.parametrize("wall", ["2024-03-10T02:30:00", "2025-04-06T02:30:00"])
def test_such_an_hour_is_warned_of_and_does_not_block(draft: Call, change: Callable[..., None], wall: str) -> None:
    change(draft, closes_at=wall)
    found = [problem for problem in draft_problems(draft) if problem.step == "dates"]
    assert (found[0].field, found[0].blocks) == ("closes_at", False)
    assert "clock goes" in found[0].sentence


def test_clock_changes_are_found_to_the_minute() -> None:
    found = clock_changes(datetime(2025, 2, 1, tzinfo=UTC), datetime(2025, 5, 1, tzinfo=UTC), ZONE)
    assert [(change.at, change.before, change.after) for change in found] == [
        (datetime(2025, 2, 23, 2, 0, tzinfo=UTC), 60, 0),
        (datetime(2025, 4, 6, 2, 0, tzinfo=UTC), 0, 60),
    ]


def test_the_public_sentence_names_the_offset_of_that_day(draft: Call, change: Callable[..., None]) -> None:
    change(draft, closes_at="2024-06-30T23:59:59")
    opening, closing = draft_moments(draft_of(draft))
    assert ("UTC+1" in opening.sentences["fr"], "UTC+1" in closing.sentences["fr"]) == (True, True)
    change(draft, closes_at="2024-03-31T23:59:59")
    assert "UTC+0" in draft_moments(draft_of(draft))[1].sentences["ar"]
    assert draft_moments(draft_of(draft))[1].instant == moment(datetime(2024, 3, 31, 23, 59, 59), ZONE)
