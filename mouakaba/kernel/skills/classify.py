"""Texts in, skills out: read, gather evidence, rank, say how sure, and show the words that led there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np

from mouakaba.kernel.skills.curves import RIVALS
from mouakaba.kernel.skills.encoder import WEIGHTS, load_passage_encoder, load_phrase_encoder
from mouakaba.kernel.skills.evidence import Evidence, Gathered, Reading, Sources, read_piece
from mouakaba.kernel.skills.index import Index
from mouakaba.kernel.skills.languages import LANGUAGES, language_of
from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.ranker import Ranker
from mouakaba.kernel.skills.threads import one_thread
from mouakaba.kernel.skills.units import WHOLE, afforded, units_of
from mouakaba.kernel.skills.words import bare, pieces_of

TOP = 10
Held = TypeVar("Held")
_TOGETHER = 64  # texts held at a time
_AT_ONCE = 256  # passages that go through the encoders at once
MOST_PASSAGES = 1000  # of a text; ten dense pages have 250
_PART = 3  # pieces of the slow encoder that cost as much as one part's meeting with the concepts


@dataclass(frozen=True, slots=True)
class Text:
    """What is to be read. `language` is what the sender believes; it is a hint."""

    id: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill found: a calibrated probability, and the places in the text that led to it."""

    uri: str
    label: dict[str, str]
    score: float
    evidence: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The skills of one text, best first."""

    id: str
    language: str
    skills: tuple[Skill, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    concept: int
    score: float
    chance: float
    part: int  # of its passage, which speaks most for it


class Reader:
    """Turns texts into evidence: passages, the encoders' vectors of them, candidates with their features."""

    def __init__(self, index: Index, *, tier: str = "thorough", weights: Path = WEIGHTS) -> None:
        thorough = tier == "thorough"
        self._sources = Sources(index, thorough=thorough)
        self._e5 = load_passage_encoder(weights) if thorough else None
        self._use = load_phrase_encoder(weights)

    def read(self, texts: Sequence[Text]) -> list[list[Reading]]:
        """The passages of each text and their units, with the encoders' vectors."""
        read = [self.units(text) for text in texts]
        full = self.encoded([reading for readings in read for reading in readings])
        return [list(islice(full, len(readings))) for readings in read]

    def units(self, text: Text) -> list[Reading]:
        """The passages of a text and their units, as many as its bound of work allows, without vectors."""
        arrays = self._sources.index.arrays
        passages = (piece for piece in islice(pieces_of(text.text), MOST_PASSAGES) if piece.words)
        found = [
            [read_piece(unit, text.language, matches, kind) for kind, unit, matches in units_of(piece, arrays)]
            for piece in passages
        ]
        return afforded(found, self._work)

    def _work(self, reading: Reading) -> int:
        """What a unit costs, about: pieces that go through the slowest encoder, and parts that meet the concepts."""
        words = [word.text for word in reading.piece.words]
        return (self._e5 or self._use).size(words) + _PART * len(reading.parts)

    def gather(self, readings: Iterable[Reading]) -> Iterator[Evidence]:
        """The candidates of each passage with their features."""
        return self._sources.gather(readings)

    def together(self, readings: Iterable[Reading]) -> Iterator[Gathered]:
        """The same, some passages at a time."""
        return self._sources.together(readings)

    def encoded(self, readings: list[Reading]) -> Iterator[Reading]:
        """The same with the encoders' vectors, some at a time."""
        for start in range(0, len(readings), _AT_ONCE):
            some = readings[start : start + _AT_ONCE]
            words = [[word.text for word in reading.piece.words] for reading in some]
            passages = self._e5.passages(words) if self._e5 else [None] * len(some)
            pairs = [parts_for_use(reading) for reading in some]
            vectors = self._use.vectors([text for texts in pairs for text in texts])
            at = 0
            for reading, passage, texts in zip(some, passages, pairs, strict=True):
                yield replace(reading, passage=passage, use=vectors[at : at + len(texts)])
                at += len(texts)


class Classifier:
    """Names skills in texts. Thorough by default; the fast tier leaves the slow encoder out."""

    def __init__(self, index: Index, *, tier: str = "thorough", weights: Path = WEIGHTS) -> None:
        self._index = index
        # Newer concepts of some packages have a URI and no name at all: nobody could read them.
        self._named = np.any([np.diff(index.arrays[f"{one}_starts"]) > 0 for one in LANGUAGES], axis=0)
        self._reader = Reader(index, tier=tier, weights=weights)
        self._ranker = Ranker.load(weights / f"ranker_{tier}.npz")
        self._remembered: dict[int, tuple[str, dict[str, str]]] = {}

    @property
    def threshold(self) -> float:
        """The probability from which a skill is shown unless another is asked for."""
        return self._ranker.threshold

    def classify(self, texts: Iterable[Text], *, threshold: float | None = None, top: int = TOP) -> Iterator[Answer]:
        """An answer a text, in order; a few texts are held at a time.

        With `threshold` 0 a text with any word always gets `top` skills. Never raises for what a text holds.
        """
        least = self.threshold if threshold is None else threshold
        for some in groups(texts):
            with one_thread():
                answers = self._answers(some, least, top)
            yield from answers

    def _answers(self, texts: list[Text], least: float, top: int) -> list[Answer]:
        read = [self._reader.units(text) for text in texts]
        named = self._named_in([reading for readings in read for reading in readings], least, top)
        return [
            self._answer(text, readings, list(islice(named, len(readings))), top)
            for text, readings in zip(texts, read, strict=True)
        ]

    def _named_in(self, readings: list[Reading], least: float, top: int) -> Iterator[list[_Found]]:
        """The candidates of each passage that are likely enough, at most `top`, best first; no vector is kept."""
        relevance = 0.0
        for some in self._reader.together(self._reader.encoded(readings)):
            scores = self._ranker.best_scores(some.features, some.starts, max(top, TOP))
            for evidence, (first, last) in zip(some.each(), pairwise(some.starts.tolist()), strict=True):
                if evidence.reading.kind == WHOLE:  # its clauses and names come after it
                    relevance = self._ranker.curves.relevance(evidence.reading)
                found = self._ranked(evidence, scores[first:last], relevance, top)
                yield [one for one in found if one.chance >= least]

    def _answer(self, text: Text, readings: list[Reading], named: list[list[_Found]], top: int) -> Answer:
        best: dict[int, _Found] = {}
        places: dict[int, list[tuple[Reading, _Found]]] = {}
        for reading, some in zip(readings, named, strict=True):
            for found in some:
                places.setdefault(found.concept, []).append((reading, found))
                if found.concept not in best or found.chance > best[found.concept].chance:
                    best[found.concept] = found
        order = sorted(best.values(), key=lambda one: (-one.chance, -one.score, one.concept))[:top]
        language = language_of([word for reading in readings for word in reading.piece.words], text.language)
        skills = tuple(self._skill(found, spans_of(places[found.concept])) for found in order)
        return Answer(text.id, language if language in LANGUAGES else "ar", skills)

    def _ranked(self, evidence: Evidence, scores: Floats, relevance: float, top: int) -> list[_Found]:
        order = np.flatnonzero(scores > -np.inf)
        order = order[self._named[evidence.concepts[order]]]
        order = order[np.lexsort((evidence.concepts[order], -scores[order]))][: max(top, RIVALS)]
        reading, words = evidence.reading, len(evidence.reading.piece.words)
        chances = self._ranker.curves.probabilities(
            scores[order], language=reading.language, kind=reading.kind, words=words, relevance=relevance
        )
        columns = (column[:top] for column in (evidence.concepts[order], scores[order], chances, evidence.part[order]))
        return [_Found(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]

    def _skill(self, found: _Found, spans: list[tuple[int, int]]) -> Skill:
        uri, labels = self._told(found.concept)
        return Skill(uri, dict(labels), round(min(max(found.chance, 0.0), 1.0), 4), tuple(spans))

    def _told(self, concept: int) -> tuple[str, dict[str, str]]:
        """A concept's URI and names, remembered: the same ones come again and again."""
        if concept not in self._remembered:
            self._remembered[concept] = self._index.uri(concept), self._index.labels(concept)
        return self._remembered[concept]


def spans_of(places: list[tuple[Reading, _Found]]) -> list[tuple[int, int]]:
    """Where in the text a concept was found, in the passages that name it."""
    return apart([(found.score, span_of(reading, found.concept, found.part)) for reading, found in places])


def apart(spans: list[tuple[float, tuple[int, int]]]) -> list[tuple[int, int]]:
    """The spans in order; where some lie over one another, the one with the best score."""
    kept: list[tuple[int, int]] = []
    for _, (start, end) in sorted(spans, key=lambda one: (-one[0], one[1])):
        if all(end <= a or b <= start for a, b in kept):
            kept.append((start, end))
    return sorted(kept)


def parts_for_use(reading: Reading) -> list[str]:
    """The texts of the parts the quick encoder reads: the whole, then the clauses as they stand alone."""
    words = reading.piece.words
    clauses = reading.piece.clauses if len(reading.piece.clauses) > 1 else ()
    parts = [words, *(bare(words[a:b]) or words[a:b] for a, b in clauses)]
    return [" ".join(word.text for word in part) for part in parts]


def span_of(reading: Reading, concept: int, part: int) -> tuple[int, int]:
    """Where in the text a concept comes from: its longest known phrase, else the part that resembles it most."""
    words = reading.piece.words
    known = [match for match in reading.matches if match.concept == concept]
    if known:
        match = max(known, key=lambda one: (one.last - one.first, -one.first))
        return words[match.first].start, words[match.last].end
    first, last = reading.parts[part] if part < len(reading.parts) else reading.parts[0]
    return words[first].start, words[last - 1].end


def groups(texts: Iterable[Held]) -> Iterator[list[Held]]:
    """So many at a time as are read together. Whoever spreads texts over processes cuts them here too."""
    waiting = iter(texts)
    while some := list(islice(waiting, _TOGETHER)):
        yield some


__all__ = ["Answer", "Classifier", "Skill", "Text"]
