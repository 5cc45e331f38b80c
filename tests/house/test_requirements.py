"""The table of requirements: each of the 218 stands in it once, met or not, and the tests it names are there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ASKED = {"T": 54, "O": 53, "G": 27, "V": 28, "K": 56}
IDS = [f"{letter}{number:02}" for letter, most in ASKED.items() for number in range(1, most + 1)]
LINE = re.compile(r"^\| ([TOGVK]\d\d) \| ([^|]+) \| (met|not) \| ([^|]+) \|([^|]*)\|$")


def _lines() -> list[tuple[str, ...]]:
    text = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if re.match(r"\| [TOGVK]\d", line)]
    found = [LINE.match(row) for row in rows]
    assert not [row for row, match in zip(rows, found, strict=True) if match is None], "a line of another shape"
    return [match.groups() for match in found if match]


def test_every_requirement_has_one_line() -> None:
    counts = Counter(line[0] for line in _lines())
    assert [code for code in IDS if counts[code] != 1] == []
    assert set(counts) == set(IDS)


def test_what_is_met_names_a_test_or_data_that_is_there() -> None:
    lost = []
    for code, _asked, state, _where, shown in _lines():
        names = re.findall(r"`([^`]+)`", shown)
        assert bool(names) == (state == "met"), code
        lost += [(code, name) for name in names if not (ROOT / name).exists() and not _is_demo(name)]
    assert lost == []


def _is_demo(name: str) -> bool:
    return (ROOT / "mouakaba/site/demo" / name).exists()
