"""The cast of these tests."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.accompany.cooperatives.models import Cooperative, Cooperator
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from tests.accompany.cooperatives import cast


@pytest.fixture
def house(places: None, stand_at: Any) -> tuple[Organisation, dict[str, Person]]:
    """The cooperative and its team, on a Tuesday."""
    stand_at(cast.TODAY)
    return cast.make_team()


@pytest.fixture
def team(house: Any) -> dict[str, Person]:
    found: dict[str, Person] = house[1]
    return found


@pytest.fixture
def books(house: Any) -> Cooperative:
    return cast.make_books(house[0])


@pytest.fixture
def six(books: Cooperative) -> list[Cooperator]:
    """Six members with five shares each, all paid; the first presides, two have an e-mail."""
    return [
        cast.enter(
            books, f"DEMO Member {n}", duty="president" if n == 1 else "", email=f"m{n}@demo.example" if n < 3 else ""
        )
        for n in range(1, 7)
    ]
