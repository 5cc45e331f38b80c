"""`mouakaba classify --jobs` and `mouakaba batches`, in this process: what is read, said and written."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from mouakaba.cli import main
from mouakaba.match.batches import tasks
from mouakaba.match.batches.models import Batch, BatchPart

pytestmark = pytest.mark.django_db
FAST = ("--processes", "1", "--tier", "fast", "--threshold", "0", "--top", "2")
Call = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def call(skills: Path, capfdbinary: Any, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a tool: exit code, lines of output, what was said. While it waits, this process works like a worker."""

    def work(_seconds: float) -> None:
        for job in ProcrastinateJob.objects.filter(task_name=tasks.classify.name, status="todo"):
            tasks.classify(**job.args)

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    monkeypatch.setenv("MOUAKABA_DATA", str(skills))
    monkeypatch.setattr("time.sleep", work)

    def run(*arguments: object) -> tuple[int, list[str], str]:
        code = main([str(one) for one in arguments])
        out, said = capfdbinary.readouterr()
        return code, out.decode().removesuffix("\n").split("\n") if out else [], said.decode()

    return run


def test_answers_are_those_of_plain_classify(call: Call, texts: Callable[..., Path]) -> None:
    path = texts(80)
    code, plain, _ = call("classify", *FAST, path)
    assert (code, len(plain)) == (0, 80)
    code, spread, said = call("classify", "--jobs", *FAST, path)
    assert (code, spread) == (0, plain)
    assert "80 texts: 0 of 2 parts done, workers: 0; no worker is running" in said
    assert "2 of 2 parts done" in said


def test_run_again_nothing_is_done_again(call: Call, texts: Callable[..., Path]) -> None:
    path = texts(66)
    first = call("classify", "--jobs", *FAST, path)[1]
    BatchPart.objects.filter(number=1).update(answers="kept as it was\n")
    code, second, _ = call("classify", "--jobs", *FAST, path)
    assert (code, second) == (0, [*first[:64], "kept as it was"])
    assert ProcrastinateJob.objects.filter(task_name=tasks.classify.name).count() == 2


def test_other_options_texts_or_names_are_other_batches(call: Call, texts: Callable[..., Path]) -> None:
    path, other = texts(2), texts(3, name="other.jsonl")
    for asked in (
        (*FAST, path), (*FAST, other), (*FAST, path, "--top", "1"), (*FAST, path, "--threshold", "0.5"),
        (*FAST, path, "--name", "دفعة 1"), (*FAST, path),
    ):  # fmt: skip
        assert call("classify", "--jobs", *asked)[0] == 0
    assert Batch.objects.count() == 5
    code, out, said = call("classify", "--jobs", *FAST, other, "--name", "دفعة 1")
    assert (code, out) == (2, [])
    assert "the batch دفعة 1 has other texts, options or list of skills" in said


def test_a_bad_line_is_told_as_by_plain_classify_and_nothing_is_kept(call: Call, texts: Callable[..., Path]) -> None:
    path = texts(300)
    with path.open("a") as file:
        file.write('{"id": "DEMO-ت7", "text": "again"}\n')
    plain = call("classify", path)
    assert plain == (2, [], f"{path}:301: the id 'DEMO-ت7' appears twice\n")
    assert call("classify", "--jobs", path) == plain
    assert not Batch.objects.exists()


def test_an_empty_file_has_no_answers_and_leaves_nothing(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n")
    assert call("classify", "--jobs", *FAST, tmp_path / "empty.jsonl") == (0, [], "")
    assert not Batch.objects.exists()


def test_of_a_book_what_is_read_is_kept(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "book.jsonl"
    words = "vendre".ljust(19_990) + "des tapis, vendre des tapis"
    path.write_text(json.dumps({"id": "1", "text": words, "language": "fr"}) + "\n")
    plain = call("classify", *FAST, path)[1]
    kept: list[int] = []
    see = BatchPart.objects.filter(done=False)
    with pytest.MonkeyPatch.context() as patch:
        work = time.sleep
        patch.setattr("time.sleep", lambda moment: (kept.append(len(see.get().texts)), work(moment)))
        assert call("classify", "--jobs", *FAST, path)[1] == plain
    assert 20_000 < kept[0] < 20_100 and len(json.loads(plain[0])["skills"]) == 2


def test_a_part_that_failed_is_said_and_tried_again(call: Call, texts: Callable[..., Path]) -> None:
    path = texts(3)
    call("classify", "--jobs", *FAST, path)
    BatchPart.objects.update(done=False, answers="", texts=path.read_text())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert len(call("classify", "--jobs", *FAST, path)[1]) == 3  # given again when asked again
    BatchPart.objects.update(done=False, answers="", texts='{"id": "1", "text": "x", "language": null}\n')

    def fail(_seconds: float) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.sleep", fail)
        code, out, said = call("classify", "--jobs", *FAST, path)
    assert (code, out) == (1, [])
    assert "part 1 of the batch" in said and "run the command again" in said


def test_batches_are_listed_and_forgotten(call: Call, texts: Callable[..., Path]) -> None:
    call("classify", "--jobs", *FAST, texts(2), "--name", "demo-run")
    code, [line], _ = call("batches")
    assert (code, line.split("\t")[:4]) == (0, ["demo-run", "2 texts", "1 of 1 parts done", "fast"])
    assert call("batches", "forget", "demo-run")[0] == 0
    assert not BatchPart.objects.exists()
    assert call("batches", "forget", "demo-run")[0] == 2
    assert call("batches", "forget")[0] == 2
    assert call("batches")[1] == []


def test_without_the_list_it_says_what_to_run(
    call: Call, texts: Callable[..., Path], tmp_path: Path, settings: Any
) -> None:
    from mouakaba.match.skills import queries

    settings.SKILLS = tmp_path
    queries._index.cache_clear()
    queries.classifier_identity.cache_clear()
    code, out, said = call("classify", "--jobs", texts(1))
    assert (code, out) == (2, [])
    assert said.endswith(":1: the skills are not set up; run mouakaba skills install\n")
