"""Words of a text with where they stand, passages (sentences, list items) made of them, and their light stems."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from mouakaba.kernel.text import fold

LONGEST = 20_000  # characters of a text that are read: some ten pages
_MOST_WORDS = 40  # of a passage; a longer sentence is cut into pieces

_WORD = re.compile(r"(?:[^\W_]|[\u064b-\u065f\u0670\u0640])+(?:\+\+|[#+])?")
_STOP = re.compile(r"[.!?;؟؛•▪◦●■►\n\r\t|]+(?=\s|$)|[\n\r\t|•▪◦●■►؟؛]+|\s[-–—*]\s|:\s")
_TAGS = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)>|\Z)|<[^<>]{1,500}>|&[a-z]{2,8};|https?://\S+|\S+@\S+", re.I | re.S
)
_COMMA = re.compile(r"[,،/()\[\]«»\"“”]|\s(?:and|or|et|ou)\s|\s(?:أو|او|و)\s")

with Path(__file__).with_name("lists.toml").open("rb") as _file:
    LISTS = {name: words.split() for name, words in tomllib.load(_file).items()}
FUNCTION_WORDS = frozenset(LISTS["function"])


@dataclass(frozen=True, slots=True)
class Word:
    """A word as folded, its light stem, and its place in the text."""

    text: str
    folded: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, a list item or part of a long one: its words, and where commas cut them into clauses."""

    words: tuple[Word, ...]
    clauses: tuple[tuple[int, int], ...]


def words_of(text: str, start: int = 0) -> list[Word]:
    """The words of a text; `start` is added to their places."""
    return [
        Word(found.group(), *_forms(found.group()), start + found.start(), start + found.end())
        for found in _WORD.finditer(text)
    ]


def pieces_of(text: str) -> Iterator[Piece]:
    """The passages of the first LONGEST characters, in order; tags, links and addresses are passed over."""
    plain = _TAGS.sub(lambda found: " " * len(found.group()), text[:LONGEST])
    start = 0
    for stop in [*_STOP.finditer(plain), None]:
        end = stop.start() if stop else len(plain)
        yield from _cut(plain[start:end], start)
        start = stop.end() if stop else end


def _cut(sentence: str, start: int) -> Iterator[Piece]:
    words = words_of(sentence, start)
    commas = [start + found.start() for found in _COMMA.finditer(sentence)]
    for first in range(0, len(words), _MOST_WORDS):
        part = tuple(words[first : first + _MOST_WORDS])
        yield Piece(part, tuple(_clauses(part, commas)))


def _clauses(words: tuple[Word, ...], commas: list[int]) -> Iterator[tuple[int, int]]:
    first = 0
    for position in range(1, len(words) + 1):
        last = position == len(words)
        if last or any(words[position - 1].end <= comma <= words[position].start for comma in commas):
            yield first, position
            first = position


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, str]:
    folded = fold(word)
    return folded, stem(folded)


def stem(folded: str) -> str:
    """A folded word without the Arabic article and one-letter prefixes, or without a Latin plural."""
    if "\u0600" <= folded[:1] <= "\u06ff":
        return _arabic(folded)
    if len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss"):
        return folded[:-2] if folded.endswith("aux") else folded[:-1]
    return folded


def _arabic(word: str) -> str:
    for prefix in ("وال", "بال", "كال", "فال", "ال", "لل"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word.removeprefix(prefix)
            break
    for suffix in ("ات", "ين", "ون", "ه"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word.removesuffix(suffix)
    return word


def key_of(stems: list[str]) -> str:
    """What two spellings of one phrase share: its stems without function words."""
    return " ".join(one for one in stems if one not in FUNCTION_WORDS)
