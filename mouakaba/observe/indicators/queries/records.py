"""Records by the conditions of a declaration, as the database reads them; and cells counted from them by the database.

`kernel.indicators` says the same of one record at a time; the tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from mouakaba.kernel.indicators import DIMENSIONS, Cell, Condition, Indicator, Part, adds
from mouakaba.observe.indicators.models import PLACE, StoredRecord

_UNSAID: dict[str, Any] = {"year": 0, "amount": 0, "day__isnull": True}
_TOGETHER = 5000


def matching(conditions: Iterable[Condition]) -> Q:
    """Records of which all these hold, as `Condition.holds` reads them."""
    return reduce(and_, map(_matching, conditions), Q())


def _matching(condition: Condition) -> Q:
    if condition.values:
        return Q(**{f"{condition.field}__in": condition.values})
    name = "day__isnull" if condition.field == "day" else condition.field
    return ~Q(**{name: _UNSAID.get(name, "")})


def records_of(one: Indicator) -> QuerySet[StoredRecord]:
    """What an indicator is counted from, in the order of the pages that list it."""
    rows = StoredRecord.objects.filter(matching(one.counted), feed=one.feed)
    return rows.order_by("programme", "edition", "-day", "key")


def counted_cells(feed: str, indicators: Sequence[Indicator]) -> Iterator[tuple[Cell, int]]:
    """All cells of a feed that come to something, in one pass of the database for each dimension."""
    parts = {f"part_{place}": one for place, one in enumerate(_parts(indicators))}
    sums = {name: _sum(*one) for name, one in parts.items()}
    for dimension in ("", *DIMENSIONS) if parts else ():
        group = (*PLACE, dimension) if dimension else PLACE
        rows = StoredRecord.objects.filter(feed=feed).order_by().values(*group).annotate(**sums)
        for row in rows.iterator(chunk_size=_TOGETHER):
            where = (*(row[name] for name in PLACE), dimension, row[dimension] if dimension else "")
            yield from (
                (Cell(one.code, part, *where), int(row[name])) for name, (one, part, _) in parts.items() if row[name]
            )


def _parts(indicators: Iterable[Indicator]) -> Iterator[tuple[Indicator, Part, Q]]:
    """What of each indicator is counted, and of which records."""
    for one in indicators:
        if one.among is None:
            yield one, Part.OF, matching(one.of)
            if one.givers:
                yield one, Part.FROM, matching(one.of)
        else:
            yield one, Part.OF, matching((*one.among, *one.of))
            yield one, Part.AMONG, matching(one.among)
            yield one, Part.BASE, Q()


def _sum(one: Indicator, part: Part, when: Q) -> Any:
    of_amounts = adds(one, part, records=0, amount=1)
    return Sum("amount", filter=when or None) if of_amounts else Count("pk", filter=when or None)
