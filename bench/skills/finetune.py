"""Fine-tunes the thorough encoder on names of concepts: `python -m bench.skills.finetune ESCO EVAL --out encoder.npz`.

Needs torch; the package does not. Low-rank changes (LoRA, rank 32) of the last eight layers, their biases and norms,
and a last linear map; in-batch contrast (InfoNCE) over pairs of a name and another name of the same concept. Each
batch takes its pairs from a few groups of ESCO, so that its negatives are near. Long texts are also compared word by
word in context (ConTeXT-match). About an hour on one core; `--minutes` bounds it.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 (torch's own habit)

from bench.skills.finetune_pairs import Pair, pairs
from mouakaba.kernel.skills.e5 import WIDTH, bundled
from mouakaba.kernel.skills.encoder import wide
from mouakaba.kernel.skills.packed import PackedModel, expand
from mouakaba.kernel.skills.tokens import Tokenizer
from mouakaba.kernel.skills.vectors import squeeze

RANK, FROZEN, BATCH, LONG = 32, 4, 256, 14
SHARPNESS, CONTEXT = 0.04, 0.1


class Changed(nn.Module):
    """A published matrix with a low-rank change."""

    def __init__(self, weight: np.ndarray, bias: np.ndarray, rank: int) -> None:
        super().__init__()
        self.weight, self.rank = torch.from_numpy(weight.copy()), rank
        self.b = nn.Parameter(torch.from_numpy(bias.copy()), requires_grad=rank > 0)
        if rank:
            self.A = nn.Parameter(torch.randn(rank, weight.shape[1]) / math.sqrt(weight.shape[1]))
            self.B = nn.Parameter(torch.zeros(weight.shape[0], rank))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = F.linear(x, self.weight, self.b)
        return y + F.linear(F.linear(x, self.A), self.B) if self.rank else y


class Model(nn.Module):
    """The same network as `mouakaba.kernel.skills.e5`, with changes that learn."""

    def __init__(self) -> None:
        super().__init__()
        self.packed = PackedModel(bundled())
        self.cut = Tokenizer(self.packed.pieces)
        self.table = self.packed.blocks("emb.word").reshape(-1, WIDTH // 32)
        places = self.packed.vector("emb.pos").reshape(-1, WIDTH) + self.packed.vector("emb.type")[:WIDTH]
        self.places = torch.from_numpy(places)
        self.first = [torch.from_numpy(self.packed.vector(f"emb.ln.{part}").copy()) for part in "wb"]
        self.L = nn.ModuleList(self._layer(number) for number in range(self.packed.layers))
        self.head = nn.Linear(WIDTH, WIDTH)
        nn.init.eye_(self.head.weight)
        nn.init.zeros_(self.head.bias)

    def _layer(self, number: int) -> nn.ModuleDict:
        rank, layer = RANK if number >= FROZEN else 0, nn.ModuleDict()
        for name in ("q", "k", "v", "ao", "fi", "fo"):
            weight = self.packed.matrix(f"l{number}.{name}.w", 4 * WIDTH if name == "fo" else WIDTH)
            layer[name] = Changed(weight, self.packed.vector(f"l{number}.{name}.b"), rank)
        for name in ("aln", "oln"):
            norm = nn.LayerNorm(WIDTH, eps=self.packed.epsilon)
            norm.weight.data = torch.from_numpy(self.packed.vector(f"l{number}.{name}.w").copy())
            norm.bias.data = torch.from_numpy(self.packed.vector(f"l{number}.{name}.b").copy())
            layer[name] = norm.requires_grad_(rank > 0)
        return layer

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """The vectors of all pieces, padding too."""
        flat, back = np.unique(ids.numpy(), return_inverse=True)
        x = torch.from_numpy(expand(self.table[flat]).reshape(-1, WIDTH))[torch.from_numpy(back).view(ids.shape)]
        x = F.layer_norm(x + self.places[: ids.shape[1]], (WIDTH,), *self.first, self.packed.epsilon)
        rows, length = ids.shape
        masked = torch.zeros(rows, 1, 1, length).masked_fill((ids == self.packed.pieces.pad)[:, None, None], -1e9)
        for layer in self.L:
            q, k, v = (layer[n](x).view(rows, length, 12, 32).transpose(1, 2) for n in "qkv")
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=masked.to(q.dtype))
            x = layer["aln"](x + layer["ao"](mixed.transpose(1, 2).reshape(rows, length, WIDTH)))
            x = layer["oln"](x + layer["fo"](F.gelu(layer["fi"](x))))
        return self.head(x)

    def read(self, texts: list[str]) -> tuple[torch.Tensor, list[torch.Tensor]]:
        """The mean vector of each text, and the vectors of its pieces."""
        ids = [self.cut(text.split(), most=64).ids for text in texts]
        order, pieces = sorted(range(len(ids)), key=lambda i: len(ids[i])), {}
        while order:
            some = [i for i in order if len(ids[i]) * min(len(order), 256) <= 4096] or order[:16]
            some, order = some[:256], [i for i in order if i not in set(some[:256])]
            longest = max(len(ids[i]) for i in some)
            batch = torch.tensor([ids[i] + [self.packed.pieces.pad] * (longest - len(ids[i])) for i in some])
            pieces |= {i: one[: len(ids[i])].float() for i, one in zip(some, self(batch), strict=True)}
        found = [pieces[i] for i in range(len(ids))]
        return torch.stack([one.mean(0) for one in found]), found


def in_context(pieces: list[torch.Tensor], names: torch.Tensor) -> torch.Tensor:
    """Each name looks at the pieces that resemble it; its likeness to what it sees."""
    rows = []
    for some in pieces:
        weight = torch.softmax(F.normalize(some, dim=-1) @ names.T / CONTEXT, 0)
        rows.append((F.normalize(weight.T @ some, dim=-1) * names).sum(-1))
    return torch.stack(rows)


def loss_of(model: Model, batch: list[Pair]) -> torch.Tensor:
    """Contrast of texts with targets; the same concept elsewhere in the batch is no negative."""
    targets = {pair[1]: None for pair in batch}
    place = {text: i for i, text in enumerate(targets)}
    with torch.autocast("cpu", dtype=torch.bfloat16):
        means, pieces = model.read([pair[0] for pair in batch] + list(targets))
    count = len(batch)
    texts = F.normalize(means[:count].float(), dim=-1)
    names = F.normalize(means[count:].float(), dim=-1)[[place[pair[1]] for pair in batch]]
    keys = np.array([pair[2] for pair in batch])
    same = torch.from_numpy((keys[:, None] == keys) & ~np.eye(count, dtype=bool))
    scores = (texts @ names.T / SHARPNESS).masked_fill(same, -1e9)
    right = torch.arange(count)
    loss = F.cross_entropy(scores, right) + 0.5 * F.cross_entropy(scores.T, right)
    long = [i for i in range(count) if len(pieces[i]) > LONG]
    if long:
        seen = in_context([pieces[i] for i in long], names) / SHARPNESS
        loss = loss + len(long) / count * F.cross_entropy(seen.masked_fill(same[long], -1e9), torch.tensor(long))
    return loss


def batches(found: list[Pair], rng: random.Random) -> Iterator[list[Pair]]:
    """Batches of blocks of sixteen pairs, each block from one group."""
    by_group: dict[str, list[Pair]] = {}
    for pair in found:
        by_group.setdefault(pair[3][:4], []).append(pair)
    blocks = []
    for some in by_group.values():
        rng.shuffle(some)
        blocks += [some[start : start + 16] for start in range(0, len(some), 16)]
    rng.shuffle(blocks)
    batch: list[Pair] = []
    for block in blocks:
        batch += block
        if len(batch) >= BATCH:
            yield batch
            batch = []


def train(model: Model, plan: list[list[Pair]], minutes: float) -> None:
    """All batches, or as many as the minutes allow; the pace falls along a cosine."""
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(learning, lr=4e-4, weight_decay=0.01)
    begin = time.monotonic()
    for step, batch in enumerate(plan):
        done = max(step / len(plan), (time.monotonic() - begin) / (60 * minutes))
        if done >= 1:
            break
        for group in optimiser.param_groups:
            group["lr"] = 4e-4 * min(1, (step + 1) / 15) * (0.02 + 0.49 * (1 + math.cos(math.pi * done)))
        loss = loss_of(model, batch)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        if step % 10 == 0:
            print(f"step {step} of {len(plan)}: loss {loss.item():.3f}", flush=True)


def keep(model: Model, path: Path) -> None:
    """Matrices as int8 with a scale a row, the rest in half precision."""
    arrays = {}
    for name, parameter in model.named_parameters():
        values = parameter.detach().numpy()
        if values.ndim == 2:
            table = squeeze(values)
            arrays |= {name: table.whole, f"{name}__scale": table.scale.astype(np.float32)}
        elif parameter.requires_grad:
            arrays[name] = values.astype(np.float16)
    np.savez_compressed(path, **arrays)


def go_on(model: Model, path: Path) -> None:
    """Take up the changes of an earlier training; a name the model does not have is an error."""
    with np.load(path, allow_pickle=False) as archive:
        kept = {name: torch.from_numpy(wide(archive, name)) for name in archive.files if not name.endswith("__scale")}
    unknown = model.load_state_dict(kept, strict=False).unexpected_keys
    if unknown:
        raise SystemExit(f"{path} holds changes of another model: {unknown[:3]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("esco", type=Path)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--passes", type=int, default=4, help="over pairs drawn anew each time")
    parser.add_argument("--start", type=Path, help="changes of an earlier training to go on from")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    rng, model = random.Random(1), Model()
    if options.start:
        go_on(model, options.start)
    drawn = (list(pairs(options.esco, options.evaluation, rng)) for _ in range(options.passes))
    train(model, [batch for found in drawn for batch in batches(found, rng)], options.minutes)
    keep(model, options.out)


if __name__ == "__main__":
    main()
