"""What the skills are trained and measured on: ESCO tables, published evaluation sets, our glossary, and the splits.

Folders come from the command line. Splits are by hash, the same in every run: nothing that a part was trained on
measures it. Concepts of fold 0 to 2 (of 25) and phrases and queries of fold 0 to 2 or 3 (of 10) never train the
encoder; fold 0 measures, the rest teaches the ranker.
"""

from __future__ import annotations

import ast
import csv
import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from mouakaba.kernel.skills.glossary import Entry, read_glossary
from mouakaba.kernel.skills.taxonomy import Concept, read_labels

HERE = Path(__file__).parent
UNTAUGHT = {0, 1, 2}  # folds of concepts and of phrases that never train the encoders
csv.field_size_limit(1 << 24)


@dataclass(frozen=True)
class Query:
    """One text and the URIs that are right for it. `source` names the set."""

    text: str
    right: frozenset[str]
    language: str
    source: str


def fold(text: str, count: int) -> int:
    """A number below `count` that depends on the text alone."""
    return int(hashlib.sha1(text.encode()).hexdigest()[:8], 16) % count


def concept_fold(uri: str) -> int:
    return fold(uri, 25)


def phrase_fold(phrase: str) -> int:
    return fold("g" + phrase, 10)


def query_fold(query: str) -> int:
    return fold("q" + query, 10)


def rows(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_esco(folder: Path) -> dict[str, Concept]:
    """Every concept of the workshop's table, with English and French labels."""
    return {
        uri: Concept(uri, labels, others, text)
        for uri, labels, others, text in read_labels(folder / "skills_en_fr.csv.gz")
    }


def groups(folder: Path) -> dict[str, str]:
    """The first group of each concept."""
    found: dict[str, str] = {}
    for row in rows(folder / "skill_to_group.csv.gz"):
        found.setdefault(row["skillUri"], row["groupCode"])
    return found


def priors(folder: Path) -> dict[str, int]:
    """How many occupations need each concept."""
    count: dict[str, int] = {}
    for row in rows(folder / "occupation_skill_relations.csv.gz"):
        count[row["skillUri"]] = count.get(row["skillUri"], 0) + 1
    return count


def competent(folder: Path) -> list[Query]:
    """French names of competences and the concepts they are mapped to."""
    right: dict[str, set[str]] = {}
    for row in rows(folder / "competent_fr_dev.csv"):
        right.setdefault(row["query_fr"], set()).add(row["skillUri"])
    return [Query(text, frozenset(uris), "fr", "competent_fr") for text, uris in right.items()]


def french_names(concepts: Mapping[str, Concept]) -> list[Query]:
    """Official French names of half the concepts that never trained the encoders (see `without_french`)."""
    return [
        Query(concept.labels["fr"], frozenset([uri]), "fr", "names_fr")
        for uri, concept in concepts.items()
        if "fr" in concept.labels and concept_fold(uri) in UNTAUGHT and fold(uri + "fr", 2)
    ]


def without_french(concepts: Mapping[str, Concept], entries: Mapping[str, Entry] | None = None) -> dict[str, Concept]:
    """The concepts, those without their official French names that never trained the encoders, or whose French name in
    these entries is asked."""
    asked = {uri for uri, entry in (entries or {}).items() if asked_by_name(entry, "fr")}
    return {
        uri: replace(concept, labels={one: text for one, text in concept.labels.items() if one != "fr"})
        if concept_fold(uri) in UNTAUGHT or uri in asked
        else concept
        for uri, concept in concepts.items()
    }


def skillskape(folder: Path, part: str, by_label: Mapping[str, str]) -> list[Query]:
    """English sentences with their concepts; none where there is no skill."""
    found = []
    for row in rows(folder / f"skillskape_{part}.csv"):
        labels = ast.literal_eval(row["skills"])
        uris = frozenset(by_label[label] for label in labels if label in by_label)
        if uris or labels == ["UNK"]:
            found.append(Query(row["sentence"], uris, "en", f"skillskape_{part}"))
    return found


def annotated(folder: Path, name: str, by_label: Mapping[str, str]) -> list[Query]:
    """Sentences of TECH or HOUSE with all their concepts."""
    right: dict[str, set[str]] = {}
    for row in rows(folder / f"{name}_validation_annotations.csv"):
        uris = right.setdefault(row["sentence"], set())
        if row["label"] in by_label:
            uris.add(by_label[row["label"]])
    return [Query(text, frozenset(uris), "en", name) for text, uris in right.items()]


def glossary_queries(entries: Mapping[str, Entry], folds: set[int]) -> list[Query]:
    """Synonyms of the glossary in these folds, as queries."""
    found: dict[tuple[str, str], set[str]] = {}
    for entry in entries.values():
        for language, phrases in entry.synonyms.items():
            for phrase in phrases:
                if phrase_fold(phrase) in folds:
                    found.setdefault((phrase, language), set()).add(entry.uri)
    return [Query(text, frozenset(uris), language, f"glossary_{language}") for (text, language), uris in found.items()]


def without(entries: Mapping[str, Entry], folds: set[int]) -> dict[str, Entry]:
    """The glossary without the synonyms of these folds."""
    return {
        uri: Entry(
            uri,
            entry.field,
            entry.en,
            entry.names,
            {lang: tuple(p for p in some if phrase_fold(p) not in folds) for lang, some in entry.synonyms.items()},
        )
        for uri, entry in entries.items()
    }


def name_queries(entries: Mapping[str, Entry]) -> list[Query]:
    """Arabic and French names of the glossary that `nameless` leaves out, as queries: phrases as people write them."""
    return [
        Query(entry.names[language], frozenset([entry.uri]), language, f"name_{language}")
        for entry in entries.values()
        for language in ("ar", "fr")
        if asked_by_name(entry, language) and fold(entry.names[language], 10) < 4
    ]


def nameless(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """The glossary without those names, its synonyms kept."""
    return {
        uri: replace(entry, names={one: name for one, name in entry.names.items() if not asked_by_name(entry, one)})
        for uri, entry in entries.items()
    }


def asked_by_name(entry: Entry, language: str) -> bool:
    """Whether an entry's name may be asked: it never trained an encoder, and a synonym stands for it."""
    return bool(entry.synonyms.get(language)) and phrase_fold(entry.names[language]) in UNTAUGHT


def plain() -> list[Query]:
    """Our sentences without any skill."""
    return [Query(text, frozenset(), language, "plain") for language, text in lines("plain.txt")]


def lines(name: str) -> list[tuple[str, str]]:
    """The rows of a text file beside this one: language, text."""
    kept = [line for line in (HERE / name).read_text().splitlines() if line and not line.startswith("#")]
    return [(language, text) for language, _, text in (line.partition("\t") for line in kept)]


__all__ = ["Entry", "Query", "read_glossary"]
