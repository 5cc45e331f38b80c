"""Ties between jurors and files. From the moment one is stored the file is gone for that juror, marks included."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.select.applications.models import Application
from mouakaba.select.review.models import ClearedTie, Conflict, Juror, Review


def declare_conflict(*, review: Review, by: Person, note: str = "") -> None:
    """The juror says they have a tie with the file. Marks given before stay in the record and no longer count."""
    _tie(review.juror, review.application, by=by, source=Conflict.Source.DECLARED, note=note)


def enter_conflict(*, juror: Juror, application: Application, by: Person, note: str = "") -> None:
    """The office enters a tie it knows of. Raises ValidationError once the marks are closed."""
    _tie(juror, application, by=by, source=Conflict.Source.OFFICER, note=note)


def _tie(juror: Juror, application: Application, *, by: Person, source: str, note: str) -> None:
    if juror.call_id != application.call_id:
        raise ValueError("the juror and the file belong to different calls")
    act = "declare_conflict" if source == Conflict.Source.DECLARED else "enter_conflict"
    with recorded(act, by=by, subject=application, juror=juror.pk):
        _refuse_after_closing(juror)
        Conflict.objects.get_or_create(
            juror=juror, application=application, defaults={"source": source, "note": note.strip(), "at": now()}
        )


def clear_tie(*, juror: Juror, application: Application, why: Sequence[str], by: Person) -> None:
    """The office asked, and what the two share (``why``: codes of ``phrases.TIES``) is no tie: the warning goes."""
    if juror.call_id != application.call_id:
        raise ValueError("the juror and the file belong to different calls")
    with recorded("clear_tie", by=by, subject=application, juror=juror.pk, shared=list(why)):
        known = ClearedTie.objects.filter(juror=juror, application=application).first()
        shared = sorted({*why, *(known.why if known else [])})
        ClearedTie.objects.update_or_create(
            juror=juror, application=application, defaults={"why": shared, "by": by, "at": now()}
        )


def lift_conflict(*, conflict: Conflict, why: str, by: Person) -> None:
    """Takes back a tie entered by mistake; the juror finds the file and their marks again. Needs a reason."""
    if not why.strip():
        raise ValidationError({"why": _("Write why this tie does not hold.")})
    with recorded("lift_conflict", by=by, subject=conflict.application, why=why.strip(), juror=conflict.juror_id):
        _refuse_after_closing(conflict.juror)
        conflict.delete()


def _refuse_after_closing(juror: Juror) -> None:
    juror.call.refresh_from_db(fields=["marks_closed_at"])
    if juror.call.marks_closed_at is not None:
        raise ValidationError(_("The marks are closed. Reopen them first: a tie changes which marks count."))
