"""Finding a concept by words a person types: names in any language, synonyms and Darija of the glossary."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mouakaba.kernel.skills.glossary import FILE, Entry, read_glossary
from mouakaba.kernel.skills.index import Index
from mouakaba.kernel.text import fold


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept as a person sees it. `labels` only in languages in which one is known."""

    uri: str
    labels: Mapping[str, str]


class Finder:
    """Every name of every concept, folded, held in memory (about 10 MB)."""

    def __init__(self, index: Index, glossary: Path = FILE) -> None:
        self._index = index
        self._numbers = index.numbers()
        synonyms = read_glossary(glossary)
        self._names = [
            (_folded(text), language, number)
            for uri, number in self._numbers.items()
            for language, text in _texts(index.labels(number), synonyms.get(uri))
        ]

    def concept(self, uri: str) -> Concept | None:
        """The concept of this URI, if the taxonomy holds it."""
        number = self._numbers.get(uri)
        return None if number is None else Concept(uri, self._index.labels(number))

    def near(self, uri: str) -> Mapping[str, float]:
        """The skills near this one, the nearest first; see Index.near. None for a URI that is not there."""
        number = self._numbers.get(uri)
        return {} if number is None else self._index.near(number)

    def search(self, words: str, *, language: str, limit: int) -> list[Concept]:
        """Concepts one of whose names holds every word, as the beginning of a word of its own.

        Names in the reader's language first, then the names that hold least besides; equals by URI.
        """
        asked = [f" {word}" for word in fold(words).split()]
        if not asked:
            return []
        best: dict[int, tuple[int, int]] = {}
        for name, named_in, number in self._names:
            if all(word in name for word in asked):
                rank = (named_in != language, len(name))
                best[number] = min(best.get(number, rank), rank)
        order = sorted(best, key=lambda number: (best[number], self._index.uri(number)))
        return [Concept(self._index.uri(number), self._index.labels(number)) for number in order[:limit]]


def _folded(text: str) -> str:
    """Words apart, each with a space before it and without the Arabic article."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()
    return " " + " ".join(words) + "".join(f" {word[2:]}" for word in words if word.startswith("ال") and len(word) > 4)


def _texts(labels: Mapping[str, str], entry: Entry | None) -> Iterator[tuple[str, str]]:
    yield from labels.items()
    yield from entry.phrases() if entry else ()
