"""`mouakaba classify` and `mouakaba skills` as a person runs them: real processes, a small release of ESCO."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from mouakaba.kernel.skills.glossary import read_glossary
from tests.test_cli import refused, run

Classify = Callable[..., CompletedProcess[bytes]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with thirty concepts set up from a release."""
    folder = tmp_path_factory.mktemp("data")
    release = folder / "release"
    release.mkdir()
    rows = [f'{one.uri},"{one.en}",,' for one in list(read_glossary().values())[:30]]
    (release / "skills_en.csv").write_text("\n".join(["conceptUri,preferredLabel,altLabels,description", *rows]))
    done = run("skills", "install", "--esco", release, MOUAKABA_DATA=str(folder))
    assert (done.returncode, done.stdout.decode()) == (0, f"{folder}/skills/skills.index\n")
    return folder


@pytest.fixture
def classify(data: Path) -> Classify:
    def call(*arguments: object, given: object = ()) -> CompletedProcess[bytes]:
        lines = given if isinstance(given, bytes) else b"".join(json.dumps(one).encode() + b"\n" for one in given)
        return run("classify", *arguments, stdin=lines, MOUAKABA_DATA=str(data))

    return call


def test_answers_keep_the_order_and_the_shape_of_the_contract(classify: Classify) -> None:
    entry = next(iter(read_glossary().values()))
    given = [
        {"id": "T1", "text": entry.names["ar"], "language": "ar"},
        {"id": "ت2", "text": ""},
        {"id": "T3", "text": f"Missions : {entry.names['fr']}"},
    ]
    done = classify("--threshold", "0", "--top", "3", given=given)
    assert (done.returncode, done.stderr) == (0, b"")
    first, second, third = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [row["id"] for row in (first, second, third)] == ["T1", "ت2", "T3"]
    assert [row["language"] for row in (first, third)] == ["ar", "fr"]
    assert second["skills"] == []
    assert len(first["skills"]) == len(third["skills"]) == 3
    assert set(first["skills"][0]) == {"uri", "label", "score", "evidence"}
    assert entry.uri in [skill["uri"] for skill in first["skills"]]
    assert first["skills"][0]["label"]["ar"]
    assert all(0 <= a < b <= len(given[2]["text"]) for skill in third["skills"] for a, b in skill["evidence"])


def test_the_fast_tier_answers_too(classify: Classify) -> None:
    done = classify("--tier", "fast", "--threshold", "0", "--top", "2", given=[{"id": "1", "text": "gérer"}])
    assert len(json.loads(done.stdout)["skills"]) == 2


def test_the_same_bytes_whatever_the_number_of_processes(classify: Classify) -> None:
    texts = ["gérer le stock, vendre des tapis", "نسج الزرابي وبيعها", "repair solar panels", "", "khiyata"]
    given = [{"id": str(number), "text": texts[number % 5] + f" {number}"} for number in range(150)]
    flags = ("--tier", "fast", "--threshold", "0", "--top", "3", "--processes")
    alone, two, three = (classify(*flags, count, given=given) for count in (1, 2, 3))
    assert [json.loads(line)["id"] for line in alone.stdout.splitlines()] == [one["id"] for one in given]
    assert alone.stdout == two.stdout == three.stdout
    assert (two.returncode, two.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (b'{"id": "1"}\n', "-:1: the key 'text' is missing"),
        (b'{"id": "1", "text": "x"}\n{"id": "1", "text": "y"}\n', "-:2: the id '1' appears twice"),
        (b'{"id": "1", "text": 5}\n', "-:1: text must be a text"),
        (b'{"id": "1", "text": "x", "language": "de"}\n', "-:1: language must be one of ar, fr, en, or left out"),
        (b'{"id": "1", "text": "x", "lang": "fr"}\n', "-:1: unknown key 'lang'; known: id, text, language"),
        (b'{"id": "1", "text": "ok"}\n{"id": "2", "text": "\xff"}\n', "-:2: not valid UTF-8; save the file as UTF-8"),
        (b"hello\n", "-:1: not valid JSON"),
    ],
)
def test_bad_input_is_told_by_line_and_nothing_is_shown(classify: Classify, lines: bytes, message: str) -> None:
    assert refused(classify(given=lines)).startswith(message)


@pytest.mark.parametrize(
    "flags",
    [
        ("--top", "0"),
        ("--top", "x"),
        ("--threshold", "2"),
        ("--threshold", "nan"),
        ("--tier", "x"),
        ("--processes", "0"),
    ],
)
def test_flags_that_make_no_sense_are_refused(classify: Classify, flags: tuple[str, str]) -> None:
    assert "mouakaba classify: argument" in refused(classify(*flags))


def test_half_a_character_is_read_over(classify: Classify) -> None:
    done = classify("--threshold", "0", given=b'{"id": "1", "text": "g\\ud800 vendre"}\n')
    assert done.returncode == 0
    assert json.loads(done.stdout)["skills"]


def test_without_set_up_it_says_what_to_run(tmp_path: Path) -> None:
    done = run("classify", stdin=b'{"id": "1", "text": "x"}\n', MOUAKABA_DATA=str(tmp_path))
    assert "run mouakaba skills install" in refused(done)


def test_a_file_that_is_no_release_is_refused(data: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    done = run("skills", "import-labels", tmp_path / "x.csv", MOUAKABA_DATA=str(data))
    assert refused(done) == f"{tmp_path}/x.csv:1: no column conceptUri: not a CSV of the ESCO release"
    assert "say which CSV files" in refused(run("skills", "import-labels", MOUAKABA_DATA=str(data)))
