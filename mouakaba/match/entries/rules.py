"""Bounds of the index, and how its markets are named."""

from __future__ import annotations

from collections.abc import Iterable

DIMENSIONS = 256  # of a vector of the quick encoder
MOST_TERMS = 2000  # of one entry: more is not read
MOST_TEXT = 600  # characters beside the title that its meaning is taken from
AT_ONCE = 200  # entries placed in one go of the worker
IDEAS, FUNDING = "ideas", "funding"  # markets that are no kind of listing
BOARDS = "boards"  # where the entries of threads stand: no market, so that no search over markets reads them


def market_code(kind_code: str, side: str = "") -> str:
    """How the index names one side of a kind, as the triggers of the database write it."""
    return f"{kind_code}:{side}" if side else kind_code


def place_terms(regions: Iterable[str]) -> list[str]:
    """The terms that say among the words of an entry where it is: those of its regions, or that of everywhere.

    No word holds their mark, so that no search for words finds them. One index then answers words within a region.
    """
    return [f"@{code}" for code in regions] or ["@"]
