"""Reading the index: which rows have the words, which are near in meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import Count

from mouakaba.base.clock.queries import today
from mouakaba.kernel.skills.packed import Floats
from mouakaba.match.entries.models import Entry
from mouakaba.match.entries.rules import place_terms

MOST = 100  # found by words: nobody reads more, and "more than" is said
NEAREST = 40  # found by meaning
FAR = 0.62  # distance (1 - cosine) from which two texts are no longer called near
FEW = 4000  # rows of the markets asked up to which all are compared: a graph finds rare rows badly
COUNTED_FOR = 60  # seconds that counts of markets are kept

_OPEN = "until >= %(today)s AND market = ANY(%(markets)s)"
_WITHIN = "(%(region)s = '' OR regions = '{}' OR %(region)s = ANY(regions))"
_HIT = "opening_id, idea_id, instrument_id, regions"
# ruff: noqa: S608 - statements are put together of constants alone
_WORDED = f"""SELECT {_HIT}, true FROM (
    SELECT id, {_HIT}, ts_rank(words, %(query)s::tsquery) AS rank FROM match_entry
    WHERE words @@ %(within)s::tsquery AND {_OPEN} LIMIT %(most)s
    ) worded ORDER BY rank DESC, id DESC"""
_LATEST = f"SELECT {_HIT}, true FROM match_entry WHERE {_OPEN} AND {_WITHIN} ORDER BY id DESC LIMIT %(most)s"
_ALIKE = f"""SELECT id, {_HIT}, vector <=> %(vector)s::halfvec AS away FROM match_entry
    WHERE vector IS NOT NULL AND {_OPEN} AND {_WITHIN}"""
_NEAR = f"""WITH asked AS MATERIALIZED (SELECT EXISTS (SELECT FROM match_entry WHERE {_OPEN} OFFSET %(few)s) AS many)
    SELECT {_HIT}, false FROM asked, LATERAL (
        ({_ALIKE} AND asked.many ORDER BY vector <=> %(vector)s::halfvec LIMIT %(nearest)s) UNION ALL
        ({_ALIKE} AND NOT asked.many ORDER BY (vector <=> %(vector)s::halfvec) + 0 LIMIT %(nearest)s)
    ) near WHERE away < %(far)s ORDER BY away, id DESC"""  # by the graph or of all, never both


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the index: terms as `kernel.words` gives them, markets, a region's code or none."""

    terms: tuple[str, ...]
    markets: tuple[str, ...]
    region: str = ""


class Hit(NamedTuple):
    """One entry that answers: the key of its opening, idea or instrument; whether it has every word, or is near."""

    opening: UUID | None
    idea: UUID | None
    instrument: int | None
    regions: Sequence[str]
    worded: bool

    @property
    def key(self) -> UUID | int | None:
        """The key of the one it points at."""
        return self.opening or self.idea or self.instrument


@dataclass(frozen=True, slots=True)
class Hits:
    """What answers, best first: entries with every word, then those near in meaning."""

    rows: tuple[Hit, ...]
    more: bool  # there are more with these words than were read


def hits(wanted: Wanted, meaning: Callable[[], str]) -> Hits:
    """The entries that answer, public today. Without words the latest.

    ``meaning`` gives the vector of what is asked, or nothing. It is asked, and what is near is looked for, where the
    words alone do not find more than anybody reads: at what stands behind those nobody looks.
    """
    found = _read(_WORDED if wanted.terms else _LATEST, wanted)
    more = len(found) > MOST
    if wanted.terms and not more and (vector := meaning()):
        there = {hit.key for hit in found}
        found += [hit for hit in _read(_NEAR, wanted, vector=vector) if hit.key not in there]
    return Hits(tuple(found[:MOST] if more else found), more)


def _read(statement: str, wanted: Wanted, *, vector: str = "") -> list[Hit]:
    query = " & ".join(f"'{term}'" for term in wanted.terms)
    values: dict[str, Any] = {
        "query": query,
        "within": f"{query} & ({_places(wanted.region)})" if wanted.region else query,
        "vector": vector,
        "markets": list(wanted.markets),
        "region": wanted.region,
        "today": today(),
        "most": MOST + 1,
        "nearest": NEAREST,
        "few": FEW,
        "far": FAR,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(map(Hit._make, cursor.fetchall()))


def _places(region: str) -> str:
    """What is in a region, or everywhere, as the words of an entry say it."""
    return " | ".join(f"'{term}'" for term in (*place_terms([region]), *place_terms([])))


def as_vector(floats: Floats) -> str:
    """A vector as the database reads it."""
    return "[" + ",".join(f"{value:.5f}" for value in floats.tolist()) + "]"


def hit_of(row: Entry) -> Hit:
    """An entry as it answers a search that found it before."""
    return Hit(row.opening_id, row.idea_id, row.instrument_id, tuple(row.regions), worded=False)


def market_counts() -> dict[str, int]:
    """How much is public of each market today; kept for a minute."""
    day: date = today()
    key = f"market-counts:{day.isoformat()}"
    known: dict[str, int] | None = cache.get(key)
    if known is None:
        rows = Entry.objects.filter(until__gte=day).values_list("market").annotate(n=Count("pk"))
        known = dict(rows.order_by())
        cache.set(key, known, COUNTED_FOR)
    return known


def like_idea(idea_id: UUID, *, limit: int, least: float) -> list[tuple[UUID, float]] | None:
    """Public ideas whose texts are nearest to those of an idea, with their likeness; None while it has no vector."""
    sql = """
        WITH this AS (SELECT vector FROM match_entry WHERE idea_id = %(idea)s AND vector IS NOT NULL)
        SELECT other.idea_id, 1 - (other.vector <=> this.vector) AS likeness
        FROM this LEFT JOIN match_entry other ON other.idea_id <> %(idea)s AND other.until >= %(today)s
            AND other.vector IS NOT NULL
        ORDER BY likeness DESC NULLS LAST, other.idea_id LIMIT %(limit)s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"idea": idea_id, "today": today(), "limit": limit})
        rows = cursor.fetchall()
    if not rows:
        return None
    return [(pk, likeness) for pk, likeness in rows if pk is not None and likeness >= least]
