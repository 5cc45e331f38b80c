"""Bringing records and cells up to date with what the engines tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.kernel.indicators import Cell, Record, counted
from mouakaba.observe.indicators.models import FeedMark, StoredCell, StoredRecord
from mouakaba.observe.indicators.queries import FEEDS, TOLD_WHOLE
from mouakaba.observe.indicators.rules import declarations_digest, declared

Feed = Callable[[datetime | None], Iterable[Record]]
_TOGETHER = 5000
_LOCK = 7_204_518  # two refreshes never count one change twice
_TOLD = tuple(field.name for field in fields(Record) if field.name not in ("feed", "key"))
_KEPT = (*_TOLD, "year")
_COLUMNS = ("indicator", "part", "programme", "edition", "region", "year", "dimension", "value")


def refresh_all(*, whole: bool = False) -> int:
    """Every feed brought up to date; how many records changed."""
    return sum(refresh_feed(name, feed, whole=whole or name in TOLD_WHOLE) for name, feed in FEEDS.items())


def refresh_feed(name: str, feed: Feed, *, whole: bool = False) -> int:
    """Reads what changed since the last time, or all of it; how many records changed.

    A change that was not yet committed last time is found: reading begins where the oldest transaction then open had
    begun. Reading something twice counts it once. `whole` also forgets what its engine no longer tells.
    """
    with transaction.atomic():
        horizon = hold_refresh()
        mark = FeedMark.objects.filter(pk=name).first()
        since = mark.read_to if mark and not whole else None
        if mark is None or mark.declarations != declarations_digest():
            count_again(name)
        changed = _take_in(name, feed(since), forget=since is None)
        FeedMark.objects.update_or_create(
            feed=name,
            defaults={"read_to": horizon, "declarations": declarations_digest(), "refreshed_at": now()},
        )
    return changed


def hold_refresh() -> datetime:
    """Inside a transaction: no refresh runs until its end. Since when all that may still write has been open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT least(now(), min(xact_start)) FROM pg_stat_activity WHERE datname = current_database()")
        row = cursor.fetchone()
    horizon: datetime = row[0]
    return horizon


def _take_in(name: str, told: Iterable[Record], *, forget: bool) -> int:
    """Keeps what is told; the cells move once, at the end, whatever the number of records."""
    rows, seen, changed, moved = iter(told), set[str](), 0, Counter[Cell]()
    while some := {row.key: row for row in islice(rows, _TOGETHER)}:
        seen |= set(some)
        changed += _keep(name, some, moved)
    if forget:
        changed += _forget(name, seen, moved)
    _add({cell: by for cell, by in moved.items() if by})
    return changed


def _keep(name: str, some: Mapping[str, Record], moved: Counter[Cell]) -> int:
    """Writes the records that differ from those kept, and notes by how much they move the cells."""
    known = {row["key"]: row for row in _stored(name, list(some))}
    fresh = {key: _as_row(record) for key, record in some.items()}
    changed = {key: row for key, row in fresh.items() if row != known.get(key)}
    if not changed:
        return 0
    with recorded("refresh_figures", by=None, feed=name, records=len(changed)):
        StoredRecord.objects.bulk_create(
            [StoredRecord(**row) for row in changed.values()],
            update_conflicts=True,
            unique_fields=["feed", "key"],
            update_fields=list(_KEPT),
        )
    _note(moved, changed.values(), [known[key] for key in changed if key in known])
    return len(changed)


def _forget(name: str, seen: set[str], moved: Counter[Cell]) -> int:
    gone = set(StoredRecord.objects.filter(feed=name).values_list("key", flat=True)) - seen
    if not gone:
        return 0
    with recorded("forget_figures", by=None, feed=name, records=len(gone)):
        _note(moved, [], list(_stored(name, list(gone))))
        StoredRecord.objects.filter(feed=name, key__in=gone).delete()
    return len(gone)


def _as_row(record: Record) -> dict[str, Any]:
    return asdict(record) | {"year": record.day.year if record.day else 0}


def _stored(name: str, keys: list[str]) -> Iterator[dict[str, Any]]:
    rows = StoredRecord.objects.filter(feed=name, key__in=keys)
    yield from rows.values("feed", "key", *_KEPT)


def _note(moved: Counter[Cell], after: Iterable[Mapping[str, Any]], before: Iterable[Mapping[str, Any]]) -> None:
    indicators = list(declared().values())
    moved.update(counted(indicators, after))
    moved.subtract(counted(indicators, before))


def count_again(name: str) -> None:
    """All cells of a feed anew from its records: its declarations changed."""
    mine = [one for one in declared().values() if one.feed == name]
    codes = [one.code for one in declared().values() if one.feed != name]
    StoredCell.objects.exclude(indicator__in=codes).delete()
    rows = StoredRecord.objects.filter(feed=name).values("feed", *_KEPT).iterator(chunk_size=_TOGETHER)
    _add(counted(mine, rows))


def _add(moved: Mapping[Cell, int] | Counter[Cell]) -> None:
    """Adds to the cells, in one order for everybody; what comes to nothing stays as a nought."""
    cells = sorted(moved.items())
    names = ", ".join(_COLUMNS)
    kinds = ("text", "text", "text", "text", "text", "smallint", "text", "text")
    slots = ", ".join(f"%s::{kind}[]" for kind in kinds)
    statement = (
        f"INSERT INTO observe_storedcell ({names}, total) SELECT * FROM unnest({slots}, %s::bigint[]) "  # noqa: S608
        f"ON CONFLICT ({names}) DO UPDATE SET total = observe_storedcell.total + excluded.total"
    )
    with connection.cursor() as cursor:
        for start in range(0, len(cells), 50_000):
            some = cells[start : start + 50_000]
            columns = [list(column) for column in zip(*(cell for cell, _ in some), strict=True)]
            cursor.execute(statement, [*columns, [by for _, by in some]])
