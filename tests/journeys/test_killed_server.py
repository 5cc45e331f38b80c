"""Journey: the server is killed while it takes in an application. Nothing typed and nothing acknowledged is lost."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from mouakaba.select.applications.models import Application, State, Submission
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]


NAME = "the-server-that-is-killed"  # by which the database tells its connections from others


class Server:
    """The product served by gunicorn in a process of its own, on a socket that outlives it."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        here = connection.settings_dict
        host = here["HOST"] or here["OPTIONS"].get("host", "")
        query = urlencode({"host": host, "application_name": NAME, **({"port": here["PORT"]} if here["PORT"] else {})})
        user = f"{here['USER']}:{here['PASSWORD']}" if here["PASSWORD"] else here["USER"]
        url = f"postgresql://{user}@/{here['NAME']}?{query}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "mouakaba.site.wsgi", "--bind", f"fd://{self._socket.fileno()}"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings", "MOUAKABA_DEMO": "1"},
            pass_fds=[self._socket.fileno()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def kill(self) -> None:
        """As a power cut would: no handler runs."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def close(self) -> None:
        self.kill()
        self._socket.close()


@pytest.fixture
def no_jobs() -> None:
    """The queue's table is not Django's: a flush leaves the jobs of earlier tests in it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def server(no_jobs: None, draft: Application) -> Iterator[Server]:
    running = Server()
    yield running
    running.close()
    until(its_connections_are_gone)


@pytest.fixture
def draft(call: Any, alice: Any, stand_at: Callable[..., None]) -> Application:
    stand_at("2024-03-20 10:00:00")
    return factories.make_application(call, alice, state="draft", at=factories.at("2024-03-20 10:00:00"))


class Person:
    """A browser without a picture: keeps its cookies, reads the token of a page, and posts it."""

    def __init__(self, port: int, person: Any) -> None:
        client = Client()
        client.force_login(person)
        self.port = port
        self.cookies = {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}

    def begin(self, method: str, path: str, body: str = "") -> http.client.HTTPConnection:
        """Send a request and do not wait for its answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(method, path, body or None, headers)
        return line

    def read(self, line: http.client.HTTPConnection) -> tuple[int, str, str]:
        """Status, address it leads to, page."""
        answer = line.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(cookie).items()})
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def form_of(self, path: str) -> str:
        """What the page's form would post, agreement given."""
        _, _, page = self.read(self.begin("GET", path))
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        return urlencode({**hidden, "q_consent": "true"})


def until(condition: Callable[[], bool], tries: int = 20_000) -> None:
    """Asks the database, again and again, until it says so."""
    for _ in range(tries):
        if condition():
            return
    raise AssertionError(f"never: {condition.__name__}")


def _count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


ITS_OWN = f"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{NAME}' AND datname = current_database()"


def its_connections_are_gone() -> bool:
    return _count(ITS_OWN) == 0


def it_waits_for_a_lock() -> bool:
    return _count(f"{ITS_OWN} AND wait_event_type = 'Lock'") > 0


def it_is_committed() -> bool:
    return Submission.objects.exists()


def receipts_owed() -> list[str]:
    """The submissions whose receipt a worker is to send."""
    jobs = ProcrastinateJob.objects.filter(task_name="mouakaba.select.applications.tasks.send_receipt")
    return [job.args["submission_id"] for job in jobs]


def review(draft: Application) -> str:
    with override("fr"):
        return reverse("application_review", args=[draft.pk])


def test_killed_before_the_commit_the_draft_is_whole_and_no_number_is_lost(
    server: Server, draft: Application, alice: Any
) -> None:
    written = dict(draft.answers)
    person = Person(server.port, alice)
    form = person.form_of(review(draft))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE procrastinate_jobs IN ACCESS EXCLUSIVE MODE")
        line = person.begin("POST", review(draft), form)
        until(it_waits_for_a_lock)  # numbered and written, its receipt not yet owed
        server.kill()
    line.close()
    until(its_connections_are_gone)

    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert {**draft.answers, "consent": "true"} == {**written, "consent": "true"}
    assert not Submission.objects.exists()
    assert not receipts_owed()

    server.start()
    status, leads_to, _ = person.read(person.begin("POST", review(draft), person.form_of(review(draft))))
    assert status == 302
    assert leads_to.endswith(f"/my/applications/{draft.pk}/receipt/")
    draft.refresh_from_db()
    assert (draft.state, draft.number) == (State.SUBMITTED, "DEMO-CALL-0001")


def test_killed_after_the_commit_the_same_receipt_is_found_again(
    server: Server, draft: Application, alice: Any
) -> None:
    person = Person(server.port, alice)
    form = person.form_of(review(draft))
    line = person.begin("POST", review(draft), form)
    until(it_is_committed)
    server.kill()
    line.close()  # the answer, if any was on its way, is never read

    server.start()
    status, leads_to, _ = person.read(person.begin("POST", review(draft), form))
    assert status == 302
    assert "DEMO-CALL-0001" in person.read(person.begin("GET", leads_to))[2]
    assert Submission.objects.count() == 1
    assert receipts_owed() == [str(Submission.objects.get().pk)]
