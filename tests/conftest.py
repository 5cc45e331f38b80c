"""What every test shares: the cast, the clock, the browser."""

from __future__ import annotations

import os
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
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    import shutil

    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
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
            ],
        )
        yield chromium
        chromium.close()


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
