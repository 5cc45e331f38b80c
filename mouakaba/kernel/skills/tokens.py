"""Unigram segmentation into the pieces of XLM-R's vocabulary (Kudo 2018, arXiv 1804.10959): the likeliest cut.

No piece crosses a space, so each word is cut once and remembered.
"""

from dataclasses import dataclass

from mouakaba.kernel.skills.packed import Pieces

_LONGEST = 16  # characters of the longest piece worth trying
_REMEMBERED = 200_000  # words
_SPACE = "\u2581"  # stands for the space before a word
_PENALTY = 10.0  # an unknown character costs this more than the rarest piece


@dataclass(frozen=True, slots=True)
class Tokens:
    """Piece ids with the two special ones, and for each piece inside which word of the text it stands."""

    ids: list[int]
    words: list[int]


class Tokenizer:
    """Cuts texts into pieces."""

    def __init__(self, pieces: Pieces) -> None:
        self._known = {text: i for i, text in reversed(list(enumerate(pieces.texts))) if text}
        self._known.pop(pieces.texts[pieces.unknown], None)
        self._scores, self._pieces = pieces.scores, pieces
        self._unknown_score = min(pieces.scores) - _PENALTY
        self._rewrites = pieces.rewrites
        self._cuts: dict[str, list[int]] = {}

    def __call__(self, words: list[str], *, most: int) -> Tokens:
        """The pieces of words already split at spaces, at most `most` ids in all."""
        ids, owners = [self._pieces.begin], [-1]
        for position, word in enumerate(words):
            for part in word.translate(self._rewrites).split():
                cut = self._cut(part)
                ids += cut
                owners += [position] * len(cut)
            if len(ids) >= most:
                break
        ids, owners = ids[: most - 1], owners[: most - 1]
        return Tokens([*ids, self._pieces.end], [*owners, -1])

    def _cut(self, word: str) -> list[int]:
        known = self._cuts.get(word)
        if known is None:
            if len(self._cuts) >= _REMEMBERED:
                self._cuts.clear()
            known = self._cuts[word] = self._likeliest(_SPACE + word[:200])
        return known

    def _likeliest(self, word: str) -> list[int]:
        best = [0.0] + [-1e30] * len(word)
        back = [(0, 0)] * (len(word) + 1)
        for start in range(len(word)):
            self._extend(word, start, best, back)
        ids, at = [], len(word)
        while at:
            at, piece = back[at]
            ids.append(piece)
        return ids[::-1]

    def _extend(self, word: str, start: int, best: list[float], back: list[tuple[int, int]]) -> None:
        here = best[start]
        for end in range(start + 1, min(len(word), start + _LONGEST) + 1):
            piece = self._known.get(word[start:end])
            if piece is not None and here + self._scores[piece] > best[end]:
                best[end], back[end] = here + self._scores[piece], (start, piece)
        if here + self._unknown_score > best[start + 1]:
            best[start + 1], back[start + 1] = here + self._unknown_score, (start, self._pieces.unknown)
