"""From records to cells. A cell holds how many records, and how much, for one value of one dimension."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from mouakaba.kernel.indicators.model import DIMENSIONS, Condition, Indicator, Part, Row


class Cell(NamedTuple):
    """Where a record is counted. Dimension "" is the whole; value "" is what was not said."""

    indicator: str
    part: str
    programme: str
    edition: str
    region: str
    year: int
    dimension: str
    value: str


class Margin(NamedTuple):
    """What cells come to over all but the programme and one dimension; region, year and edition are such too."""

    indicator: str
    part: str
    programme: str
    dimension: str
    value: str


PLACE = ("edition", "region", "year")
_COUNTED = {False: (Part.OF,), True: (Part.OF, Part.FROM)}


def parts_of(indicator: Indicator, row: Row) -> tuple[Part, ...]:
    """The parts of an indicator this record is counted in."""
    if row["feed"] != indicator.feed:
        return ()
    if indicator.among is None:
        return _COUNTED[indicator.givers] if _all(indicator.of, row) else ()
    if not _all(indicator.among, row):
        return (Part.BASE,)
    return (Part.OF, Part.AMONG, Part.BASE) if _all(indicator.of, row) else (Part.AMONG, Part.BASE)


def _all(conditions: Sequence[Condition], row: Row) -> bool:
    return all(condition.holds(row) for condition in conditions)


def adds(indicator: Indicator, part: str, records: int, amount: int) -> int:
    """What so many like records of this amount in all add to a part."""
    return amount if indicator.total == "amount" or part == Part.FROM else records


def contributions(indicators: Iterable[Indicator], row: Row) -> Iterator[tuple[Cell, int]]:
    """Each cell this record is counted in, with what it adds there."""
    where = (row["programme"], row["edition"], row["region"], row["year"])
    for indicator in indicators:
        for part in parts_of(indicator, row):
            more = adds(indicator, part, 1, int(row["amount"]))
            yield Cell(indicator.code, part, *where, "", ""), more
            for dimension in DIMENSIONS:
                yield Cell(indicator.code, part, *where, dimension, row[dimension]), more


def counted(indicators: Sequence[Indicator], rows: Iterable[Row]) -> Counter[Cell]:
    """All cells of these records."""
    cells: Counter[Cell] = Counter()
    for row in rows:
        for cell, more in contributions(indicators, row):
            cells[cell] += more
    return cells


def margins(cells: Mapping[Cell, int]) -> Counter[Margin]:
    """The marginal sums of cells, or by how much moved cells move them."""
    found: Counter[Margin] = Counter()
    for cell, more in cells.items():
        found[Margin(*cell[:3], cell.dimension, cell.value)] += more
        if not cell.dimension:
            for name in PLACE:
                found[Margin(*cell[:3], name, str(getattr(cell, name)))] += more
    return found
