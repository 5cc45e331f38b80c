"""Background work of this room."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from mouakaba.select.applications.actions.receipts import owe_receipt


# Defined by name in actions/sending.py: the job is written in the transaction that accepts the application.
@app.task(
    name="mouakaba.select.applications.tasks.send_receipt",
    queue="documents",
    retry=RetryStrategy(max_attempts=8, exponential_wait=5),
)
def send_receipt(submission_id: str) -> None:
    """Makes the receipt's PDF and owes it to the applicant by the outbox; a second run changes nothing."""
    owe_receipt(submission_id=submission_id)
