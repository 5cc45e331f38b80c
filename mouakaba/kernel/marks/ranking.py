"""The order of files by score, and an order of passage drawn at random that anybody can draw again."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Entry:
    """A scored file. `submitted_at` is an ISO UTC instant that compares as text."""

    id: str
    score: Fraction
    submitted_at: str


def ranked(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Best first. Equal scores: the file sent first, then the id. The key of the choice (contracts.md section 3)."""
    return tuple(sorted(entries, key=lambda entry: (-entry.score, entry.submitted_at, entry.id)))


def drawn_order(numbers: Iterable[str], seed: str) -> tuple[str, ...]:
    """File numbers in the order of SHA-256 of "seed:number": any tool that hashes can check the draw."""
    return tuple(sorted(numbers, key=lambda number: hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()))
