"""People at screens."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1200, "height": 900}


class Walker:
    """One person at one screen, in one language."""

    def __init__(self, browser: Any, server: Any, language: str, screen: dict[str, int]) -> None:
        self.context = browser.new_context(viewport=screen, base_url=server.url, accept_downloads=True)
        self.page = self.context.new_page()
        self.language = language

    def go(self, path: str) -> Any:
        response = self.page.goto(f"/{self.language}/{path}")
        assert response.status == 200, path
        assert self.page.locator("html").get_attribute("lang") == self.language
        return self.page

    def press(self, locator: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(locator).first.click()

    def log_in(self, email: str) -> None:
        self.go("account/login/")
        self.page.fill("[name=login]", email)
        self.page.fill("[name=password]", factories.PASSWORD)
        self.press("main form button[type=submit]")

    def close(self) -> None:
        self.context.close()


@pytest.fixture
def walk(browser: Any, live_server: Any, language: str) -> Any:
    walkers: list[Walker] = []

    def start(screen: dict[str, int] = DESK, email: str = "") -> Walker:
        walkers.append(Walker(browser, live_server, language, screen))
        if email:
            walkers[-1].log_in(email)
        return walkers[-1]

    yield start
    for walker in walkers:
        walker.close()
