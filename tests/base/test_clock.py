"""The clock, in and out of Ramadan time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from mouakaba.base.clock.actions import set_clock
from mouakaba.base.clock.queries import moment, now
from mouakaba.base.words.phrases import deadline_in_words
from tests import factories


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        ("2024-03-31 23:59:59", datetime(2024, 3, 31, 23, 59, 59, tzinfo=UTC)),  # Ramadan: UTC+0
        ("2024-04-14 23:59:59", datetime(2024, 4, 14, 22, 59, 59, tzinfo=UTC)),  # back to UTC+1 that morning
        ("2025-04-06 23:59:59", datetime(2025, 4, 6, 22, 59, 59, tzinfo=UTC)),  # the day the clock jumps
        ("2025-04-06 01:00:00", datetime(2025, 4, 6, 1, 0, tzinfo=UTC)),  # still UTC+0 before the jump
    ],
)
def test_a_wall_time_is_an_instant(wall: str, instant: datetime) -> None:
    assert factories.at(wall) == instant


def test_the_deadline_says_its_offset_in_each_language() -> None:
    closing = moment(datetime(2024, 3, 31, 23, 59), "Africa/Casablanca")
    plain = {
        language: deadline_in_words(closing, "Africa/Casablanca", language).replace("\u2066", "").replace("\u2069", "")
        for language in ("ar", "fr", "en")
    }
    assert plain == {
        "ar": "الأحد 31 مارس 2024 على الساعة 23:59 (بتوقيت المغرب, UTC+0)".replace(", ", "، "),
        "fr": "dimanche 31 mars 2024 à 23:59 (heure du Maroc, UTC+0)",
        "en": "Sunday 31 March 2024 at 23:59 (Morocco time, UTC+0)",
    }


def test_the_demonstration_clock_ticks_from_where_it_stands(stand_at: Any) -> None:
    stand_at("2024-03-31 23:58:00")
    first, second = now(), now()
    assert factories.at("2024-03-31 23:58:00") <= first <= second < factories.at("2024-03-31 23:59:00")


@pytest.mark.django_db
def test_a_real_instance_has_no_clock_to_move() -> None:
    with pytest.raises(PermissionDenied):
        set_clock(stands_at=datetime(2024, 1, 1, tzinfo=UTC))
