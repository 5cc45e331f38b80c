"""Putting messages in the outbox and sending them, each at most once."""

from __future__ import annotations

import smtplib
from contextlib import suppress
from functools import partial

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import override
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.files.models import StoredFile
from mouakaba.base.notify.models import LetterPace, LetterRefusal, OutboxMessage
from mouakaba.base.notify.phrases import joined_letter, with_stop_link
from mouakaba.base.notify.queries import people_due, refuses, stop_address
from mouakaba.base.notify.rules import MOST_JOINED
from mouakaba.base.people.models import Person

REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError)


def queue_message(
    *,
    key: str,
    person: Person,
    subject: str,
    body: str,
    attachment: StoredFile | None = None,
    topic: str = "",
    waits: bool = False,
) -> OutboxMessage:
    """Owes a person a message. The same ``key`` again returns the first message and owes nothing more.

    ``waits``: it has no deadline, and is one letter with whatever else comes for the person in the quarter of an hour.
    """
    message, made = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={
            "person": person,
            "address": person.email,
            "language": person.language,
            "subject": _one_line(subject),
            "body": body,
            "attachment": attachment,
            "topic": topic,
            "waits": waits,
        },
    )
    if made and not waits:
        transaction.on_commit(partial(_defer, str(message.pk)))
    return message


def queue_news(*, topic: str, key: str, person: Person, subject: str, body: str) -> OutboxMessage | None:
    """Owes a person a letter of a topic they may stop, with the link that stops it.

    None, and nothing owed, when they stopped it or have no account any more.
    """
    if not person.is_active or refuses(person, topic):
        return None
    return queue_message(
        key=key, person=person, subject=subject, body=with_stop_link(person, topic, body), topic=topic, waits=True
    )


def choose_pace(*, person: Person, daily: bool, by: Person) -> None:
    """Letters that may wait come once a day, or within the quarter of an hour; a second time changes nothing."""
    with recorded("choose_pace", by=by, subject=person, daily=daily):
        if daily:
            LetterPace.objects.get_or_create(person=person, defaults={"chosen_at": now()})
        else:
            LetterPace.objects.filter(person=person).delete()


def join_waiting() -> int:
    """Makes one letter of all that waits for each person whose time has come. Returns how many letters.

    Two runs at once never take the same message: each holds the rows it joins.
    """
    return sum(_join(person) for person in list(people_due()))


@transaction.atomic
def _join(person: Person) -> bool:
    rows = OutboxMessage.objects.select_for_update(of=("self",), skip_locked=True).filter(person=person)
    parts = list(rows.filter(state=OutboxMessage.State.QUEUED, waits=True).order_by("queued_at", "pk")[:MOST_JOINED])
    if not parts:
        return False
    if len(parts) == 1:
        OutboxMessage.objects.filter(pk=parts[0].pk).update(waits=False)
        transaction.on_commit(partial(_defer, str(parts[0].pk)))
        return True
    subject, body = joined_letter(person, parts)
    whole = queue_message(key=f"joined:{parts[0].pk}", person=person, subject=subject, body=body)
    OutboxMessage.objects.filter(pk__in=[part.pk for part in parts]).update(
        state=OutboxMessage.State.JOINED, joined=whole
    )
    return True


def stop_letters(*, person: Person, topic: str, by: Person) -> None:
    """The person receives no more letters of a topic; a second time changes nothing."""
    if refuses(person, topic):
        return
    with recorded("stop_letters", by=by, subject=person, topic=topic):
        LetterRefusal.objects.get_or_create(person=person, topic=topic, defaults={"refused_at": now()})


def receive_letters(*, person: Person, topic: str, by: Person) -> None:
    """The person receives letters of a topic again."""
    if not refuses(person, topic):
        return
    with recorded("receive_letters", by=by, subject=person, topic=topic):
        LetterRefusal.objects.filter(person=person, topic=topic).delete()


def queue_messages(messages: list[OutboxMessage]) -> int:
    """Owes many messages in one go; keys already known are left alone. Returns how many are new."""
    known = set(OutboxMessage.objects.filter(key__in=[m.key for m in messages]).values_list("key", flat=True))
    fresh = [message for message in messages if message.key not in known]
    for message in fresh:
        message.subject = _one_line(message.subject)
    OutboxMessage.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
    if fresh:
        transaction.on_commit(_defer_sweep)
    return len(fresh)


def _one_line(subject: str) -> str:
    """A subject without line breaks: mail programs would read a second header."""
    return " ".join(subject.split())[:300]


def _defer(message_id: str) -> None:
    # By name: tasks import actions, never the other way.
    app.configure_task("mouakaba.base.notify.tasks.send_message").defer(message_id=message_id)


def _defer_sweep() -> None:
    with suppress(AlreadyEnqueued):  # one sweep is enough for everybody's letters
        app.configure_task("mouakaba.base.notify.tasks.send_waiting", queueing_lock="outbox-sweep").defer(timestamp=0)


def deliver(message_id: str) -> str:
    """Sends one message and returns its state after.

    The state SENDING is committed before the first byte leaves. A message found in it was cut off mid-way and may
    have arrived: it becomes UNCERTAIN for a person to decide, and is never sent again by the machine.
    """
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update(of=("self",)).filter(pk=message_id).first()
        if message is None or not _claim(message):
            return message.state if message else "gone"
    return _send(message)


def _claim(message: OutboxMessage) -> bool:
    """Marks a queued message as being sent; settles one that was cut off."""
    if message.state == OutboxMessage.State.SENDING:
        message.state = OutboxMessage.State.UNCERTAIN
        message.save(update_fields=["state"])
    if message.state != OutboxMessage.State.QUEUED:
        return False
    message.state, message.attempts = OutboxMessage.State.SENDING, message.attempts + 1
    message.save(update_fields=["state", "attempts"])
    return True


def _send(message: OutboxMessage) -> str:
    if message.address.endswith(".invalid"):  # nobody's address: an account opened by a helper, or erased
        return _settle(message, OutboxMessage.State.FAILED, "no address")
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:  # nothing left this machine: safe to try again
        return _settle(message, OutboxMessage.State.QUEUED, str(error))
    try:
        connection.send_messages([_mail(message)])
    except REFUSED as error:
        return _settle(message, OutboxMessage.State.FAILED, str(error))
    except (OSError, smtplib.SMTPException) as error:  # cut off mid-way: it may have arrived
        return _settle(message, OutboxMessage.State.UNCERTAIN, str(error))
    finally:
        connection.close()
    return _settle(message, OutboxMessage.State.SENT, "")


def _settle(message: OutboxMessage, state: str, error: str) -> str:
    message.state, message.error = state, error
    message.sent_at = timezone.now() if state == OutboxMessage.State.SENT else None
    message.save(update_fields=["state", "error", "sent_at"])
    return state


def _mail(message: OutboxMessage) -> EmailMultiAlternatives:
    mail = EmailMultiAlternatives(
        message.subject,
        message.body,
        to=[message.address],
        headers=_headers(message),
    )
    if message.attachment:
        with message.attachment.content.open("rb") as handle:
            mail.attach(message.attachment.name, handle.read(), message.attachment.media_type)
    return mail


def _headers(message: OutboxMessage) -> dict[str, str]:
    headers = {"Message-ID": f"<{message.pk}@mouakaba>", "Content-Language": message.language}
    with override(message.language):
        address = stop_address(message)
    if address:  # one press in the reader's own mail program (RFC 8058)
        headers["List-Unsubscribe"] = f"<{address}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def send_again(*, messages: models.QuerySet[OutboxMessage], by: Person) -> int:
    """Puts failed and uncertain messages back in the queue: only a person may decide this. Returns how many."""
    stuck = messages.filter(state__in=[OutboxMessage.State.FAILED, OutboxMessage.State.UNCERTAIN])
    with recorded("send_again", by=by, messages=[str(pk) for pk in stuck.values_list("pk", flat=True)]):
        count = stuck.update(state=OutboxMessage.State.QUEUED, error="")
        transaction.on_commit(_defer_sweep)
    return count
