"""The whole of it in real processes: a client interrupted, two workers, one of them killed in the middle of a part."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from mouakaba.match.batches.models import BatchPart
from tests.test_cli import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
CLASSIFY = ("-m", "mouakaba.cli", "classify", "--tier", "fast", "--threshold", "0", "--top", "3")
PART = "mouakaba.match.batches.tasks.classify"
Start = Callable[..., "subprocess.Popen[bytes]"]


def _one(sql: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found = cursor.fetchone()
    return found[0] if found else None


def _do(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def until(condition: Callable[[], Any], alive: subprocess.Popen[bytes] | None = None, tries: int = 2_000) -> Any:
    """Asks the database, again and again, until it has an answer; fails when the process it depends on has ended."""
    for _ in range(tries):
        if found := condition():
            return found
        if alive:
            with suppress(subprocess.TimeoutExpired):
                raise AssertionError(f"a worker ended with {alive.wait(timeout=0.05)}")
    raise AssertionError(f"never: {condition.__name__}")


def _address(name: str) -> str:
    """The test's database, under a name by which it tells who is connected."""
    here = connection.settings_dict
    host = here["HOST"] or here["OPTIONS"].get("host", "")
    query = urlencode({"host": host, "application_name": name, **({"port": here["PORT"]} if here["PORT"] else {})})
    user = f"{here['USER']}:{here['PASSWORD']}" if here["PASSWORD"] else here["USER"]
    return f"postgresql://{user}@/{here['NAME']}?{query}"


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts processes of the product; at the end those that still run are killed, and their connections have gone."""
    _do("DELETE FROM procrastinate_jobs")
    _do("DELETE FROM procrastinate_workers")  # killed in an earlier test, they would count as alive for a while
    running: list[subprocess.Popen[bytes]] = []
    # Started in the background, tests ignore interrupts, and their children would learn it from them.
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)

    def begin(name: str, *arguments: str, **pipes: Any) -> subprocess.Popen[bytes]:
        env = {**os.environ, "DATABASE_URL": _address(name), "DJANGO_SETTINGS_MODULE": "tests.settings"}
        env["MOUAKABA_DATA"] = str(home)
        running.append(subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=env, **pipes))
        return running[-1]

    yield begin
    signal.signal(signal.SIGINT, heard)
    for process in running:
        process.kill()
        process.wait()
    until(lambda: not _one("SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'batches-%'"))
    _do("DELETE FROM procrastinate_jobs")


def work(start: Start, name: str) -> subprocess.Popen[bytes]:
    arguments = ("manage.py", "procrastinate", "worker", "--queues", "batches")
    return start(name, *arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def who_writes_the_first_part() -> Any:
    """The worker that has read and answered it, and waits to write it down."""
    _do("SELECT pg_stat_clear_snapshot()")  # a transaction would see the same connections for ever
    # Asking for a job may wait for a lock, too, for a moment: only the writing of a part counts.
    waits = (
        "application_name LIKE 'batches-%' AND wait_event_type = 'Lock' AND query LIKE 'UPDATE \"match_batchpart\"%'"
    )
    return _one(f"SELECT application_name FROM pg_stat_activity WHERE {waits}")


def the_others_are_done() -> bool:
    return not BatchPart.objects.filter(done=False, number__gt=0).exists()


def answered(start: Start, path: Path, *more: str) -> list[str]:
    client = start("batches-client", *CLASSIFY, *more, str(path), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    out, _ = client.communicate(timeout=300)
    assert client.returncode == 0
    return out.decode().split("\n")


def test_interrupted_and_killed_nothing_is_lost_and_nothing_comes_twice(
    start: Start, texts: Callable[..., Path]
) -> None:
    path = texts(64 * 2 + 6)
    client = start("batches-first", *CLASSIFY, "--jobs", str(path), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert client.stderr and client.stdout
    assert b"no worker is running" in client.stderr.readline()
    client.send_signal(signal.SIGINT)
    assert (client.wait(timeout=60), client.stdout.read()) == (130, b"")

    with transaction.atomic():
        BatchPart.objects.select_for_update().get(number=0)
        workers = {name: work(start, name) for name in ("batches-one", "batches-two")}
        doomed = until(who_writes_the_first_part, workers["batches-one"])
        [other] = workers.keys() - {doomed}
        workers[doomed].kill()  # SIGKILL, in the middle of a part
        _do(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{doomed}'")
        until(the_others_are_done, workers[other])
    assert [part.number for part in BatchPart.objects.filter(done=False)] == [0]

    job = ProcrastinateJob.objects.get(task_name=PART, args__number=0)
    assert job.status == "doing"  # so it is written, but nobody does it any more
    _do(f"UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' WHERE id = {job.worker_id}")
    with suppress(AlreadyEnqueued):  # the worker asks every minute, too
        app.configure_task("mouakaba.match.batches.tasks.retry_stalled").defer(timestamp=0)
    spread = answered(start, path, "--jobs")
    assert spread == answered(start, path)
    assert len(spread) == 64 * 2 + 6 + 1
    assert set(BatchPart.objects.values_list("done", "texts")) == {(True, "")}

    given = list(ProcrastinateJob.objects.filter(task_name=PART).order_by("pk").values_list("pk"))
    for worker in workers.values():
        worker.kill()
    assert answered(start, path, "--jobs") == spread  # with no worker at all
    assert list(ProcrastinateJob.objects.filter(task_name=PART).order_by("pk").values_list("pk")) == given
