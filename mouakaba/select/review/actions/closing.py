"""Closing the marks, which writes the scores, and opening them again."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.kernel import marks as kernel
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.review.models import Pitch, Review
from mouakaba.select.review.queries import criteria_of, files_of_jury, without_marks
from mouakaba.select.review.queries.marks import counted_marks


def close_marks(*, call: Call, by: Person, why: str = "") -> int:
    """Ends marking and writes ``Application.score``; returns how many files have one.

    The score is the mean, over the jurors who finished the file and have no tie with it, of their totals; a
    total is 100 · Σ weight · mark / top mark / Σ weight (kernel.marks), shown to four decimals and kept in full.
    Raises ValidationError when files have no finished review and no reason is given, while a pitch is under
    way, or when the marks are closed already.
    """
    with recorded("close_marks", by=by, subject=call, why=why.strip()) as line:
        row = Call.objects.select_for_update().get(pk=call.pk)
        _may_close(row, why)
        row.marks_closed_at = now()
        row.save(update_fields=["marks_closed_at"])
        # Waits for saves under way; later ones find the call closed (see marking._locked).
        list(Review.objects.select_for_update(of=("self",)).filter(juror__call=call).values_list("pk"))
        scored = _write_scores(row)
        line.detail.update(scored=scored)
    call.marks_closed_at = row.marks_closed_at
    return scored


def _may_close(call: Call, why: str) -> None:
    if call.marks_closed_at is not None:
        raise ValidationError(_("The marks are closed already."))
    if Pitch.objects.filter(call=call, started_at__isnull=False, ended_at=None).exists():
        raise ValidationError(_("A pitch is under way. End it, then close the marks."))
    gaps = without_marks(call).count()
    if gaps and not why.strip():
        raise ValidationError({"why": gaps_sentence(gaps)})


def gaps_sentence(gaps: int) -> str:
    """How many files nobody marked, and what to do."""
    return ngettext(
        "%(count)s file has no finished marks. Have it marked, or write why you close without it.",
        "%(count)s files have no finished marks. Have them marked, or write why you close without them.",
        gaps,
    ) % {"count": gaps}


def _write_scores(call: Call) -> int:
    files = list(files_of_jury(call).select_related("version"))
    marks = counted_marks(files)
    for file in files:
        score = kernel.score(marks[file.pk], criteria_of(file))
        file.score = None if score is None else kernel.rounded(score)
        file.score_exact = "" if score is None else kernel.in_full(score)
    Application.objects.bulk_update(files, ["score", "score_exact"], batch_size=500)
    return sum(file.score is not None for file in files)


def reopen_marks(*, call: Call, why: str, by: Person) -> None:
    """Lets jurors mark again and takes the scores back. Needs a reason; refused once a choice is frozen."""
    if not why.strip():
        raise ValidationError({"why": _("Write why the marks are opened again.")})
    with recorded("reopen_marks", by=by, subject=call, why=why.strip()):
        row = Call.objects.select_for_update().get(pk=call.pk)
        if row.marks_closed_at is None:
            raise ValidationError(_("The marks are open already."))
        if row.runs.filter(frozen_at__isnull=False).exists():
            raise ValidationError(_("The choice is frozen: the marks it rests on can no longer change."))
        row.marks_closed_at = None
        row.save(update_fields=["marks_closed_at"])
        Application.objects.filter(call=row).update(score=None, score_exact="")
    call.marks_closed_at = None
