"""Integration: the call's front page in the office says where it stands and the one thing to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from mouakaba.select.calls.models import Call
from mouakaba.select.calls.phrases import say_time_left
from mouakaba.select.calls.queries.overview import next_step
from tests import factories

# Where the clock stands, what has happened, and what to do next.
MOMENTS = [
    ("2024-02-01 10:00:00", {}, "wait"),
    ("2024-03-20 10:00:00", {"submitted": 3}, "follow"),
    ("2024-04-20 10:00:00", {"submitted": 2, "paper_asked": 1}, "screen"),
    ("2024-04-20 10:00:00", {"admitted": 5}, "jury"),
]


@pytest.mark.parametrize(("when", "counts", "code"), MOMENTS)
def test_the_next_step_follows_the_stage(call: Any, when: str, counts: dict[str, int], code: str) -> None:
    step = next_step(call, factories.at(when), counts, ready=True)
    assert step.code == code
    assert step.count == (counts.get("submitted", 0) + counts.get("paper_asked", 0))


def test_marks_closed_lead_to_the_choice_and_results_to_the_cohort(call: Any) -> None:
    at = factories.at("2024-05-20 10:00:00")
    call.marks_closed_at = factories.at("2024-05-01 10:00:00")
    assert next_step(call, at, {"admitted": 5}, ready=True).code == "choose"
    call.decided_at = factories.at("2024-05-10 10:00:00")
    assert next_step(call, at, {"selected": 3}, ready=True).code == "cohort"
    call.state = Call.State.CANCELLED
    assert next_step(call, at, {}, ready=True).url_name == ""


def test_a_kind_judged_live_goes_to_the_panel_without_screening(programme: Any, places: None) -> None:
    call = factories.make_call(programme, kind_code="ideathon")
    assert next_step(call, factories.at("2024-04-20 10:00:00"), {"submitted": 9}, ready=True).code == "live"


@pytest.mark.parametrize(("ready", "code"), [(False, "set_up"), (True, "publish")])
def test_a_draft_is_completed_then_published(draft: Call, ready: bool, code: str) -> None:
    assert next_step(draft, factories.at("2024-01-01 10:00:00"), {}, ready=ready).code == code


@pytest.mark.parametrize(
    ("left", "language", "text"),
    [
        (timedelta(days=3, hours=4, minutes=50), "en", "Closes in 3 days and 4 hours"),
        (timedelta(days=3, hours=4), "fr", "Clôture dans 3\xa0jours et 4\xa0heures"),
        (timedelta(days=2), "ar", "الوقت المتبقي للإغلاق: يومان"),
        (timedelta(hours=23, minutes=1), "en", "Closes in 23 hours and 1 minute"),
        (timedelta(seconds=30), "fr", "Clôture dans moins d’une minute"),
        (timedelta(seconds=-5), "en", "Closes in less than a minute"),
    ],
)
def test_the_time_left_is_said_in_words(left: timedelta, language: str, text: str) -> None:
    with override(language):
        assert say_time_left(left, opening=False) == text


def test_the_page_shows_stage_countdown_figures_and_one_main_button(
    as_omar: Any, call: Any, stand_at: Callable[[str], None]
) -> None:
    stand_at("2024-03-30 12:30:00")
    for name, state in (("A", "draft"), ("B", "submitted"), ("C", "submitted")):
        factories.make_application(call, factories.make_person(name), state=state)
    page = as_omar.get(reverse("call_office", args=[call.slug]))
    assert page.context["left"] == "Closes in 1 day and 11 hours"
    assert {code: count for code, _label, count in page.context["counts"]} == {"draft": 1, "submitted": 2}
    assert page.context["total"] == 3
    assert page.content.decode().count('class="button"') == 1


def test_a_cancelled_call_still_opens_in_the_office(as_omar: Any, call: Any) -> None:
    Call.objects.filter(pk=call.pk).update(state="cancelled")
    page = as_omar.get(reverse("call_office", args=[call.slug]))
    assert (page.status_code, page.context["stage"], page.context["next"]["url"]) == (200, "cancelled", "")
