"""Closing and reopening marks, and what the choice and the letters read. Integration, on the database."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from mouakaba.base.clock.queries import now
from mouakaba.select.applications.models import Application, State
from mouakaba.select.review.actions import (
    assign,
    close_marks,
    enter_conflict,
    lift_conflict,
    remove_juror,
    reopen_marks,
    save_marks,
    spread_evenly,
)
from mouakaba.select.review.models import Conflict, Review
from mouakaba.select.review.queries import (
    excluded_by_floor,
    feedback_for,
    left_out,
    marks_by_criterion,
    scored_files,
)
from mouakaba.select.selection.models import SelectionRun
from tests import factories
from tests.select.review.conftest import COMPLETE, done, file, make_review

pytestmark = pytest.mark.django_db


def score_of(application: Application) -> Decimal | None:
    return Application.objects.values_list("score", flat=True).get(pk=application.pk)


def test_scores_are_the_mean_of_finished_totals(call: Any, jurors: list[Any], files: list[Any], omar: Any) -> None:
    done(jurors[0], files[0], 4, 3)  # 70
    done(jurors[1], files[0], 3, 3)  # 60
    done(jurors[2], files[0], 3, 2)  # 50
    for one in files[1:]:
        done(jurors[0], one, 5, 5)
    begun = make_review(jurors[1], files[1])
    save_marks(review=begun, marks=COMPLETE, base_revision=0, by=begun.juror.person)
    assert close_marks(call=call, by=omar) == 4
    assert [score_of(one) for one in files] == [Decimal("60.0000"), *[Decimal("100.0000")] * 3]


def test_gaps_are_refused_without_a_reason_and_leave_no_score(
    call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    done(jurors[0], files[0], 4, 3)
    with pytest.raises(ValidationError) as refused:
        close_marks(call=call, by=omar)
    assert "3" in refused.value.message_dict["why"][0]
    call.refresh_from_db()
    assert call.marks_closed_at is None
    close_marks(call=call, by=omar, why="the three applicants asked to wait")
    assert [(one.application.pk, one.reason) for one in left_out(call)] == [(f.pk, "no_marks") for f in files[1:]]
    assert scored_files(call) == [(files[0], Decimal("70.0000"))]


def test_a_mean_below_the_floor_leaves_the_choice_with_its_criteria(
    call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    done(jurors[0], files[0], 1, 5)
    done(jurors[1], files[0], 2, 5)  # viability 1.5, floor 2
    done(jurors[0], files[1], 2, 1)  # at the floor exactly
    close_marks(call=call, by=omar, why="DEMO")
    assert excluded_by_floor(call) == {files[0].pk: ("viability",)}
    assert [one for one, _score in scored_files(call)] == [files[1]]
    assert left_out(call)[0].criteria == ("viability",)


def test_marks_of_a_tied_or_removed_juror_do_not_count(
    call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    for juror, mark in zip(jurors, (4, 3, 3), strict=True):
        done(juror, files[0], mark, mark)  # 80, 60, 60
    enter_conflict(juror=jurors[0], application=files[0], by=omar)
    with pytest.raises(ValidationError, match="their marks"):
        remove_juror(juror=jurors[1], by=omar)
    remove_juror(juror=jurors[1], by=omar, why="left the region")
    close_marks(call=call, by=omar, why="DEMO")
    assert score_of(files[0]) == Decimal("60.0000")
    assert marks_by_criterion(files[0])["impact"] == {"mean": Decimal("3.0000"), "marks": [3], "n": 1}


def test_a_tie_taken_back_brings_the_marks_back(call: Any, jurors: list[Any], files: list[Any], omar: Any) -> None:
    done(jurors[0], files[0], 4, 4)
    enter_conflict(juror=jurors[0], application=files[0], by=omar)
    assert marks_by_criterion(files[0])["impact"]["n"] == 0
    with pytest.raises(ValidationError):
        lift_conflict(conflict=Conflict.objects.get(), why=" ", by=omar)
    lift_conflict(conflict=Conflict.objects.get(), why="another person of that name", by=omar)
    assert marks_by_criterion(files[0])["impact"]["n"] == 1


def test_own_file_never_counts_even_if_nobody_entered_the_tie(call: Any, jurors: list[Any], omar: Any) -> None:
    own = file(call, "Own", applicant=jurors[0].person)
    Review.objects.create(
        juror=jurors[0], application=own, assigned_at=now(), state="done", marks=COMPLETE, total=Decimal(70)
    )
    close_marks(call=call, by=omar, why="DEMO")
    assert score_of(own) is None


def test_refused_and_withdrawn_files_are_left_out_with_the_reason(
    call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    for one in files:
        done(jurors[0], one, 4, 4)
    Application.objects.filter(pk=files[0].pk).update(state=State.WITHDRAWN)
    Application.objects.filter(pk=files[1].pk).update(state=State.REFUSED)
    close_marks(call=call, by=omar)
    assert [one.reason for one in left_out(call)] == ["withdrawn", "refused"]
    assert {one for one, _score in scored_files(call)} == set(files[2:])


def test_equal_scores_are_listed_by_the_moment_of_sending(call: Any, jurors: list[Any], omar: Any) -> None:
    late = file(call, "Late", at=factories.at("2024-03-20 10:00:00"))
    early = file(call, "Early", at=factories.at("2024-03-01 10:00:00"))
    for one in (late, early):
        done(jurors[0], one, 4, 4)
    close_marks(call=call, by=omar)
    assert [one for one, _score in scored_files(call)] == [early, late]


def test_after_closing_nothing_moves(call: Any, jurors: list[Any], files: list[Any], omar: Any) -> None:
    review = done(jurors[0], files[0], 4, 3)
    close_marks(call=call, by=omar, why="DEMO")
    changes = [
        lambda: save_marks(review=review, marks={"impact": {"mark": 5}}, base_revision=9, by=jurors[0].person),
        lambda: enter_conflict(juror=jurors[0], application=files[0], by=omar),
        lambda: remove_juror(juror=jurors[0], by=omar, why="DEMO"),
        lambda: assign(pairs=[(jurors[1], files[0])], by=omar),
        lambda: spread_evenly(call=call, reviews_per_file=2, by=omar),
        lambda: close_marks(call=call, by=omar, why="again"),
    ]
    for change in changes:
        with pytest.raises(ValidationError, match="closed"):
            change()
    assert score_of(files[0]) == Decimal("70.0000")


def test_reopening_needs_a_reason_and_takes_the_scores_back(
    call: Any, jurors: list[Any], files: list[Any], omar: Any
) -> None:
    review = done(jurors[0], files[0], 4, 3)
    close_marks(call=call, by=omar, why="DEMO")
    with pytest.raises(ValidationError):
        reopen_marks(call=call, why="", by=omar)
    reopen_marks(call=call, why="a juror was ill", by=omar)
    assert score_of(files[0]) is None
    saved = save_marks(review=review, marks={"impact": {"mark": 5}}, base_revision=9, by=jurors[0].person)
    assert saved.review.total == Decimal("90.0000")
    with pytest.raises(ValidationError, match="open already"):
        reopen_marks(call=call, why="again", by=omar)


def test_a_frozen_choice_keeps_the_marks_closed(call: Any, jurors: list[Any], files: list[Any], omar: Any) -> None:
    done(jurors[0], files[0], 4, 3)
    close_marks(call=call, by=omar, why="DEMO")
    SelectionRun.objects.create(call=call, name="DEMO", rules_file="", scored="", made_at=now(), frozen_at=now())
    with pytest.raises(ValidationError, match="frozen"):
        reopen_marks(call=call, why="a juror was ill", by=omar)
    assert score_of(files[0]) == Decimal("70.0000")


def test_feedback_gives_means_and_reasons_and_no_name(call: Any, jurors: list[Any], files: list[Any]) -> None:
    done(jurors[0], files[0], 5, 3, reason="zeal")
    done(jurors[1], files[0], 2, 4, reason="a thin market")
    viability, impact = feedback_for(files[0])
    assert (viability.mean, viability.n, viability.floor, viability.scale) == (Decimal("3.5000"), 2, 2, (1, 5))
    assert viability.reasons == ["a thin market", "zeal"]
    assert (impact.label["fr"], impact.reasons) == ("Impact", [])
