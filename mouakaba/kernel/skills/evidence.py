"""What speaks for each concept in one passage: candidates from every source, and their features.

The features are numbers a tree can cut: likeness by the encoders (whole passage, clauses, single words in context),
letters, words, known phrases; each also as its distance to the best of the passage.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from mouakaba.kernel.skills.e5 import Passage, unit
from mouakaba.kernel.skills.index import Index, consonants_of
from mouakaba.kernel.skills.languages import LANGUAGES, language_of
from mouakaba.kernel.skills.lexicon import Match, joined
from mouakaba.kernel.skills.lists import FREQUENT, Letters, Words, places_of
from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.store import Array
from mouakaba.kernel.skills.vectors import Table
from mouakaba.kernel.skills.words import Piece, content

_EACH = 32  # candidates taken from each source
_AT_ONCE = 128  # parts of passages that meet the concepts together
_BLOCKS = 256  # of a row, of each of which one value is looked at first
_SHORT = 8  # words of a passage that may be Darija though nothing in it says so
_WINDOW, _STEP = 5, 3  # words of a window inside a long clause
_WORD_SHARE = 0.05  # brings BM25 to the size of the likenesses
_SHARPNESS = 0.1  # temperature of the attention of a concept over the words (ConTeXT-match)

NAMES = (
    "whole", "clause", "context", "about", "local", "use", "use_clause", "gram", "gram_clause", "bones", "word",
)  # fmt: skip
_CONTEXT = NAMES.index("context")
# Sources that say nothing of most concepts, and from where they do.
_LEAST = {"gram": 1e-6, "gram_clause": 1e-6, "word": 1e-6, "bones": 1e-6, "local": -0.999}
_WHOLE_OF = {"gram_clause": "gram", "use_clause": "use", "clause": "whole"}  # what it is where there are no clauses
FEATURES = (
    *NAMES,
    *(f"{name}_behind" for name in NAMES),
    "sum_behind", "known", "known_main", "known_words", "known_share", "known_rivals", "known_content",
    "known_letters", "kind", "words", "clauses", "language",
    "arabizi", "knowledge", "in_glossary", "prior", "best_whole", "best_context", "second_gap",
)  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A passage as it was read: its words, their language, its parts, the names in it, the encoders' vectors of it."""

    piece: Piece
    language: str
    parts: list[tuple[int, int]]
    matches: list[Match]
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


@dataclass(frozen=True)
class Gathered:
    """The candidates of some passages in one table; those of passage i stand from starts[i] to starts[i + 1]."""

    readings: Sequence[Reading]
    starts: Array
    concepts: Array
    features: Floats
    part: Array

    def each(self) -> Iterator[Evidence]:
        """The same, passage by passage."""
        for reading, (first, last) in zip(self.readings, pairwise(self.starts.tolist()), strict=True):
            yield Evidence(reading, self.concepts[first:last], self.features[first:last], self.part[first:last])


@dataclass(frozen=True)
class Likeness:
    """How like each concept some distinct texts are, a row a text; and which row is each passage's, -1 for none."""

    table: Floats
    row: Array

    def of(self, passages: Array, concepts: Array, otherwise: Floats) -> Floats:
        """For pairs of a passage and a concept; `otherwise` where the passage has no row."""
        if not len(self.table):
            return otherwise
        row = self.row[passages]
        return np.where(row < 0, otherwise, self.table[row, concepts])

    def best(self, least: float) -> tuple[Array, Array]:
        """For each passage with a row the concepts that are best in it: passages, rising, and concepts."""
        used, passages = np.unique(self.row[self.row >= 0]), np.flatnonzero(self.row >= 0)
        if not len(used):
            return passages, passages
        rows, concepts = _best(self.table if len(used) == len(self.table) else self.table[used], least)
        starts = np.searchsorted(rows, np.arange(len(used) + 1))
        found, counts = places_of(starts, np.searchsorted(used, self.row[passages]))
        return np.repeat(passages, counts), concepts[found]


class Sources:
    """The index, opened for reading evidence: concept vectors as floats, ready for products."""

    def __init__(self, index: Index, *, thorough: bool) -> None:
        self.index, self.thorough = index, thorough
        arrays = index.arrays
        self._names = _floats(arrays, "e5_names") if thorough else None
        self._about = _floats(arrays, "e5_about") if thorough else None
        self._local = _floats(arrays, "e5_local") if thorough else None
        self._use = _floats(arrays, "use_names")
        self._owners = arrays["e5_local_concepts"].astype(np.intp)
        frequent = FREQUENT["thorough" if thorough else "fast"]
        self._letters, self._words = Letters(arrays, index.size, frequent=frequent), Words(arrays, index.size)
        self._about_concepts = np.stack([arrays[name] for name in ("knowledge", "in_glossary", "prior")], axis=1)

    def gather(self, readings: Iterable[Reading]) -> Iterator[Evidence]:
        """The candidates of each passage and all their features."""
        for some in self.together(readings):
            yield from some.each()

    def together(self, readings: Iterable[Reading]) -> Iterator[Gathered]:
        """The same for some passages at a time, as many as memory bounds: they share each product."""
        some: list[Reading] = []
        parts = 0
        for reading in readings:
            if some and parts + len(reading.parts) > _AT_ONCE:
                yield self._gathered(some)
                some, parts = [], 0
            some.append(reading)
            parts += len(reading.parts)
        if some:
            yield self._gathered(some)

    def _gathered(self, readings: Sequence[Reading]) -> Gathered:
        scores, table, parts = self._by_letters(readings)
        table, parts = self._by_meaning(readings, scores) or (table, parts)
        rows, concepts = _candidates(scores, readings, self.index.size)
        starts = np.searchsorted(rows, np.arange(len(readings) + 1))
        found = np.zeros((len(rows), len(NAMES)), dtype=np.float32)
        for name, values in scores.items():
            whole = found[:, NAMES.index(_WHOLE_OF.get(name, name))]
            found[:, NAMES.index(name)] = values.of(rows, concepts, whole)
        part = np.zeros(len(rows), dtype=np.intp)
        for reading, of_parts, first, last in zip(readings, parts, starts, starts[1:], strict=False):
            here = concepts[first:last]
            if len(of_parts) > 1:
                part[first:last] = table[np.array(of_parts)[:, None], here].argmax(axis=0)
            if reading.passage is not None and self._names is not None:
                found[first:last, _CONTEXT] = _in_context(reading.passage.pieces, self._names[here])
        behind = found - np.repeat(_highest(found, starts), np.diff(starts), axis=0)
        features = np.concatenate([found, behind, self._rest(readings, starts, concepts, found)], axis=1)
        return Gathered(readings, starts, concepts, features.astype(np.float32, copy=False), part)

    def _by_letters(self, readings: Sequence[Reading]) -> tuple[dict[str, Likeness], Floats, list[list[int]]]:
        """Likeness of letters and words by source; that of n-grams for each distinct part, and the parts of each."""
        asked = [[joined(one.piece.words[a:b]) for a, b in one.parts] for one in readings]
        bones = [_bones(one) for one in readings]
        places = {text: i for i, text in enumerate(dict.fromkeys([*chain(*asked), *filter(None, bones)]))}
        table = self._letters.best(list(places))
        parts = [[places[text] for text in texts] for texts in asked]
        scores = dict(zip(("gram", "gram_clause"), _whole_and_most(table, parts), strict=True))
        words = {stems: i for i, stems in enumerate(dict.fromkeys(tuple(content(one.piece.words)) for one in readings))}
        row = np.array([words[tuple(content(one.piece.words))] for one in readings])
        scores["word"] = Likeness(self._words.scores(list(words)), row)
        scores["bones"] = Likeness(table, np.array([places[text] if text else -1 for text in bones]))
        return scores, table, parts

    def _by_meaning(
        self, readings: Sequence[Reading], scores: dict[str, Likeness]
    ) -> tuple[Floats, list[list[int]]] | None:
        """Adds the likenesses by the encoders; the likeness of each part with each name, in the thorough tier."""
        vectors, rows = _distinct([one.use for one in readings])
        scores["use"], scores["use_clause"] = _whole_and_most(vectors @ self._use.T, rows)
        if self._names is None or self._about is None or self._local is None:
            return None
        vectors, rows = _distinct([_parts(one.passage, one.parts) for one in readings if one.passage is not None])
        names = vectors @ self._names.T
        scores["whole"], scores["clause"] = _whole_and_most(names, rows)
        every = np.arange(len(readings))
        scores["about"] = Likeness(_most(vectors @ self._about.T, rows), every)
        local = np.full((len(readings), self.index.size), -1.0, dtype=np.float32)
        for row, most in zip(local, _most(vectors @ self._local.T, rows), strict=True):
            np.maximum.at(row, self._owners, most)
        scores["local"] = Likeness(local, every)
        return names, rows

    def _rest(self, readings: Sequence[Reading], starts: Array, concepts: Array, found: Floats) -> Floats:
        counts = np.diff(starts)
        total = found.sum(axis=1) - (1 - _WORD_SHARE) * found[:, NAMES.index("word")]
        tops = np.stack([_tops(found[first:last]) for first, last in pairwise(starts.tolist())])
        constant = np.array([_constant(reading) for reading in readings], dtype=np.float32)
        known = np.zeros((len(concepts), 7), dtype=np.float32)
        for reading, (first, last) in zip(readings, pairwise(starts.tolist()), strict=True):
            _known(known[first:last], concepts[first:last], reading)
        columns = [
            (total - np.repeat(_highest(total, starts), counts))[:, None],
            known,
            np.repeat(constant, counts, axis=0),
            self._about_concepts[concepts],
            np.repeat(tops, counts, axis=0),
        ]
        return np.concatenate(columns, axis=1)


def read_piece(piece: Piece, declared: str | None, matches: list[Match], kind: int = 0) -> Reading:
    """The passage, or a unit of it, with its language, parts and known names, before any encoder has seen it."""
    language, parts = language_of(piece.words, declared), list(_parts_of(piece))
    return Reading(piece, language, parts, matches, None, np.zeros((0, 0), np.float32), kind)


def _parts_of(piece: Piece) -> Iterator[tuple[int, int]]:
    """The whole first, then its clauses, then windows over long ones."""
    yield 0, len(piece.words)
    for first, last in piece.clauses:
        if len(piece.clauses) > 1:
            yield first, last
        if last - first > _WINDOW + _STEP:
            for start in range(first, last - _WINDOW + 1, _STEP):
                yield start, start + _WINDOW


def _distinct(vectors: Sequence[Floats]) -> tuple[Floats, list[list[int]]]:
    """The distinct vectors of all passages, and which of them are those of each passage."""
    places: dict[bytes, int] = {}
    rows = [[places.setdefault(one.tobytes(), len(places)) for one in some] for some in vectors]
    table = np.frombuffer(b"".join(places), dtype=np.float32).reshape(len(places), -1)
    return table, rows


def _whole_and_most(table: Floats, parts: Sequence[list[int]]) -> tuple[Likeness, Likeness]:
    """Likeness of each passage as a whole, its first part; and the most of all parts, where there are several."""
    several = [len(rows) > 1 for rows in parts]
    row = np.where(several, np.cumsum(several) - 1, -1)
    most = _most(table, [rows for rows in parts if len(rows) > 1])
    return Likeness(table, np.array([rows[0] for rows in parts])), Likeness(most, row)


def _most(table: Floats, parts: Sequence[list[int]]) -> Floats:
    """The most of some rows, for each passage and concept."""
    most = np.empty((len(parts), table.shape[1]), dtype=np.float32)
    for row, (first, *others) in zip(most, parts, strict=True):
        row[:] = table[first]
        for other in others:
            np.maximum(row, table[other], out=row)
    return most


def _highest(values: Floats, starts: Array) -> Floats:
    """The highest of each passage, at least 0."""
    highest: Floats = np.maximum(np.maximum.reduceat(values, starts[:-1], axis=0), 0)
    return highest


def _tops(found: Floats) -> tuple[float, float, float]:
    """Of one passage: its best likeness as a whole, its best in context, and how far the second whole is behind."""
    whole = np.sort(found[:, 0])[::-1]
    gap = float(whole[0] - whole[1]) if len(whole) > 1 else 0.0
    return float(whole[0]), max(float(found[:, _CONTEXT].max()), 0.0), gap


def _constant(reading: Reading) -> tuple[int, int, int, int, int]:
    code = LANGUAGES.index(reading.language) if reading.language in LANGUAGES else 0
    return reading.kind, len(reading.piece.words), len(reading.parts), code, int(reading.language == "arabizi")


def _bones(reading: Reading) -> str:
    """The consonants of a passage that may be Darija; empty for the others."""
    words = reading.piece.words
    darija = reading.language in {"arabizi", "ar"} or len(words) <= _SHORT
    return consonants_of(words) if darija else ""


def _floats(arrays: dict[str, Array], name: str) -> Floats:
    return Table(arrays[name], arrays[f"{name}_scale"]).floats()


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


def _candidates(scores: dict[str, Likeness], readings: Sequence[Reading], size: int) -> tuple[Array, Array]:
    """The best of every source and all that is known word for word: rows of passages, and concepts in order."""
    known = [i * size + match.concept for i, reading in enumerate(readings) for match in reading.matches]
    best = (values.best(_LEAST.get(name, -np.inf)) for name, values in scores.items())
    pairs = [passages * size + concepts for passages, concepts in best]
    return np.divmod(np.unique(np.concatenate([np.array(known, dtype=np.int64), *pairs])), size)


def _best(values: Floats, least: float) -> tuple[Array, Array]:
    """The _EACH best of each row that reach `least`, and few more: rows, rising, and columns.

    The best of blocks of a row are _EACH different values of it: the last of their _EACH best is a bar that so many
    reach at least. A value above it that shares its block with a better one comes along. Column c is in block c modulo
    their number; the columns after the last full round are blocks of their own.
    """
    size = values.shape[1]
    width = min(size, _BLOCKS)
    full = size // width * width
    blocks = values[:, :full].reshape(len(values), -1, width)
    tops = np.concatenate([blocks.max(axis=1), values[:, full:]], axis=1)
    last = min(_EACH, tops.shape[1])
    bar = np.maximum(np.partition(tops, -last, axis=1)[:, -last], least)
    rows, places = np.nonzero(tops >= bar[:, None])
    inside = places < width
    found, deep = np.nonzero(blocks[rows[inside], :, places[inside]] >= bar[rows[inside], None])
    columns = np.concatenate([deep * width + places[inside][found], full + places[~inside] - width])
    of = np.concatenate([rows[inside][found], rows[~inside]])
    order = np.argsort(of, kind="stable")
    return of[order], columns[order]


def _known(rows: Floats, concepts: Array, reading: Reading) -> None:
    """Per candidate: known or not, by its main name; of its longest name the words, share of the passage, rivals,
    content words and letters."""
    words = reading.piece.words
    rivals = Counter((match.first, match.last) for match in reading.matches)
    places = np.searchsorted(concepts, [match.concept for match in reading.matches])
    for match, place in zip(reading.matches, places, strict=True):
        size, row = match.last - match.first + 1, rows[place]
        row[1] = max(row[1], match.main)
        if size > row[2]:
            kept = content(words[match.first : match.last + 1])
            told = 1, size, size / len(words), rivals[match.first, match.last], len(kept), sum(map(len, kept))
            row[[0, 2, 3, 4, 5, 6]] = told
