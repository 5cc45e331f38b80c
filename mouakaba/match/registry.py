"""What a kind of market declares, and the list of known kinds. Engine code asks a kind, and never names one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mouakaba.kernel.matching import Market

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MarketKind:
    """One kind of market: who offers on its left, who asks on its right, and how they are brought together."""

    code: str
    name: Words
    left_noun: Words  # "profile"
    right_noun: Words  # "opening"
    market: Market


_kinds: dict[str, MarketKind] = {}


def register(kind: MarketKind) -> None:
    """Makes a kind known. Called once per kind by ``site/wiring.py``."""
    _kinds[kind.code] = kind


def kind(code: str) -> MarketKind:
    """The declared kind. Raises KeyError for an unknown code."""
    return _kinds[code]


def kinds() -> tuple[MarketKind, ...]:
    """Every declared kind, in the order of registration."""
    return tuple(_kinds.values())
