"""The offline tools as a person runs them: real processes, real files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = Path(__file__).parent / "fixtures" / "kawaliss-2.toml"
FACTS = {"holder.birth_date": "1998-05-02", "project.region": "MA-02", "bearer.kind": "person"}
SMALL = '[call]\nplaces = 2\nreserve = 1\n[[quotas]]\ncode = "q"\nattribute = "region"\nvalues = ["b"]\nmin = 1\n'


def run(*arguments: object, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "mouakaba.cli", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )


@pytest.fixture
def lines(tmp_path: Path):
    """Write objects (or raw lines) as a JSON Lines file."""

    def write(*objects: object, name: str = "in.jsonl") -> Path:
        path = tmp_path / name
        texts = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in objects]
        path.write_text("\n".join(texts) + "\n", encoding="utf-8", errors="surrogatepass")
        return path

    return write


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(SMALL)
    return path


def scored(id_: str, score: float, region: str = "a", at: str = "2024-03-02T10:00:00Z") -> dict[str, object]:
    return {"id": id_, "score": score, "submitted_at": at, "facts": {"region": region}}


def refused(done: subprocess.CompletedProcess[bytes]) -> str:
    """The one line on standard error of a refusal, which shows nothing else."""
    assert done.returncode == 2
    assert done.stdout == b""
    text = done.stderr.decode()
    assert text.endswith("\n")
    assert text.count("\n") == 1
    return text.removesuffix("\n")


def test_check_answers_in_order_in_three_languages(lines) -> None:
    path = lines(
        {"id": "A1", "facts": FACTS},
        "",
        {"id": "ب2", "facts": {**FACTS, "project.region": "MA-07", "bearer.kind": None}},
        {"id": "A3", "facts": {"bearer.kind": "person"}},
    )
    done = run("check", EXAMPLE, path)
    assert (done.returncode, done.stderr) == (0, b"")
    first, second, third = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [row["id"] for row in (first, second, third)] == ["A1", "ب2", "A3"]
    assert [row["verdict"] for row in (first, second, third)] == ["eligible", "ineligible", "cannot_tell"]
    assert [(rule["code"], rule["answer"], rule["missing"]) for rule in second["rules"]] == [
        ("age", "yes", []),
        ("region", "no", []),
        ("bearer", "cannot_tell", ["bearer.kind", "organisation.legal_form"]),
    ]
    assert set(first["rules"][0]) == {"code", "answer", "missing", "text"}
    assert set(first["rules"][0]["text"]) == {"ar", "fr", "en"}
    assert "25 ans" in first["rules"][0]["text"]["fr"]
    assert "مراكش-آسفي".encode() in done.stdout  # letters as they are, not escapes


def test_check_is_the_same_in_any_locale_and_any_run(lines) -> None:
    path = lines({"id": "ب", "facts": FACTS})
    outputs = {
        run("check", EXAMPLE, path, LC_ALL=locale, PYTHONHASHSEED=seed, PYTHONUTF8="0").stdout
        for locale, seed in (("C", "1"), ("C.UTF-8", "2"), ("fr_MA.ISO-8859-1", "3"))
    }
    assert len(outputs) == 1
    assert outputs.pop()


def test_check_reads_standard_input_windows_ends_and_a_byte_order_mark(small: Path) -> None:
    data = b'\xef\xbb\xbf{"id": "A1", "facts": {}}\r\n\r\n{"id": "A2", "facts": {}}'
    done = run("check", small, "-", stdin=data)
    assert [json.loads(line)["verdict"] for line in done.stdout.splitlines()] == ["eligible", "eligible"]


def test_no_facts_no_output(small: Path) -> None:
    done = run("check", small, "-")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


GOOD = '{"id": "A1", "facts": {}}'


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("{", "not valid JSON: Expecting property name"),
        ('{"id": "A2", "facts": {"a": NaN}}', "not valid JSON: NaN is not a number of JSON"),
        ('{"id": "A2", "facts": {"a": -Infinity}}', "not valid JSON: -Infinity is not"),
        ('{"id": "A2", "id": "A3", "facts": {}}', "not valid JSON: the key 'id' appears twice in one object"),
        ('{"id": "A2", "facts": {"a": 1, "a": 2}}', "not valid JSON: the key 'a' appears twice in one object"),
        ('{"id": "A2", "facts": {"a": ' + "[" * 200_000, "not valid JSON: nested too deeply"),
        ('{"id": "A2", "facts": {"a": ' + "9" * 5_000 + "}}", "not valid JSON"),
        ("[1]", "each line must be one JSON object"),
        ("null", "each line must be one JSON object"),
        ('{"facts": {}}', "the key 'id' is missing"),
        ('{"id": "A2"}', "the key 'facts' is missing"),
        ('{"id": "A2", "facts": {}, "score": 3}', "unknown key 'score'; known: id, facts"),
        ('{"id": "A1", "facts": {}}', "the id 'A1' appears twice"),
        ('{"id": 3, "facts": {}}', "id must be a text that is not empty"),
        ('{"id": " ", "facts": {}}', "id must be a text that is not empty"),
        ('{"id": "\\ud800", "facts": {}}', "id must be a text that is not empty"),
        ('{"id": "A2", "facts": []}', "facts must be an object"),
        ('{"id": "A2", "facts": null}', "facts must be an object"),
        ('{"id": "A2", "facts": {"a": "\ud800"}}', "not valid UTF-8; save the file as UTF-8"),
    ],
)
def test_check_refuses_a_bad_line_and_shows_nothing(lines, small: Path, bad: str, message: str) -> None:
    path = lines(GOOD, "", bad, '{"never": "read"}')
    assert refused(run("check", small, path)).startswith(f"{path}:3: {message}")


def test_half_a_surrogate_in_a_fact_does_not_stop_the_tool(lines) -> None:
    done = run("check", EXAMPLE, lines('{"id": "A1", "facts": {"project.region": "\\ud800x"}}'))
    assert json.loads(done.stdout)["rules"][1]["answer"] == "no"


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (("places = 24", "placs = 24"), 10, "unknown key 'placs' in call"),
        (
            ('operator = "in", value = ["MA-01"', 'operator = "within", value = ["MA-01"'),
            19,
            "eligibility.test.operator",
        ),
        (("min = 4 ", "min = 9 "), 38, "quotas.min (9) is more than quotas.max (8)"),
        (("[call]", "[cal]"), 1, "unknown section 'cal'"),
        (("reserve = 8", 'reserve = "8'), 11, "not valid TOML"),
    ],
)
@pytest.mark.parametrize("tool", ["check", "choose"])
def test_a_bad_call_file_is_told_by_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, message: str, tool: str
) -> None:
    path = tmp_path / "نداء.toml"
    text = EXAMPLE.read_text(encoding="utf-8")
    assert change[0] in text
    path.write_text(text.replace(*change), encoding="utf-8")
    assert refused(run(tool, path, "-", LC_ALL="C")).startswith(f"{path}:{line}: {message}")


def test_a_call_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "call.toml"
    path.write_bytes(b'[call]\n\nslug = "\xe9"\n')
    assert refused(run("check", path, "-")) == f"{path}:3: not valid UTF-8; save the file as UTF-8"


def test_a_call_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "call.toml"
    path.write_bytes(b"\xef\xbb\xbf[call]\r\n")
    assert run("check", path, "-").returncode == 0


def test_files_that_cannot_be_read(tmp_path: Path, small: Path) -> None:
    assert refused(run("check", tmp_path / "no.toml", "-")).startswith(f"{tmp_path}/no.toml:1: cannot be read: ")
    assert refused(run("check", small, tmp_path)).startswith(f"{tmp_path}:1: cannot be read: ")
    assert refused(run("choose", small, "no\nway.jsonl")).startswith("no way.jsonl:1: cannot be read: ")


@pytest.mark.parametrize(
    "arguments", [(), ("chek",), ("check",), ("check", "a", "b", "c"), ("choose", "--fast", "a", "b")]
)
def test_a_misused_command_says_where_help_is(arguments: tuple[str, ...]) -> None:
    assert "--help)" in refused(run(*arguments))


def test_help_shows_an_example_for_every_tool() -> None:
    assert b"check" in run("--help").stdout
    for tool in ("check", "choose"):
        done = run(tool, "--help")
        assert done.returncode == 0
        assert f"mouakaba {tool} call.toml " in done.stdout.decode()


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("".join(f'{{"id": "{n}", "facts": {{}}}}\n' for n in range(2_000)))
    command = f"{sys.executable} -m mouakaba.cli check {EXAMPLE} {path}; echo $? >&2"
    done = subprocess.run(
        ["sh", "-c", f"({command}) | head -c 10"], capture_output=True, cwd=ROOT, timeout=120, check=False
    )
    assert len(done.stdout) == 10
    assert done.stderr == b"0\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_full_disk_is_told_in_a_sentence(lines) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "mouakaba.cli", "check", EXAMPLE, lines(GOOD)],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            timeout=120,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"mouakaba: the output could not be written: ")
    assert done.stderr.count(b"\n") == 1


def test_choose_takes_the_best_under_the_quota(lines, small: Path) -> None:
    path = lines(scored("A1", 9), scored("A2", 8.5), scored("B1", 3, "b"), scored("B2", 2, "b"))
    done = run("choose", small, path)
    assert (done.returncode, done.stderr) == (0, b"")
    result = json.loads(done.stdout)
    assert (result["status"], result["chosen"], result["objective"]) == ("optimal", ["A1", "B1"], 12)
    assert result["bound"] == pytest.approx(result["objective"], abs=1e-6)
    assert result["reserve"] == ["A2"]
    assert result["replacements"] == {"A1": "A2", "B1": "B2"}
    assert result["quotas"] == {"q": {"count": 1, "min": 1, "max": None, "binding": True, "price": 5.5}}
    assert result["explanations"] == {
        "A2": {"short_by": 0.5, "quotas": ["q"]},
        "B2": {"short_by": 1.0, "quotas": []},
    }


def test_choose_reads_the_exact_score(lines, small: Path) -> None:
    rows = [scored("A1", 20.3333, "b"), {**scored("A2", 20.3333, "b"), "exact": "61/3"}, scored("A3", 20.3334, "a")]
    result = json.loads(run("choose", small, lines(*rows)).stdout)
    assert result["chosen"] == ["A3", "A2"]
    assert 0 < result["explanations"]["A1"]["short_by"] < 0.0001
    path = lines({**scored("A1", 20.3333), "exact": "62/3"})
    assert (
        refused(run("choose", small, path))
        == f"{path}:1: exact is 62/3, which is not the score 20.3333 to four decimals"
    )


def test_choose_says_what_cannot_hold(lines, small: Path) -> None:
    result = json.loads(run("choose", small, lines(scored("A1", 9), scored("A2", 8))).stdout)
    assert (result["status"], result["conflict"]) == ("infeasible", ["q"])
    assert result["relaxation"] == [{"code": "q", "bound": "min", "from": 1, "to": 0}]


def test_equal_scores_go_by_the_instant_whatever_the_offset(lines, tmp_path: Path) -> None:
    call = tmp_path / "call.toml"
    call.write_text("[call]\nplaces = 1\n")
    path = lines(
        scored("late", 5, at="2024-03-02T10:00:00Z"),
        scored("early", 5, at="2024-03-02T10:30:00+01:00"),  # 09:30 UTC
        scored("middle", 5, at="2024-03-02T09:30:00.000001Z"),
    )
    assert json.loads(run("choose", call, path).stdout)["chosen"] == ["early"]


def test_choose_is_the_same_in_any_order_and_any_run(lines, small: Path) -> None:
    rows = [scored(f"F{n}", n % 7, "ab"[n % 2]) for n in range(30)]
    outputs = {
        json.dumps(json.loads(run("choose", small, lines(*order), PYTHONHASHSEED=seed).stdout), sort_keys=True)
        for order, seed in ((rows, "1"), (rows[::-1], "2"))
    }
    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("score", "17.25", "score must be a number"),
        ("score", True, "score must be a number"),
        ("score", None, "score must be a number"),
        ("score", 1e101, "score must be 0 or a number from 1e-100 to 1e+100 in size"),
        ("score", 10**400, "score must be 0 or a number"),
        ("score", 1e-320, "score must be 0 or a number"),
        ("submitted_at", "yesterday", "submitted_at must be a date and hour with its offset"),
        ("submitted_at", "2024-03-02T10:00:00", "submitted_at must be a date and hour with its offset"),
        ("submitted_at", "2024-03-02", "submitted_at must be a date and hour with its offset"),
        ("submitted_at", "2024-02-30T10:00:00Z", "submitted_at must be a date and hour with its offset"),
        ("submitted_at", "0001-01-01T00:00:00+10:00", "submitted_at must be a date and hour with its offset"),
        ("submitted_at", 1709373600, "submitted_at must be a date and hour with its offset"),
        ("facts", 3, "facts must be an object"),
        ("name", "x", "unknown key 'name'; known: id, score, submitted_at, facts"),
        ("id", "A1", "the id 'A1' appears twice"),
    ],
)
def test_choose_refuses_a_bad_row(lines, small: Path, key: str, value: object, message: str) -> None:
    path = lines(scored("A1", 1), {**scored("A2", 1), key: value})
    assert refused(run("choose", small, path)).startswith(f"{path}:2: {message}")


def test_choose_refuses_an_infinite_score(lines, small: Path) -> None:
    path = lines('{"id": "A1", "score": 1e999, "submitted_at": "2024-03-02T10:00:00Z", "facts": {}}')
    assert refused(run("choose", small, path)).startswith(f"{path}:1: score must be 0 or a number")


def test_choose_needs_places(lines, tmp_path: Path) -> None:
    call = tmp_path / "call.toml"
    call.write_text("\n[call]\nreserve = 2\n")
    assert refused(run("choose", call, lines(scored("A1", 1)))) == f"{call}:2: call needs the key places"


def test_choose_takes_facts_of_any_shape(lines, small: Path) -> None:
    shapes = [None, 3, True, {"b": 1}, [["b"]], [{"b": 1}], ["a", "b"]]
    rows = [{**scored(f"F{n}", n), "facts": {"region": shape}} for n, shape in enumerate(shapes)]
    result = json.loads(run("choose", small, lines(*rows)).stdout)
    assert result["chosen"] == ["F6", "F5"]
    assert result["quotas"]["q"]["count"] == 1


def test_choose_may_leave_prices_and_explanations_out(lines, small: Path) -> None:
    rows = lines(scored("A1", 9), scored("A2", 8.5), scored("B1", 3, "b"), scored("B2", 2, "b"))
    whole = json.loads(run("choose", small, rows).stdout)
    bare = json.loads(run("choose", "--no-explanations", small, rows).stdout)
    assert bare["explanations"] == {}
    assert bare["quotas"]["q"]["price"] is None
    assert whole["explanations"]
    assert {**whole, "explanations": {}, "quotas": bare["quotas"]} == bare


def test_choose_without_files_gives_an_empty_choice(tmp_path: Path) -> None:
    call = tmp_path / "call.toml"
    call.write_text("[call]\nplaces = 3\n")
    result = json.loads(run("choose", call, "-").stdout)
    assert (result["status"], result["chosen"], result["reserve"], result["objective"]) == ("optimal", [], [], 0)


def test_a_quota_that_asks_more_than_the_places_is_a_conflict_to_explain_not_a_file_to_refuse(tmp_path: Path) -> None:
    call = tmp_path / "call.toml"
    call.write_text(
        '[call]\nslug = "x"\nplaces = 1\nreserve = 0\n'
        '[[quotas]]\ncode = "q"\nattribute = "f"\nvalues = ["a"]\nmin = 2\n'
    )
    scored = tmp_path / "scored.jsonl"
    rows = [
        {"id": f"A{i}", "score": i, "submitted_at": "2024-03-02T10:00:00Z", "facts": {"f": "a"}} for i in range(1, 4)
    ]
    scored.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = subprocess.run(
        [sys.executable, "-m", "mouakaba.cli", "choose", str(call), str(scored)],
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(done.stdout)
    assert result["status"] == "infeasible"
    assert sorted(result["conflict"]) == ["places", "q"]
    assert result["relaxation"] == [{"code": "q", "bound": "min", "from": 2, "to": 1}]
