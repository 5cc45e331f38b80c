"""Our reviewed glossary: Arabic and French names of ESCO concepts, Moroccan usage, Darija and Arabizi."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mouakaba.kernel.skills.taxonomy import TaxonomyError

FILE = Path(__file__).with_name("glossary.csv")
COLUMNS = ("uri", "field", "en", "ar", "fr", "ar_synonyms", "fr_synonyms", "darija", "arabizi")
FIELDS = (
    "culture_crafts",
    "ict",
    "food_farming",
    "renewable_energy",
    "waste_recycling",
    "management",
    "finance",
    "marketing",
    "tourism",
    "construction",
)


class GlossaryError(TaxonomyError):
    """A row that cannot be used: `FILE:LINE: what is wrong`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What people call one concept. Synonyms are other words, not spellings: those are folded anyway."""

    uri: str
    field: str
    en: str
    names: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]

    def phrases(self) -> Iterator[tuple[str, str]]:
        """Every phrase with its language: `ar`, `fr`, `darija`, `arabizi`."""
        yield from self.names.items()
        for language, phrases in self.synonyms.items():
            yield from ((language, phrase) for phrase in phrases)


def read_glossary(path: Path = FILE) -> dict[str, Entry]:
    """The entries by URI. Raises GlossaryError at the first row that breaks a rule of the page for reviewers."""
    entries: dict[str, Entry] = {}
    names: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise GlossaryError(str(path), 1, f"the columns must be {','.join(COLUMNS)}")
        for row in reader:
            where = str(path), reader.line_num
            entry = _entry(row, where)
            if entry.uri in entries:
                raise GlossaryError(*where, f"{entry.uri} appears twice")
            if entry.names["ar"] in names:
                raise GlossaryError(*where, f"{entry.names['ar']} names {names[entry.names['ar']]} already")
            names[entry.names["ar"]] = entry.en
            entries[entry.uri] = entry
    return entries


def _entry(row: Mapping[str, str], where: tuple[str, int]) -> Entry:
    if row["field"] not in FIELDS:
        raise GlossaryError(*where, f"unknown field {row['field']!r}; known: {', '.join(FIELDS)}")
    for column in ("uri", "en", "ar", "fr"):
        if not row[column].strip():
            raise GlossaryError(*where, f"{column} is empty")
    if not any("\u0600" <= letter <= "\u06ff" for letter in row["ar"]):
        raise GlossaryError(*where, "ar has no Arabic letter")
    return Entry(
        row["uri"],
        row["field"],
        row["en"],
        {"ar": row["ar"].strip(), "fr": row["fr"].strip()},
        {language: _split(row[column]) for language, column in _SYNONYMS.items()},
    )


_SYNONYMS = {"ar": "ar_synonyms", "fr": "fr_synonyms", "darija": "darija", "arabizi": "arabizi"}


def _split(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in cell.split("|") if part.strip()))
