"""Parts of batches answered in the background, by as many workers as there are."""

from __future__ import annotations

from asgiref.sync import sync_to_async
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from mouakaba.match.batches.actions import QUEUE, answer_part, forget_old_batches, retry_stalled_parts
from mouakaba.match.batches.rules import KEPT_DAYS, MOST_ATTEMPTS


# Named in actions.py: the jobs are written in the transaction that takes the texts in.
@app.task(
    name="mouakaba.match.batches.tasks.classify",
    queue=QUEUE,
    retry=RetryStrategy(max_attempts=MOST_ATTEMPTS - 1, wait=10),
)
def classify(batch_id: int, number: int) -> None:
    """Answers a part; a second run changes nothing."""
    answer_part(batch_id=batch_id, number=number)


@app.periodic(cron="* * * * *")
@app.task(name="mouakaba.match.batches.tasks.retry_stalled", queue=QUEUE, queueing_lock="retry-stalled-batches")
async def retry_stalled(timestamp: int) -> None:
    """Gives the parts of killed workers to others."""
    await retry_stalled_parts()


@app.periodic(cron="20 3 * * *")
@app.task(name="mouakaba.match.batches.tasks.forget_old", queue=QUEUE, queueing_lock="forget-old-batches")
async def forget_old(timestamp: int) -> None:
    """Lets go of old batches, and of their jobs in the queue."""
    await sync_to_async(forget_old_batches)()
    await app.job_manager.delete_old_jobs(nb_hours=24 * KEPT_DAYS, queue=QUEUE, include_failed=True)
