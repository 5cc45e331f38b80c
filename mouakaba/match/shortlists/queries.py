"""The profiles that may be among the best for an opening, out of all that may be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from psycopg import Cursor, IsolationLevel
from psycopg.pq import Format

from mouakaba.base.clock.queries import today
from mouakaba.kernel.matching import Codes, Listing, Market, Near, facts_read, shortlist, skills_read
from mouakaba.kernel.matching import Segment as Held
from mouakaba.match.pairing.queries import on_day
from mouakaba.match.shortlists.rules import NUMBERS

# One statement: a profile is either in a segment or among those changed since, never lost between the two.
_READ = """
SELECT 'segment', id, size::text, NULL::jsonb, gone FROM match_segment
UNION ALL SELECT 'skill', segment_id, uri, NULL, numbers FROM match_posting WHERE uri = ANY(%(skills)s)
UNION ALL SELECT 'fact', segment_id, name, told, codes FROM match_segmentfact WHERE name = ANY(%(facts)s)
UNION ALL SELECT 'change', segment_id, change.profile_id::text, to_jsonb(number), NULL
FROM (SELECT DISTINCT profile_id FROM match_profilechange) change LEFT JOIN match_segmentmember USING (profile_id)
"""

_NAMES = """
SELECT profile_id, millionths FROM match_segmentmember
JOIN unnest(%(segments)s::bigint[], %(numbers)s::int[], %(millionths)s::bigint[])
AS found (segment_id, number, millionths)
USING (segment_id, number)
"""


def best_known(market: Market, right: Listing, near: Near) -> list[UUID]:
    """Who may be among the best for a need: the best of the segments, then all that changed since they were folded.

    Who may be seen is for ``visible_profiles`` to say, here and now. Raises ValueError for a market whose tests the
    segments cannot answer: see ``facts_read``.
    """
    with _one_moment():
        kept = _kept(facts_read(market), skills_read(right, near))
        return [*_members(kept, market, right, near), *kept.changed]


@contextmanager
def _one_moment() -> Iterator[None]:
    """All that is read inside is of one moment, also while segments are written anew.

    Within a transaction of the caller's there is no setting that: somebody may then be missed for that moment.
    """
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()
    kept = connection.connection.isolation_level
    connection.connection.isolation_level = IsolationLevel.REPEATABLE_READ  # goes out with the BEGIN
    try:
        with transaction.atomic():
            yield
    finally:
        connection.connection.isolation_level = kept


@dataclass
class _Kept:
    """The segments, by their keys, and the profiles that changed since."""

    segments: dict[int, Held] = field(default_factory=dict)
    changed: list[UUID] = field(default_factory=list)


def _kept(facts: Iterable[str], skills: Iterable[str]) -> _Kept:
    sizes: dict[int, int] = {}
    gone: dict[int, list[Any]] = defaultdict(list)
    holders: dict[int, dict[str, Any]] = defaultdict(dict)
    codes: dict[int, dict[str, Codes]] = defaultdict(dict)
    kept, day = _Kept(), today().isoformat()
    for kind, segment, name, told, numbers in _rows(_READ, {"facts": list(facts), "skills": list(skills)}):
        match kind:
            case "segment":
                sizes[segment] = int(name)
                gone[segment].append(_numbers(numbers))
            case "skill":
                holders[segment][name] = _numbers(numbers)
            case "fact":
                codes[segment][name] = Codes([on_day(name, value, day) for value in told], _numbers(numbers))
            case _:
                kept.changed.append(UUID(name))
                if segment is not None:
                    gone[segment].append(np.array([told], NUMBERS))
    for segment, size in sizes.items():
        left = np.concatenate(gone[segment])
        kept.segments[segment] = Held(size, holders[segment], codes[segment], left)
    return kept


def _rows(sql: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Numbers come as bytes: Django's own cursors write them out as text, several times as long.

    Django wraps the cursor as it does its own, so that these queries are logged and counted with the others.
    """
    connection.ensure_connection()
    bare: Any = Cursor(connection.connection)
    bare.format = Format.BINARY
    with connection.make_debug_cursor(bare) if connection.queries_logged else connection.make_cursor(bare) as cursor:
        cursor.execute(sql, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _numbers(kept: bytes) -> Any:
    return np.frombuffer(kept, NUMBERS)


def _members(kept: _Kept, market: Market, right: Listing, near: Near) -> list[UUID]:
    """The best of the segments, equal ones by id."""
    keys = list(kept.segments)
    found = shortlist(market, list(kept.segments.values()), right, near=near)
    places = [[keys[one.segment] for one in found], [one.number for one in found], [one.millionths for one in found]]
    asked = dict(zip(("segments", "numbers", "millionths"), places, strict=True))
    ranked = sorted((-millionths, str(profile)) for profile, millionths in _rows(_NAMES, asked))
    return [UUID(name) for _millionths, name in ranked[: market.top]]
