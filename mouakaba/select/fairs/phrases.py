"""Letters and lines about stands, in the language of who reads them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from mouakaba.base.people.models import Person
from mouakaba.base.words.phrases import amount_in_words, day_in_words, isolated
from mouakaba.base.words.queries import said
from mouakaba.kernel.money import dirhams
from mouakaba.select.fairs.models import StandGiven


def stand_line(row: StandGiven, first: date, last: date, language: str) -> str:
    """Which stand, on which days, for how much."""
    with override(language):
        return _("Stand %(number)s, from %(first)s to %(last)s: %(amount)s.") % {
            "number": isolated(row.stand.number), "first": day_in_words(first), "last": day_in_words(last),
            "amount": amount_in_words(dirhams(row.amount)),
        }  # fmt: skip


def _page(row: StandGiven) -> str:
    return f"{settings.PUBLIC_URL}{reverse('application_page', args=[row.application_id])}"


def given_letter(row: StandGiven, first: date, last: date, reader: Person) -> tuple[str, str]:
    """To an exhibitor."""
    with override(reader.language):
        subject = _("Your stand: %(title)s") % {"title": said(row.application.call.title)}
        return subject, f"{stand_line(row, first, last, reader.language)}\n\n{_page(row)}"


def taken_back_letter(row: StandGiven, reader: Person) -> tuple[str, str]:
    """To an exhibitor whose stand was taken back."""
    with override(reader.language):
        title = said(row.application.call.title)
        line = _("Stand %(number)s is no longer yours: %(title)s.") % {"number": row.stand.number, "title": title}
        return _("Your stand was taken back"), f"{line}\n\n{_page(row)}"
