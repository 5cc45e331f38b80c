"""The evidence of many queries in one table, gathered once and kept in a file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import reduce
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from bench.skills.data import Query
from mouakaba.kernel.skills.classify import Reader, Text
from mouakaba.kernel.skills.curves import meaning_of
from mouakaba.kernel.skills.index import Index
from mouakaba.kernel.skills.units import WHOLE

COLUMNS = ("features", "right", "owner", "concepts", "language", "unit", "passage", "vectors", "passage_owner")
_TOGETHER = 192  # queries read at a time


@dataclass
class Table:
    """Candidates of many queries, a row each: features, right or not, to which query, unit and passage each belongs;
    and the encoders' vectors of the passages. A concept stands once for each unit that may name it."""

    features: np.ndarray
    right: np.ndarray
    owner: np.ndarray
    concepts: np.ndarray
    language: np.ndarray
    unit: np.ndarray
    passage: np.ndarray
    vectors: np.ndarray  # of each passage
    passage_owner: np.ndarray
    queries: list[Query]


def gather(reader: Reader, queries: Sequence[Query], numbers: dict[str, int]) -> Table:
    """The evidence of every unit of each query."""
    columns: dict[str, list] = {name: [] for name in COLUMNS}
    units = passages = 0
    kept: list[Query] = []
    for start in range(0, len(queries), _TOGETHER):
        some = queries[start : start + _TOGETHER]
        read = reader.read([Text(str(i), query.text) for i, query in enumerate(some)])
        for query, readings in zip(some, read, strict=True):
            gold = [numbers[uri] for uri in query.right if uri in numbers]
            for evidence in reader.gather(readings):
                if evidence.reading.kind == WHOLE:
                    columns["vectors"].append(meaning_of(evidence.reading).astype(np.float16))
                    columns["passage_owner"].append(len(kept))
                    passages += 1
                size = len(evidence.concepts)
                columns["features"].append(evidence.features)
                columns["right"].append(np.isin(evidence.concepts, gold))
                columns["concepts"].append(evidence.concepts)
                columns["language"].append(np.full(size, evidence.reading.language, "U8"))
                for name, number in (("owner", len(kept)), ("unit", units), ("passage", passages - 1)):
                    columns[name].append(np.full(size, number))
                units += 1
            if readings:
                kept.append(query)
        print(f"gathered {start + len(some)} of {len(queries)}", flush=True)
    whole = {"vectors": np.stack(columns.pop("vectors")), "passage_owner": np.array(columns.pop("passage_owner"))}
    return Table(**{name: np.concatenate(some) for name, some in columns.items()}, **whole, queries=kept)


def joined(one: Table, two: Table) -> Table:
    """Two tables as one."""
    moved = {"owner": len(one.queries), "passage_owner": len(one.queries), "passage": len(one.vectors)}
    moved["unit"] = int(one.unit[-1]) + 1
    both = {
        name: np.concatenate(
            [getattr(one, name), getattr(two, name) + moved[name] if name in moved else getattr(two, name)]
        )
        for name in COLUMNS
    }
    return Table(**both, queries=one.queries + two.queries)


def gather_apart(path: Path, queries: Sequence[Query], jobs: int, tier: str) -> Table:
    """The same in so many processes, each with every so manyth query, as this tier reads."""
    parts = [(path, queries[i::jobs], tier) for i in range(jobs)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return reduce(joined, pool.map(_gathered, parts))


def _gathered(given: tuple[Path, Sequence[Query], str]) -> Table:
    path, queries, tier = given
    index = Index(path)
    return gather(Reader(index, tier=tier), queries, index.numbers())


def save(table: Table, path: Path) -> None:
    """Keep the evidence, so that other settings can be tried without gathering again."""
    asked = [[query.text, sorted(query.right), query.language, query.source] for query in table.queries]
    np.savez(path, about=np.array(json.dumps(asked)), **{name: getattr(table, name) for name in COLUMNS})


def load(path: Path) -> Table:
    """What `save` kept."""
    with np.load(path, allow_pickle=False) as kept:
        asked = json.loads(str(kept["about"]))
        queries = [Query(text, frozenset(right), language, source) for text, right, language, source in asked]
        return Table(**{name: kept[name] for name in COLUMNS}, queries=queries)
