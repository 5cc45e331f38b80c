"""The words of the list to sign."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.accompany.attendance.queries import name_of
from mouakaba.accompany.sessions.models import Session
from mouakaba.accompany.sessions.queries import people_of
from mouakaba.base.words.phrases import deadline_in_words
from mouakaba.base.words.queries import said

BLANK_LINES = 6  # for who comes without being on the list


def list_to_sign(session: Session, language: str) -> dict[str, Any]:
    """The data of the printed list, in the language asked for."""
    rows = list(people_of(session))
    with override(language):
        names = [name_of(row) for row in rows] + [""] * BLANK_LINES
        organisation, title = said(session.programme.organisation.name), said(session.title)
        region = said(session.region.name) if session.region else ""
        led = "، ".join if language == "ar" else ", ".join
        trainers = [str(one) for one in session.trainers.order_by("name")]
        where = " · ".join(part for part in (session.place, region) if part)
        return {
            "title": _("List to sign"),
            "heading": _("List to sign"),
            "organisation": organisation,
            "session": title,
            "facts": [
                [_("Type"), str(session.get_kind_display())],
                [_("Begins"), deadline_in_words(session.starts_at, session.zone)],
                *([[_("Place"), where]] if where else []),
                [_("Trainer"), led(part for part in (*trainers, session.speakers) if part)],
            ],
            "columns": ["", _("Name"), _("Signature")],
            "rows": [[str(number), name, ""] for number, name in enumerate(names, 1)],
            "signatures": [_("Signature of the trainer"), _("Signature and stamp")],
            "footer": title,
        }


def drift_in_words(seconds: float) -> str:
    """How far a phone's clock was off."""
    minutes = round(abs(seconds) / 60)
    told = {"hours": minutes // 60, "minutes": minutes % 60}
    if seconds > 0:
        return _("The clock of a phone was %(hours)s h %(minutes)s min fast; its times were corrected.") % told
    return _("The clock of a phone was %(hours)s h %(minutes)s min slow; its times were corrected.") % told
