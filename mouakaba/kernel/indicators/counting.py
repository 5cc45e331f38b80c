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


def parts_of(indicator: Indicator, row: Row) -> tuple[Part, ...]:
    """The parts of an indicator this record is counted in."""
    if row["feed"] != indicator.feed:
        return ()
    if indicator.among is None:
        return (Part.OF,) if _all(indicator.of, row) else ()
    if not _all(indicator.among, row):
        return (Part.BASE,)
    return (Part.OF, Part.AMONG, Part.BASE) if _all(indicator.of, row) else (Part.AMONG, Part.BASE)


def _all(conditions: Sequence[Condition], row: Row) -> bool:
    return all(condition.holds(row) for condition in conditions)


def contributions(indicators: Iterable[Indicator], row: Row) -> Iterator[tuple[Cell, int]]:
    """Each cell this record is counted in, with what it adds there."""
    where = (row["programme"], row["edition"], row["region"], row["year"])
    for indicator in indicators:
        adds = 1 if indicator.total == "records" else int(row["amount"])
        for part in parts_of(indicator, row):
            yield Cell(indicator.code, part, *where, "", ""), adds
            for dimension in DIMENSIONS:
                yield Cell(indicator.code, part, *where, dimension, row[dimension]), adds


def counted(indicators: Sequence[Indicator], rows: Iterable[Row]) -> Counter[Cell]:
    """All cells of these records."""
    cells: Counter[Cell] = Counter()
    for row in rows:
        for cell, adds in contributions(indicators, row):
            cells[cell] += adds
    return cells


def margins(cells: Mapping[Cell, int]) -> Counter[Margin]:
    """The marginal sums of cells, or by how much moved cells move them."""
    found: Counter[Margin] = Counter()
    for cell, adds in cells.items():
        found[Margin(*cell[:3], cell.dimension, cell.value)] += adds
        if not cell.dimension:
            for name in PLACE:
                found[Margin(*cell[:3], name, str(getattr(cell, name)))] += adds
    return found
