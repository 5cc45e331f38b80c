"""Bringing records and cells up to date with what the engines tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.kernel.indicators import Cell, Margin, Record, counted, margins
from mouakaba.observe.indicators.models import FeedMark, StoredCell, StoredMargin, StoredRecord
from mouakaba.observe.indicators.queries import FEEDS, TOLD_WHOLE, counted_cells
from mouakaba.observe.indicators.rules import declarations_digest, declared, declared_of

Feed = Callable[[datetime | None], Iterable[Record]]
_TOGETHER = 5000
_LOCK = 7_204_518  # two refreshes never count one change twice
_TOLD = tuple(field.name for field in fields(Record) if field.name not in ("feed", "key"))
_KEPT = (*_TOLD, "year")
Row = Mapping[str, Any]


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
        anew = mark is None or mark.declarations != declarations_digest()
        changed = _take_in(name, feed(since), forget=since is None, moves=not anew)
        if anew:
            count_again(name)
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


def _take_in(name: str, told: Iterable[Record], *, forget: bool, moves: bool) -> int:
    """Keeps what is told; the cells move once, at the end, whatever the number of records, or not at all."""
    rows, seen, changed = iter(told), set[str](), 0
    moved: Counter[Cell] | None = Counter() if moves else None
    while some := {row.key: row for row in islice(rows, _TOGETHER)}:
        seen |= set(some)
        changed += _keep(name, some, moved)
    if forget:
        changed += _forget(name, seen, moved)
    _add({cell: by for cell, by in (moved or {}).items() if by})
    return changed


def _keep(name: str, some: Mapping[str, Record], moved: Counter[Cell] | None) -> int:
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
    if moved is not None:
        _note(name, moved, changed.values(), [known[key] for key in changed if key in known])
    return len(changed)


def _forget(name: str, seen: set[str], moved: Counter[Cell] | None) -> int:
    gone = set(StoredRecord.objects.filter(feed=name).values_list("key", flat=True)) - seen
    if not gone:
        return 0
    with recorded("forget_figures", by=None, feed=name, records=len(gone)):
        if moved is not None:
            _note(name, moved, [], list(_stored(name, list(gone))))
        StoredRecord.objects.filter(feed=name, key__in=gone).delete()
    return len(gone)


def _as_row(record: Record) -> dict[str, Any]:
    return asdict(record) | {"year": record.day.year if record.day else 0}


def _stored(name: str, keys: list[str]) -> Iterator[dict[str, Any]]:
    rows = StoredRecord.objects.filter(feed=name, key__in=keys)
    yield from rows.values("feed", "key", *_KEPT)


def _note(name: str, moved: Counter[Cell], after: Iterable[Row], before: Iterable[Row]) -> None:
    indicators = declared_of(name)
    moved.update(counted(indicators, after))
    moved.subtract(counted(indicators, before))


def count_again(name: str) -> None:
    """All cells of a feed anew from its records, by the database: they are new, or their declarations changed."""
    others = [one.code for one in declared().values() if one.feed != name]
    StoredCell.objects.exclude(indicator__in=others).delete()
    StoredMargin.objects.exclude(indicator__in=others).delete()
    _add(dict(counted_cells(name, declared_of(name))))


def _add(moved: Mapping[Cell, int]) -> None:
    """Adds to the cells and to their margins; what comes to nothing stays as a nought."""
    _pour("observe_storedcell", Cell._fields, moved)
    _pour("observe_storedmargin", Margin._fields, margins(moved))


def _pour(table: str, names: Sequence[str], moved: Mapping[Any, int]) -> None:
    """Adds to rows known by these columns, in one order for everybody."""
    rows, listed = sorted(moved.items()), ", ".join(names)
    slots = ", ".join("%s::smallint[]" if name == "year" else "%s::text[]" for name in names)
    statement = (
        f"INSERT INTO {table} ({listed}, total) SELECT * FROM unnest({slots}, %s::bigint[]) "  # noqa: S608
        f"ON CONFLICT ({listed}) DO UPDATE SET total = {table}.total + excluded.total"
    )
    with connection.cursor() as cursor:
        for start in range(0, len(rows), 50_000):
            some = rows[start : start + 50_000]
            columns = [list(column) for column in zip(*(place for place, _ in some), strict=True)]
            cursor.execute(statement, [*columns, [by for _, by in some]])
