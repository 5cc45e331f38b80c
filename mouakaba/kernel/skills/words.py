"""Words of a text with where they stand, passages (sentences, list items) made of them, and their light stems."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import dropwhile, islice, pairwise
from pathlib import Path

from mouakaba.kernel.text import fold

LONGEST = 20_000  # characters of a text that are read: some ten pages
_MOST_WORDS = 40  # of a passage; a longer sentence is cut into pieces
_MOST_CLAUSES = 20  # of a passage, the last of which holds the rest; real ones have up to nine

_WORD = re.compile(r"(?:[^\W_]|[\u064b-\u065f\u0670\u0640])+(?:\+\+|[#+])?")
_STOP = re.compile(r"[.!?;؟؛•▪◦●■►\n\r\t|]+(?=\s|$)|[\n\r\t|•▪◦●■►؟؛]+|\s[-–—*]\s|:\s")
_TAGS = re.compile(
    r"<(?:script|style)\b.*?(?:</(?:script|style)>|\Z)|<[^<>]{1,500}>|&[a-z]{2,8};|https?://\S+|\S+@\S+", re.I | re.S
)
_COMMA = re.compile(r"[,،/()\[\]«»\"“”]|\s(?:and|or|et|ou|w)\s|\s(?:أو|او|و)\s", re.I)

with Path(__file__).with_name("lists.toml").open("rb") as _file:
    LISTS = {name: words.split() for name, words in tomllib.load(_file).items()}
FUNCTION_WORDS = frozenset(LISTS["function"])
_WITH_WAW = frozenset(LISTS["waw"])
_ARTICLES = frozenset(LISTS["articles"])
_CAPITALS = frozenset(LISTS["capitals"])
_MARKS = re.compile(r"[\u064b-\u065f\u0670\u0640]")  # harakat and tatweel, which no list writes


@dataclass(frozen=True, slots=True)
class Word:
    """A word as folded, its light stem, whether it only joins others, and its place in the text."""

    text: str
    folded: str
    stem: str
    function: bool
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
    parted = (at for at in range(1, len(words)) if _parted(words[at - 1], words[at], commas))
    bounds = [0, *islice(parted, _MOST_CLAUSES - 1), len(words)]
    yield from pairwise(bounds)


def _parted(word: Word, after: Word, commas: list[int]) -> bool:
    return begins_with_and(after) or any(word.end <= comma <= after.start for comma in commas)


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, str, bool]:
    folded = fold(word)
    return folded, stem(folded), is_function(word)


def is_function(word: str) -> bool:
    """Whether a word carries no skill, judged as it is written: الآلي is not إلى, thé not "the", IT not "it"."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", word))
    return plain.casefold() in FUNCTION_WORDS and plain not in _CAPITALS


def content(words: Sequence[Word]) -> list[str]:
    """The stems of the words that are no function words."""
    return [word.stem for word in words if not word.function]


def bare(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words without function words at both ends, and without a و (and) written on to the first."""
    kept = [i for i, word in enumerate(words) if not word.function]
    if not kept:
        return ()
    first, *rest = words[kept[0] : kept[-1] + 1]
    return (_without_and(first), *rest)


def _without_and(word: Word) -> Word:
    if not begins_with_and(word):
        return word
    (inner,) = words_of(word.text[1:], word.start + 1)
    return inner


def begins_with_and(word: Word) -> bool:
    """Whether و is written on to the word. A guess: five letters or more, and none of the listed words with و."""
    return word.folded[:1] == "و" and word.stem == _arabic(word.folded[1:]) and len(word.folded) > 4


def stem(folded: str) -> str:
    """A folded word without the Arabic article and one-letter prefixes, or without a Latin plural."""
    if "\u0600" <= folded[:1] <= "\u06ff":
        return _arabic(folded)
    if len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss"):
        return folded[:-2] if folded.endswith("aux") else folded[:-1]
    return folded


def _arabic(word: str) -> str:
    if word.startswith("و") and len(word) > 4 and word not in _WITH_WAW:
        word = word[1:]
    for prefix in ("بال", "كال", "فال", "ال", "لل"):
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word.removeprefix(prefix)
            break
    for suffix in ("ات", "ين", "ون", "ه"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word.removesuffix(suffix)
    return word


def key_of(words: Sequence[Word]) -> str:
    """What two spellings of one name share: its stems without function words.

    If that leaves but one word, only articles before it fall: "maintenance son" is not "maintenance".
    """
    kept = content(words)
    if len(kept) > 1:
        return " ".join(kept)
    return " ".join(word.stem for word in dropwhile(lambda word: word.text.casefold() in _ARTICLES, words))
