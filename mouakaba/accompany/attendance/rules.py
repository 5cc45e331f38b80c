"""Bounds of what a phone sends and of a paper sheet."""

from __future__ import annotations

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0, 1, I, L, O: they are mistaken for each other
BADGE_LETTERS = 10  # 49 bits
MOST_SCANS = 1000  # of one sending; the page sends the rest after it
MOST_ROWS = 2000  # of one sheet
MOST_BADGE = 64  # letters of what a camera may read; longer is cut
BY_HAND = "R:"  # before the id of a registration, where a name was ticked instead of a badge read


def clean_badge(text: str) -> str:
    """A badge as it is kept: without blanks, small letters as capitals, at most MOST_BADGE letters."""
    plain = "".join(letter for letter in text if letter.isprintable() and not letter.isspace())
    return plain[:MOST_BADGE] if plain.startswith(BY_HAND) else plain.upper()[:MOST_BADGE]
