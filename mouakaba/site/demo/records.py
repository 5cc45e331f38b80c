"""Public organisations of our sources, and the first Kawaliss cohort as the press release states it."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Organisation:
    """A public organisation; names by language. What is not known (region, parent, source, day checked) is None."""

    code: str
    kind: str
    name: dict[str, str]
    alternative_names: tuple[str, ...]
    region: str | None
    parent: str | None
    roles: tuple[str, ...]
    source_url: str | None
    checked_on: str | None


@dataclass(frozen=True, slots=True)
class CohortProject:
    """One project of cohort 1: region code and invented title by language."""

    region: str
    title: dict[str, str]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Projects as counted, beside the total as published and where it was published."""

    projects: tuple[CohortProject, ...]
    published_total: int
    source_url: str


def organisations() -> tuple[Organisation, ...]:
    """The public organisations, operators and donor first."""
    return tuple(_organisation(entry) for entry in _read("organisations.toml")["organisation"])


def cohort1() -> Cohort:
    """Cohort 1: 17 projects by the parts, 18 as published."""
    data = _read("cohort1.toml")
    return Cohort(
        projects=tuple(CohortProject(region=entry["region"], title=entry["title"]) for entry in data["project"]),
        published_total=data["published_total"],
        source_url=data["source_url"],
    )


def _organisation(entry: dict[str, Any]) -> Organisation:
    return Organisation(
        code=entry["code"],
        kind=entry["kind"],
        name=entry["name"],
        alternative_names=tuple(entry["alternative_names"]),
        region=entry.get("region"),
        parent=entry.get("parent"),
        roles=tuple(entry["roles"]),
        source_url=entry.get("source_url"),
        checked_on=entry.get("checked_on"),
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
