"""The facts a project may be asked for, their types, and who may keep an instrument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

INSTRUMENTS = Path(__file__).with_name("instruments.toml")  # come with the product
MOST_COUNTED = 5000  # kept answers, the last first, of which a funder is told how many suit
A_DAY = 24 * 60 * 60  # seconds


class Kind(StrEnum):
    """How a fact is given."""

    YES_NO = "yes_no"
    WHOLE = "whole"
    NUMBER = "number"
    DIRHAMS = "dirhams"
    DAY = "day"
    CHOICE = "choice"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact: how it is given, and the values to choose from."""

    kind: Kind
    values: tuple[str, ...] = ()


LEGAL_FORMS = (
    "association", "federation", "cooperative", "gie", "company", "auto_entrepreneur", "foundation", "public",
)  # fmt: skip
STAGES = ("idea", "prototype", "first_sales", "running")
BRANCHES = (
    "agriculture", "crafts", "services", "tourism", "industry", "digital", "culture", "trade", "other",
)  # fmt: skip

# In the order in which they are asked.
GROUPS: Mapping[str, Mapping[str, Asked]] = {
    "holder": {
        "bearer.kind": Asked(Kind.CHOICE, ("person", "organisation")),
        "holder.birth_date": Asked(Kind.DAY),
        "holder.resident": Asked(Kind.YES_NO),
    },
    "organisation": {
        "organisation.legal_form": Asked(Kind.CHOICE, LEGAL_FORMS),
        "organisation.created_on": Asked(Kind.DAY),
        "organisation.turnover": Asked(Kind.DIRHAMS),
        "organisation.members": Asked(Kind.WHOLE),
        "organisation.women_youth_members": Asked(Kind.WHOLE),
        "organisation.women_only": Asked(Kind.YES_NO),
    },
    "project": {
        "project.region": Asked(Kind.REGION),
        "project.stage": Asked(Kind.CHOICE, STAGES),
        "project.branch": Asked(Kind.CHOICE, BRANCHES),
        "project.in_creation": Asked(Kind.YES_NO),
        "project.innovative": Asked(Kind.YES_NO),
        "project.green": Asked(Kind.YES_NO),
        "project.farming": Asked(Kind.YES_NO),
        "project.exports_to_africa": Asked(Kind.YES_NO),
        "project.property_development": Asked(Kind.YES_NO),
        "project.labelled_structure": Asked(Kind.YES_NO),
        "project.youth_led": Asked(Kind.YES_NO),
        "project.cooperative_planned": Asked(Kind.YES_NO),
    },
    "money": {
        "project.cost": Asked(Kind.DIRHAMS),
        "own.cash": Asked(Kind.DIRHAMS),
        "own.in_kind": Asked(Kind.DIRHAMS),
        "project.investment_credit": Asked(Kind.DIRHAMS),
        "project.stable_jobs_ratio": Asked(Kind.NUMBER),
    },
}
FACTS: Mapping[str, Asked] = {name: asked for group in GROUPS.values() for name, asked in group.items()}
