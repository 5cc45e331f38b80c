"""What is counted: the declarations, and by what a reader may break a figure down."""

from __future__ import annotations

import hashlib
import tomllib
from functools import lru_cache
from pathlib import Path

from mouakaba.kernel.indicators import DIMENSIONS, Indicator, indicator

DECLARATIONS = Path(__file__).parent / "indicators.toml"
PLATFORM = "@platform"  # whose the records of no programme are; no slug of a programme looks like it
OF_NETWORK = "@org-"  # before the slug of a network that runs no programme, or several: its own records are its own
_SHAPE = b"cells and margins"  # what is kept of a count: another shape counts everything anew
EVERYBODY = {"ar": "المنصة كلها", "fr": "Toute la plateforme", "en": "The whole platform"}
BREAKDOWNS = ("region", "year", "edition", *DIMENSIONS)


@lru_cache(maxsize=1)
def declared() -> dict[str, Indicator]:
    """Every indicator by code, in the order of the file. Raises IndicatorError."""
    entries = tomllib.loads(DECLARATIONS.read_text(encoding="utf-8"))["indicator"]
    return {one.code: one for one in map(indicator, entries)}


@lru_cache(maxsize=1)
def declarations_digest() -> str:
    """Which declarations the cells were counted with."""
    return hashlib.sha256(_SHAPE + DECLARATIONS.read_bytes()).hexdigest()


def declared_of(feed: str) -> list[Indicator]:
    """The indicators counted from the records of a feed."""
    return [one for one in declared().values() if one.feed == feed]
