"""How long the best pairs and the best assignment take, beside a plain dense product and faiss in the same run.

    python -m bench.matching [--lefts N] [--rights M] [--no-write]

Writes its table into docs/benchmarks.md between the markers. All listings are invented.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.matching import (
    Fact,
    Indexed,
    Listing,
    Market,
    Measure,
    PairRule,
    PairTest,
    Side,
    Weight,
    assign,
    best_lefts,
    best_rights,
)

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
START, END = "<!-- matching -->", "<!-- /matching -->"
TOP, WIDTH = 20, 256
LEFT, RIGHT = Side.LEFT, Side.RIGHT
TEXT = Weight("text", 1, Measure.TEXT)
RICH = (
    Weight("skills", 3, Measure.SKILLS),
    Weight("region", 1, Measure.TEST, (PairTest(Fact(LEFT, "regions"), Operator.EQUALS, Fact(RIGHT, "region")),)),
)
RULES = (
    PairRule("pay", (PairTest(Fact(LEFT, "pay"), Operator.AT_MOST, Fact(RIGHT, "pay")),)),
    PairRule("owner", (PairTest(Fact(LEFT, "owner"), Operator.NOT_EQUALS, Fact(RIGHT, "owner")),)),
)


def invent(count: int, letter: str, seed: int) -> Indexed:
    """Listings with a dozen of 13,000 skills (some asked far more than others), a few facts and a vector."""
    chance = np.random.default_rng(seed)
    skills = (13_000 * chance.random((count, 12)) ** 3).astype(int).tolist()
    regions = chance.integers(1, 13, (count, 3)).tolist()
    pay, owner = chance.integers(3_000, 20_000, count).tolist(), chance.integers(0, 50_000, count).tolist()
    listings = [
        Listing(
            f"DEMO-{letter}{place:07}",
            {
                "region": regions[place][0],
                "regions": regions[place],
                "pay": pay[place],
                "owner": owner[place],
            },
            tuple(f"s{skill}" for skill in skills[place]),
        )
        for place in range(count)
    ]
    return Indexed(listings, chance.standard_normal((count, WIDTH), dtype=np.float32))


def cpu_of(work: Callable[[], object]) -> float:
    """CPU seconds of this process and of those it started."""
    begin = time.process_time() + _children()
    work()
    return time.process_time() + _children() - begin


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def drain(rows: object) -> list[object]:
    return list(rows)  # type: ignore[call-overload]


def dense(lefts: np.ndarray, rights: np.ndarray) -> np.ndarray:
    """The plain way: a product of single-precision vectors a block at a time, and the TOP of each row in order."""
    found = []
    for start in range(0, len(lefts), 1_024):
        products = lefts[start : start + 1_024] @ rights.T
        best = np.argpartition(-products, TOP, axis=1)[:, :TOP]
        order = np.argsort(-np.take_along_axis(products, best, axis=1), axis=1)
        found.append(np.take_along_axis(best, order, axis=1))
    return np.concatenate(found)


def by_faiss(lefts: np.ndarray, rights: np.ndarray) -> np.ndarray:
    """faiss' exact search over inner products."""
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexFlatIP(rights.shape[1])
    index.add(rights)
    return index.search(lefts, TOP)[1]


def texts(lefts: Indexed, rights: Indexed) -> list[str]:
    """Best by text alone: the same answer by three ways, and what ours costs beside the others."""
    units = [side.steps / np.linalg.norm(side.steps, axis=1, keepdims=True) for side in (lefts, rights)]
    ours: list[list[int]] = []
    mine = cpu_of(
        lambda: ours.extend(
            [int(pair.right.id.rpartition("R")[2]) for pair in pairs]
            for pairs in best_rights(Market((TEXT,)), lefts, rights, top=TOP)
        )
    )
    ways = {"numpy, dense": dense} | ({"faiss flat": by_faiss} if importlib.util.find_spec("faiss") else {})
    lines = [f"| text alone, exact | `best_rights`, told as pairs | {mine:.2f} | |"]
    for name, way in ways.items():
        found: list[np.ndarray] = []
        cpu = cpu_of(lambda way=way, found=found: found.append(way(*units)))
        same = np.mean([len({*a} & {*b}) / TOP for a, b in zip(ours, found[0].tolist(), strict=True)])
        lines.append(
            f"| text alone | {name}, places only; shares {same:.4f} of our pairs | {cpu:.2f} | {mine / cpu:.1f} |"
        )
    return lines


def rich(lefts: Indexed, rights: Indexed) -> list[str]:
    """Skills, a test and two rules; then texts too; then one opening to all lefts, and again."""
    market, everything = Market(RICH, RULES, TOP), Market((*RICH, TEXT), RULES, TOP)
    one = Indexed(rights.listings[:1])
    plain = cpu_of(lambda: drain(best_rights(market, lefts, rights)))
    whole = cpu_of(lambda: drain(best_rights(everything, lefts, rights)))
    again = cpu_of(lambda: drain(best_lefts(market, lefts, one)))
    return [
        f"| skills, a test, two rules | `best_rights` | {plain:.2f} | |",
        f"| the same and texts | `best_rights` | {whole:.2f} | |",
        f"| one right, skills, a test, two rules | `best_lefts`, lefts made ready before | {again:.3f} | |",
    ]


def assignments() -> list[str]:
    """Texts decide, so that every pair is possible: the whole of `assign`, the solver's process included."""
    lines = []
    for count, others in ((1_000, 1_000), (10_000, 200)):
        lefts, rights = invent(count, "L", 3), invent(others, "R", 4)
        cpu = cpu_of(lambda lefts=lefts, rights=rights: assign(Market((*RICH, TEXT)), lefts, rights))
        lines.append(f"| {count:,} × {others:,}, every rule off | `assign`, optimal | {cpu:.2f} | |")
    return lines


def report(count: int, others: int) -> str:
    lefts, rights = invent(count, "L", 1), invent(others, "R", 2)
    lines = [
        f"{count:,} lefts × {others:,} rights, the best {TOP} of each left, vectors of {WIDTH}; one thread.",
        "",
        "| what decides | how | CPU s | ours / theirs |",
        "|---|---|---|---|",
        *texts(lefts, rights),
        *rich(lefts, rights),
        *assignments(),
    ]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1_024
    return "\n".join([*lines, "", f"Most memory of the process, listings included: {most} MB."])


def write(table: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START, 1)
    PAGE.write_text(f"{before}{START}\n{table}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bench.matching", description=__doc__.splitlines()[0])
    parser.add_argument("--lefts", type=int, default=100_000)
    parser.add_argument("--rights", type=int, default=1_000)
    parser.add_argument("--no-write", action="store_true", help="print only; leave docs/benchmarks.md as it is")
    options = parser.parse_args(arguments)
    table = report(options.lefts, options.rights)
    print(table)
    if not options.no_write:
        write(table)


if __name__ == "__main__":
    main()
