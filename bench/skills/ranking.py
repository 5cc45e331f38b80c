"""Trains the ranker of each tier and its probability curves: `python -m bench.skills.ranking INDEX EVAL`.

INDEX is one made with held-out vectors and glossary (see `held_out`), so that queries never meet themselves.
Needs lightgbm; the package does not.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.skills import data
from bench.skills.data import Query
from bench.skills.measures import ece, mrr, rp
from mouakaba.kernel.skills.classify import Reader, Text
from mouakaba.kernel.skills.encoder import TIERS, WEIGHTS
from mouakaba.kernel.skills.evidence import FEATURES
from mouakaba.kernel.skills.index import Index
from mouakaba.kernel.skills.ranker import Ranker

SETTINGS = {
    "objective": "binary",
    "num_leaves": 31,
    "max_depth": 7,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbose": -1,
    "num_threads": 1,
    "seed": 1,
    "deterministic": True,
}
ROUNDS = {"thorough": (220, 0.06), "fast": (90, 0.12)}  # trees, learning rate
SHARE = 0.12
FOLDS = 3
FALSE_SKILLS = 0.04  # share of skill-free sentences that may get a skill, on the data at hand


@dataclass
class Table:
    """Candidates of many queries: features, right or not, to which query each belongs."""

    features: np.ndarray
    right: np.ndarray
    owner: np.ndarray
    concepts: np.ndarray
    queries: list[Query]
    language: np.ndarray  # of each row


def gather(reader: Reader, queries: Sequence[Query], numbers: dict[str, int]) -> Table:
    """The evidence of every unit of each query. A concept stands once for each unit that may name it."""
    features, right, owner, concepts, kept, languages = [], [], [], [], [], []
    for start in range(0, len(queries), 256):
        some = queries[start : start + 256]
        read = reader.read([Text(str(i), query.text) for i, query in enumerate(some)])
        for query, readings in zip(some, read, strict=True):
            if not readings:
                continue
            gold = [numbers[uri] for uri in query.right if uri in numbers]
            for evidence in reader.gather(readings):
                features.append(evidence.features)
                right.append(np.isin(evidence.concepts, gold))
                owner.append(np.full(len(evidence.concepts), len(kept)))
                concepts.append(evidence.concepts)
                languages.append(np.full(len(evidence.concepts), evidence.reading.language, "U8"))
            kept.append(query)
        print(f"gathered {start + len(some)} of {len(queries)}", flush=True)
    return Table(
        np.concatenate(features),
        np.concatenate(right),
        np.concatenate(owner),
        np.concatenate(concepts),
        kept,
        np.concatenate(languages),
    )


def joined(one: Table, two: Table) -> Table:
    """Two tables as one."""
    return Table(
        np.concatenate([one.features, two.features]),
        np.concatenate([one.right, two.right]),
        np.concatenate([one.owner, two.owner + len(one.queries)]),
        np.concatenate([one.concepts, two.concepts]),
        one.queries + two.queries,
        np.concatenate([one.language, two.language]),
    )


def sentences(entries, folds: set[int], count: int, seed: int, source: str = "sentence") -> Iterator[Query]:
    """Synonyms of the glossary inside frames, some with two or three skills."""
    rng = random.Random(seed)
    frames = data.lines("frames.txt")
    by_language: dict[str, list[Query]] = {}
    for query in data.glossary_queries(entries, folds):
        by_language.setdefault(query.language, []).append(query)
    for _ in range(count):
        language, frame = rng.choice(frames)
        chosen = rng.sample(by_language[language], frame.count("{}"))
        right = frozenset().union(*(one.right for one in chosen))
        yield Query(frame.format(*(one.text for one in chosen)), right, language, f"{source}_{language}")


def fit(table: Table, rows: np.ndarray, columns: list[int], tier: str):
    """Boosted trees over the candidates of these rows; each by the weight of its set."""
    import lightgbm

    weight = np.array([WEIGHT.get(query.source, 1.0) for query in table.queries])[table.owner]
    # Wrong candidates are many and alike: an eighth of them, eight times as heavy, teaches the same sooner.
    taken = rows & (table.right | (np.random.default_rng(1).random(len(rows)) < SHARE))
    weight = np.where(table.right, weight, weight / SHARE)
    learned = lightgbm.Dataset(
        masked(table.features[taken], columns), table.right[taken].astype(int), weight=weight[taken]
    )
    booster = lightgbm.train(SETTINGS | {"learning_rate": ROUNDS[tier][1]}, learned, ROUNDS[tier][0])
    return arrays_of(booster)


WEIGHT = {"tech": 3.0, "house": 3.0, "skillskape_dev": 1.0, "skillskape_train": 0.5}


def arrays_of(booster) -> dict[str, np.ndarray]:
    """A lightgbm model as the arrays the package walks."""
    feature, threshold, left, right, value, roots = [], [], [], [], [], []
    depth = 0

    def add(node, level: int) -> int:
        nonlocal depth
        depth = max(depth, level)
        place = len(feature)
        for column, start in ((feature, 0), (threshold, 0.0), (left, place), (right, place), (value, 0.0)):
            column.append(start)
        if "leaf_value" in node:
            value[place] = node["leaf_value"]
            return place
        feature[place], threshold[place] = node["split_feature"], node["threshold"]
        left[place] = add(node["left_child"], level + 1)
        right[place] = add(node["right_child"], level + 1)
        return place

    for tree in booster.dump_model()["tree_info"]:
        roots.append(add(tree["tree_structure"], 0))
    return {
        "feature": np.array(feature, np.int16),
        "threshold": np.array(threshold, np.float32),
        "left": np.array(left, np.int32),
        "right": np.array(right, np.int32),
        "value": np.array(value, np.float32),
        "roots": np.array(roots, np.int32),
        "depth": np.array([depth]),
        "bias": np.array([0.0]),
        "default": np.array([0.5]),
        "curve_x_en": np.array([-12.0, 12.0]),
        "curve_y_en": np.array([0.0, 1.0]),
    }


def curve(scores: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The isotonic fit of right on scores, thinned, and made to rise strictly so that ranks stay."""
    order = np.argsort(scores, kind="stable")
    blocks: list[list[float]] = []  # mean, weight, last score
    for score, hit in zip(scores[order], right[order].astype(float), strict=True):
        blocks.append([hit, 1.0, float(score), float(score)])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            mean, size, _, last = blocks.pop()
            before = blocks[-1]
            before[0] = (before[0] * before[1] + mean * size) / (before[1] + size)
            before[1], before[3] = before[1] + size, last
    # A block speaks for its middle, drawn a little to what a straight guess says: small blocks are not sure of it.
    blocks = [block for block in blocks if block[1] >= 5] or blocks
    x = np.array([-20.0, *((first + last) / 2 for _, _, first, last in blocks), 20.0])
    y = np.array([0.0, *((mean * size + 0.5) / (size + 1) for mean, size, _, _ in blocks), 0.999])
    x, y = np.maximum.accumulate(x), np.clip(np.maximum.accumulate(y), 0, 0.999)
    return x + np.arange(len(x)) * 1e-6, y + np.arange(len(y)) * 1e-6


def report(table: Table, scores: np.ndarray, chance: np.ndarray, chosen: np.ndarray, title: str) -> None:
    """One line a source: RP@1, 5, 10, MRR, calibration of the first ten."""
    print(title)
    starts = np.searchsorted(table.owner, np.arange(len(table.queries) + 1))
    by_source: dict[str, list] = {}
    for number in np.flatnonzero(chosen):
        part = slice(starts[number], starts[number + 1])
        order = np.argsort(-scores[part], kind="stable")
        hits = table.right[part][order]
        by_source.setdefault(table.queries[number].source, []).append(
            (hits, len(table.queries[number].right), chance[part][order])
        )
    for source, found in sorted(by_source.items()):
        ranked = [(hits, count) for hits, count, _ in found if count]
        first = [(chances[0], hits[0]) for hits, _, chances in found if len(hits)]
        words = f"  {source:18} n {len(found):5}"
        if ranked:
            words += "".join(f"  RP@{k} {rp(ranked, k):.3f}" for k in (1, 5, 10)) + f"  MRR {mrr(ranked):.3f}"
        print(f"{words}  ECE@1 {ece(first):.3f}", flush=True)


def train_tier(table: Table, tier: str, out: Path) -> None:
    """Cross-fitted scores for the curves and the report, then one fit on everything but what measures."""
    thorough = {"whole", "clause", "context", "about", "local", "best_whole", "best_context", "second_gap"}
    thorough |= {f"{name}_behind" for name in thorough} | {"sum_behind"}
    columns = [i for i, name in enumerate(FEATURES) if tier == "thorough" or name not in thorough]
    measured = np.array([measures(query) for query in table.queries])
    part = np.array([data.fold("p" + query.text, FOLDS) for query in table.queries])
    scores = np.zeros(len(table.right))
    for fold in range(FOLDS):
        inside = (part == fold)[table.owner]
        ranker = Ranker(fit(table, ~inside & ~measured[table.owner], columns, tier))
        scores[inside] = scored(ranker, table.features[inside], columns)
    arrays = fit(table, ~measured[table.owner], columns, tier)
    only = measured[table.owner]
    scores[only] = scored(Ranker(arrays), table.features[only], columns)
    table, scores = by_best_unit(table, scores)
    chance = np.zeros(len(scores))
    top = best_ten(table, scores)
    for language in ("ar", "fr", "en", "arabizi"):
        mine = table.language == language
        x, y = curve(scores[mine & top], table.right[mine & top])
        arrays |= {f"curve_x_{language}": x, f"curve_y_{language}": y}
        chance[mine] = np.interp(scores[mine], x, y)
    arrays["default"] = np.array([threshold(table, chance)])
    print(tier, "default threshold", arrays["default"])
    np.savez_compressed(out / f"ranker_{tier}.npz", **arrays)
    report(table, scores, chance, np.ones(len(table.queries), bool) & ~measured, f"{tier}, cross-fitted")
    report(table, scores, chance, measured, f"{tier}, held out")


def by_best_unit(table: Table, scores: np.ndarray) -> tuple[Table, np.ndarray]:
    """Each concept of a query once, as the classifier answers: in the unit where its score is best."""
    order = np.lexsort((-scores, table.concepts, table.owner))
    pairs = table.owner[order].astype(np.int64) << 32 | table.concepts[order]
    kept = np.sort(order[np.diff(pairs, prepend=-1) != 0])
    rows = [column[kept] for column in (table.features, table.right, table.owner, table.concepts)]
    return Table(*rows, table.queries, table.language[kept]), scores[kept]


def scored(ranker: Ranker, features: np.ndarray, columns: list[int]) -> np.ndarray:
    """Scores of many rows, some at a time: all walks at once would not fit in memory."""
    return np.concatenate(
        [ranker.scores(masked(features[at : at + 2000], columns)) for at in range(0, len(features), 2000)]
    )


def masked(features: np.ndarray, columns: list[int]) -> np.ndarray:
    kept = np.zeros_like(features)
    kept[:, columns] = features[:, columns]
    return kept


def measures(query: Query) -> bool:
    """Whether this query only measures."""
    if query.source.startswith("competent_fr"):
        return data.query_fold(query.text) == 0
    if query.source.startswith("glossary_"):
        return data.phrase_fold(query.text) == 0
    return query.source == "skillskape_dev" and data.fold(query.text, 3) == 0


def best_ten(table: Table, scores: np.ndarray) -> np.ndarray:
    """Which candidates are among the first ten of their query."""
    order = np.lexsort((-scores, table.owner))
    starts = np.searchsorted(table.owner, np.arange(len(table.queries)))
    place = np.empty(len(scores), int)
    place[order] = np.arange(len(scores))
    return place - starts[table.owner] < 10


def threshold(table: Table, chance: np.ndarray) -> float:
    """The least probability at which few of our skill-free sentences get a skill, in each language; told for the rest.

    SkillSkape's own sentences without a skill speak of work and firms all the time: they are told, not obeyed.
    """
    best = np.full(len(table.queries), -1.0)
    np.maximum.at(best, table.owner, chance)
    source = np.array([query.source if not query.right else "" for query in table.queries])
    plain = np.sort(best[source == "plain"])[::-1]
    least = round(float(plain[int(FALSE_SKILLS * len(plain))]) + 1e-4, 4)
    found = {str(one): round(float((best[source == one] >= least).mean()), 3) for one in sorted({*source} - {""})}
    shown = float((best[source == ""] >= least).mean())
    print(f"threshold {least}: a skill is shown for {shown:.3f} of texts with one; for those without {found}")
    return least


def collect(evaluation: Path, by_label: dict[str, str]) -> list[Query]:
    """Everything the ranker learns from or is measured on."""
    entries = data.read_glossary()
    queries = [one for one in data.competent(evaluation) if data.query_fold(one.text) < 4]
    queries += [one for one in data.glossary_queries(entries, {0, 1, 2}) if data.fold(one.text, 10) < 5]
    queries += list(sentences(entries, {1, 2}, 1200, 3))
    queries += list(sentences(entries, set(range(3, 10)), 500, 4, "known"))  # the index knows these word for word
    queries += data.skillskape(evaluation, "dev", by_label)
    queries += [one for one in data.skillskape(evaluation, "train", by_label) if not one.right]
    for name in ("tech", "house"):
        queries += data.annotated(evaluation, name, by_label)
    return queries + data.plain()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("index", type=Path)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("--also", type=Path, help="the same index with official French labels imported")
    parser.add_argument("--keep", type=Path, help="a file that holds the evidence (.npz), gathered once")
    parser.add_argument("--gather-only", action="store_true")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    index = Index(options.index)
    by_label: dict[str, str] = {}
    for number in range(index.size):
        by_label.setdefault(index.labels(number).get("en", ""), index.uri(number))
    if options.keep and options.keep.exists():
        table = load(options.keep)
    else:
        reader = Reader(index)
        queries = collect(options.evaluation, by_label)
        table = gather(reader, queries, index.numbers())
        if options.also:
            more = Index(options.also)
            french = [query for query in queries if query.source == "competent_fr"]
            table = joined(
                table, gather(Reader(more), [replace(q, source="competent_fr+fr") for q in french], more.numbers())
            )
        if options.keep:
            save(table, options.keep)
    for tier in () if options.gather_only else TIERS:
        train_tier(table, tier, options.out)


def save(table: Table, path: Path) -> None:
    """Keep the evidence, so that other settings can be tried without gathering again."""
    asked = [[query.text, sorted(query.right), query.language, query.source] for query in table.queries]
    about = json.dumps({"queries": asked})
    np.savez(
        path,
        features=table.features,
        right=table.right,
        owner=table.owner,
        concepts=table.concepts,
        language=table.language,
        about=np.array(about),
    )


def load(path: Path) -> Table:
    """What `save` kept."""
    with np.load(path, allow_pickle=False) as kept:
        about = json.loads(str(kept["about"]))
        queries = [
            Query(text, frozenset(right), language, source) for text, right, language, source in about["queries"]
        ]
        arrays = [kept[name] for name in ("features", "right", "owner", "concepts")]
        language = kept["language"]
    return Table(*arrays, queries, language)


if __name__ == "__main__":
    main()
