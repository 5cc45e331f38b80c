"""A small jury: a published call, three jurors, four admitted files; and a live call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from mouakaba.select.applications.models import State
from mouakaba.select.review.models import Review
from tests import factories

COMPLETE = {"viability": {"mark": 4, "reason": ""}, "impact": {"mark": 3, "reason": ""}}  # 70 of 100


def make_review(juror: Any, application: Any, **fields: Any) -> Review:
    return Review.objects.create(juror=juror, application=application, assigned_at=juror.call.opens_at, **fields)


def done(juror: Any, application: Any, viability: int, impact: int, **fields: Any) -> Review:
    """A finished review, made by the actions a juror uses."""
    from mouakaba.select.review.actions import finish_review, save_marks

    review = Review.objects.filter(juror=juror, application=application).first() or make_review(juror, application)
    marks = {
        "viability": {"mark": viability, "reason": fields.get("reason", "DEMO reason")},
        "impact": {"mark": impact, "reason": ""},
    }
    save_marks(review=review, marks=marks, base_revision=review.revision, by=juror.person)
    return finish_review(review=review, by=juror.person)


def file(call: Any, name: str, **fields: Any) -> Any:
    applicant = fields.pop("applicant", None) or factories.make_person(name)
    answers = {"title": f"DEMO {name}", **fields.pop("answers", {})}
    return factories.make_application(
        call, applicant, state=fields.pop("state", State.ADMITTED), answers=answers, **fields
    )


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are matched in English; pages are asked for in English too."""
    with override("en"):
        yield


@pytest.fixture
def jurors(call: Any) -> list[Any]:
    return [factories.make_juror(call, f"Juror {letter}", languages=["ar", "fr"]) for letter in "ABC"]


@pytest.fixture
def files(call: Any) -> list[Any]:
    return [file(call, f"File {n}") for n in range(1, 5)]


@pytest.fixture
def live_call(programme: Any, places: None) -> Any:
    """A published ideathon: files go before the jury as they are sent."""
    return factories.make_call(programme, "demo-live", kind_code="ideathon")


@pytest.fixture
def live_files(live_call: Any) -> list[Any]:
    return [file(live_call, f"Pitch {n}", state=State.SUBMITTED) for n in range(1, 4)]


@pytest.fixture
def panel(live_call: Any) -> list[Any]:
    return [factories.make_juror(live_call, f"Panel {letter}") for letter in "AB"]
