"""Saving and finishing marks. Integration, on the database."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from mouakaba.base.audit.queries import history_of
from mouakaba.select.review.actions import declare_conflict, finish_review, save_marks
from mouakaba.select.review.models import Review
from tests.select.review.conftest import COMPLETE, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(jurors: list[Any], files: list[Any]) -> Review:
    return make_review(jurors[0], files[0])


def save(review: Review, marks: Any, base: int = 0, **fields: Any) -> Any:
    return save_marks(review=review, marks=marks, base_revision=base, by=review.juror.person, **fields)


def test_a_mark_saved_alone_begins_the_review(review: Review) -> None:
    saved = save(review, {"viability": {"mark": 3, "reason": ""}}).review
    assert (saved.state, saved.revision, saved.total) == ("started", 1, None)
    assert saved.marks == {"viability": {"mark": 3, "reason": ""}}


def test_done_needs_every_mark_and_every_reason(review: Review) -> None:
    save(review, {"viability": {"mark": 5, "reason": " "}})
    with pytest.raises(ValidationError) as refused:
        finish_review(review=review, by=review.juror.person)
    assert set(refused.value.message_dict) == {"viability", "impact"}
    save(review, {"viability": {"mark": 5, "reason": "clear market"}, "impact": {"mark": 3}}, 1)
    done = finish_review(review=review, by=review.juror.person)
    assert (done.state, done.total) == ("done", Decimal("80.0000"))


def test_a_finished_review_edited_stays_finished_only_while_complete(review: Review) -> None:
    save(review, COMPLETE)
    finish_review(review=review, by=review.juror.person)
    changed = save(review, {"impact": {"mark": 5}}, 2).review
    assert (changed.state, changed.total) == ("done", Decimal("90.0000"))
    undone = save(review, {"viability": {"mark": 1, "reason": ""}}, 3).review
    assert (undone.state, undone.total, undone.done_at) == ("started", None, None)


def test_saving_the_same_again_changes_nothing(review: Review) -> None:
    first = save(review, COMPLETE, comment="DEMO to the jury").review
    again = save(review, COMPLETE, comment="DEMO to the jury").review
    assert (first.revision, again.revision) == (3, 3)


def test_two_windows_on_different_criteria_both_keep_their_work(review: Review) -> None:
    save(review, {"viability": {"mark": 3}})
    saved = save(review, {"impact": {"mark": 4}}, 0)  # the second window never saw the first
    assert not saved.clashes
    assert {code: one["mark"] for code, one in saved.review.marks.items()} == {"viability": 3, "impact": 4}


def test_two_windows_on_one_criterion_clash_and_nothing_is_overwritten(review: Review) -> None:
    save(review, {"viability": {"mark": 3, "reason": "first"}}, comment="one")
    saved = save(review, {"viability": {"mark": 2, "reason": "second"}, "impact": {"mark": 4}}, 0, comment="two")
    assert saved.clashes == {"viability": {"mark": 3, "reason": "first"}, "_comment": {"reason": "one"}}
    assert saved.review.marks["viability"] == {"mark": 3, "reason": "first"}
    assert saved.review.marks["impact"]["mark"] == 4
    after = save(review, {"viability": {"mark": 2, "reason": "second"}}, saved.review.revision)
    assert not after.clashes
    assert after.review.marks["viability"]["reason"] == "second"


@pytest.mark.parametrize("mark", [0, 6, "4", 3.5, True])
def test_a_mark_off_the_scale_stores_nothing_and_names_its_criterion(review: Review, mark: object) -> None:
    with pytest.raises(ValidationError) as refused:
        save(review, {"viability": {"mark": mark}, "impact": {"mark": 3}})
    assert set(refused.value.message_dict) == {"viability"}
    assert Review.objects.get().marks == {}


def test_hostile_text_is_cleaned_or_refused_in_words(review: Review) -> None:
    saved = save(review, {"viability": {"mark": 3, "reason": "a\x00b\u202ec"}}).review
    assert saved.marks["viability"]["reason"] == "abc"
    with pytest.raises(ValidationError, match="4001"):
        save(review, {"viability": {"mark": 3, "reason": "x" * 4001}}, 1)
    with pytest.raises(ValidationError) as refused:
        save(review, {"unknown": {"mark": 3}}, 1)
    assert set(refused.value.message_dict) == {"unknown"}


def test_nobody_else_saves_into_a_review(review: Review, jurors: list[Any]) -> None:
    with pytest.raises(Review.DoesNotExist):
        save_marks(review=review, marks=COMPLETE, base_revision=0, by=jurors[1].person)


def test_after_a_tie_is_declared_nothing_more_is_saved_and_marks_stay_in_the_record(review: Review) -> None:
    save(review, COMPLETE)
    declare_conflict(review=review, by=review.juror.person, note="cousin")
    with pytest.raises(Review.DoesNotExist):
        save(review, {"impact": {"mark": 5}}, 2)
    assert Review.objects.get().marks == COMPLETE


def test_each_save_leaves_a_line_in_the_history(review: Review) -> None:
    save(review, COMPLETE)
    line = history_of(review).get()
    assert (line.act, line.by, line.detail) == (
        "save_marks",
        review.juror.person,
        {"criteria": ["impact", "viability"]},
    )
