"""The outbox against a real SMTP server: everything owed is sent, and nothing twice."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from mouakaba.base.notify.actions import deliver, queue_message, queue_messages
from mouakaba.base.notify.models import OutboxMessage
from tests import factories

pytestmark = pytest.mark.django_db


class Mailbox:
    """Keeps what it receives, or refuses every recipient, or hangs up in the middle of a message."""

    def __init__(self) -> None:
        self.received: list[Any] = []
        self.refuses = self.hangs_up = False

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.refuses:
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.received.append(envelope)
        if self.hangs_up:
            server.transport.close()
        return "250 taken"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


def owe(key: str = "receipt:1") -> OutboxMessage:
    person = factories.make_person(f"Person {key[-1]}")
    return queue_message(key=key, person=person, subject="وصل", body="توصلنا بملفك.")


def test_a_message_arrives_once_however_often_it_is_tried(mailbox: Mailbox) -> None:
    message = owe()
    assert [deliver(str(message.pk)) for _ in range(3)] == ["sent", "sent", "sent"]
    assert len(mailbox.received) == 1


def test_the_same_cause_tells_once(mailbox: Mailbox) -> None:
    message = owe()
    again = queue_message(key=message.key, person=message.person, subject="x", body="y")  # type: ignore[arg-type]
    assert again.pk == message.pk


def test_a_refused_address_is_said_and_not_tried_again(mailbox: Mailbox) -> None:
    mailbox.refuses = True
    message = owe()
    assert deliver(str(message.pk)) == "failed"
    mailbox.refuses = False
    assert deliver(str(message.pk)) == "failed"
    assert mailbox.received == []


def test_a_line_cut_in_the_middle_leaves_it_to_a_person(mailbox: Mailbox) -> None:
    mailbox.hangs_up = True
    message = owe()
    assert deliver(str(message.pk)) == "uncertain"
    mailbox.hangs_up = False
    assert deliver(str(message.pk)) == "uncertain"
    assert len(mailbox.received) == 1


def test_a_server_that_is_away_is_tried_again(mailbox: Mailbox, settings: Any) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    message = owe()
    assert deliver(str(message.pk)) == "queued"
    settings.EMAIL_PORT = port
    assert deliver(str(message.pk)) == "sent"


def test_a_process_killed_while_sending_never_sends_twice(mailbox: Mailbox) -> None:
    message = owe()
    OutboxMessage.objects.update(state=OutboxMessage.State.SENDING)  # what the killed process left
    assert deliver(str(message.pk)) == "uncertain"
    assert mailbox.received == []


def test_bulk_letters_skip_what_is_already_owed() -> None:
    message = owe()
    fresh = OutboxMessage(key="letter:2", address="b@demo.example", language="fr", subject="s", body="b")
    known = OutboxMessage(key=message.key, address="a@demo.example", language="fr", subject="s", body="b")
    assert queue_messages([fresh, known]) == 1
    assert OutboxMessage.objects.count() == 2


def test_a_subject_cannot_carry_a_second_header(mailbox: Mailbox) -> None:
    person = factories.make_person("Header")
    message = queue_message(key="k", person=person, subject="Hello\nBcc: all@demo.example", body="b")
    assert deliver(str(message.pk)) == "sent"
    assert mailbox.received[0].rcpt_tos == [person.email]
    one = {"person": person, "address": person.email, "language": "fr", "body": "b"}
    queue_messages([OutboxMessage(key="many", subject="Hello\nBcc: all@demo.example", **one)])
    assert deliver(str(OutboxMessage.objects.get(key="many").pk)) == "sent"
    assert mailbox.received[1].rcpt_tos == [person.email]
