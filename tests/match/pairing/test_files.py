"""Every kind of market stands in a file that `mouakaba pair` reads: who fits is the same on the site and at a shell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mouakaba.kernel.marketfile import parse_market
from mouakaba.kernel.matching import Listing, best_rights, explain
from mouakaba.match import kinds, registry
from mouakaba.match.skills.queries import is_installed
from tests.test_cli import run

SKILL = "http://data.europa.eu/esco/skill/demo"
FOLDER = Path(kinds.__path__[0])
CODES = [kind.code for kind in (*registry.kinds(), *registry.trades())]
# One left, and two rights: one that fits and one that a hard rule keeps away.
LISTED: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "talent_openings": (
        {"reach": ["MA-02"], "languages": ["ar"], "region": "MA-02", "available": True},
        {"places": ["MA-02"], "work_languages": ["ar", "fr"]},
        {"places": ["MA-06"], "work_languages": ["ar"]},
    ),
    "trainings": (
        {"work_languages": ["ar"], "places": ["MA-02"], "free": True},
        {"languages": ["ar", "fr"], "region": "MA-02"},
        {"languages": ["fr"], "region": "MA-02"},
    ),
    "services": (
        {"service": "coaching", "served": "MA-02", "region": "MA-02", "free": True, "stages": ["idea"]},
        {"blocks": ["coaching"], "stage": "idea", "places": ["country", "MA-02"], "region": "MA-02", "charges": [True]},
        {"blocks": ["finance"], "stage": "idea", "places": ["country", "MA-02"], "charges": [True]},
    ),
    "mentors": (
        {"owner": "M", "stands": ["M"], "fields": ["sales"], "languages": ["ar"], "served": "country", "share": 4},
        {"owner": "P", "stands": ["P"], "fields": ["sales"], "languages": ["ar"], "places": ["country", "MA-02"],
         "hours": 3},
        {"owner": "M", "stands": ["M"], "fields": ["sales"], "languages": ["ar"], "places": ["country"], "hours": 3},
    ),
    "products": (
        {"product": "honey", "unit": "kg", "served": ["country"], "region": "MA-02"},
        {"product": "honey", "unit": "kg", "places": ["country", "MA-06"], "region": "MA-06"},
        {"product": "honey", "unit": "jar", "places": ["country", "MA-06"]},
    ),
    "technologies": (
        {"field": "water", "offered": "licence", "served": "country", "region": "MA-02", "level": 3},
        {"fields": ["water"], "wanted": ["licence"], "places": ["country"], "level": 2},
        {"fields": ["water"], "wanted": ["licence"], "places": ["country"], "level": 4},
    ),
    "waste_streams": (
        {"code": "200139", "measures": ["mass"], "qualities": ["sorted"], "place": "P", "place_region": "MA-02"},
        {"code": "200139", "measures": ["mass"], "qualities": ["sorted"], "place": "P", "place_region": "MA-02"},
        {"code": "200101", "measures": ["mass"], "place": "P", "place_region": "MA-02"},
    ),
}  # fmt: skip


def test_every_kind_has_a_file_and_a_sample() -> None:
    assert set(CODES) == set(LISTED)
    for code in CODES:
        file = parse_market((FOLDER / f"{code}.toml").read_text(encoding="utf-8"), source=code)
        assert file.market == registry.kind(code).market


@pytest.mark.parametrize("code", CODES)
def test_the_tool_pairs_as_the_site_does(code: str, tmp_path: Path) -> None:
    assert is_installed(), "the list of skills is set up by script/test"
    left, *rights = (
        {"id": name, "facts": facts, "skills": [SKILL]} for name, facts in zip("LAB", LISTED[code], strict=True)
    )
    for name, rows in (("left", [left]), ("right", rights)):
        (tmp_path / name).write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    done = run("pair", FOLDER / f"{code}.toml", tmp_path / "left", tmp_path / "right")
    assert (done.returncode, done.stderr) == (0, b"")
    [told] = [json.loads(line) for line in done.stdout.decode().splitlines()]
    listings = [Listing(row["id"], row["facts"], tuple(row["skills"])) for row in (left, *rights)]
    market = registry.kind(code).market
    [[pair]] = best_rights(market, listings[:1], listings[1:])
    assert (told["left"], told["right"], told["score"]) == ("L", "A", pair.score) and pair.score > 0
    assert [one["code"] for one in told["because"]] == [one.code for one in explain(market, pair)]
    assert all(set(one["text"]) == {"ar", "fr", "en"} for one in told["because"])
