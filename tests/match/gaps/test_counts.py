"""Integration: what is looked for and not found, without pointing at anybody."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mouakaba.match.gaps.queries import Gap, counts, gaps
from mouakaba.match.listings.models import Opening
from tests import factories
from tests.match.conftest import as_, make_opening, make_profile, make_training

pytestmark = pytest.mark.django_db


def people(count: int, *skills: str, **fields: Any) -> None:
    for number in range(count):
        make_profile(factories.make_person(f"{'-'.join(skills)} {number} {len(fields)}"), skills, **fields)


def found(region: str = "", sector: str = "") -> dict[str, Gap]:
    return {gap.label["en"].removesuffix(" (en)"): gap for gap in gaps(counts(), region=region, sector=sector)}


def counted(region: str = "", sector: str = "") -> dict[str, tuple[int, int | None]]:
    return {skill: (gap.openings, gap.people) for skill, gap in found(region, sector).items()}


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


def test_a_count_that_would_tell_a_smaller_one_is_not_shown(opening: Opening, startup: Any) -> None:
    make_opening(startup, ["python"], region_id="MA-09")
    people(6, "python")
    people(1, "python", region_id="MA-09")
    assert counted()["python"] == (2, 7)
    assert counted("MA-02")["python"] == (1, None)  # 7 less 6 would be the one of the other region
    assert counted("MA-09")["python"] == (1, None)


def test_a_sector_is_of_openings(opening: Opening, startup: Any) -> None:
    make_opening(startup, ["python", "weaving"], sector="culture_crafts")
    people(5, "python")
    assert counted("", "culture_crafts") == {"python": (1, 5), "weaving": (1, None)}
    assert counted("MA-02", "culture_crafts") == {"python": (1, None), "weaving": (1, None)}
    assert counted("", "tourism") == {}


def test_the_trend_counts_needs_of_ninety_days_and_of_ninety_before(opening: Opening, startup: Any) -> None:
    make_opening(startup, ["python"], made_at=factories.at("2025-11-01 10:00:00"), state="closed")
    make_opening(startup, ["python"], made_at=factories.at("2025-01-01 10:00:00"))
    make_opening(startup, ["python"], state="draft")
    make_opening(startup, ["cooking"], made_at=factories.at("2026-02-01 10:00:00"), state="closed")
    assert (found()["python"].openings, found()["python"].lately, found()["python"].before) == (2, 1, 1)
    assert "cooking" not in found()  # nobody asks for it today


def test_trainings_are_no_needs_and_stand_beside_what_they_teach(opening: Opening, startup: Any) -> None:
    training = make_training(startup, ["welding", "knitting"])
    make_training(startup, ["welding"], state="draft")
    make_training(startup, ["welding"], closes_on=date(2026, 3, 1))
    assert set(found()) == {"python", "solar", "welding"}
    assert found()["welding"].trainings == (training,)
    assert found()["python"].trainings == ()
    page = as_(None).get("/en/openings/skills/").content.decode()
    assert f"/en/openings/{training.pk}/" in page


def test_the_page_counts_once_in_a_while_and_says_when(opening: Opening, startup: Any) -> None:
    assert "welding" in as_(None).get("/en/openings/skills/").content.decode()
    make_opening(startup, ["knitting"])
    page = as_(None).get("/en/openings/skills/").content.decode()
    assert "knitting" not in page
    assert "Counted" in page
    cache.clear()
    assert "knitting" in as_(None).get("/en/openings/skills/").content.decode()


def test_the_sheet_hides_what_the_page_hides_and_may_be_kept(opening: Opening, startup: Any) -> None:
    people(6, "python")
    make_training(startup, ["welding"], title="=1+1")
    response = as_(None).get("/en/openings/skills/?format=csv")
    assert "public" in response.headers["Cache-Control"]
    assert "Cookie" not in response.headers.get("Vary", "")
    rows = {row["Skill"]: row for row in csv.DictReader(StringIO(response.content.decode("utf-8-sig")))}
    assert rows["python (en)"]["People who have it"] == "6"
    assert rows["solar (en)"]["People who have it"] == "not shown"
    assert rows["welding (en)"]["Trainings that teach it"] == "'=1+1"


def test_the_page_asks_little_however_many_skills(opening: Opening, startup: Any, places: None) -> None:
    for number in range(30):
        make_training(startup, ["welding"])
        make_opening(startup, [f"skill {number}", "python"])
    with CaptureQueriesContext(connection) as asked:
        assert as_(None).get("/fr/openings/skills/?region=MA-02&sector=ict").status_code == 200
    assert len(asked) <= 12


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


def test_a_long_list_comes_by_pages(startup: Any, today: None) -> None:
    make_opening(startup, [f"skill-{number:02}" for number in range(30)])
    first = as_(None).get("/en/openings/skills/").content.decode()
    second = as_(None).get("/en/openings/skills/?page=2").content.decode()
    assert (first.count('<th scope="row">'), second.count('<th scope="row">')) == (25, 5)
    assert len(as_(None).get("/en/openings/skills/?format=csv&page=2").content.decode().splitlines()) == 31
