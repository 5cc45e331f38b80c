"""Readings cut off by a killed worker are taken up again, once, whatever stopped them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from mouakaba.match.listings.actions import READ, read_opening, save_opening, take_up_openings
from mouakaba.match.listings.models import Opening, OpeningSkill
from mouakaba.match.skills.actions import begin_profile, give_text, take_up_texts
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
TEXT = "DEMO. Programmer en Python et installer des panneaux solaires."


@pytest.fixture
def no_jobs() -> Iterator[None]:
    """The queue's tables are not Django's: a flush leaves in them what earlier tests wrote."""
    do("DELETE FROM procrastinate_jobs")
    yield
    do("DELETE FROM procrastinate_jobs")
    do("DELETE FROM procrastinate_workers")


def do(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def opening(no_jobs: None, places: None, stand_at: Any) -> Opening:
    stand_at("2026-03-02 10:00:00")
    return save_opening(
        opening=None, organisation=factories.make_organisation("demo-startup"), kind_code="talent_openings",
        title="DEMO", text=TEXT, closes_on=factories.at("2026-04-01 00:00:00").date(), by=None,
    )  # fmt: skip


def jobs() -> list[str]:
    return list(ProcrastinateJob.objects.filter(task_name=READ).order_by("pk").values_list("status", flat=True))


def start_worker() -> subprocess.Popen[bytes]:
    """A real worker of the queue that reads, on the test's database; its own periodic work comes along."""
    here = connection.settings_dict
    host = here["HOST"] or here["OPTIONS"].get("host", "")
    query = urlencode({"host": host, **({"port": here["PORT"]} if here["PORT"] else {})})
    user = f"{here['USER']}:{here['PASSWORD']}" if here["PASSWORD"] else here["USER"]
    return subprocess.Popen(
        [sys.executable, "manage.py", "procrastinate", "worker", "--queues", "skills", "--one-shot"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": f"postgresql://{user}@/{here['NAME']}?{query}",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "MOUAKABA_DEMO": "1",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def test_a_killed_worker_s_reading_is_taken_up_once(opening: Opening) -> None:
    worker = start_worker()
    assert any("doing" in jobs() for _ in range(500_000) if worker.poll() is None)
    os.killpg(worker.pid, signal.SIGKILL)  # the models are being loaded
    worker.wait()
    assert (jobs(), Opening.objects.get().read) == (["doing"], False)
    assert take_up_openings() == 0  # the worker may yet live: it was heard of a moment ago
    do("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '31 seconds'")
    assert (take_up_openings(), take_up_openings()) == (1, 0)
    assert jobs() == ["doing", "todo"]
    read_opening(opening_id=str(opening.pk))
    found = list(OpeningSkill.objects.values_list("uri", "state"))
    read_opening(opening_id=str(opening.pk))
    assert Opening.objects.get().read
    assert found and list(OpeningSkill.objects.values_list("uri", "state")) == found
    do("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo'")
    assert take_up_openings() == 0


@pytest.mark.parametrize("status", ["failed", "succeeded"])
def test_a_reading_that_came_to_nothing_is_taken_up_but_not_for_ever(opening: Opening, status: str) -> None:
    """It failed, or the list of skills was not installed when it ran."""
    for _ in range(7):
        do(f"UPDATE procrastinate_jobs SET status = '{status}'")
        take_up_openings()
    assert len(jobs()) == {"failed": 5, "succeeded": 8}[status]


def test_closed_openings_are_left(opening: Opening) -> None:
    do("DELETE FROM procrastinate_jobs")
    Opening.objects.update(state="closed")
    assert take_up_openings() == 0
    Opening.objects.update(state="draft")
    assert take_up_openings() == 1


def test_without_the_list_nothing_is_begun(opening: Opening, settings: Any, tmp_path: Path) -> None:
    from mouakaba.match.skills import queries

    do("DELETE FROM procrastinate_jobs")
    known = django_settings.SKILLS
    try:
        settings.SKILLS = tmp_path
        queries._index.cache_clear()
        assert take_up_openings() == 0
    finally:
        settings.SKILLS = known
        queries._index.cache_clear()
    assert take_up_openings() == 1


def test_a_text_of_a_person_is_taken_up_too(no_jobs: None, stand_at: Any, places: None) -> None:
    stand_at("2026-03-02 10:00:00")
    person = factories.make_person("Graduate")
    text = give_text(profile=begin_profile(by=person), text=TEXT, by=person)
    assert take_up_texts() == 0
    do("DELETE FROM procrastinate_jobs")  # with the worker that had it
    assert (take_up_texts(), take_up_texts()) == (1, 0)
    assert ProcrastinateJob.objects.get().args == {"text_id": str(text.pk)}
