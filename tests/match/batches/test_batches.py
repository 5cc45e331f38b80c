"""Batches from within: parts, their answers, what is given again, and what is let go of."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from mouakaba.kernel.skills import Text
from mouakaba.kernel.skills.bulk import answer_of
from mouakaba.match.batches.actions import (
    CLASSIFY,
    OtherClassifierError,
    answer_part,
    begin_batch,
    forget_batch,
    forget_old_batches,
    retry_stalled_parts,
    take_up_batch,
)
from mouakaba.match.batches.models import Batch, BatchPart
from mouakaba.match.batches.queries import BatchGoneError, PartFailedError, answers_of, progress_of
from mouakaba.match.batches.rules import MOST_ATTEMPTS
from mouakaba.match.skills.queries import classifier

pytestmark = pytest.mark.django_db
OPTIONS = {"tier": "fast", "threshold": 0.0, "top": 2}


def lines(count: int, length: int = 0) -> Iterator[str]:
    for number in range(count):
        row = {"id": str(number), "text": f"vendre \u2028 \x85 {number}".ljust(length), "language": None}
        yield json.dumps(row, ensure_ascii=False) + "\n"


def begun(count: int, length: int = 0) -> Batch:
    return begin_batch(name="demo", digest="d", options=OPTIONS, lines=lines(count, length), by=None)


def jobs() -> Any:
    return ProcrastinateJob.objects.filter(task_name=CLASSIFY)


def set_jobs(state: str, attempts: int = 0) -> None:
    """As a worker would leave them; the models of the queue are read-only."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s, attempts = %s", [state, attempts])


@pytest.fixture(autouse=True)
def no_jobs(db: None) -> None:
    """Jobs of tests with real transactions are left in the queue."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.mark.parametrize(
    ("count", "length", "parts"),
    [
        (0, 0, []),
        (1, 0, [1]),
        (256, 0, [256]),
        (300, 0, [256, 44]),
        (130, 4000, [64, 64, 2]),
        (64 * 3, 2000, [128, 64]),
    ],
)
def test_a_part_ends_with_a_group_of_the_classifier(skills: Path, count: int, length: int, parts: list[int]) -> None:
    batch = begun(count, length)
    assert [part.texts.count("\n") for part in batch.parts.all()] == parts
    assert "".join(part.texts for part in batch.parts.all()) == "".join(lines(count, length))
    assert (batch.texts_count, batch.parts_count) == (count, len(parts))
    assert [(job.args["number"], job.pk, job.priority < 0) for job in jobs().order_by("pk")] == [
        (part.number, part.job, True) for part in batch.parts.all()
    ]


def test_a_part_is_answered_once_and_its_texts_go(skills: Path) -> None:
    batch = begun(3)
    assert answers_of(batch, 0) is None
    answer_part(batch_id=batch.pk, number=0)
    asked = [Text(**json.loads(line)) for line in lines(3)]
    told = [json.loads(line) for line in (answers_of(batch, 0) or "").strip("\n").split("\n")]
    assert told == json.loads(
        json.dumps([answer_of(one) for one in classifier("fast").classify(asked, threshold=0, top=2)])
    )
    assert len(told) == 3 and all(len(one["skills"]) == 2 for one in told)
    assert (batch.parts.get().texts, progress_of(batch).done) == ("", 1)

    BatchPart.objects.update(answers="as written\n")
    answer_part(batch_id=batch.pk, number=0)  # as when a worker thought dead was not
    assert answers_of(batch, 0) == "as written\n"


def test_a_worker_with_another_list_refuses(skills: Path) -> None:
    batch = begun(1)
    Batch.objects.update(classifier="another")
    with pytest.raises(OtherClassifierError):
        answer_part(batch_id=batch.pk, number=0)
    assert answers_of(batch, 0) is None


def test_only_parts_that_no_worker_will_do_are_given_again(skills: Path) -> None:
    batch = begun(130, 4000)
    assert take_up_batch(batch=batch) == 0
    answer_part(batch_id=batch.pk, number=0)
    set_jobs("failed")
    with pytest.raises(PartFailedError):
        answers_of(batch, 1)
    assert take_up_batch(batch=batch) == 2
    assert answers_of(batch, 1) is None
    assert sorted(job.args["number"] for job in jobs().filter(status="todo")) == [1, 2]
    assert take_up_batch(batch=batch) == 0


def test_stalled_parts_are_retried_but_not_for_ever(skills: Path) -> None:
    begun(1)
    set_jobs("doing")  # by a worker that is no more
    async_to_sync(retry_stalled_parts)()
    assert [(job.status, job.attempts) for job in jobs()] == [("todo", 1)]
    set_jobs("doing", attempts=MOST_ATTEMPTS - 1)
    async_to_sync(retry_stalled_parts)()
    assert [job.status for job in jobs()] == ["failed"]


def test_forgetting_lets_go_of_texts_answers_and_work(skills: Path) -> None:
    batch = begun(130, 4000)
    answer_part(batch_id=batch.pk, number=0)
    kept = Batch.objects.get()
    forget_batch(batch=batch, by=None)
    assert not BatchPart.objects.exists() and jobs().filter(status="todo").count() == 1  # the job of the part answered
    with pytest.raises(BatchGoneError):
        answers_of(kept, 0)
    answer_part(batch_id=kept.pk, number=1)  # a worker that had it in hand
    assert not BatchPart.objects.exists()


def test_what_nobody_asks_for_is_let_go_of(skills: Path, stand_at: Callable[[str], None]) -> None:
    stand_at("2026-03-02 10:00:00")
    begun(1)
    stand_at("2026-03-09 09:00:00")
    forget_old_batches()
    assert Batch.objects.exists()
    stand_at("2026-03-09 11:00:00")
    forget_old_batches()
    assert not Batch.objects.exists()
    assert not jobs().exists()


def test_memory_stays_flat_whatever_the_file(skills: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            batch = begun(count, 1000)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            forget_batch(batch=batch, by=None)

    assert app.connector  # the queue is loaded before memory is counted
    peak(256)  # 4,096 texts are written at a time, while as many are cut
    assert peak(16_384) < 1.2 * peak(8_192)
