"""Records of the observatory: a programme of forty applications, and sessions told by a feed of the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from mouakaba.kernel.indicators import Record
from mouakaba.observe.indicators import actions


def told(count: int, *, programme: str = "demo-programme", feed: str = "applications", **fields: Any) -> list[Record]:
    """Like records of a programme, each with its own key."""
    start = f"{programme}-{sorted(fields.items())}"
    fields = {"edition": "demo-call", "day": date(2025, 3, 1), **fields}
    return [Record(feed, f"{start}-{index}"[-60:], programme, **fields) for index in range(count)]


APPLICATIONS = [
    *told(20, sex="female", region="MA-02", area="rural", kind="selected"),
    *told(15, sex="male", region="MA-02", area="urban", kind="not_selected"),
    *told(5, sex="", region="MA-09", kind="submitted"),
]


@pytest.fixture
def feeds(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Record]]:
    """What each feed tells now; the test changes it."""
    now: dict[str, list[Record]] = {"applications": list(APPLICATIONS)}
    monkeypatch.setattr(actions, "FEEDS", {})
    return now


@pytest.fixture
def refresh(feeds: dict[str, list[Record]], db: None) -> Callable[[], int]:
    """Reads all feeds whole."""

    def read() -> int:
        for name in feeds:
            actions.FEEDS[name] = lambda since, name=name: iter(feeds[name])  # type: ignore[misc]
        return actions.refresh_all(whole=True)

    return read


@pytest.fixture
def counted(refresh: Callable[[], int], programme: Any, places: None) -> Any:
    """The programme of Omar, its applications counted."""
    refresh()
    return programme
