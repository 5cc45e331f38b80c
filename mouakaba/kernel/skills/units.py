"""What is ranked: a passage as a whole, each of its clauses alone, and each known name in it alone.

Several skills in one sentence blur one another; alone each is as clear as a phrase. A concept counts as much as in
the unit that speaks most for it.
"""

from collections.abc import Iterator, Mapping, Sequence

from mouakaba.kernel.skills.lexicon import find_phrases
from mouakaba.kernel.skills.store import Array
from mouakaba.kernel.skills.words import Piece, Word, bare, content

WHOLE, CLAUSE, NAME = range(3)
_MOST_NAMES = 6  # of one passage
_LONG = 9  # letters from which a single word is a name of its own


def units_of(piece: Piece, arrays: Mapping[str, Array]) -> Iterator[tuple[int, Piece]]:
    """The passage, then its clauses and the names known word for word in it, each once; with its kind."""
    seen = {_place(bare(piece.words))}
    yield WHOLE, piece
    clauses = [bare(piece.words[a:b]) for a, b in piece.clauses]
    names = [piece.words[a:b] for a, b in _names(piece.words, arrays)]
    for kind, words in [*((CLAUSE, one) for one in clauses), *((NAME, one) for one in names)]:
        if words and (place := _place(words)) not in seen:
            seen.add(place)
            yield kind, Piece(tuple(words), ((0, len(words)),))


def _names(words: Sequence[Word], arrays: Mapping[str, Array]) -> list[tuple[int, int]]:
    """Where known names stand that are specific enough, longest first, none over another."""
    spans = {(match.first, match.last + 1) for match in find_phrases(arrays, words)}
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
