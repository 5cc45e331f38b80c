"""Writing, changing and signing the sheet of an individual session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.accompany.coaching.models import CoachingSheet
from mouakaba.accompany.coaching.queries import sides_of
from mouakaba.accompany.sessions.models import Session
from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person

CONTENT = ("day", "minutes", "subject", "next_steps")


def write_sheet(*, session: Session, values: Mapping[str, Any], revision: int, by: Person) -> CoachingSheet:
    """Writes or changes the sheet. A change takes every signature off; nothing changed takes none.

    ``revision`` is the one the writer read, 0 for none. Raises ValidationError when it was changed since then.
    """
    with recorded("write_coaching_sheet", by=by, subject=session) as line:
        Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        sheet = CoachingSheet.objects.filter(session=session).first() or CoachingSheet(session=session, revision=0)
        if sheet.revision != revision:
            raise ValidationError(_("The other side changed this sheet while you were writing. Read it again below."))
        if sheet.pk and all(getattr(sheet, name) == values[name] for name in CONTENT):
            return sheet
        _change(sheet, values, by)
        point(line, sheet)
    return sheet


def _change(sheet: CoachingSheet, values: Mapping[str, Any], by: Person) -> None:
    for name in CONTENT:
        setattr(sheet, name, values[name])
    if sheet.trainer_signed_at or sheet.holder_signed_at:
        sheet.unsigned_at = now()
    sheet.trainer = sheet.holder = sheet.trainer_signed_at = sheet.holder_signed_at = None
    sheet.revision, sheet.written_by = sheet.revision + 1, by
    sheet.language = by.language
    sheet.full_clean()
    sheet.save()


def sign_sheet(*, session: Session, revision: int, by: Person) -> CoachingSheet:
    """One side's signature under what it read. A second time changes nothing.

    Raises ValidationError when the sheet changed since, was not written, or is not this person's to sign.
    """
    with recorded("sign_coaching_sheet", by=by, subject=session, revision=revision):
        Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        sheet = CoachingSheet.objects.filter(session=session).first()
        if sheet is None or sheet.revision != revision:
            raise ValidationError(_("The sheet was changed since you read it. Read it again, then sign."))
        sides = sides_of(session, by)
        if not sides:
            raise ValidationError(_("Only the trainer and the project sign this sheet."))
        _sign(sheet, sides.pop(), by)
    return sheet


def _sign(sheet: CoachingSheet, side: str, by: Person) -> None:
    if getattr(sheet, f"{side}_signed_at") is None:
        setattr(sheet, side, by)
        setattr(sheet, f"{side}_signed_at", now())
        sheet.unsigned_at = None
        sheet.save()


def export_sheets(person: Person) -> list[dict[str, Any]]:
    """Sheets of a person's projects, and those they signed."""
    rows = CoachingSheet.objects.filter(session__project__project__bearer=person)
    rows |= CoachingSheet.objects.filter(trainer=person)
    return [
        dict(row) for row in rows.order_by("day").values("day", "minutes", "subject", "next_steps", "holder_signed_at")
    ]


def erase_sheets(person: Person) -> None:
    """What was agreed with their project goes; that the session was held stays."""
    rows = CoachingSheet.objects.filter(session__project__project__bearer=person)
    CoachingSheet.pgh_event_model.objects.filter(pgh_obj__in=rows).delete()  # type: ignore[attr-defined]
    rows.delete()
    for name in ("trainer", "written_by", "holder"):
        CoachingSheet.objects.filter(**{name: person}).update(**{name: None})
