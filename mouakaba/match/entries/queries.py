"""Reading the index: which rows have the words, which are near in meaning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import Count

from mouakaba.base.clock.queries import today
from mouakaba.kernel.skills.packed import Floats
from mouakaba.match.entries.models import Entry

MOST = 200  # found by words: nobody reads more, and "more than" is said
NEAREST = 40  # found by meaning
FAR = 0.62  # distance (1 - cosine) from which two texts are no longer called near
FEW = 4000  # rows of the markets asked up to which all are compared: a graph finds rare rows badly
COUNTED_FOR = 60  # seconds that counts of markets are kept

_OPEN = """until >= %(today)s AND market = ANY(%(markets)s)
    AND (%(region)s = '' OR regions = '{}' OR %(region)s = ANY(regions))"""
_ENDS = "opening_id, idea_id, instrument_id, regions"
_WORDED = """(
    SELECT {ends}, true, -ts_rank(words, %(query)s::tsquery)::float8, id FROM match_entry
    WHERE words @@ %(query)s::tsquery AND {open} LIMIT %(most)s)"""
_LATEST = "(SELECT {ends}, true, 0::float8, id FROM match_entry WHERE {open} ORDER BY id DESC LIMIT %(most)s)"
_NEAR = """(
    SELECT {ends}, false, away, id FROM (
        SELECT id, {ends}, vector <=> %(vector)s::halfvec AS away FROM match_entry
        WHERE vector IS NOT NULL AND {open} ORDER BY {order} LIMIT %(nearest)s
    ) near WHERE away < %(far)s)"""
_BY_GRAPH, _BY_ALL = "vector <=> %(vector)s::halfvec", "(vector <=> %(vector)s::halfvec) + 0"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the index: terms as `kernel.words` gives them, markets, a region's code or none."""

    terms: tuple[str, ...]
    markets: tuple[str, ...]
    region: str = ""
    vector: str = ""  # of the words asked; none: by words alone


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that answers: the key of its opening, idea or instrument; whether it has every word, or is near."""

    opening: UUID | None
    idea: UUID | None
    instrument: int | None
    regions: tuple[str, ...]
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


def hits(wanted: Wanted) -> Hits:
    """The entries that answer, public today, in one query. Without words the latest."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(wanted), _values(wanted))
        rows = cursor.fetchall()
    worded = sum(row[4] for row in rows)
    known: dict[object, Hit] = {}
    for opening, idea, instrument, regions, has_words, _order, _id in rows:
        hit = Hit(opening, idea, instrument, tuple(regions), has_words)
        known.setdefault(hit.key, hit)
    found = list(known.values())
    more = worded > MOST
    return Hits(tuple(found[:MOST] + found[MOST + 1 :] if more else found), more)


def _statement(wanted: Wanted) -> str:
    few = sum(market_counts().get(market, 0) for market in wanted.markets) <= FEW
    parts = [_WORDED if wanted.terms else _LATEST]
    if wanted.vector:
        parts.append(_NEAR.replace("{order}", _BY_ALL if few else _BY_GRAPH))
    asked = " UNION ALL ".join(parts).replace("{ends}", _ENDS).replace("{open}", _OPEN)
    return f"SELECT * FROM ({asked}) AS answers ORDER BY 5 DESC, 6, 7 DESC"  # noqa: S608 - of constants alone


def _values(wanted: Wanted) -> dict[str, Any]:
    return {
        "query": " & ".join(f"'{term}'" for term in wanted.terms),
        "markets": list(wanted.markets),
        "region": wanted.region,
        "today": today(),
        "vector": wanted.vector,
        "most": MOST + 1,
        "nearest": NEAREST,
        "far": FAR,
    }


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
