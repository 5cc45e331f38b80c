"""What speaks for each concept in one passage: candidates from every source, and their features.

The features are numbers a tree can cut: likeness by the encoders (whole passage, clauses, single words in context),
letters, words, known phrases; each also as its distance to the best of the passage.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mouakaba.kernel.skills.e5 import Passage, unit
from mouakaba.kernel.skills.index import Index, consonants
from mouakaba.kernel.skills.languages import LANGUAGES, language_of
from mouakaba.kernel.skills.lexicon import Match, find_phrases, joined, score_grams, score_words
from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.store import Array
from mouakaba.kernel.skills.vectors import Table
from mouakaba.kernel.skills.words import Piece, Word, content

_EACH = 32  # candidates taken from each source
_AT_ONCE = 16  # passages whose vectors meet the concepts together
_SHORT = 8  # words of a passage that may be Darija though nothing in it says so
_WINDOW, _STEP = 5, 3  # words of a window inside a long clause
_WORD_SHARE = 0.05  # brings BM25 to the size of the likenesses
_FAINT = 0.05  # a likeness of letters below this is none
_SHARPNESS = 0.1  # temperature of the attention of a concept over the words (ConTeXT-match)

NAMES = (
    "whole", "clause", "context", "about", "local", "use", "use_clause", "gram", "gram_clause", "bones", "word",
)  # fmt: skip
FEATURES = (
    *NAMES,
    *(f"{name}_behind" for name in NAMES),
    "sum_behind", "known", "known_main", "known_words", "known_share", "known_rivals", "known_content",
    "known_letters", "kind", "words", "clauses", "language",
    "arabizi", "knowledge", "in_glossary", "prior", "best_whole", "best_context", "second_gap",
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A passage as it was read: its words, their language, its parts, the encoders' vectors of it."""

    piece: Piece
    language: str
    parts: list[tuple[int, int]]
    passage: Passage | None
    use: Floats
    kind: int = 0  # as in `units`: the passage, a clause of it, a known name in it


@dataclass(frozen=True)
class Evidence:
    """Candidates of one passage with a row of FEATURES each; `part` is the part that speaks most for each."""

    reading: Reading
    concepts: Array
    features: Floats
    part: Array
    matches: list[Match]


class Sources:
    """The index, opened for reading evidence: concept vectors as floats, ready for products."""

    def __init__(self, index: Index, *, thorough: bool) -> None:
        self.index, self.thorough = index, thorough
        arrays = index.arrays
        self._names = _floats(arrays, "e5_names") if thorough else None
        self._about = _floats(arrays, "e5_about") if thorough else None
        self._local = _floats(arrays, "e5_local") if thorough else None
        self._use = _floats(arrays, "use_names")
        self._owners = arrays["e5_local_concepts"].astype(np.int64)

    def gather(self, readings: Sequence[Reading]) -> Iterator[Evidence]:
        """The candidates of each passage and all their features. A few share each product, which memory bounds."""
        for start in range(0, len(readings), _AT_ONCE):
            some = readings[start : start + _AT_ONCE]
            for reading, likeness in zip(some, self._likeness(some), strict=True):
                yield self._evidence(reading, likeness)

    def _likeness(self, readings: Sequence[Reading]) -> Iterator[dict[str, Array]]:
        """The products of every part of each passage with every concept."""
        use = np.split(*_stacked([reading.use for reading in readings], self._use))
        if self._names is None or self._about is None or self._local is None:
            yield from ({"use": one} for one in use)
            return
        parts = [_parts(reading.passage, reading.parts) for reading in readings if reading.passage is not None]
        tables = (self._names, self._about, self._local)
        names, about, local = (np.split(*_stacked(parts, table)) for table in tables)
        for of_use, of_names, of_about, of_local in zip(use, names, about, local, strict=True):
            yield {"use": of_use, "names": of_names, "about": of_about, "local": of_local}

    def _evidence(self, reading: Reading, likeness: dict[str, Array]) -> Evidence:
        scores, part = self._scores(reading, likeness)
        matches = find_phrases(self.index.arrays, reading.piece.words)
        chosen = _candidates(scores, matches)
        found = np.stack([scores[name][chosen] if name in scores else np.zeros(len(chosen)) for name in NAMES], axis=1)
        if reading.passage is not None and self._names is not None:
            found[:, NAMES.index("context")] = _in_context(reading.passage.pieces, self._names[chosen])
        rest = self._rest(reading, chosen, found, matches)
        behind = found - found.max(axis=0, initial=0.0)
        features = np.concatenate([found, behind, rest], axis=1).astype(np.float32)
        return Evidence(reading, chosen, features, part[chosen], matches)

    def _scores(self, reading: Reading, likeness: dict[str, Array]) -> tuple[dict[str, Array], Array]:
        arrays, words, parts = self.index.arrays, reading.piece.words, reading.parts
        owners, size = arrays["owners"], self.index.size
        use = likeness["use"]
        scores: dict[str, Array] = {
            "use": use[0],
            "use_clause": use.max(axis=0),
            "word": score_words(arrays, content(words)),
        }
        grams = [
            best_of(score_grams(arrays, joined(words[a:b])), owners, size) for a, b in [(0, len(words)), *parts[1:]]
        ]
        scores["gram"], scores["gram_clause"] = grams[0], np.max(grams, axis=0)
        darija = reading.language in {"arabizi", "ar"} or len(words) <= _SHORT
        if darija and (bones := consonants(" ".join(word.text for word in words))):
            scores["bones"] = best_of(score_grams(arrays, bones), owners, size)
        if "names" not in likeness:
            return scores, np.argmax(grams if len(grams) == len(parts) else use, axis=0)
        names = likeness["names"]
        scores["whole"], scores["clause"], scores["about"] = names[0], names.max(axis=0), likeness["about"].max(axis=0)
        local = np.full(self.index.size, -1.0, dtype=np.float32)
        np.maximum.at(local, self._owners, likeness["local"].max(axis=0))
        scores["local"] = local
        return scores, names.argmax(axis=0)

    def _rest(self, reading: Reading, chosen: Array, found: Array, matches: list[Match]) -> Array:
        arrays, count = self.index.arrays, len(chosen)
        known = _known(chosen, matches, reading.piece.words)
        total = found.sum(axis=1) - (1 - _WORD_SHARE) * found[:, NAMES.index("word")]
        code = LANGUAGES.index(reading.language) if reading.language in LANGUAGES else 0
        whole = np.sort(found[:, 0])[::-1]
        gap = whole[0] - whole[1] if count > 1 else 0.0
        words = len(reading.piece.words)
        constant = np.array([reading.kind, words, len(reading.parts), code, reading.language == "arabizi"], float)
        same = np.array([whole[0] if count else 0.0, found[:, 2].max(initial=0.0), gap])
        columns = [
            (total - total.max(initial=0.0))[:, None],
            known,
            np.tile(constant, (count, 1)),
            np.stack([arrays["knowledge"][chosen], arrays["in_glossary"][chosen], arrays["prior"][chosen]], axis=1),
            np.tile(same, (count, 1)),
        ]
        return np.concatenate(columns, axis=1)


def read_piece(piece: Piece, declared: str | None, kind: int = 0) -> Reading:
    """The passage, or a unit of it, with its language and parts, before any encoder has seen it."""
    language, parts = language_of(piece.words, declared), list(_parts_of(piece))
    return Reading(piece, language, parts, None, np.zeros((0, 0), np.float32), kind)


def _parts_of(piece: Piece) -> Iterator[tuple[int, int]]:
    """The whole first, then its clauses, then windows over long ones."""
    yield 0, len(piece.words)
    for first, last in piece.clauses:
        if len(piece.clauses) > 1:
            yield first, last
        if last - first > _WINDOW + _STEP:
            for start in range(first, last - _WINDOW + 1, _STEP):
                yield start, start + _WINDOW


def _stacked(vectors: Sequence[Floats], table: Floats) -> tuple[Floats, Array]:
    """All the vectors times the table in one product, and where to split it again."""
    return np.concatenate(vectors) @ table.T, np.cumsum([len(some) for some in vectors])[:-1]


def _floats(arrays: dict[str, Array], name: str) -> Floats:
    return Table(arrays[name], arrays[f"{name}_scale"]).floats()


def best_of(scores: Array, owners: Array, size: int) -> Array:
    """The best phrase of each concept; 0 where none reaches _FAINT."""
    best = np.zeros(size)
    seen = np.flatnonzero(scores > _FAINT)
    np.maximum.at(best, owners[seen], scores[seen])
    return best


def _parts(passage: Passage, parts: Sequence[tuple[int, int]]) -> Floats:
    """One unit vector a part, out of the vectors of its pieces: the passage is encoded once."""
    owner = np.array(passage.words)
    rows = [passage.mean()]
    for first, last in parts[1:]:
        inside = (owner >= first) & (owner < last)
        rows.append(passage.pieces[inside].mean(axis=0) if inside.any() else rows[0])
    return unit(np.array(rows, dtype=np.float32))


def _in_context(pieces: Floats, names: Floats) -> Floats:
    """Each concept looks at the words that resemble it (Decorte et al. 2025): its likeness to what it sees."""
    weight = unit(pieces) @ names.T / _SHARPNESS
    weight = np.exp(weight - weight.max(axis=0))
    weight /= weight.sum(axis=0)
    seen: Floats = np.einsum("nd,nd->n", unit(weight.T @ pieces), names)
    return seen


def _candidates(scores: dict[str, Array], matches: list[Match]) -> Array:
    """The best of every source, and all that is known word for word, in order of number."""
    found = [np.array(sorted({match.concept for match in matches}), dtype=np.int64)]
    for name, values in scores.items():
        best = np.argpartition(-values, min(_EACH, len(values) - 1))[:_EACH]
        found.append(best[values[best] > 0] if name in {"gram", "gram_clause", "word", "bones"} else best)
    return np.unique(np.concatenate(found))


def _known(chosen: Array, matches: list[Match], words: Sequence[Word]) -> Array:
    """Per candidate: known or not, by its main name; of its longest name the words, share of the passage, rivals,
    content words and letters."""
    rivals: dict[tuple[int, int], int] = {}
    for match in matches:
        rivals[match.first, match.last] = rivals.get((match.first, match.last), 0) + 1
    rows = np.zeros((len(chosen), 7))
    place = {int(concept): i for i, concept in enumerate(chosen)}
    for match in matches:
        size = match.last - match.first + 1
        row = rows[place[match.concept]]
        row[1] = max(row[1], match.main)
        if size > row[2]:
            row[0], row[2], row[3], row[4] = 1, size, size / len(words), rivals[match.first, match.last]
            kept = content(words[match.first : match.last + 1])
            row[5], row[6] = len(kept), sum(map(len, kept))
    return rows
