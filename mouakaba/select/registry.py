"""What a kind of call declares, and the list of known kinds. Engine code asks a kind, and never names one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of call, declared in about forty lines by a module of ``select/kinds``."""

    code: str
    name: Words
    applicant_noun: Words  # "project", "team", …
    place_noun: Words  # what a selected file receives: "place", "prize"
    live: bool = False  # pitched before a panel, marked on phones, ranked the same day
    stands: bool = False  # who is selected is given a stand on a plan, day by day
    needs_screening: bool = True  # an officer confirms who goes to the jury
    then: str = ""  # what opens to the chosen in another engine, which knows this word
    default_content: Mapping[str, Any] = field(default_factory=dict)  # sections and questions to start from
    default_rules: Mapping[str, Any] = field(default_factory=dict)  # call file mapping to start from


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Makes a kind known. Called once per kind by ``site/wiring.py``."""
    _kinds[kind.code] = kind


def kind(code: str) -> Kind:
    """The declared kind. Raises KeyError for an unknown code."""
    return _kinds[code]


def kinds() -> tuple[Kind, ...]:
    """Every declared kind, in the order of registration."""
    return tuple(_kinds.values())
