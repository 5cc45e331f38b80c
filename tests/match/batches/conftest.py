"""A small list of skills, and files of invented texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mouakaba.kernel.skills.glossary import read_glossary
from mouakaba.kernel.skills.install import install
from mouakaba.match.skills import queries

WORDS = [entry.names["fr"] for entry in list(read_glossary().values())[:30]]


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose list of skills has thirty concepts."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "release").mkdir()
    rows = [f'{one.uri},"{one.en}",,' for one in list(read_glossary().values())[:30]]
    (folder / "release" / "skills_en.csv").write_text(
        "\n".join(["conceptUri,preferredLabel,altLabels,description", *rows])
    )
    install(folder / "skills", release=folder / "release", say=str)
    return folder


@pytest.fixture
def skills(home: Path, settings: Any) -> Iterator[Path]:
    """This process reads texts by the small list."""
    opened = (queries._index, queries.classifier, queries.classifier_identity)
    for one in opened:
        one.cache_clear()
    settings.SKILLS = home / "skills"
    yield home
    for one in opened:
        one.cache_clear()


@pytest.fixture
def texts(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of texts, so long that they make parts of 64."""

    def write(count: int, *, name: str = "texts.jsonl") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8") as file:
            for number in range(count):
                row = {"id": f"DEMO-ت{number}", "text": f"{WORDS[number % 30]}\u2028".ljust(4000)}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        return path

    return write
