"""Probabilities: the lines of `mouakaba.kernel.skills.curves`, fitted on cross-fitted scores, and how true they are."""

from __future__ import annotations

import numpy as np

from bench.skills.measures import by_chance, ece, mrr, rp
from bench.skills.table import Table
from mouakaba.kernel.skills.curves import KINDS, LANGUAGES, RIVALS, SLOPES, columns
from mouakaba.kernel.skills.evidence import FEATURES

# Few real advertisements and phrases of people stand beside many made-up ones and odd synonyms.
WEIGHT = {"tech": 4.0, "house": 4.0, "skillskape_train": 0.3, "phrases": 4.0}
WEIGHT |= {f"glossary_{language}": 0.3 for language in ("ar", "fr", "darija", "arabizi")}
SILENT = {
    "plain": 4.0,
    "skillskape_train": 2.0,
    "skillskape_dev": 2.0,
}  # texts without a skill, when relevance is learnt
TOLD = {"tech", "house"}  # theirs speak of skills that ESCO does not have: they say nothing on relevance
RIDGE, SHRINK, LOOSE = 0.3, 20.0, 0.1
LEAST_SLOPE = 0.05
FALSE_SKILLS = 0.02  # share of skill-free sentences that may get a skill, on the data at hand
STEPS = 20


def logistic(rows: np.ndarray, right: np.ndarray, weight: np.ndarray, ridge: np.ndarray) -> np.ndarray:
    """Weighted logistic regression with a penalty for each coefficient, by Newton's steps."""
    line = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = sigmoid(rows @ line)
        bend = weight * chance * (1 - chance) + 1e-9
        slope = rows.T @ (weight * (right - chance)) - ridge * line
        line = line + np.linalg.solve((rows * bend[:, None]).T @ rows + np.diag(ridge), slope)
    return line


def sigmoid(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(odds, -15, 15)))


def fit_relevance(table: Table, queries: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """The line that tells passages of texts with a skill from those of texts without one."""
    speaks = np.array([bool(query.right) for query in table.queries])
    told = np.array([query.source in TOLD for query in table.queries])
    heavy = np.array([1.0 if query.right else SILENT.get(query.source, 1.0) for query in table.queries])
    taken = (queries & ~told)[table.passage_owner]
    rows = np.concatenate([np.ones((taken.sum(), 1)), vectors[taken]], axis=1)
    ridge = np.r_[1e-6, np.full(vectors.shape[1], RIDGE)]
    owner = table.passage_owner[taken]
    return logistic(rows, speaks[owner].astype(float), heavy[owner], ridge)


def rivals(table: Table, scores: np.ndarray) -> np.ndarray:
    """For each row, how much the best of its unit weigh together."""
    order = np.lexsort((-scores, table.unit))
    units = table.unit[order]
    starts = np.flatnonzero(np.diff(units, prepend=-1))
    place = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    near = place < RIVALS
    heads = np.flatnonzero(np.diff(units[near], prepend=-1))
    summed = np.logaddexp.reduceat(scores[order][near], heads)
    return summed[np.unique(table.unit, return_inverse=True)[1]]


def design(table: Table, scores: np.ndarray, near: np.ndarray, relevance: np.ndarray) -> np.ndarray:
    """The columns of every row."""
    return columns(scores, near, table.features[:, FEATURES.index("words")], relevance)


def place_of(table: Table) -> tuple[np.ndarray, np.ndarray]:
    """Language and kind of every row, as numbers."""
    known = np.array([*LANGUAGES])
    language = (table.language[:, None] == known).argmax(axis=1)
    return language, table.features[:, FEATURES.index("kind")].astype(int)


def fit_lines(table: Table, rows: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Coefficients by language and kind, drawn to those of all where there are few rows."""
    language, kind = place_of(table)
    middle, spread = rows[taken].mean(axis=0), rows[taken].std(axis=0)
    middle[0], spread[0] = 0.0, 1.0
    even = (rows[taken] - middle) / np.maximum(spread, 1e-9)
    ones = np.concatenate([np.eye(len(LANGUAGES))[language[taken]], np.eye(KINDS)[kind[taken]]], axis=1)
    blocks = [even, *(even * ones[:, [i]] for i in range(ones.shape[1]))]
    size = rows.shape[1]
    ridge = np.r_[1e-3, np.full(size - 1, LOOSE), np.full(size * ones.shape[1], SHRINK)]
    weight = np.array([WEIGHT.get(query.source, 1.0) for query in table.queries])[table.owner[taken]]
    found = logistic(np.concatenate(blocks, axis=1), table.right[taken].astype(float), weight, ridge).reshape(-1, size)
    lines = np.zeros((len(LANGUAGES), KINDS, size))
    for i in range(len(LANGUAGES)):
        for k in range(KINDS):
            line = (found[0] + found[1 + i] + found[1 + len(LANGUAGES) + k]) / np.maximum(spread, 1e-9)
            line[0] -= line[1:] @ middle[1:]
            lines[i, k] = rising(line)
    return lines


def rising(line: np.ndarray) -> np.ndarray:
    """The line with every piece of the score's slope above nought."""
    slopes = np.maximum(np.cumsum(line[SLOPES]), LEAST_SLOPE)
    line[SLOPES] = np.diff(slopes, prepend=0.0)
    return line


def chances(table: Table, rows: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """The probability of every row."""
    language, kind = place_of(table)
    return sigmoid((rows * lines[language, kind]).sum(axis=1))


def best_units(table: Table, chance: np.ndarray) -> np.ndarray:
    """The rows where each concept of a query has its best probability."""
    order = np.lexsort((-chance, table.concepts, table.owner))
    pairs = table.owner[order].astype(np.int64) << 32 | table.concepts[order]
    return np.sort(order[np.diff(pairs, prepend=-1) != 0])


def best_ten(table: Table, chance: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """Of the kept rows, those among the first ten of their query."""
    order = kept[np.lexsort((-chance[kept], table.owner[kept]))]
    owner = table.owner[order]
    starts = np.flatnonzero(np.diff(owner, prepend=-1))
    place = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    return order[place < 10]


def fitted(table: Table, rows: np.ndarray, scores: np.ndarray, queries: np.ndarray) -> np.ndarray:
    """Lines for what is answered: each concept in its best unit, the first ten of a text. Which these are depends on
    the lines, so twice."""
    chance = scores
    lines = np.zeros(0)
    for _ in range(2):
        taken = best_ten(table, chance, best_units(table, chance))
        lines = fit_lines(table, rows, taken[queries[table.owner[taken]]])
        chance = chances(table, rows, lines)
    return lines


def threshold(table: Table, chance: np.ndarray) -> float:
    """The least probability at which few of our skill-free sentences get a skill; told for the rest.

    TECH's and HOUSE's sentences without a concept mostly name skills ESCO does not have: they are told, not obeyed.
    """
    best = np.full(len(table.queries), -1.0)
    np.maximum.at(best, table.owner, chance)
    source = np.array([query.source if not query.right else "" for query in table.queries])
    plain = np.sort(best[source == "plain"])[::-1]
    least = round(float(plain[int(FALSE_SKILLS * len(plain))]) + 1e-4, 4)
    for one in sorted({0.1, 0.2, least, 0.5, 0.6}):
        found = {str(name): round(float((best[source == name] >= one).mean()), 3) for name in sorted({*source} - {""})}
        shown = float((best[source == ""] >= one).mean())
        print(f"from {one}: a skill is shown for {shown:.3f} of texts with one; for those without {found}")
    return least


def report(table: Table, chance: np.ndarray, kept: np.ndarray, chosen: np.ndarray, title: str) -> None:
    """One line a source and a language: RP@1, 5, 10, MRR, calibration of the first and of all from 0.2 on."""
    print(title)
    order = kept[np.lexsort((-chance[kept], table.owner[kept]))]
    starts = np.searchsorted(table.owner[order], np.arange(len(table.queries) + 1))
    by_source: dict[str, list] = {}
    for number in np.flatnonzero(chosen):
        query, part = table.queries[number], order[starts[number] : starts[number + 1]]
        if len(part):
            found = table.right[part], len(query.right), chance[part]
            by_source.setdefault(query.source, []).append(found)
            if not query.source.startswith(("known", "sentence")):
                by_source.setdefault(f"~ all {query.language}", []).append(found)
    for source, found in sorted(by_source.items()):
        ranked = [(hits, count) for hits, count, _ in found if count]
        words = f"  {source:18} n {len(found):5}"
        if ranked:
            words += "".join(f"  RP@{k} {rp(ranked, k):.3f}" for k in (1, 5, 10)) + f"  MRR {mrr(ranked):.3f}"
        first = [(some[0], hits[0]) for hits, _, some in found]
        shown = [pair for hits, _, some in found for pair in zip(some[:10], hits[:10], strict=True) if pair[0] >= 0.2]
        words += f"  ECE@1 {ece(first):.3f} (by chance {by_chance([one for one, _ in first], 10):.3f})"
        print(words + (f"  ECE from .2 {ece(shown):.3f}" if shown else ""), flush=True)
