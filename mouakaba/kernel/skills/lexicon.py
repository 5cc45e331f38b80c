"""Evidence of letters: character n-grams (TF-IDF, cosine), words (BM25), and phrases known word for word.

Three inverted lists over the same phrases. N-grams and words are numbers: a hash cut to some bits, so that no
dictionary is kept; two that fall together cost little.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from mouakaba.kernel.skills.store import Array
from mouakaba.kernel.skills.words import Word, content, stem, words_of

_GRAM_BITS, _WORD_BITS = 20, 18
_GRAMS = (2, 3, 4)
_FREQUENT = 0.04  # an n-gram of more phrases than this share tells nothing and costs most
_K1, _B = 1.2, 0.75  # BM25's usual constants (Robertson and Zaragoza 2009)
_LONGEST_PHRASE = 8  # words
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of the index found word for word: whose, how far, and whether it is the main name."""

    concept: int
    first: int
    last: int
    main: bool


def phrase_of(text: str) -> str:
    """A phrase as the n-grams see it: light stems, function words left out unless nothing else is there."""
    return joined(words_of(text))


def joined(words: Sequence[Word]) -> str:
    """Words as the n-grams see them."""
    return " ".join(content(words) or [word.stem for word in words])


def grams_of(phrases: Sequence[str]) -> tuple[Array, Array]:
    """All n-grams of the phrases: the number of the phrase and the number of the n-gram, side by side."""
    text = "".join(f"\n {phrase} " for phrase in phrases) + "\n"
    letters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    owner = np.cumsum(letters == ord("\n")) - 1
    owners, grams = [], []
    for length in _GRAMS:
        if len(letters) <= length:
            continue
        number = np.full(len(letters) - length + 1, length, dtype=np.uint64)
        whole = np.ones(len(number), dtype=bool)
        for shift in range(length):
            part = letters[shift : shift + len(number)]
            number = (number ^ part) * _MIX
            number ^= number >> np.uint64(29)
            whole &= part != ord("\n")
        owners.append(owner[: len(number)][whole])
        grams.append((number[whole] >> np.uint64(64 - _GRAM_BITS)).astype(np.int64))
    return np.concatenate(owners or [owner[:0]]), np.concatenate(grams or [owner[:0]])


def build_grams(phrases: Sequence[str]) -> dict[str, Array]:
    """Inverted lists of n-grams with weights so that a product of two phrases is their cosine."""
    owners, grams = grams_of(phrases)
    pairs, counts = np.unique(grams << np.int64(32) | owners, return_counts=True)
    gram, phrase = pairs >> np.int64(32), pairs & np.int64(0xFFFFFFFF)
    spread = np.bincount(gram, minlength=1 << _GRAM_BITS)
    idf = np.log((1 + len(phrases)) / (1 + spread)).astype(np.float32)
    weight = (1 + np.log(counts)).astype(np.float32) * idf[gram]
    length = np.sqrt(np.bincount(phrase, weights=weight**2, minlength=len(phrases)))
    weight /= np.maximum(length, 1e-9)[phrase]
    kept = spread[gram] <= max(_FREQUENT * len(phrases), 50)
    starts = np.searchsorted(gram[kept], np.arange((1 << _GRAM_BITS) + 1))
    return {
        "gram_starts": starts.astype(np.int32),
        "gram_phrases": phrase[kept].astype(np.int32),
        "gram_weights": weight[kept].astype(np.float16),
        "gram_idf": idf.astype(np.float16),
    }


def score_grams(arrays: Mapping[str, Array], phrase: str) -> Array:
    """The cosine of one phrase with each phrase of the index."""
    _, grams = grams_of([phrase])
    gram, counts = np.unique(grams, return_counts=True)
    weight = (1 + np.log(counts)) * arrays["gram_idf"][gram].astype(np.float32)
    weight /= max(float(np.sqrt((weight**2).sum())), 1e-9)
    lists = arrays["gram_starts"], arrays["gram_phrases"], arrays["gram_weights"]
    return _sum(gram, weight, lists, len(arrays["owners"]))


def build_words(documents: Iterable[Sequence[str]]) -> dict[str, Array]:
    """Inverted lists of words over documents (the content stems of all that is said of a concept), by BM25."""
    owners: list[int] = []
    numbers: list[int] = []
    lengths: list[int] = []
    for owner, stems in enumerate(documents):
        kept = [word_number(one) for one in stems]
        owners += [owner] * len(kept)
        numbers += kept
        lengths.append(len(kept))
    pairs, counts = np.unique(
        np.array(numbers, np.int64) << np.int64(32) | np.array(owners, np.int64), return_counts=True
    )
    word, owner = pairs >> np.int64(32), pairs & np.int64(0xFFFFFFFF)
    spread = np.bincount(word, minlength=1 << _WORD_BITS)
    size = np.array(lengths, np.float32) / max(float(np.mean(lengths)), 1.0)
    idf = np.log(1 + (len(lengths) - spread[word] + 0.5) / (spread[word] + 0.5))
    weight = idf * counts * (_K1 + 1) / (counts + _K1 * (1 - _B + _B * size[owner]))
    starts = np.searchsorted(word, np.arange((1 << _WORD_BITS) + 1))
    return {
        "word_starts": starts.astype(np.int32),
        "word_concepts": owner.astype(np.int32),
        "word_weights": weight.astype(np.float16),
        "concepts": np.array([len(lengths)]),
    }


def score_words(arrays: Mapping[str, Array], stems: Sequence[str]) -> Array:
    """BM25 of these stems with each concept."""
    numbers = np.array([word_number(one) for one in stems], dtype=np.int64)
    ones = np.ones(len(numbers), dtype=np.float32)
    lists = arrays["word_starts"], arrays["word_concepts"], arrays["word_weights"]
    return _sum(numbers, ones, lists, int(arrays["concepts"][0]))


def build_phrases(phrases: Iterable[tuple[str, int, bool]]) -> dict[str, Array]:
    """Phrases (as `key_of` writes them) known word for word: concept, and whether it is a main name."""
    rows = sorted({(_key(phrase), concept, main) for phrase, concept, main in phrases if phrase})
    return {
        "phrase_keys": np.array([row[0] for row in rows], dtype=np.uint64),
        "phrase_concepts": np.array([row[1] for row in rows], dtype=np.int32),
        "phrase_main": np.array([row[2] for row in rows], dtype=np.uint8),
    }


def find_phrases(arrays: Mapping[str, Array], words: Sequence[Word]) -> list[Match]:
    """Every known phrase among these words; `first` and `last` are positions of words, `last` included."""
    spans = _spans(words)
    if not spans:
        return []
    stems = [word.stem for word in words]
    keys = np.array([_key(" ".join([stems[i] for i in inside])) for inside in spans], dtype=np.uint64)
    known = arrays["phrase_keys"]
    lows, highs = np.searchsorted(known, keys, "left"), np.searchsorted(known, keys, "right")
    return [
        Match(int(arrays["phrase_concepts"][row]), spans[i][0], spans[i][-1], bool(arrays["phrase_main"][row]))
        for i in np.flatnonzero(highs > lows)
        for row in range(lows[i], highs[i])
    ]


def _spans(words: Sequence[Word]) -> list[list[int]]:
    """The runs of words that may be a name: of content words, and of all words where one of them is content."""
    kept = [i for i, word in enumerate(words) if not word.function]
    runs = [kept[a:b] for a in range(len(kept)) for b in range(a + 1, min(len(kept), a + _LONGEST_PHRASE) + 1)]
    before = 0  # content words before `first`
    for first, word in enumerate(words):
        second = kept[before + 1] if before + 1 < len(kept) else len(words)  # the second content word from here
        for last in range(first + 2, min(second, first + _LONGEST_PHRASE) + 1):
            runs.append(list(range(first, last)))
        before += not word.function
    return runs


def word_number(one: str) -> int:
    """A word as a number of a few bits: its first seven letters, which is a stem good enough for BM25."""
    return _hash(stem(one)[:7]) >> (64 - _WORD_BITS)


def _key(phrase: str) -> int:
    return _hash(phrase)


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(errors="replace"), digest_size=8).digest(), "little")


def _sum(keys: Array, weights: Array, lists: tuple[Array, Array, Array], size: int) -> Array:
    """The weighted sum of the inverted lists of `keys` (where each starts, owners, values) over `size` owners."""
    starts, owners, values = lists
    low = starts[keys].astype(np.int64)
    lengths = starts[keys + 1] - low
    ends = np.cumsum(lengths)
    if not len(ends) or not ends[-1]:
        return np.zeros(size)
    row = np.arange(ends[-1]) + np.repeat(low - ends + lengths, lengths)
    much = values[row].astype(np.float32) * np.repeat(weights.astype(np.float32), lengths)
    return np.bincount(owners[row], weights=much, minlength=size)
