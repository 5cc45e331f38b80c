"""What 200 instruments of funding answer a project, and the plan: `python -m bench.funding`. Times are CPU time."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date
from statistics import quantiles

from mouakaba.kernel.funding import Instrument, Means, answer_all, plan
from mouakaba.kernel.fundingfile import parse_instruments
from mouakaba.match.funding.rules import FACTS, INSTRUMENTS, Asked, Kind

ON, COUNT, PROJECTS = date(2026, 11, 22), 200, 200


def instruments() -> list[Instrument]:
    """The shipped ones again and again under other codes, what goes together kept together."""
    shipped = parse_instruments(INSTRUMENTS.read_text(encoding="utf-8"), source=INSTRUMENTS.name)
    made = [
        replace(one, code=f"{one.code}-{turn}", with_any=tuple(f"{code}-{turn}" for code in one.with_any))
        for turn in range(COUNT // len(shipped) + 1)
        for one in shipped
    ]
    return made[:COUNT]


def project(rng: random.Random) -> dict[str, object]:
    """Invented facts; each is told three times in four."""
    told = {name: value(fact, rng) for name, fact in FACTS.items() if rng.random() < 0.75}
    return told | {"project.cost": rng.randrange(50_000, 5_000_000)}


def value(fact: Asked, rng: random.Random) -> object:
    """An answer of the right type."""
    match fact.kind:
        case Kind.YES_NO:
            return rng.random() < 0.5
        case Kind.CHOICE:
            return rng.choice(fact.values)
        case Kind.REGION:
            return f"MA-{rng.randint(1, 12):02}"
        case Kind.DAY:
            return f"{rng.randint(1970, 2025)}-05-02"
        case Kind.WHOLE:
            return rng.randint(1, 40)
        case _:
            return rng.randint(0, 500_000)


def main() -> None:
    """Prints the two lines of the table."""
    rng, known = random.Random(1), instruments()
    answering, planning = [], []
    for _ in range(PROJECTS):
        facts = project(rng)
        start = time.process_time()
        answers = answer_all(known, facts, on=ON)
        middle = time.process_time()
        plan(answers, Means(facts["project.cost"] * 100, 5_000_000, 2_000_000))  # type: ignore[operator]
        answering.append(1000 * (middle - start))
        planning.append(1000 * (time.process_time() - middle))
    print(f"{COUNT} instruments, {PROJECTS} invented projects, CPU ms a project:")
    for name, times in (("all answers", answering), ("the plan", planning)):
        cut = quantiles(times, n=20)
        print(f"| {name} | p50 {cut[9]:.1f} | p95 {cut[18]:.1f} | most {max(times):.1f} |")


if __name__ == "__main__":
    main()
