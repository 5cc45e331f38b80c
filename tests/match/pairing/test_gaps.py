"""Integration: what is looked for and not found, without pointing at anybody."""

from __future__ import annotations

from typing import Any

import pytest

from mouakaba.match.listings.models import Opening
from mouakaba.match.pairing.queries import gaps
from tests import factories
from tests.match.conftest import as_, make_opening, make_profile

pytestmark = pytest.mark.django_db


def people(count: int, *skills: str, **fields: Any) -> None:
    for number in range(count):
        make_profile(factories.make_person(f"{'-'.join(skills)} {number} {len(fields)}"), skills, **fields)


def counted(region: str = "") -> dict[str, tuple[int, int | None]]:
    return {gap.label["en"].removesuffix(" (en)"): (gap.openings, gap.people) for gap in gaps(region)}


def test_counts_of_people_below_five_are_not_told(opening: Opening) -> None:
    people(4, "python")
    people(5, "solar")
    assert counted() == {"python": (1, None), "solar": (1, 5), "welding": (1, None)}


def test_none_and_four_look_alike(opening: Opening) -> None:
    before = counted()["welding"]
    people(4, "welding")
    assert counted()["welding"] == before == (1, None)


def test_who_is_not_seen_is_not_counted(opening: Opening) -> None:
    people(6, "python", seen_by="nobody")
    assert counted()["python"] == (1, None)


def test_a_region_counts_those_who_show_theirs(opening: Opening, startup: Any) -> None:
    make_opening(startup, ["python"], region_id="MA-09")
    people(5, "python", region_id="MA-09")
    people(5, "python", region_id="MA-09", shown=[])
    assert counted("MA-09") == {"python": (1, 5)}
    assert counted()["python"] == (2, 10)


def test_what_is_scarce_comes_first(opening: Opening, startup: Any) -> None:
    people(7, "python")
    people(6, "solar")
    make_opening(startup, ["welding"])
    assert list(counted()) == ["welding", "solar", "python"]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_anybody_reads_it_and_takes_it_along(opening: Opening, language: str) -> None:
    response = as_(None).get(f"/{language}/openings/skills/?region=MA-02")
    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()
    sheet = as_(None).get(f"/{language}/openings/skills/?format=csv&region=nowhere").content.decode("utf-8-sig")
    assert len(sheet.strip().splitlines()) == 4
