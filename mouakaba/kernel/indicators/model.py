"""An indicator is a declaration: what is counted of which records, in words and as filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

# By what a figure may be broken down, beside programme, edition, region and year, which every cell keeps.
DIMENSIONS = ("kind", "sex", "age_band", "area", "sector")
FIELDS = frozenset({"feed", "programme", "edition", "region", "year", "day", "amount", *DIMENSIONS})
LANGUAGES = ("ar", "fr", "en")
Words = Mapping[str, str]
Row = Mapping[str, Any]


class IndicatorError(ValueError):
    """A declaration that cannot be counted; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that happened, without persons: what every engine tells the observatory. "" is what was not said.

    `key` names it in its feed; `amount` is in whole dirhams.
    """

    feed: str
    key: str
    programme: str
    edition: str = ""
    kind: str = ""
    region: str = ""  # ISO 3166-2
    sex: str = ""  # female, male
    age_band: str = ""
    area: str = ""  # urban, rural
    sector: str = ""
    day: date | None = None
    amount: int = 0


AGE_BANDS = ((18, "0-17"), (30, "18-29"), (45, "30-44"), (60, "45-59"))


def age_band(years: int) -> str:
    """The band of an age in completed years."""
    return next((band for below, band in AGE_BANDS if years < below), "60-plus")


class Part(StrEnum):
    """What of an indicator a cell counts."""

    OF = "of"  # the numerator, or the count itself
    AMONG = "among"  # a rate's denominator: those who answered
    BASE = "base"  # everybody who was asked
    FROM = "from"  # of whom the count comes, each once


@dataclass(frozen=True, slots=True)
class Condition:
    """A field takes one of these values; no values: the field says something."""

    field: str
    values: tuple[str, ...]

    def holds(self, row: Row) -> bool:
        """Whether this record meets it."""
        said = str(row.get(self.field) or "")
        return said in self.values if self.values else said != ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """`of`, `among` and `base` are conditions that must all hold; `among` None: a count or a sum, not a rate."""

    code: str
    title: Words
    definition: Words
    unit: str
    scope: Words
    base_words: Words
    source: Words
    feed: str
    of: tuple[Condition, ...]
    among: tuple[Condition, ...] | None
    persons: bool  # what is counted is people: small counts stay unsaid in public
    total: str  # "records" or "amount"
    givers: bool  # one person may give several records; `amount` is 1 in the first of each, and 0 in the others
    published_as: tuple[str, ...]  # how codes of published totals of it end

    @property
    def is_open(self) -> bool:
        """Whether anybody may read some of it: a sum behind which there are few would tell what each of them got."""
        return not (self.persons and self.total == "amount")

    @property
    def counted(self) -> tuple[Condition, ...]:
        """What holds of every record it is counted from: of a share, those who answered."""
        return self.of if self.among is None else self.among

    @property
    def is_rate(self) -> bool:
        """Whether it is a share in per cent."""
        return self.among is not None


def indicator(entry: Mapping[str, Any]) -> Indicator:
    """Reads one declaration. Raises IndicatorError."""
    code = str(entry.get("code", ""))
    unknown = set(entry) - {
        "code", "title", "definition", "unit", "scope", "base", "source", "feed", "of", "among", "persons", "total",
        "givers", "published_as",
    }  # fmt: skip
    if unknown or not code:
        raise IndicatorError(f"{code or 'an indicator'}: unknown or missing keys {sorted(unknown) or ['code']}")
    among = _conditions(code, entry["among"]) if "among" in entry else None
    made = Indicator(
        code=code,
        unit=str(entry.get("unit", "")),
        feed=str(entry.get("feed", "")),
        of=_conditions(code, entry.get("of", {})),
        among=among,
        persons=bool(entry.get("persons", False)),
        total=str(entry.get("total", "records")),
        givers=bool(entry.get("givers", False)),
        published_as=tuple(map(str, entry.get("published_as", [code.replace(".", "-")]))),
        base_words=_words(code, entry, "base"),
        **{name: _words(code, entry, name) for name in ("title", "definition", "scope", "source")},
    )
    if made.total not in ("records", "amount") or not made.feed or not made.unit:
        raise IndicatorError(f"{code}: say the feed, the unit, and whether records or amounts are added")
    if made.givers and (made.total != "records" or made.is_rate):
        raise IndicatorError(f"{code}: only records that are counted say who gave them")
    return made


def _words(code: str, entry: Mapping[str, Any], name: str) -> Words:
    words = entry.get(name, {})
    if not all(words.get(language) for language in LANGUAGES):
        raise IndicatorError(f"{code}: {name} must be said in Arabic, French and English")
    return dict(words)


def _conditions(code: str, entry: Mapping[str, Any]) -> tuple[Condition, ...]:
    if strange := set(entry) - FIELDS:
        raise IndicatorError(f"{code}: records have no field {sorted(strange)}")
    return tuple(Condition(field, tuple(map(str, values))) for field, values in sorted(entry.items()))
