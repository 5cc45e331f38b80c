"""Text with one letter for each letter, so that disguises fall and places in the original stay known."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_UNSEEN = {"Cf", "Mn", "Me"}  # invisible signs, marks above letters, the frame of a keycap


@dataclass(frozen=True, slots=True)
class Plain:
    """`text`: compatibility forms in lower case, any decimal digit as 0-9, nothing invisible; `places`: where from."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of `text` (not empty) as a span of the original."""
        return self.places[start], self.places[end - 1] + 1


def plain(text: str) -> Plain:
    """The text as `Plain`."""
    letters, places = [], []
    for place, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKC", sign).lower():
            if unicodedata.category(letter) not in _UNSEEN:
                letters.append(str(unicodedata.decimal(letter, letter)))
                places.append(place)
    return Plain("".join(letters), tuple(places))
