"""The ways that were not taken, each on tables of its own: pgvector, over skills and over vectors; GIN; postings."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg

from bench.talents.data import CONCEPTS, LANGUAGES, REGIONS, Need, People

PLACE, AVAILABLE = CONCEPTS + 1, CONCEPTS + len(REGIONS) + 2  # dimensions after those of skills, counted from 1
WIDTH = 256
SPEECH = {code: 1 << place for place, code in enumerate(("ar", "fr", "en"))}


@dataclass
class Way:
    """One way: how it builds, asks and edits."""

    name: str
    build: Callable[[psycopg.Connection[Any]], None]
    ask: Callable[[psycopg.Connection[Any], Need], list[int]]
    edit: Callable[[psycopg.Connection[Any], int], None]
    tables: Sequence[str]


def lay(base: psycopg.Connection[Any], folk: People) -> None:
    """One row a person with all that the ways need."""
    base.execute("CREATE EXTENSION IF NOT EXISTS vector")
    base.execute("DROP TABLE IF EXISTS rival, rival_sparse, rival_dense, rival_posting")
    base.execute(
        "CREATE UNLOGGED TABLE rival (id int PRIMARY KEY, skills int[], region smallint, remote bool, speech smallint,"
        " available bool)"
    )
    with base.cursor().copy("COPY rival FROM STDIN") as copy:
        for place, row in enumerate(folk.skills):
            told = "{" + ",".join(map(str, row.tolist())) + "}"
            copy.write_row((place, told, *_facts(folk, place)))
    base.commit()


def _facts(folk: People, place: int) -> tuple[Any, ...]:
    speech = sum(SPEECH[code] for code in LANGUAGES[folk.languages[place]]) if folk.languages[place] >= 0 else None
    region = int(folk.region[place])
    return None if region < 0 else region, bool(folk.remote[place]), speech, bool(folk.begins[place] <= 0)


def _rules(need: Need) -> str:
    """The hard rules as SQL; what is hidden stays."""
    asked = sum(SPEECH[code] for code in need.languages)
    told = [f"(speech IS NULL OR speech & {asked} <> 0)"] if asked else []
    if need.region >= 0:
        told.append(f"(region IS NULL OR region = {need.region}{' OR remote' if need.remote else ''})")
    return " AND ".join(told) or "true"


def _besides(need: Need) -> str:
    """What place and availability add, of 100."""
    return f"(CASE WHEN available THEN 10 ELSE 0 END + CASE WHEN region = {need.region} THEN 10 ELSE 0 END)"


def _ids(base: psycopg.Connection[Any], sql: str) -> list[int]:
    return [row[0] for row in base.execute(sql)]


_MADE = np.random.default_rng(5).standard_normal((CONCEPTS, WIDTH)).astype(np.float32) / np.sqrt(WIDTH)
_FACTS = "region smallint, remote bool, speech smallint"


def _sparse_build(base: psycopg.Connection[Any]) -> None:
    base.execute(f"CREATE UNLOGGED TABLE rival_sparse (id int PRIMARY KEY, {_FACTS}, v sparsevec({AVAILABLE}))")
    base.execute(
        f"""INSERT INTO rival_sparse SELECT id, region, remote, speech, ('{{' || concat_ws(',',
        (SELECT string_agg((s + 1) || ':1', ',' ORDER BY s) FROM unnest(skills) s),
        (region + {PLACE}) || ':1', CASE WHEN available THEN '{AVAILABLE}:1' END)
        || '}}/{AVAILABLE}')::sparsevec FROM rival"""
    )
    base.execute("CREATE INDEX ON rival_sparse USING hnsw (v sparsevec_ip_ops) WITH (m = 16, ef_construction = 64)")


def _sparse_ask(base: psycopg.Connection[Any], need: Need) -> list[int]:
    share = 80 / len(need.skills)
    parts = {skill + 1: share for skill in need.skills} | {AVAILABLE: 10.0}
    if need.region >= 0:
        parts[need.region + PLACE] = 10.0
    told = "{" + ",".join(f"{at}:{parts[at]}" for at in sorted(parts)) + f"}}/{AVAILABLE}"
    return _ids(base, f"SELECT id FROM rival_sparse WHERE {_rules(need)} ORDER BY v <#> '{told}' LIMIT 400")


def _dense_build(base: psycopg.Connection[Any]) -> None:
    base.execute(f"CREATE UNLOGGED TABLE rival_dense (id int PRIMARY KEY, {_FACTS}, v halfvec({WIDTH}))")
    read = base.execute("SELECT id, skills, region, remote, speech FROM rival").fetchall()
    with base.cursor().copy("COPY rival_dense FROM STDIN") as copy:
        for one, skills, *facts in read:
            copy.write_row((one, *facts, _told(_MADE[skills].sum(axis=0))))
    base.execute("CREATE INDEX ON rival_dense USING hnsw (v halfvec_ip_ops) WITH (m = 16, ef_construction = 64)")


def _told(vector: Any) -> str:
    return "[" + ",".join(f"{part:.4f}" for part in vector) + "]"


def _dense_ask(base: psycopg.Connection[Any], need: Need) -> list[int]:
    told = _told(_MADE[need.skills].sum(axis=0))
    return _ids(base, f"SELECT id FROM rival_dense WHERE {_rules(need)} ORDER BY v <#> '{told}' LIMIT 400")


def _vacuum(base: psycopg.Connection[Any], table: str) -> None:
    base.commit()
    base.autocommit = True
    base.execute(f"VACUUM ANALYZE {table}")
    base.autocommit = False


def _gin_build(base: psycopg.Connection[Any]) -> None:
    base.execute("CREATE INDEX rival_gin ON rival USING gin (skills)")
    _vacuum(base, "rival")


def _gin_ask(base: psycopg.Connection[Any], need: Need) -> list[int]:
    had = " + ".join(f"(skills @> '{{{skill}}}')::int" for skill in need.skills)
    asked = ",".join(map(str, need.skills))
    return _ids(
        base,
        f"SELECT id FROM rival WHERE skills && '{{{asked}}}' AND {_rules(need)} "
        f"ORDER BY ({had}) * 80.0 / {len(need.skills)} + {_besides(need)} DESC, id LIMIT 50",
    )


def _rows_build(base: psycopg.Connection[Any]) -> None:
    base.execute(
        "CREATE UNLOGGED TABLE rival_posting AS SELECT s AS skill, id, region, remote, speech, available"
        " FROM rival, unnest(skills) s ORDER BY 1, 2"
    )
    base.execute("ALTER TABLE rival_posting ADD PRIMARY KEY (skill, id) INCLUDE (region, remote, speech, available)")
    _vacuum(base, "rival_posting")


def _rows_ask(base: psycopg.Connection[Any], need: Need) -> list[int]:
    asked = ",".join(map(str, need.skills))
    return _ids(
        base,
        f"SELECT id FROM rival_posting WHERE skill IN ({asked}) AND {_rules(need)} GROUP BY id, region, available "
        f"ORDER BY count(*) * 80.0 / {len(need.skills)} + {_besides(need)} DESC, id LIMIT 50",
    )


def _edit(table: str, change: str, where: str = "id = %s") -> Callable[[psycopg.Connection[Any], int], None]:
    def edit(base: psycopg.Connection[Any], place: int) -> None:
        base.execute(f"UPDATE {table} SET {change} WHERE {where}", (place,))

    return edit


_OF_ONE = "(skill, id) IN (SELECT s, id FROM rival, unnest(skills) s WHERE id = %s)"
WAYS = (
    Way(
        "sparsevec of skills, place and availability, HNSW, iterative scan",
        _sparse_build,
        _sparse_ask,
        _edit("rival_sparse", "v = (SELECT v FROM rival_sparse WHERE id = 0)"),
        ("rival_sparse",),
    ),
    Way(
        f"halfvec({WIDTH}) of skills, HNSW, iterative scan",
        _dense_build,
        _dense_ask,
        _edit("rival_dense", "v = (SELECT v FROM rival_dense WHERE id = 0)"),
        ("rival_dense",),
    ),
    Way(
        "int[] with GIN, counted in SQL",
        _gin_build,
        _gin_ask,
        _edit("rival", "skills = (SELECT skills FROM rival WHERE id = 0)"),
        ("rival",),
    ),
    Way(
        "a row a posting, grouped in SQL",
        _rows_build,
        _rows_ask,
        _edit("rival_posting", "region = 1", _OF_ONE),
        ("rival_posting",),
    ),
)


def prepare(base: psycopg.Connection[Any]) -> None:
    """Settings of the session that asks and builds."""
    for setting in (
        "maintenance_work_mem = '3GB'", "work_mem = '256MB'", "hnsw.ef_search = 400", "jit = off",
        "hnsw.iterative_scan = relaxed_order", "hnsw.max_scan_tuples = 40000", "max_parallel_workers_per_gather = 0",
        "max_parallel_maintenance_workers = 0",
    ):  # fmt: skip
        base.execute(f"SET {setting}")
    base.commit()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds of the wall clock, and what came of it."""
    begin = time.perf_counter()
    made = work()
    return (time.perf_counter() - begin) * 1000, made


def saved(base: psycopg.Connection[Any], work: Callable[..., Any], *given: Any) -> None:
    """The work and its commit."""
    work(base, *given)
    base.commit()
