"""A kind judged live goes the same way: no screening, prizes for places, those who did not come left out."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.select.applications.models import Application
from mouakaba.select.selection.actions import freeze_run, publish_results, run_selection
from mouakaba.select.selection.models import Decision
from mouakaba.select.selection.queries.results import result_for
from tests.select.selection import cast
from tests.select.selection.cast import application, number

pytestmark = pytest.mark.django_db


def test_an_ideathon_is_chosen_and_published(programme: Any, places: None, omar: Any) -> None:
    call = cast.closed_call(programme, cast.SIX, kind="ideathon", quotas="")
    Application.objects.filter(number=number(call, 2)).update(score=None)
    run = run_selection(call=call, name="", by=omar)
    assert run.result["chosen"] == [number(call, n) for n in (1, 3, 4)]
    assert run.left_out == [{"id": number(call, 2), "floors": []}]
    freeze_run(run=run, note="", by=omar)
    assert publish_results(call=call, by=omar) == 6
    assert Decision.objects.get(application__number=number(call, 2)).outcome == "not_selected"
    absent = result_for(application(call, 2), "en")
    assert absent is not None
    assert absent.short_by_sentence == "The jury gave your project no marks, so it was not part of the choice."
