"""`mouakaba assign` and `mouakaba calibrate` as a person runs them: real processes, real files."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.test_cli import refused, run

JURY = """{"reviews_per_file": 2,
 "files": [
  {"id": "A1", "languages": ["ar"], "conflicts": ["J2"], "affinity": {"J1": 0.8, "J3": 0.25}},
  {"id": "م2", "languages": ["ar", "fr"]}],
 "jurors": [
  {"id": "J1", "languages": ["ar", "fr"], "min": 0, "max": 20, "conflicts": []},
  {"id": "J2", "languages": ["fr"]},
  {"id": "J3", "languages": ["ar"], "max": 1}],
 "kept": [["A1", "J3"]]}
"""
MARKS = "file,juror,mark\nA,J1,13\nA,J2,15\nB,J1,11.5\nB,J2,14\nC,J1,10\nC,J2,12\nC,J2,13\n"


@pytest.fixture
def jury(tmp_path: Path):
    def write(old: str = "", new: str = "") -> Path:
        assert old in JURY
        path = tmp_path / "jury.json"
        path.write_text(JURY.replace(old, new) if old else JURY, encoding="utf-8")
        return path

    return write


def test_assign_keeps_the_rules_and_tells_totals(jury) -> None:
    done = run("assign", jury())
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == {
        "status": "optimal",
        "pairs": [["A1", "J1"], ["A1", "J3"], ["م2", "J1"], ["م2", "J2"]],
        "total": 1.05,
        "best_total": 1.05,
        "worst_file": 0.0,
        "loads": {"J1": 2, "J2": 1, "J3": 1},
    }
    assert run("assign", "-", stdin=JURY.encode()).stdout == done.stdout


def test_assign_says_who_cannot_be_served_and_why(jury) -> None:
    done = run("assign", jury('"max": 20', '"max": 1'))
    assert json.loads(done.stdout)["status"] == "infeasible"
    assert json.loads(done.stdout)["short"][0]["because"][-1] == "load"
    done = run("assign", jury('["ar"], "max": 1', '["fr"], "max": 1'))
    short = [{"id": "A1", "can_get": 1, "because": ["language"]}]
    assert json.loads(done.stdout) == {"status": "infeasible", "short": short}


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"files"', '"filse"', 1, "unknown key 'filse'"),
        ('"max": 1}', '"max": -1}', 8, "max must be a whole number"),
        ('"max": 1}', '"most": 1}', 8, "unknown key 'most'"),
        ('"languages": ["fr"]', '"languages": "fr"', 7, "languages must be a list"),
        ('"J3": 0.25', '"J9": 0.25', 3, "'J9' is not among the jurors"),
        ('"J3": 0.25', '"J3": "much"', 3, "the affinity with J3 must be a number"),
        ('["A1", "J3"]', '["A7", "J3"]', 9, "'A7' is not among the files"),
        ('"id": "J2"', '"id": "J1"', 7, "appears twice"),
        ('"reviews_per_file": 2', '"reviews_per_file": 0', 1, "reviews_per_file must be a whole number, 1 or more"),
        ('"fr"], "min"', '"fr" "min"', 6, "not valid JSON"),
        ('["A1", "J3"]', '["A1", "J3"], ["A1", "J1"], ["A1", "J2"]', 9, "A1 keeps more pairs"),
    ],
)
def test_assign_tells_the_line_of_a_flaw(jury, old: str, new: str, line: int, said: str) -> None:
    path = jury(old, new)
    message = refused(run("assign", path))
    assert message.startswith(f"{path}:{line}: ")
    assert said in message


def test_calibrate_writes_a_row_a_file_best_first(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text("\ufeff" + MARKS + "\n", encoding="utf-8")
    done = run("calibrate", path, "--places", "1")
    assert done.returncode == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert list(rows[0]) == ["file", "marks", "raw_mean", "calibrated", "low", "high", "chance", "rank"]
    assert [(row["file"], row["marks"], row["raw_mean"], row["rank"]) for row in rows] == [
        ("A", "2", "14.0", "1"),
        ("B", "2", "12.75", "2"),
        ("C", "2", "11.25", "3"),
    ]
    assert sum(float(row["chance"]) for row in rows) == pytest.approx(1)
    assert all(float(row["low"]) < float(row["calibrated"]) < float(row["high"]) for row in rows)
    assert run("calibrate", path, "--places", "1").stdout == done.stdout


def test_calibrate_reads_columns_in_any_order_and_without_places_says_no_chance() -> None:
    done = run("calibrate", "-", stdin=b"criterion,mark,juror,file\nteam,3,J1,A\nneed,5,J1,A\n")
    row = next(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert (row["file"], row["marks"], row["raw_mean"], row["calibrated"], row["chance"]) == (
        "A",
        "1",
        "4.0",
        "4.0",
        "",
    )


def test_calibrate_says_when_jurors_cannot_be_compared() -> None:
    done = run("calibrate", "-", stdin=b"file,juror,mark\nA,J1,3\nB,J2,5\n")
    assert done.returncode == 0
    assert b"2 groups that share no file" in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert [row["calibrated"] for row in csv.DictReader(io.StringIO(done.stdout.decode()))] == ["5.0", "3.0"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "must name the columns"),
        ("file,juror\nA,J1\n", 1, "the column 'mark' is missing"),
        ("file,juror,mark,note\n", 1, "unknown column 'note'"),
        ("file,juror,mark,mark\n", 1, "appears twice"),
        (MARKS + 'D,J1,"12,5"\n', 9, "mark must be a number with a decimal point, not '12,5'"),
        (MARKS + "D,J1,nan\n", 9, "mark must be a number"),
        (MARKS + "D,J1\n", 9, "as many cells"),
        (MARKS + "D,,3\n", 9, "juror is empty"),
        ('file,juror,mark\n"A\nB",J1,3\nC,J1,x\n', 4, "mark must be a number"),
        ('file,juror,mark\n"A"B,J1,3\n', 2, "not valid CSV"),
    ],
)
def test_calibrate_tells_the_line_of_a_flaw(text: str, line: int, said: str) -> None:
    message = refused(run("calibrate", "-", stdin=text.encode()))
    assert message.startswith(f"-:{line}: ")
    assert said in message


@pytest.mark.parametrize("tool", ["assign", "calibrate"])
def test_help_shows_an_example(tool: str) -> None:
    done = run(tool, "--help")
    assert done.returncode == 0
    assert f"mouakaba {tool} " in done.stdout.decode()
    assert "example:" in done.stdout.decode()
