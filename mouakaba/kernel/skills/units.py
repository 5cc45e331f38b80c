"""What is ranked: a passage as a whole, each of its clauses alone, and each known name in it alone.

Several skills in one sentence blur one another; alone each is as clear as a phrase. A concept counts as much as in
the unit that speaks most for it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from mouakaba.kernel.skills.lexicon import Match, find_phrases
from mouakaba.kernel.skills.store import Array
from mouakaba.kernel.skills.words import Piece, Word, bare, content

WHOLE, CLAUSE, NAME = range(3)
_MOST_NAMES = 6  # of one passage
_LONG = 9  # letters from which a single word is a name of its own
MOST_WORK = 8000  # of a text, as its reader counts it; a CV of two pages asks for 4,700
Unit = TypeVar("Unit")


def afforded(passages: Sequence[Sequence[Unit]], work: Callable[[Unit], int], most: int = MOST_WORK) -> list[Unit]:
    """The units of a text as far as `most` goes, in order: passages first, the whole of each being its first unit.

    What is left goes to clauses and names, from the beginning of the text. The first passage is always read.
    """
    left, whole = most, 0
    for first, *_ in passages:
        left -= work(first)
        if left < 0 < whole:
            break
        whole += 1
    kept: list[Unit] = []
    for first, *others in passages[:whole]:
        kept.append(first)
        for one in others:
            left -= work(one)
            if left >= 0:
                kept.append(one)
    return kept


def units_of(piece: Piece, arrays: Mapping[str, Array]) -> Iterator[tuple[int, Piece, list[Match]]]:
    """The passage, then its clauses and the names known word for word in it, each once; with its kind and its names."""
    matches = find_phrases(arrays, piece.words)
    seen = {_place(bare(piece.words))}
    yield WHOLE, piece, matches
    clauses = [(CLAUSE, a, b) for a, b in piece.clauses]
    for kind, first, last in [*clauses, *((NAME, a, b) for a, b in _names(piece.words, matches))]:
        words = bare(piece.words[first:last]) if kind == CLAUSE else piece.words[first:last]
        if words and (place := _place(words)) not in seen:
            seen.add(place)
            yield kind, Piece(tuple(words), ((0, len(words)),)), _inside(words, piece.words, matches, arrays)


def _inside(
    words: Sequence[Word], whole: Sequence[Word], matches: list[Match], arrays: Mapping[str, Array]
) -> list[Match]:
    """The names known in a part of the passage: those of the passage that lie in it, unless its first word changed."""
    first = next((i for i, word in enumerate(whole) if word is words[0]), None)
    if first is None:
        return find_phrases(arrays, words)
    last = first + len(words)
    return [
        Match(one.concept, one.first - first, one.last - first, one.main)
        for one in matches
        if first <= one.first and one.last < last
    ]


def _names(words: Sequence[Word], matches: list[Match]) -> list[tuple[int, int]]:
    """Where known names stand that are specific enough, longest first, none over another."""
    spans = {(match.first, match.last + 1) for match in matches}
    kept: list[tuple[int, int]] = []
    for first, last in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        free = all(last <= a or b <= first for a, b in kept)
        if free and _specific(words[first:last]) and len(kept) < _MOST_NAMES:
            kept.append((first, last))
    return kept


def _specific(words: Sequence[Word]) -> bool:
    return len(content(words)) > 1 or any(len(word.stem) >= _LONG for word in words)


def _place(words: Sequence[Word]) -> tuple[int, int]:
    return (words[0].start, words[-1].end) if words else (0, 0)
