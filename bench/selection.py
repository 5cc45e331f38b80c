"""How long `choose` takes, beside CP-SAT and plain HiGHS on the same instance in the same run.

    python -m bench.selection [--limit SECONDS] [--no-write]

Writes its table into docs/benchmarks.md between the markers. All instances are invented.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mouakaba.kernel.selection import Candidate, Quota, Selection, choose
from mouakaba.kernel.selection.conflict import conflict
from mouakaba.kernel.selection.files import read_files
from mouakaba.kernel.selection.problem import Problem

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
START, END = "<!-- selection -->", "<!-- /selection -->"
WIDE = {"region": 12, "sector": 10, "form": 6, "stage": 5, "age": 4, "language": 3}
"""Six attributes, 40 values, a quota row for each."""
PLACES = 24


@dataclass(frozen=True)
class Instance:
    files: list[Candidate]
    quotas: list[Quota]

    def members(self, quota: Quota) -> list[int]:
        return [i for i, file in enumerate(self.files) if file.facts[quota.attribute] in quota.values]


@dataclass(frozen=True)
class Run:
    """CPU seconds; the objective, None if none was found; and whether it was proved optimal in time."""

    cpu: float
    objective: float | None
    proved: bool

    def time(self) -> str:
        return f"{self.cpu:.2f}" if self.proved else f"> {self.cpu:.0f} (limit)"

    def found(self) -> str:
        if self.objective is None:
            return "none"
        return f"{self.objective:.2f}" + ("" if self.proved else " (not proved)")


def invent(count: int, seed: int, sizes: dict[str, int]) -> Instance:
    """Files whose mean score depends on what they are; quotas within one of the counts of a random set.

    So the quotas can be kept, and pull away from the best scores.
    """
    chance = np.random.default_rng(seed)
    score = np.full(count, 60.0)
    facts: dict[str, list[str]] = {}
    for attribute, size in sizes.items():
        drawn = chance.choice(size, count, p=chance.dirichlet(np.full(size, 1.5)))
        score += chance.normal(0, 4, size)[drawn]
        facts[attribute] = [f"{attribute}-{value}" for value in drawn]
    score = np.round(np.clip(score + chance.normal(0, 8, count), 0, 100), 2)
    files = [
        Candidate(
            f"DEMO-{i:06}",
            float(score[i]),
            f"2024-03-{i % 28 + 1:02}T10:00:00Z",
            {attribute: values[i] for attribute, values in facts.items()},
        )
        for i in range(count)
    ]
    return Instance(files, _quotas(random.Random(seed).sample(files, PLACES), sizes))


def _quotas(some: Sequence[Candidate], sizes: dict[str, int]) -> list[Quota]:
    quotas = []
    for attribute, size in sizes.items():
        for value in (f"{attribute}-{number}" for number in range(size)):
            held = sum(file.facts[attribute] == value for file in some)
            quotas.append(Quota(value, attribute, (value,), max(0, held - 1), held + 1))
    return quotas


def overlapping(count: int, seed: int) -> Instance:
    """The usual call: 24 of 670 under six quotas that overlap."""
    base = invent(count, seed, {"region": 4, "sector": 5, "women_led": 2})
    wanted = [
        Quota("region-0", "region", ("region-0",), 4, 8),
        Quota("region-1", "region", ("region-1",), 4, 8),
        Quota("far-regions", "region", ("region-2", "region-3"), 8, None),
        Quota("sector-0", "sector", ("sector-0",), None, 6),
        Quota("green-sectors", "sector", ("sector-1", "sector-2"), 6, 14),
        Quota("women-led", "women_led", ("women_led-1",), 10, None),
    ]
    return Instance(base.files, wanted)


def cpu_of(work: Callable[[], Selection]) -> tuple[float, Selection]:
    begin = time.process_time()
    found = work()
    return time.process_time() - begin, found


def run_choose(instance: Instance, *, explain: bool) -> Run:
    """All of `choose`, from the facts of the files to the checked result."""
    cpu, found = cpu_of(
        lambda: choose(instance.files, places=PLACES, quotas=instance.quotas, reserve=8, explain=explain)
    )
    return Run(cpu, found.objective, found.status == "optimal")


def run_peer(name: str, instance: Instance, limit: float) -> Run:
    """Another solver on the plain model; only its solve is timed. Stopped if it overruns its limit by a fifth."""
    rows = [[quota.min or 0, _most(quota), instance.members(quota)] for quota in instance.quotas]
    rows.append([PLACES, PLACES, list(range(len(instance.files)))])
    asked = json.dumps({"cents": [round(file.score * 100) for file in instance.files], "rows": rows, "limit": limit})
    before = _cpu_of_children()
    with subprocess.Popen(
        [sys.executable, "-m", "bench.peer", name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            lines = process.communicate(asked, timeout=limit * 1.2 + 20)[0].splitlines()
        except subprocess.TimeoutExpired:
            process.kill()
            lines = process.communicate()[0].splitlines()
    if len(lines) == 2:
        return Run(**json.loads(lines[1]))
    return Run(_cpu_of_children() - before - json.loads(lines[0])["built"], None, False)


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _most(quota: Quota) -> int:
    return PLACES if quota.max is None else quota.max


def compared(count: int, seed: int, limit: float) -> list[str]:
    """One line of the table: the same instance by the three."""
    instance = invent(count, seed, WIDE)
    ours = run_choose(instance, explain=False)
    names = ["cp_sat", "highs"] if importlib.util.find_spec("ortools") else ["highs"]
    peers = {name: run_peer(name, instance, limit) for name in names}
    for name, peer in peers.items():
        if peer.proved and peer.objective != ours.objective:
            sys.exit(f"{name} proved {peer.objective}, choose gave {ours.objective}: one of them is wrong")
    cells = [f"{count:,} / 40, seed {seed}", ours.time(), ours.found()]
    for name in ("cp_sat", "highs"):
        cells += [peers[name].time(), peers[name].found()] if name in peers else ["ortools is not installed", ""]
    return [*cells, _ratio(ours, list(peers.values()))]


def _ratio(ours: Run, peers: list[Run]) -> str:
    """CPU of the quicker peer over ours; a peer stopped at its limit would have taken longer."""
    least = min(peers, key=lambda peer: peer.cpu)
    return f"{'' if least.proved else 'at least '}{least.cpu / ours.cpu:.0f}"


def everything(instance: Instance, label: str) -> str:
    """All of `choose`, prices and explanations included."""
    run = run_choose(instance, explain=True)
    return f"| {label} | everything of the contract | {run.time()} |"


def infeasible(count: int, seed: int, *, parity: bool) -> str:
    """The minimal conflict alone, and the whole of `choose`, on quotas that cannot hold together."""
    instance = _with_parity(count, seed) if parity else _with_capped_region(count, seed)
    problem = Problem(read_files(instance.files, instance.quotas), tuple(instance.quotas), PLACES)
    begin = time.process_time()
    codes = conflict(problem)
    alone = time.process_time() - begin
    cpu, found = cpu_of(lambda: choose(instance.files, places=PLACES, quotas=instance.quotas))
    if found.conflict != codes or not found.relaxation:
        sys.exit("choose and conflict disagree")
    kind = "only whole numbers exclude it" if parity else "fractions exclude it too"
    label = f"| {count:,} / {len(instance.quotas)}, seed {seed}"
    return f"{label} | minimal conflict ({', '.join(codes)}): {kind} | {alone:.2f} (all of `choose`: {cpu:.2f}) |"


def _with_capped_region(count: int, seed: int) -> Instance:
    """Three files wanted of a region whose files are all in a sector capped at one."""
    base = invent(count, seed, WIDE)
    files = [
        Candidate(file.id, file.score, file.submitted_at, {**file.facts, "sector": "sector-1"})
        if file.facts["region"] == "region-1"
        else file
        for file in base.files
    ]
    bounds = {"region-1": (3, 5), "sector-1": (0, 1)}
    quotas = [Quota(q.code, q.attribute, q.values, *bounds[q.code]) if q.code in bounds else q for q in base.quotas]
    return Instance(files, quotas)


def _with_parity(count: int, seed: int) -> Instance:
    """Three quotas of exactly one, where every file that counts for one counts for two."""
    base = invent(count, seed, WIDE)
    pairs = ["xy", "yz", "xz", "-"]
    files = [
        Candidate(file.id, file.score, file.submitted_at, {**file.facts, "theme": list(pairs[i % 4])})
        for i, file in enumerate(base.files)
    ]
    return Instance(files, base.quotas + [Quota(code, "theme", (code,), 1, 1) for code in "xyz"])


def report(limit: float) -> str:
    lines = [
        "| files / quota rows | `choose`, CPU s | objective | CP-SAT, CPU s | objective | HiGHS, CPU s | objective "
        "| ratio to the quicker |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for count, seed in [(10_000, 0), (100_000, 0)]:
        lines.append("| " + " | ".join(compared(count, seed, limit)) + " |")
    lines += ["", "| files / quota rows | what | CPU s |", "|---|---|---|"]
    lines += [everything(overlapping(670, seed), f"670 / 6, seed {seed}") for seed in (0, 1)]
    lines += [everything(invent(670, seed, WIDE), f"670 / 40, seed {seed}") for seed in (0, 1, 2)]
    lines += [everything(invent(count, 0, WIDE), f"{count:,} / 40, seed 0") for count in (10_000, 100_000)]
    for seed in (1, 2):
        again = run_choose(invent(100_000, seed, WIDE), explain=False)
        lines.append(f"| 100,000 / 40, seed {seed} | choice, proved | {again.time()} |")
    lines += [infeasible(100_000, 0, parity=False), infeasible(100_000, 0, parity=True)]
    return "\n".join(lines)


def write(table: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(START, 1)
    PAGE.write_text(f"{before}{START}\n{table}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bench.selection", description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=float, default=75.0, help="seconds on the clock for each peer (default 75)")
    parser.add_argument("--no-write", action="store_true", help="print only; leave docs/benchmarks.md as it is")
    options = parser.parse_args(arguments)
    table = report(options.limit)
    print(table)
    if not options.no_write:
        write(table)


if __name__ == "__main__":
    main()
