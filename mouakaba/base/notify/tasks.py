"""Sending in the background."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from mouakaba.base.notify.actions import deliver, join_waiting
from mouakaba.base.notify.models import OutboxMessage


class NotSentYetError(Exception):
    """The mail server did not take the message; the job is tried again later."""


@app.task(queue="mail", retry=RetryStrategy(max_attempts=12, exponential_wait=4, retry_exceptions={NotSentYetError}))
def send_message(message_id: str) -> None:
    """Sends one message; while the mail server is away the job comes back with growing pauses."""
    if deliver(message_id) == OutboxMessage.State.QUEUED:
        raise NotSentYetError(message_id)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="mail", queueing_lock="outbox-sweep")
def send_waiting(timestamp: int) -> None:
    """Sends whatever still waits: bulk letters, and what a killed process left in the outbox."""
    join_waiting()
    waiting = OutboxMessage.objects.filter(state=OutboxMessage.State.QUEUED, waits=False).order_by("queued_at")
    for message_id in list(waiting.values_list("pk", flat=True)[:2000]):
        deliver(str(message_id))
