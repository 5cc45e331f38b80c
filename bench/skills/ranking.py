"""Trains the ranker of each tier and its probabilities: `python -m bench.skills.ranking INDEX EVAL ESCO`.

INDEX is one made with held-out vectors and glossary (see `heldout`), so that queries never meet themselves.
Needs lightgbm; the package does not.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from bench.skills import data
from bench.skills.accuracy import own_phrases
from bench.skills.calibration import (
    best_units,
    chances,
    design,
    fit_relevance,
    fitted,
    report,
    rivals,
    threshold,
)
from bench.skills.data import Query
from bench.skills.table import Table, gather_apart, joined, load, save
from mouakaba.kernel.skills.encoder import TIERS, WEIGHTS
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
OWN = "phrases"  # asked of an index as it is set up


def sentences(phrases: Sequence[Query], count: int, seed: int, source: str = "sentence") -> Iterator[Query]:
    """Phrases inside frames, some with two or three skills."""
    rng = random.Random(seed)
    by_language: dict[str, list[Query]] = {}
    for query in phrases:
        by_language.setdefault(query.language, []).append(query)
    frames = [one for one in data.lines("frames.txt") if one[0] in by_language]
    for _ in range(count):
        language, frame = rng.choice(frames)
        chosen = rng.sample(by_language[language], frame.count("{}"))
        right = frozenset().union(*(one.right for one in chosen))
        yield Query(frame.format(*(one.text for one in chosen)), right, language, f"{source}_{language}")


def fit(table: Table, rows: np.ndarray, tier: str):
    """Boosted trees over the candidates of these rows; each by the weight of its set."""
    import lightgbm

    weight = np.array([WEIGHT.get(query.source, 1.0) for query in table.queries])[table.owner]
    # Wrong candidates are many and alike: an eighth of them, eight times as heavy, teaches the same sooner.
    taken = rows & (table.right | (np.random.default_rng(1).random(len(rows)) < SHARE))
    weight = np.where(table.right, weight, weight / SHARE)
    learned = lightgbm.Dataset(table.features[taken], table.right[taken].astype(int), weight=weight[taken])
    booster = lightgbm.train(SETTINGS | {"learning_rate": ROUNDS[tier][1]}, learned, ROUNDS[tier][0])
    return arrays_of(booster)


WEIGHT = {"tech": 3.0, "house": 3.0, "skillskape_train": 0.5, "names_fr": 0.3}
WEIGHT |= {"glossary_ar": 0.5, "glossary_fr": 0.5}  # so many that they would drown real sentences
WEIGHT |= {
    f"known_{language}": 0.4 for language in ("ar", "fr", "darija", "arabizi")
}  # else what is known is always right


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
    }


def train_tier(table: Table, tier: str, out: Path) -> None:
    """Cross-fitted scores for the probabilities and the report, then one fit on everything but what measures."""
    vectors = table.vectors.astype(np.float64)
    measured = np.array([measures(query) for query in table.queries])
    part = np.array([data.fold("p" + query.text, FOLDS) for query in table.queries])
    part[measured] = -1
    own = np.array([query.source == OWN for query in table.queries])  # they teach probabilities alone
    scores, relevance = np.zeros(len(table.right)), np.zeros(len(vectors))
    for fold in [*range(FOLDS), -1]:  # the last: fitted on all that teaches, for what measures
        teach, asked = (part != fold) & ~measured & ~own, part == fold
        arrays = fit(table, teach[table.owner], tier)
        inside = asked[table.owner]
        scores[inside] = scored(Ranker(arrays), table.features[inside])
        line = fit_relevance(table, teach, vectors)
        here = asked[table.passage_owner]
        relevance[here] = line[0] + vectors[here] @ line[1:]
    rows = design(table, scores, rivals(table, scores), relevance[table.passage])
    chance = np.zeros(len(scores))
    for fold in [*range(FOLDS), -1]:
        inside = (part == fold)[table.owner]
        lines = fitted(table, rows, scores, (part != fold) & ~measured)
        chance[inside] = chances(table, rows, lines)[inside]
    arrays |= {"curves": lines.astype(np.float32), "relevance": line.astype(np.float32)}
    arrays["default"] = np.array([threshold(table, chance)])
    print(tier, "default threshold", arrays["default"])
    np.savez_compressed(out / f"ranker_{tier}.npz", **arrays)
    kept = best_units(table, chance)
    report(table, chance, kept, ~measured, f"{tier}, cross-fitted")
    report(table, chance, kept, measured, f"{tier}, held out")


def scored(ranker: Ranker, features: np.ndarray) -> np.ndarray:
    """Scores of many rows, some at a time: all walks at once would not fit in memory."""
    return np.concatenate([ranker.scores(features[at : at + 2000]) for at in range(0, len(features), 2000)])


def measures(query: Query) -> bool:
    """Whether this query only measures."""
    if query.source.startswith("competent_fr"):
        return data.query_fold(query.text) == 0
    if query.source == "names_fr":
        return any(data.concept_fold(uri) == 0 for uri in query.right)
    if query.source.startswith(("glossary_", "name_")):
        return data.phrase_fold(query.text) == 0
    if query.source == OWN:
        return data.fold("o" + query.text, 2) == 0
    return query.source == "skillskape_dev" and data.fold(query.text, 3) == 0


def collect(evaluation: Path, esco: Path, by_label: dict[str, str]) -> list[Query]:
    """Everything the ranker learns from or is measured on."""
    entries, concepts = data.read_glossary(), data.read_esco(esco)
    french = [one for one in data.competent(evaluation) if data.query_fold(one.text) < 4]
    french += data.french_names(concepts)
    queries = [*french]
    phrases = data.glossary_queries(entries, {0, 1, 2})
    queries += [one for one in phrases if data.fold(one.text, 10) < 5]
    inside = [one for one in phrases if not measures(one)]
    queries += sentences(inside, 1200, 3)
    queries += sentences([one for one in french if not measures(one)], 300, 5)
    queries += sentences(data.glossary_queries(entries, set(range(3, 10))), 500, 4, "known")  # known word for word
    queries += data.skillskape(evaluation, "dev", by_label)
    queries += [one for one in data.skillskape(evaluation, "train", by_label) if not one.right]
    for name in ("tech", "house"):
        queries += data.annotated(evaluation, name, by_label)
    return queries + data.plain()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("evaluation", type=Path)
    parser.add_argument("esco", type=Path)
    parser.add_argument("--nameless", type=Path, required=True, help="an index without the names that are asked")
    parser.add_argument("--own", type=Path, required=True, help="an index as it is set up, for our own phrases")
    parser.add_argument("--keep", type=Path, help="a file (.npz) that holds the evidence, gathered once; one a tier")
    parser.add_argument("--jobs", type=int, default=2, help="processes that gather")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    for tier in TIERS:
        train_tier(evidence_of(tier, options), tier, options.out)


def evidence_of(tier: str, options: argparse.Namespace) -> Table:
    """What a tier itself sees of every query, gathered or as it was kept."""
    kept = options.keep and options.keep.with_stem(f"{options.keep.stem}_{tier}")
    if kept and kept.exists():
        return load(kept)
    index = Index(options.index)
    by_label: dict[str, str] = {}
    for number in range(index.size):
        by_label.setdefault(index.labels(number).get("en", ""), index.uri(number))
    table = joined(
        gather_apart(options.index, collect(options.evaluation, options.esco, by_label), options.jobs, tier),
        gather_apart(options.nameless, data.name_queries(data.read_glossary()), options.jobs, tier),
    )
    phrases = [query for query in own_phrases() if query.right]
    table = joined(table, gather_apart(options.own, phrases, options.jobs, tier))
    if kept:
        save(table, kept)
    return table


if __name__ == "__main__":
    main()
