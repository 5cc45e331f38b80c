"""Two hands at once, on real connections: pitches, marks, closing. Integration."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from mouakaba.select.applications.models import Application
from mouakaba.select.review.actions import close_marks, order_pitches, save_marks, spread_evenly, start_pitch
from mouakaba.select.review.models import Pitch, Review
from mouakaba.select.review.queries import pitches_of
from tests.select.review.conftest import done, make_review

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Runs the acts at the same moment; their results, or the ValidationError they met, in order."""
    gate = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            gate.wait()
            return act()
        except ValidationError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refused(results: list[Any]) -> int:
    return sum(isinstance(result, ValidationError) for result in results)


def test_two_pitches_begun_at_once_leave_one(
    live_call: Any, live_files: list[Any], panel: list[Any], omar: Any
) -> None:
    order_pitches(call=live_call, by=omar)
    found = together(*(lambda pitch=pitch: start_pitch(pitch=pitch, by=omar) for pitch in pitches_of(live_call)))
    assert refused(found) == 2
    assert Pitch.objects.filter(started_at__isnull=False).count() == 1
    assert Review.objects.count() == len(panel)


def test_marks_saved_from_two_windows_at_once_keep_both_or_show_the_clash(jurors: list[Any], files: list[Any]) -> None:
    review, person = make_review(jurors[0], files[0]), jurors[0].person

    def save(code: str, mark: int) -> Callable[[], Any]:
        return lambda: save_marks(review=review, marks={code: {"mark": mark}}, base_revision=0, by=person)

    together(save("viability", 3), save("impact", 4))
    assert {code: one["mark"] for code, one in Review.objects.get().marks.items()} == {"viability": 3, "impact": 4}
    again = together(save("impact", 1), save("impact", 2))  # both windows had read revision 0
    assert sorted(len(saved.clashes) for saved in again) == [1, 1]
    assert Review.objects.get().marks["impact"]["mark"] == 4


def test_the_same_mark_sent_twice_at_once_is_one_change(jurors: list[Any], files: list[Any]) -> None:
    review = make_review(jurors[0], files[0])
    save = {"review": review, "marks": {"impact": {"mark": 4}}, "base_revision": 0, "by": jurors[0].person}
    found = together(lambda: save_marks(**save), lambda: save_marks(**save))
    assert [saved.review.revision for saved in found] == [1, 1]
    assert not any(saved.clashes for saved in found)


def test_a_mark_during_the_closing_either_counts_or_is_refused(
    call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    reviews = [done(jurors[0], one, 4, 4) for one in files]
    person = jurors[0].person

    def better(review: Review) -> Callable[[], Any]:
        marks = {"impact": {"mark": 5}}
        return lambda: save_marks(review=review, marks=marks, base_revision=9, by=person)

    found = together(*map(better, reviews), lambda: close_marks(call=call, by=omar))
    for review, result in zip(reviews, found, strict=False):
        stored = Application.objects.get(pk=review.application_id).score
        assert stored == (80 if isinstance(result, ValidationError) else 90)
        assert stored == Review.objects.get(pk=review.pk).total


def test_the_marks_close_once(call: Any, jurors: list[Any], files: list[Any], omar: Any) -> None:
    for one in files:
        done(jurors[0], one, 4, 4)
    found = together(lambda: close_marks(call=call, by=omar), lambda: close_marks(call=call, by=omar))
    assert refused(found) == 1


def test_two_spreads_at_once_give_what_one_gives(call: Any, jurors: list[Any], files: list[Any], omar: Any) -> None:
    def spread() -> Any:
        return spread_evenly(call=call, reviews_per_file=2, by=omar)

    found = together(spread, spread)
    assert sorted(report.added for report in found) == [0, 8]
    assert Review.objects.count() == 8
