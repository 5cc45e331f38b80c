"""A juror's marks: saved criterion by criterion, finished when complete. Nothing typed is overwritten unseen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.kernel import marks as kernel
from mouakaba.kernel.callfile import Criterion
from mouakaba.kernel.forms import clean_text
from mouakaba.select.calls.models import Call
from mouakaba.select.review import phrases
from mouakaba.select.review.models import Review
from mouakaba.select.review.queries import criteria_of, reviews_of

COMMENT = "_comment"  # its key in ``Review.revisions``, beside the criteria
LONGEST = 4000  # characters of a reason or a comment


@dataclass(frozen=True, slots=True)
class Saved:
    """The review after saving. ``clashes``: what another window stored meanwhile and was not overwritten."""

    review: Review
    clashes: Mapping[str, Mapping[str, Any]]


def save_marks(
    *,
    review: Review,
    marks: Mapping[str, Mapping[str, Any]],
    base_revision: int,
    by: Person,
    comment: str | None = None,
) -> Saved:
    """Stores the criteria given, ``{criterion: {"mark": 4 or None, "reason": "…"}}``, and the comment if not None.

    A criterion that somebody changed after ``base_revision``, to something else, is left as it is and returned
    in ``clashes`` (the comment under ``_comment``); the others are stored. Saving the same again changes nothing.
    Raises Review.DoesNotExist when the file is no longer this juror's, ValidationError by criterion for a mark
    off the scale or a text too long, ValidationError when the marks are closed.
    """
    with recorded("save_marks", by=by, subject=review, criteria=sorted(marks)):
        row = _locked(review, by)
        changes = read_marks(marks, {c.code: c for c in criteria_of(row.application)})
        clashes: dict[str, Mapping[str, Any]] = {}
        for code, given in changes.items():
            merge_mark(row, code, given, base_revision, clashes)
        if comment is not None:
            _merge_comment(row, _text(COMMENT, comment), base_revision, clashes)
        _settle(row)
        row.save()
    return Saved(row, clashes)


def _locked(review: Review, by: Person) -> Review:
    """The row, locked, read through the query that authorises.

    The lock comes before the look at the closing: ``close_marks`` locks the same rows after it has closed, so
    that a mark is either counted or refused.
    """
    rows = reviews_of(by).select_for_update(of=("self",)).select_related("application__version", "application__call")
    row = rows.get(pk=review.pk)
    if Call.objects.filter(pk=row.application.call_id, marks_closed_at__isnull=False).exists():
        raise ValidationError(_("The marks are closed. What you wrote was not saved: copy it if you need it."))
    return row


def read_marks(marks: Mapping[str, Mapping[str, Any]], criteria: Mapping[str, Criterion]) -> dict[str, dict[str, Any]]:
    """The changes, cleaned; every fault named by its criterion before anything is stored."""
    faults: dict[str, str] = {}
    found: dict[str, dict[str, Any]] = {}
    for code, given in marks.items():
        if code not in criteria:
            faults[code] = _("This criterion is not one of the call. Reload the page.")
            continue
        try:
            found[code] = _read_one(criteria[code], given)
        except ValidationError as error:
            faults[code] = error.messages[0]
    if faults:
        raise ValidationError(faults)
    return found


def _read_one(criterion: Criterion, given: Mapping[str, Any]) -> dict[str, Any]:
    found = {"mark": given.get("mark"), "reason": _text(criterion.code, str(given.get("reason") or ""))}
    if any(flaw.code == "off_scale" for flaw in kernel.flaws({criterion.code: found}, [criterion])):
        raise ValidationError(phrases.flaw_sentence("off_scale", criterion))
    return found


def _text(code: str, text: str) -> str:
    plain, _changed = clean_text(text)
    if len(plain) > LONGEST:
        words = _("This text has %(count)s characters; the most is %(max)s. Shorten it; nothing was cut.")
        raise ValidationError({code: words % {"count": len(plain), "max": LONGEST}})
    return plain


def merge_mark(row: Review, code: str, given: dict[str, Any], base: int, clashes: dict[str, Mapping[str, Any]]) -> None:
    stored = row.marks.get(code, {"mark": None, "reason": ""})
    if given == stored:
        return
    if row.revisions.get(code, 0) > base:
        clashes[code] = stored
        return
    row.marks[code] = given
    _touch(row, code)


def _merge_comment(row: Review, given: str, base: int, clashes: dict[str, Mapping[str, Any]]) -> None:
    if given == row.comment:
        return
    if row.revisions.get(COMMENT, 0) > base:
        clashes[COMMENT] = {"reason": row.comment}
        return
    row.comment = given
    _touch(row, COMMENT)


def _touch(row: Review, code: str) -> None:
    row.revision += 1
    row.revisions[code] = row.revision
    row.saved_at = now()
    if row.state == Review.State.ASSIGNED:
        row.state = Review.State.STARTED


def _settle(row: Review) -> None:
    """A finished review stays finished while complete. Marks given live are finished as soon as they are complete."""
    criteria = criteria_of(row.application)
    complete = bool(criteria) and not kernel.flaws(row.marks, criteria)
    live = row.application.call.kind.live and row.state != Review.State.ASSIGNED
    if complete and (live or row.state == Review.State.DONE):
        finish(row, criteria)
    elif row.state == Review.State.DONE:
        row.state, row.total, row.done_at = Review.State.STARTED, None, None


def finish(row: Review, criteria: tuple[Criterion, ...]) -> None:
    total = kernel.total(row.marks, criteria)
    row.total = None if total is None else kernel.rounded(total)
    row.done_at = row.done_at or now()
    row.state = Review.State.DONE


def finish_review(*, review: Review, by: Person) -> Review:
    """Declares the marks done. Raises ValidationError by criterion while something is missing."""
    with recorded("finish_review", by=by, subject=review):
        row = _locked(review, by)
        criteria = criteria_of(row.application)
        by_code = {criterion.code: criterion for criterion in criteria}
        if found := kernel.flaws(row.marks, criteria):
            faults = {flaw.criterion: phrases.flaw_sentence(flaw.code, by_code[flaw.criterion]) for flaw in found}
            raise ValidationError(faults)
        finish(row, criteria)
        row.save()
    return row
