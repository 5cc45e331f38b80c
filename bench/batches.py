"""What the queue adds to `mouakaba classify`: the same texts plainly, and by one and two workers, in one run.

    python -m bench.batches [--texts N] [--tier T] [--no-write]

Writes its table into docs/benchmarks.md between the markers. All texts are invented; the database is that of
the data folder.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
START, END = "<!-- batches -->", "<!-- /batches -->"
CLASSIFY = (sys.executable, "-m", "mouakaba.cli", "classify")
WORKER = (sys.executable, "manage.py", "procrastinate", "worker", "--queues", "batches")
TICKS = os.sysconf("SC_CLK_TCK")
EMPTY = 400  # jobs whose part is answered already: what the queue alone takes


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one way to do all texts: seconds by the clock, CPU seconds of the client and of the workers."""

    clock: float
    client: float
    workers: float


def invent(count: int, path: Path) -> None:
    """Texts of twelve words out of the glossary's names, in three languages."""
    from mouakaba.kernel.skills.glossary import read_glossary

    chance = random.Random(7)
    names = {language: [one.names[language] for one in read_glossary().values()] for language in ("ar", "fr")}
    names["en"] = [one.en for one in read_glossary().values()]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            words = " ".join(chance.choices(names[("ar", "fr", "en")[number % 3]], k=12)).split()[:12]
            file.write(json.dumps({"id": f"DEMO{number}", "text": " ".join(words)}, ensure_ascii=False) + "\n")


def cpu_of(process: subprocess.Popen[bytes]) -> float:
    """CPU seconds a running process has used."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def workers(count: int, warm: Path, flags: tuple[str, ...]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Workers that have loaded the classifier, each having done a part."""
    running = [subprocess.Popen(WORKER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(count)]
    try:
        while ready() < count:  # a short file again and again, until each has had one
            client((*flags, "--jobs", "--name", f"bench-warm-{time.time_ns()}"), warm)
        yield running
    finally:
        for one in running:
            one.terminate()
            one.wait()


def ready() -> int:
    """How many of the workers alive have done a part."""
    return _one("SELECT count(DISTINCT worker_id) FROM procrastinate_jobs WHERE status = 'succeeded'")


def _one(sql: str) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def client(flags: tuple[str, ...], path: Path) -> tuple[float, float, bytes]:
    """Runs `classify`: seconds by the clock, CPU seconds, answers."""
    before, begin = os.times(), time.perf_counter()
    done = subprocess.run([*CLASSIFY, *flags, str(path)], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    took, after = time.perf_counter() - begin, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return took, used, done.stdout


def spread(count: int, path: Path, warm: Path, flags: tuple[str, ...], expected: bytes) -> Cost:
    """All texts by so many workers; the answers must be those of plain classify."""
    with workers(count, warm, flags) as running:
        before = sum(map(cpu_of, running))
        clock, used, answers = client((*flags, "--jobs", "--name", f"bench-{count}-{time.time_ns()}"), path)
        assert answers == expected, "other answers than plain classify"
        return Cost(clock, used, sum(map(cpu_of, running)) - before)


def empty_jobs_a_second() -> float:
    """How many jobs one worker takes, finds done and puts away: the queue without any classification."""
    from procrastinate.contrib.django import app

    def waiting() -> int:
        return _one("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'batches' AND status = 'todo'")

    task = app.configure_task("mouakaba.match.batches.tasks.classify")
    jobs: list[Any] = [{"batch_id": 0, "number": number} for number in range(EMPTY)]
    task.batch_defer(*jobs)
    worker = subprocess.Popen(WORKER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while waiting() > EMPTY - 20:  # it has begun
            time.sleep(0.05)
        left, begin = waiting(), time.perf_counter()
        while waiting():
            time.sleep(0.05)
        return left / (time.perf_counter() - begin)
    finally:
        worker.terminate()
        worker.wait()


def forget() -> None:
    """The batches of this bench go."""
    from mouakaba.match import door

    for batch in door.batches().filter(name__startswith="bench-"):
        door.forget_batch(batch=batch, by=None)


def table(texts: int, tier: str, plain: Cost, rows: dict[str, Cost], empty: float) -> list[str]:
    """The lines of the page."""
    load = os.getloadavg()[0]
    lines = [
        f"{texts:,} invented texts of twelve words, {tier} tier, {os.cpu_count()} cores, load {load:.0f} at the end:",
        "on a machine that others use, too, compare the CPU seconds.",
        "",
        "| how | clock, s | CPU s: client | CPU s: workers | CPU beside plain |",
        "|---|---|---|---|---|",
        f"| plain `classify` | {plain.clock:.1f} | {plain.client:.1f} | - | 1.00 |",
    ]
    for name, cost in rows.items():
        ratio = (cost.client + cost.workers) / plain.client
        lines.append(f"| {name} | {cost.clock:.1f} | {cost.client:.1f} | {cost.workers:.1f} | {ratio:.2f} |")
    return [*lines, "", f"Without any classification one worker takes and puts away {empty:.0f} jobs a second."]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=4096)
    parser.add_argument("--tier", choices=("fast", "thorough"), default="fast")
    parser.add_argument("--no-write", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mouakaba.site.settings")
    import django

    django.setup()
    with tempfile.TemporaryDirectory() as folder:
        told = measure(options.texts, options.tier, Path(folder))
    print("\n".join(told))
    if not options.no_write:
        page = PAGE.read_text()
        head, _, rest = page.partition(START)
        PAGE.write_text("\n".join([head + START, *told, END]) + rest.partition(END)[2])


def measure(texts: int, tier: str, folder: Path) -> list[str]:
    """All runs, one after the other."""
    path, warm = folder / "texts.jsonl", folder / "warm.jsonl"
    invent(texts, path)
    invent(8, warm)
    flags = ("--tier", tier)
    clock, used, expected = client(flags, path)
    rows: dict[str, Any] = {}
    for count in (1, 2):
        rows[f"`--jobs`, {count} worker{'s' * (count > 1)}"] = spread(count, path, warm, flags, expected)
    empty = empty_jobs_a_second()
    forget()
    return table(texts, tier, Cost(clock, used, 0.0), rows, empty)


if __name__ == "__main__":
    main()
