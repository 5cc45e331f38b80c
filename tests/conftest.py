"""What every test shares: the cast, the clock, the browser."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """Each test begins in the product's own language, whatever the requests of the one before have left."""
    from django.utils.translation import override

    with override("ar"):
        yield


@pytest.fixture
def stand_at(db: None, settings: Any) -> Iterator[Callable[[str | datetime], None]]:
    """Moves the product's clock: ``stand_at("2024-03-31 23:59:59")`` is Moroccan wall time."""
    from mouakaba.base.clock.actions import set_clock
    from tests import factories

    settings.DEMO = True

    def move(when: str | datetime) -> None:
        set_clock(stands_at=factories.at(when) if isinstance(when, str) else when)

    yield move
    settings.DEMO = False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Regions, provinces and communes are loaded once a session: no test changes them."""
    from mouakaba.base.places.actions import load_places

    with django_db_blocker.unblock():
        load_places()


@pytest.fixture
def places(db: None) -> None:
    """Regions, provinces and communes; again, where a test with real transactions emptied the tables."""
    from mouakaba.base.places.actions import load_places
    from mouakaba.base.places.models import Commune
    from mouakaba.base.places.queries import forget_places

    if not Commune.objects.exists():
        load_places()
    forget_places()


@pytest.fixture
def alice(db: None) -> Any:
    """Applies."""
    from tests import factories

    return factories.make_person("Alice", language="fr")


@pytest.fixture
def omar(db: None) -> Any:
    """Runs the programme (the officer)."""
    from tests import factories

    return factories.make_person("Omar", language="ar")


@pytest.fixture
def charlie(db: None) -> Any:
    """A stranger: has an account and no business here."""
    from tests import factories

    return factories.make_person("Charlie")


@pytest.fixture
def programme(omar: Any) -> Any:
    from tests import factories

    return factories.make_programme(officer=omar)


@pytest.fixture
def call(programme: Any, places: None) -> Any:
    """A published incubation call that closes on 31 March 2024 at 23:59:59, Moroccan time."""
    from tests import factories

    return factories.make_call(programme)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The system's Chromium, one process a session; tests ask for ``browser``."""
    import shutil

    from playwright.sync_api import sync_playwright

    names = ("chromium-headless-shell", "chromium", "google-chrome")  # the shell has no windows to draw: it is quicker
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if not path:
        pytest.fail("Chromium is missing: install it, or set CHROMIUM to its path.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--use-fake-device-for-media-stream",  # a microphone that hums, for what is recorded in the page
                "--use-fake-ui-for-media-stream",
            ],
        )
        yield chromium
        chromium.close()


class Traffic:
    """Counts the live server's open connections, so that a test can end when nothing is on its way."""

    def __init__(self, server: Any) -> None:
        self._address = (server.thread.host, server.thread.port)
        self._changed, self._open = threading.Condition(), 0
        httpd = server.thread.httpd
        self._accept, self._serve = httpd.process_request, httpd.process_request_thread
        httpd.process_request, httpd.process_request_thread = self._opened, self._served

    def _opened(self, connection: Any, address: Any) -> None:
        self._add(1)
        self._accept(connection, address)

    def _served(self, connection: Any, address: Any) -> None:
        try:
            self._serve(connection, address)
        finally:
            self._add(-1)

    def _add(self, one: int) -> None:
        with self._changed:
            self._open += one
            self._changed.notify_all()

    def wait_for_silence(self, seconds: float = 60) -> None:
        """Returns when every connection made before this call has been served and closed; fails after `seconds`."""
        # Connections are taken in the order they came: once ours is answered, those before it are counted.
        with socket.create_connection(self._address, timeout=seconds) as last:
            last.sendall(b"OPTIONS /healthz HTTP/1.0\r\n\r\n")
            while last.recv(4096):
                pass
        with self._changed:
            silent = self._changed.wait_for(lambda: self._open == 0, timeout=seconds)
        assert silent, f"the live server still has {self._open} connections open"


@pytest.fixture(scope="session")
def traffic(live_server: Any) -> Traffic:
    return Traffic(live_server)


@pytest.fixture
def browser(chromium: Any, traffic: Traffic) -> Iterator[Any]:
    """Chromium for one test. At its end all pages close, and what they still asked of the server is waited for.

    The tables are emptied after that: a save still under way would lock them against it.
    """
    yield chromium
    for context in list(chromium.contexts):
        context.close()
    traffic.wait_for_silence()


@pytest.fixture
def axe() -> Callable[[Any], list[str]]:
    """Accessibility violations of the page shown, as sentences; empty when there are none."""
    from axe_playwright_python.sync_playwright import Axe

    def violations(page: Any) -> list[str]:
        results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        return [
            f"{found['id']}: {found['help']} — {node['html'][:150]}"
            for found in results.response["violations"]
            for node in found["nodes"]
        ]

    return violations
