"""What is due each year, and reminding of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from mouakaba.accompany.cooperatives.models import Cooperative, CooperativeDate
from mouakaba.accompany.cooperatives.phrases import date_letter
from mouakaba.accompany.cooperatives.queries import dates_due
from mouakaba.accompany.cooperatives.rules import REMIND_BEFORE
from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import today
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import writers_for
from mouakaba.kernel.days import months_after


def save_date(*, cooperative: Cooperative, values: Mapping[str, Any], by: Person | None) -> CooperativeDate:
    """Something due on a day, or so many months after one; its day is computed from both."""
    with recorded("save_cooperative_date", by=by, subject=cooperative):
        made = CooperativeDate(cooperative=cooperative, **values)
        made.due_on = months_after(made.counted_from, made.months)
        made.save()
    return made


def finish_date(*, due: CooperativeDate, by: Person) -> CooperativeDate | None:
    """Done today; returns the next one where it comes round. Raises ValidationError when it was done already."""
    with recorded("finish_cooperative_date", by=by, subject=due.cooperative, due=str(due.due_on)):
        row = CooperativeDate.objects.select_for_update().get(pk=due.pk)
        if row.done_on:
            raise ValidationError(_("A colleague has marked this as done already."))
        row.done_on = today()
        row.save(update_fields=["done_on"])
        following = row.next()
        if following:
            following.save()
    return following


def remind_dates() -> int:
    """Owes a letter for each date near or past to who writes for its cooperative, once a step. Returns how many."""
    rows = list(dates_due(today() + timedelta(days=max(REMIND_BEFORE))))
    if not rows:
        return 0
    writers = writers_for({row.cooperative.organisation_id for row in rows})
    with recorded("remind_dates", by=None, due=len(rows)):
        return queue_messages([letter for row in rows for letter in _letters(row, writers)])


def _letters(row: CooperativeDate, writers: Mapping[UUID, Sequence[Person]]) -> Iterator[OutboxMessage]:
    left = (row.due_on - today()).days
    step = "late" if left < 0 else str(min(days for days in REMIND_BEFORE if left <= days))
    for person in writers.get(row.cooperative.organisation_id, ()):
        subject, body = date_letter(row, person, late=left < 0)
        yield OutboxMessage(
            key=f"cooperative-date:{row.pk}:{row.due_on}:{step}:{person.pk}", person=person, address=person.email,
            language=person.language, subject=subject, body=body,
        )  # fmt: skip
