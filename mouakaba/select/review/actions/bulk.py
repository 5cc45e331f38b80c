"""Many finished reviews taken in at once, each read and totalled as a juror's own would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.kernel import marks as kernel
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.review.actions import marking
from mouakaba.select.review.actions.assignment import assign
from mouakaba.select.review.models import Conflict, Juror, Review
from mouakaba.select.review.queries import criteria_of

_BATCH = 500
_FIELDS = ["marks", "revisions", "revision", "state", "total", "saved_at", "done_at"]


@dataclass(frozen=True, slots=True)
class Marked:
    """What one juror gives one file: ``{criterion: {"mark": 4, "reason": "…"}}``, complete."""

    juror: Juror
    file: Application
    marks: Mapping[str, Mapping[str, Any]]


def take_marks(*, call: Call, marked: Sequence[Marked], by: Person) -> int:
    """Gives each file to its juror and finishes the review with these marks; returns how many.

    A review begun by its juror is left alone. Raises ValidationError, in words, for a pair that may not be given,
    a mark off the scale, a missing mark or reason; then nothing is kept.
    """
    with recorded("take_marks", by=by, subject=call, reviews=len(marked)):
        assign(pairs=[(one.juror, one.file) for one in marked], by=by)
        given = {(one.juror.pk, one.file.pk): one for one in marked}
        rows = [row for row in _untouched(call) if (row.juror_id, row.application_id) in given]
        for row in rows:
            _fill(row, given[row.juror_id, row.application_id])
        Review.objects.bulk_update(rows, _FIELDS, batch_size=_BATCH)
    return len(rows)


def _untouched(call: Call) -> list[Review]:
    rows = Review.objects.select_for_update(of=("self",)).filter(juror__call=call, state=Review.State.ASSIGNED)
    return list(rows)


def _fill(row: Review, given: Marked) -> None:
    row.application = given.file  # with its version, which would otherwise be read once a row
    criteria = criteria_of(given.file)
    for code, mark in marking.read_marks(given.marks, {criterion.code: criterion for criterion in criteria}).items():
        marking.merge_mark(row, code, mark, row.revision, {})
    if kernel.flaws(row.marks, criteria):
        raise ValidationError(f"{row.application.number}: the marks are not complete.")
    marking.finish(row, criteria)


def enter_conflicts(*, call: Call, pairs: Sequence[tuple[Juror, Application]], note: str, by: Person) -> int:
    """Enters many ties at once, as declared by the jurors; returns how many are new."""
    with recorded("enter_conflicts", by=by, subject=call, why=note, pairs=len(pairs)):
        known = set(Conflict.objects.filter(juror__call=call).values_list("juror", "application"))
        fresh = [pair for pair in pairs if (pair[0].pk, pair[1].pk) not in known]
        Conflict.objects.bulk_create(
            Conflict(juror=juror, application=file, source=Conflict.Source.DECLARED, note=note, at=now())
            for juror, file in fresh
        )
    return len(fresh)
