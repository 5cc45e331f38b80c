"""Reading batches. They belong to the operator of the instance, not to a person: only the command line asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from mouakaba.match.batches.models import Batch, BatchPart

_SILENT = timedelta(seconds=30)  # a worker that has not been heard of for so long is dead; Procrastinate's own bound
LIVE = ("todo", "doing")  # states of a job that will still be done


class PartFailedError(Exception):
    """A part that no worker will try again by itself."""


class BatchGoneError(Exception):
    """The batch was forgotten meanwhile."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: parts answered, of all, and workers alive."""

    done: int
    parts: int
    workers: int


def batches() -> QuerySet[Batch]:
    """All batches, the oldest first, with `done`: how many parts are answered."""
    return Batch.objects.annotate(done=Count("parts", filter=Q(parts__done=True)))


def batch_named(name: str) -> Batch | None:
    """The batch of this name, if there is one."""
    return Batch.objects.filter(name=name).first()


def progress_of(batch: Batch) -> Progress:
    """How far the batch is now."""
    heard = ProcrastinateWorker.objects.filter(last_heartbeat__gt=Now() - _SILENT)  # written by the database's clock
    return Progress(batch.parts.filter(done=True).count(), batch.parts_count, heard.count())


def answers_of(batch: Batch, number: int) -> str | None:
    """The answers of a part, None while it waits. Raises PartFailedError, BatchGoneError."""
    job = ProcrastinateJob.objects.filter(pk=OuterRef("job"))
    part = batch.parts.filter(number=number).defer("texts").annotate(state=Subquery(job.values("status"))).first()
    if part is None:
        raise BatchGoneError(batch.name)
    if part.done:
        return part.answers
    if part.state not in LIVE:
        raise PartFailedError(number)
    return None


def dropped_parts(batch: Batch) -> QuerySet[BatchPart]:
    """Parts that wait for an answer and are in no queue any more."""
    live = ProcrastinateJob.objects.filter(pk=OuterRef("job"), status__in=LIVE)
    return batch.parts.filter(~Exists(live), done=False)
