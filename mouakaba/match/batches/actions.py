"""Every write on a batch. Each text is answered once: a part's answers and its mark of done are one statement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.jobs import Status
from procrastinate.types import JSONDict

from mouakaba.base.audit.actions import point, recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.kernel.skills.bulk import answer_of, text_of
from mouakaba.kernel.skills.classify import groups
from mouakaba.match.batches.models import Batch, BatchPart
from mouakaba.match.batches.queries import dropped_parts
from mouakaba.match.batches.rules import KEPT_DAYS, MOST_ATTEMPTS, PART_CHARACTERS, PART_TEXTS, PRIORITY
from mouakaba.match.skills.queries import classifier, classifier_identity

QUEUE = "batches"
CLASSIFY = "mouakaba.match.batches.tasks.classify"
_TOGETHER = 16  # parts written by one statement


class OtherClassifierError(Exception):
    """This worker's list of skills or program is not that of whoever gave the batch: it would answer otherwise."""


def begin_batch(
    *, name: str, digest: str, options: Mapping[str, Any], lines: Iterable[str], by: Person | None
) -> Batch:
    """Keeps the lines in parts and gives each to the workers, all in one transaction; a few parts are held at a time.

    `options`: tier, threshold, top. Raises IntegrityError when there is a batch of this name. NotInstalledError.
    """
    with recorded("begin_batch", by=by, name=name) as line:
        batch = Batch.objects.create(
            name=name, digest=digest, classifier=classifier_identity(), parts_count=0, texts_count=0,
            made_at=now(), asked_at=now(), **options,
        )  # fmt: skip
        point(line, batch)
        parts = enumerate(_parts(lines))
        while some := list(islice(parts, _TOGETHER)):
            jobs = _given(batch, [number for number, _ in some])
            BatchPart.objects.bulk_create(
                BatchPart(batch=batch, number=number, job=job, texts="".join(part))
                for (number, part), job in zip(some, jobs, strict=True)
            )
            batch.parts_count += len(some)
            batch.texts_count += sum(len(part) for _, part in some)
        batch.save(update_fields=["parts_count", "texts_count"])
    return batch


def _given(batch: Batch, numbers: Sequence[int]) -> list[int]:
    """The jobs, one a part."""
    given = app.configure_task(CLASSIFY, priority=PRIORITY)
    jobs: list[JSONDict] = [{"batch_id": batch.pk, "number": number} for number in numbers]
    return given.batch_defer(*jobs)


def _parts(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines in parts, cut where the classifier's own groups end, so that nothing depends on the cut."""
    part: list[str] = []
    for group in groups(lines):
        part += group
        if len(part) >= PART_TEXTS or sum(map(len, part)) >= PART_CHARACTERS:
            yield part
            part = []
    if part:
        yield part


def take_up_batch(*, batch: Batch) -> int:
    """Gives parts that failed or fell out of the queue to the workers again; how many."""
    with transaction.atomic():
        Batch.objects.select_for_update().filter(pk=batch.pk).first()  # two who ask at once give each part once
        dropped = list(dropped_parts(batch).only("pk", "number"))
        if not dropped:
            return 0
        for part, job in zip(dropped, _given(batch, [part.number for part in dropped]), strict=True):
            part.job = job
        BatchPart.objects.bulk_update(dropped, ["job"], batch_size=1000)
    return len(dropped)


def ask_for_batch(*, batch: Batch) -> None:
    """Somebody waits for it: its days begin anew."""
    Batch.objects.filter(pk=batch.pk).update(asked_at=now())


def answer_part(*, batch_id: int, number: int) -> None:
    """Answers the texts of a part and lets go of them. A part answered or forgotten meanwhile stays as it is.

    Raises OtherClassifierError, NotInstalledError.
    """
    part = BatchPart.objects.select_related("batch").filter(batch=batch_id, number=number, done=False).first()
    if part is None:
        return
    batch = part.batch
    if classifier_identity() != batch.classifier:
        raise OtherClassifierError(batch.name)
    texts = map(text_of, part.texts.removesuffix("\n").split("\n"))  # splitlines knows other ends of lines too
    found = classifier(batch.tier).classify(texts, threshold=batch.threshold, top=batch.top)
    answers = "".join(json.dumps(answer_of(one), ensure_ascii=False) + "\n" for one in found)
    BatchPart.objects.filter(pk=part.pk, done=False).update(answers=answers, texts="", done=True)


async def retry_stalled_parts() -> None:
    """Gives the parts of workers that were killed to others; one that was begun too often fails."""
    for job in await app.job_manager.get_stalled_jobs(task_name=CLASSIFY):
        if job.attempts + 1 < MOST_ATTEMPTS:
            await app.job_manager.retry_job(job)
        else:
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


def forget_batch(*, batch: Batch, by: Person | None) -> None:
    """Lets go of a batch, its texts and answers, and of the work that waits."""
    with recorded("forget_batch", by=by, subject=batch, name=batch.name):
        for job in batch.parts.filter(done=False).values_list("job", flat=True).iterator():
            app.job_manager.cancel_job_by_id(job, delete_job=True)
        batch.delete()


def forget_old_batches() -> None:
    """Lets go of what nobody has asked for lately."""
    for batch in Batch.objects.filter(asked_at__lt=now() - timedelta(days=KEPT_DAYS)):
        forget_batch(batch=batch, by=None)
