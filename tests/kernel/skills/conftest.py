"""A small taxonomy: a release of a few ESCO concepts, compiled once with the shipped weights."""

import csv
from pathlib import Path

import pytest

from mouakaba.kernel.skills import Classifier, Index
from mouakaba.kernel.skills.glossary import read_glossary
from mouakaba.kernel.skills.install import install

SOME = 60  # concepts of the glossary


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first concepts of each field of the glossary, as an ESCO release would give them in English."""
    folder = tmp_path_factory.mktemp("release")
    fields: dict[str, int] = {}
    with (folder / "skills_en.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["conceptUri", "preferredLabel", "altLabels", "description"])
        for entry in read_glossary().values():
            fields[entry.field] = fields.get(entry.field, 0) + 1
            if fields[entry.field] <= SOME // 10:
                writer.writerow([entry.uri, entry.en, "", ""])
    return folder


@pytest.fixture(scope="session")
def home(release: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("data") / "skills"
    install(home, release=release, say=lambda words: None)
    return home


@pytest.fixture(scope="session")
def index(home: Path) -> Index:
    return Index(home / "skills.index")


@pytest.fixture(scope="session")
def thorough(index: Index) -> Classifier:
    return Classifier(index)


@pytest.fixture(scope="session")
def fast(index: Index) -> Classifier:
    return Classifier(index, tier="fast")
