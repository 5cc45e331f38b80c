"""The words of a printed coaching sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.accompany.coaching.models import CoachingSheet
from mouakaba.accompany.sessions.models import Session
from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import day_in_words, isolated, moment_in_words, number_in_words
from mouakaba.base.words.queries import said


def paper(session: Session, sheet: CoachingSheet, language: str) -> dict[str, Any]:
    """The data of the printed sheet: what was written, and who signed this revision when."""
    with override(language):
        cohort = [[_("Cohort"), said(session.cohort.title)]] if session.cohort else []
        steps = [[_("Next steps agreed"), sheet.next_steps]] if sheet.next_steps else []
        project = [[_("Project"), session.project.project.title]] if session.project else []
        return {
            "title": _("Coaching sheet"),
            "heading": _("Coaching sheet"),
            "organisation": said(session.programme.organisation.name),
            "session": said(session.title),
            "state": str(sheet.state.label),
            "facts": [
                *cohort,
                *project,
                [_("Day"), day_in_words(sheet.day)],
                [_("Minutes"), number_in_words(sheet.minutes)],
            ],
            "written": [[_("Subject"), sheet.subject], *steps],
            "written_in": sheet.language or language,
            "signatures": [
                [_("Trainer"), *_signed(sheet.trainer, sheet.trainer_signed_at, session.zone)],
                [_("Project"), *_signed(sheet.holder, sheet.holder_signed_at, session.zone)],
            ],
            "footer": _("Coaching sheet, version %(number)s") % {"number": isolated(str(sheet.revision))},
        }


def _signed(person: Person | None, at: datetime | None, zone: str) -> list[str]:
    """Who signed, and when; somebody erased has signed without a name."""
    if at is None:
        return ["", _("not signed yet")]
    return [str(person or ""), moment_in_words(at, zone)]
