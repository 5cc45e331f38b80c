"""Telling jurors until when they may mark, and what they have not finished."""

from __future__ import annotations

from datetime import datetime

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.notify.actions import queue_messages
from mouakaba.base.notify.models import OutboxMessage
from mouakaba.base.people.models import Person
from mouakaba.select.calls.models import Call
from mouakaba.select.review import phrases
from mouakaba.select.review.queries import JurorLoad, loads_of


def set_marks_deadline(*, call: Call, until: datetime | None, by: Person) -> None:
    """The day jurors are asked to finish by. It is shown to them and closes nothing: an officer closes the marks."""
    with recorded("set_marks_deadline", by=by, subject=call, until=until.isoformat() if until else ""):
        call.marks_close_at = until
        call.save(update_fields=["marks_close_at"])


def remind_jurors(*, call: Call, by: Person) -> int:
    """Writes to every juror with unfinished files, at most once a day each; returns how many messages are new."""
    with recorded("remind_jurors", by=by, subject=call) as line:
        behind = [load for load in loads_of(call) if load.to_do + load.started and load.juror.person.is_active]
        sent = queue_messages([_message(call, load) for load in behind])
        line.detail["sent"] = sent
    return sent


def _message(call: Call, load: JurorLoad) -> OutboxMessage:
    person = load.juror.person
    subject, body = phrases.reminder(person=person, call=call, left=load.to_do + load.started)
    key = f"jury-reminder:{load.juror.pk}:{now().date().isoformat()}"
    return OutboxMessage(
        key=key, person=person, address=person.email, language=person.language, subject=subject[:300], body=body
    )
