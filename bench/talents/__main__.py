"""How long the people who fit one opening take to be found among very many, and whether they are the right ones.

    python -m bench.talents [--people N] [--rivals] [--no-write]

Replaces the people of the database in MOUAKABA_DATA (script/bench has one of its own) by invented ones. Writes its
table into docs/benchmarks.md between the markers. `--rivals` measures the ways that were not taken beside it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.matching import PAGE
from bench.talents import data, rivals, rows

ASKED = 60  # openings
HEAD = (
    "| way | built in, s | MB | p50, ms | p95, ms | CPU, ms | recall@50, mean | least | one edit, ms |",
    "|---|---|---|---|---|---|---|---|---|",
)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="bench.talents", description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rivals", action="store_true", help="the ways that were not taken, too")
    parser.add_argument("--no-write", action="store_true", help="print only; leave docs/benchmarks.md as it is")
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mouakaba.site.settings")
    import django

    django.setup()
    table = "\n".join(report(options.people, others=options.rivals))
    print(table)
    if not options.no_write:
        write(options.people, table)


def write(count: int, table: str) -> None:
    """The table of this number of people, in place of the one before."""
    start, end = f"<!-- talents {count} -->", f"<!-- /talents {count} -->"
    before, rest = PAGE.read_text(encoding="utf-8").split(start, 1)
    PAGE.write_text(f"{before}{start}\n{table}\n{end}{rest.split(end, 1)[1]}", encoding="utf-8")


def report(count: int, *, others: bool) -> Iterator[str]:
    """The lines of the page."""
    folk, needs = data.people(count), data.needs(ASKED)
    found = truths(folk, needs)
    yield f"{count:,} people, {ASKED} openings; PostgreSQL {_version()}."
    yield ""
    yield from HEAD
    yield from product(folk, needs, found)
    if others:
        yield from (rival(way, folk, needs, found) for way in rivals.WAYS)


def truths(folk: data.People, needs: list[data.Need]) -> list[Any]:
    """The score of everybody for each need, in millionths, by the exact kernel; -1 where a rule refuses."""
    from mouakaba.kernel.matching import Indexed
    from mouakaba.kernel.matching.scores import Scores

    everybody = Indexed([folk.listing(place, rows.URI) for place in range(len(folk.skills))])
    found = []
    for need in needs:
        scores = Scores(_market(), everybody, Indexed([need.listing(rows.URI)]))
        parts = range(0, len(everybody), 1 << 16)
        columns = [scores.block(slice(at, min(at + (1 << 16), len(everybody))), slice(0, 1)) for at in parts]
        found.append(np.concatenate(columns)[:, 0])
    return found


def _market() -> Any:
    from mouakaba.match import registry

    return registry.kind("talent_openings").market


def _version() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def recall(found: Any, told: list[int]) -> float:
    """How many of the best 50 are among those told, taking who scores the same for the same."""
    least = np.sort(found)[-50]
    best = sorted({*told}, key=lambda place: -found[place])[:50]
    return float(np.sum(found[best] >= least)) / 50


def product(folk: data.People, needs: list[data.Need], found: list[Any]) -> Iterator[str]:
    """Our own way, on the tables of the product."""
    from django.db import connection

    from mouakaba.base.places.actions import load_places
    from mouakaba.match.shortlists.actions import fold_changes, rebuild_segments
    from mouakaba.match.shortlists.queries import best_known

    load_places()
    base = connection.connection
    rows.bring_in(base, folk)
    built, _count = rivals.timed(rebuild_segments)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    place_of = {rows.profile_id(place): place for place in range(len(folk.skills))}
    near = {rows.URI.format(one): dict.fromkeys(map(rows.URI.format, some), 0.5) for one, some in data.near().items()}

    def asking(table: Any) -> Measured:
        return measured(
            base, lambda need: [place_of[one] for one in best_known(_market(), need.listing(rows.URI), table)], needs
        )

    big = size(base, ("match_segment", "match_segmentmember", "match_posting", "match_segmentfact"))
    asked, wide = asking({}), asking(near)
    edits = [rivals.timed(partial(edit, place))[0] for place in range(1_000)]
    later = asking({})
    folded, changed = rivals.timed(fold_changes)
    name = "postings in segments, counted by the kernel (ours)"
    yield line(name, built, big, asked, shares(found, asked), edits)
    yield line("the same, five near skills counting for each asked", built, big, wide, None, edits)
    yield line(
        f"the same, {changed:,} changes waiting (folded in {folded / 1000:.1f} s)", built, big, later, None, edits
    )


def edit(place: int) -> None:
    """One edit of a profile, as its person makes it, without the audit line."""
    from mouakaba.match.skills.models import Profile

    Profile.objects.filter(pk=rows.profile_id(place)).update(remote=True, languages=["ar"])


def rival(way: rivals.Way, folk: data.People, needs: list[data.Need], found: list[Any]) -> str:
    """A way that was not taken; every one begins with the same rows."""
    import psycopg
    from django.db import connection

    told = connection.connection.info
    with psycopg.connect(told.dsn, password=told.password) as base:
        rivals.prepare(base)
        rivals.lay(base, folk)
        built, _none = rivals.timed(partial(rivals.saved, base, way.build))
        big = size(base, way.tables)
        asked = measured(base, lambda need: way.ask(base, need), needs)
        base.commit()
        edits = [rivals.timed(partial(rivals.saved, base, way.edit, place))[0] for place in range(30)]
    return line(way.name, built, big, asked, shares(found, asked), edits)


@dataclass(frozen=True)
class Measured:
    """Milliseconds by the clock for each opening, of CPU for one (ours and the server's), and the answers."""

    spent: list[float]
    cpu: float
    told: list[list[int]]


def measured(base: Any, ask: Callable[[data.Need], list[int]], needs: list[data.Need]) -> Measured:
    """The second time of two: a server that runs has read its tables."""
    for need in needs:
        ask(need)
    begin = _cpu(base)
    both = [rivals.timed(partial(ask, need)) for need in needs]
    cpu = (_cpu(base) - begin) * 1000 / len(needs)
    return Measured([spent for spent, _told in both], cpu, [told for _spent, told in both])


def _cpu(base: Any) -> float:
    """Seconds of CPU of this process and of its server process, on Linux."""
    told = Path(f"/proc/{base.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def shares(found: list[Any], asked: Measured) -> list[float]:
    """The recall of each opening."""
    return [recall(scores, places) for scores, places in zip(found, asked.told, strict=True)]


def size(base: Any, tables: Sequence[str]) -> float:
    with base.cursor() as cursor:
        return sum(cursor.execute("SELECT pg_total_relation_size(%s)", (one,)).fetchone()[0] for one in tables) / 1e6


def line(name: str, built: float, big: float, asked: Measured, right: list[float] | None, edits: list[float]) -> str:
    """A row of the table."""
    recalled = f"{np.mean(right):.4f} | {min(right):.2f}" if right else " | "
    return (
        f"| {name} | {built / 1000:.0f} | {big:.0f} | {np.percentile(asked.spent, 50):.0f} "
        f"| {np.percentile(asked.spent, 95):.0f} | {asked.cpu:.0f} | {recalled} | {statistics.median(edits):.1f} |"
    )


if __name__ == "__main__":
    main()
