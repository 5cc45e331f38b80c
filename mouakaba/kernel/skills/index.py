"""The index: everything the classifier looks up, compiled to one memory-mapped file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mouakaba.kernel.skills.adjacent import adjacency
from mouakaba.kernel.skills.glossary import Entry
from mouakaba.kernel.skills.languages import skeleton
from mouakaba.kernel.skills.lexicon import build_grams, build_phrases, build_words, phrase_of
from mouakaba.kernel.skills.store import Array, pack_texts, read_store, unpack_text, write_store
from mouakaba.kernel.skills.taxonomy import LANGUAGES, Concept
from mouakaba.kernel.skills.words import Word, content, key_of, words_of

SKELETON = "\u00a7"  # begins a phrase of consonants, so that it meets no other
_NAMES = ("en", "fr", "ar")


@dataclass(frozen=True)
class Phrase:
    """One name of a concept."""

    concept: int
    text: str
    language: str
    main: bool


class Index:
    """An opened index. Raises StoreError or OSError when there is none."""

    def __init__(self, path: Path) -> None:
        self.arrays, self.about = read_store(path)
        self.size = len(self.arrays["uri_starts"]) - 1

    def uri(self, concept: int) -> str:
        """The concept's full URI."""
        return unpack_text(self.arrays["uri_data"], self.arrays["uri_starts"], concept)

    def labels(self, concept: int) -> dict[str, str]:
        """Its names in the languages in which one is known, official or of our glossary."""
        found = {
            one: unpack_text(self.arrays[f"{one}_data"], self.arrays[f"{one}_starts"], concept) for one in LANGUAGES
        }
        return {language: text for language, text in found.items() if text}

    def near(self, concept: int) -> dict[str, float]:
        """The skills near a concept, the nearest first, with degrees above 0 and below 1 (see `adjacent`).

        An index compiled before there was a table of them knows none.
        """
        if "near_starts" not in self.arrays:
            return {}
        start, end = self.arrays["near_starts"][concept : concept + 2]
        return {
            self.uri(int(other)): int(percent) / 100
            for other, percent in zip(
                self.arrays["near_concepts"][start:end], self.arrays["near_percents"][start:end], strict=True
            )
        }

    def numbers(self) -> dict[str, int]:
        """The concept's number for each URI."""
        return {self.uri(concept): concept for concept in range(self.size)}


def compile_index(
    path: Path, concepts: Sequence[Concept], glossary: Mapping[str, Entry], vectors: Mapping[str, Array], *, state: str
) -> None:
    """Write the index of these concepts. `vectors` are the arrays of our encoders; `state` names what it is made of."""
    phrases = list(phrases_of(concepts, glossary))
    arrays: dict[str, Array] = dict(vectors)
    arrays |= _texts(concepts, glossary)
    arrays |= _lexical(concepts, phrases)
    arrays |= adjacency(concepts, vectors)
    write_store(path, arrays, {"concepts": len(concepts), "phrases": len(phrases), "state": state})


def phrases_of(concepts: Sequence[Concept], glossary: Mapping[str, Entry]) -> Iterator[Phrase]:
    """Every name of every concept, concept by concept."""
    for number, concept in enumerate(concepts):
        seen: set[str] = set()
        for phrase in _names(number, concept, glossary.get(concept.uri)):
            if phrase.text not in seen:
                seen.add(phrase.text)
                yield phrase


def _names(number: int, concept: Concept, entry: Entry | None) -> Iterator[Phrase]:
    for language, text in concept.labels.items():
        yield Phrase(number, text, language, True)
    for language, texts in concept.others.items():
        yield from (Phrase(number, text, language, False) for text in texts)
    if entry:
        yield from (Phrase(number, text, language, text in entry.names.values()) for language, text in entry.phrases())


def consonants(text: str) -> str:
    """The phrase as Darija's consonants, marked, for spellings in Latin letters; empty when too little is left."""
    return consonants_of(words_of(text))


def consonants_of(words: Iterable[Word]) -> str:
    """The same of words already cut."""
    found = [skeleton(word.folded) for word in words if not word.function]
    kept = "".join(f"{SKELETON}{one} " for one in found if one)
    return kept.strip() if len(kept) > 4 else ""


def _texts(concepts: Sequence[Concept], glossary: Mapping[str, Entry]) -> dict[str, Array]:
    arrays: dict[str, Array] = {}
    arrays["uri_data"], arrays["uri_starts"] = pack_texts([concept.uri for concept in concepts])
    for language in _NAMES:
        shown = [_shown(concept, glossary.get(concept.uri), language) for concept in concepts]
        arrays[f"{language}_data"], arrays[f"{language}_starts"] = pack_texts(shown)
    arrays["knowledge"] = np.array([concept.knowledge for concept in concepts], dtype=np.uint8)
    arrays["in_glossary"] = np.array([concept.uri in glossary for concept in concepts], dtype=np.uint8)
    return arrays


def _shown(concept: Concept, entry: Entry | None, language: str) -> str:
    return concept.labels.get(language) or (entry.names.get(language, "") if entry else "")


def _lexical(concepts: Sequence[Concept], phrases: Sequence[Phrase]) -> dict[str, Array]:
    owners, texts = [], []
    for phrase in phrases:
        owners.append(phrase.concept)
        texts.append(phrase_of(phrase.text))
        if phrase.language in {"ar", "darija", "arabizi"} and (bones := consonants(phrase.text)):
            owners.append(phrase.concept)
            texts.append(bones)
    arrays = {"owners": np.array(owners, dtype=np.int32), **build_grams(texts)}
    arrays["first_phrases"] = np.searchsorted(arrays["owners"], np.arange(len(concepts) + 1)).astype(np.int32)
    known = ((key_of(words_of(one.text)), one.concept, one.main) for one in phrases)
    return arrays | build_phrases(known) | build_words(_documents(concepts, phrases))


def _documents(concepts: Sequence[Concept], phrases: Sequence[Phrase]) -> Iterator[list[str]]:
    names: list[list[str]] = [[] for _ in concepts]
    for phrase in phrases:
        stems = content(words_of(phrase.text))
        names[phrase.concept] += stems * (2 if phrase.main else 1)
    for concept, stems in zip(concepts, names, strict=True):
        yield stems + content(words_of(concept.description))
