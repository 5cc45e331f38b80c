"""The choice's own fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from mouakaba.select.calls.models import Call
from mouakaba.select.selection.actions import freeze_run, publish_results, run_selection
from mouakaba.select.selection.models import SelectionRun
from tests.select.selection import cast


@pytest.fixture
def six(programme: Any, places: None) -> Call:
    """Six files scored 100 to 50: the best three are from one region that may have two places."""
    return cast.closed_call(programme, cast.SIX)


@pytest.fixture
def run(six: Call, omar: Any) -> SelectionRun:
    return run_selection(call=six, name="DEMO choice", by=omar)


@pytest.fixture
def frozen(run: SelectionRun, omar: Any) -> SelectionRun:
    return freeze_run(run=run, note="", by=omar)


@pytest.fixture
def published(frozen: SelectionRun, omar: Any) -> Call:
    publish_results(call=frozen.call, by=omar)
    frozen.call.refresh_from_db()
    return frozen.call


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are checked in English; tests of other languages say so."""
    with override("en"):
        yield
