"""One side of a market made ready once, for any number of questions."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mouakaba.kernel.eligibility import completed_years
from mouakaba.kernel.eligibility.model import kind_of
from mouakaba.kernel.eligibility.verdict import as_day
from mouakaba.kernel.matching.model import Listing
from mouakaba.kernel.matching.postings import Ints, Postings

Bools = NDArray[np.bool_]
Steps = NDArray[np.float32]
KINDS = ("text", "number", "date", "yes_no")
# Steps of a component of a unit vector from 0 to 1: exact in 24 bits, and a product of two vectors exact in 53.
GRID = 1 << 22
_ROWS = 1 << 14  # vectors brought to the grid at once


class Indexed:
    """The listings of a side, each with its own id, and its facts, skills and vectors as arrays, made when first asked.

    `vectors`: of the texts, a row each, all zero or NaN where there is no text. Raises ValueError when there is
    not one vector a listing.
    """

    def __init__(self, listings: Sequence[Listing], vectors: NDArray[np.floating] | None = None) -> None:
        if vectors is not None and (vectors.ndim != 2 or len(vectors) != len(listings)):
            raise ValueError(f"{len(listings)} listings need as many vectors, not {vectors.shape}")
        self.listings = listings
        self.steps = None if vectors is None else on_grid(vectors)
        self._columns: dict[str, Column] = {}

    def __len__(self) -> int:
        return len(self.listings)

    def column(self, name: str) -> "Column":
        """A fact of all listings."""
        if name not in self._columns:
            self._columns[name] = Column(listing.fact(name) for listing in self.listings)
        return self._columns[name]

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """The place of each skill met."""
        uris = dict.fromkeys(uri for listing in self.listings for uri in listing.skills)
        return {uri: place for place, uri in enumerate(uris)}

    @cached_property
    def skills(self) -> Postings:
        """The skills of each listing, by place."""
        places = self.vocabulary
        return Postings.of([{places[uri] for uri in listing.skills} for listing in self.listings])

    @cached_property
    def order(self) -> Ints:
        """Places by id."""
        return np.array(sorted(range(len(self)), key=lambda place: self.listings[place].id), np.int64)

    def sorted(self) -> "Indexed":
        """The same side, its listings by id."""
        moved = Indexed([self.listings[place] for place in self.order])
        moved.steps = None if self.steps is None else self.steps[self.order]
        return moved


def indexed(side: "Sequence[Listing] | Indexed") -> Indexed:
    """The side made ready, if it is not yet."""
    return side if isinstance(side, Indexed) else Indexed(side)


def on_grid(vectors: NDArray[np.floating]) -> Steps:
    """The vectors at length one, each component a whole number of steps; zeros for what has no direction."""
    steps = np.zeros(vectors.shape, np.float32)
    for start in range(0, len(vectors), _ROWS):
        rows = np.asarray(vectors[start : start + _ROWS], np.float64)
        length = np.sqrt(np.add.reduce(rows * rows, axis=1, keepdims=True))
        unit = np.divide(rows, length, out=np.zeros_like(rows), where=np.isfinite(length) & (length > 0))
        steps[start : start + _ROWS] = np.rint(unit * GRID)
    return steps


class Column:
    """One fact of all listings: its distinct values, and which of them each listing has."""

    def __init__(self, values: Iterable[object]) -> None:
        self.found, self.codes = distinct(values)

    def __len__(self) -> int:
        return len(self.found)

    @cached_property
    def elements(self) -> list[Sequence[object]]:
        """The values of each distinct fact: a list has several, a missing fact none."""
        return [() if found is None else found if isinstance(found, list | tuple) else (found,) for found in self.found]

    @cached_property
    def missing(self) -> Bools:
        return np.array([found is None for found in self.found], bool)

    @cached_property
    def unreadable(self) -> Bools:
        """By distinct fact and kind: whether one of its values cannot be read as the kind."""
        return flags([{kind for one in row for kind in KINDS if kind not in readings(one)} for row in self.elements])

    @cached_property
    def items(self) -> tuple[dict[Hashable, int], Postings]:
        """The place of each (kind, value) met, and which of them each distinct fact holds."""
        places: dict[Hashable, int] = {}
        rows = [
            {places.setdefault(item, len(places)) for one in row for item in readings(one).items()}
            for row in self.elements
        ]
        return places, Postings.of(rows)

    def ranks(self, kind: str, on: date | None) -> tuple[list[Any], Ints]:
        """The readings as a kind (as ages on a day, if there is one) in order, and the ranks each fact holds.

        Ranks, so that numbers of any size compare exactly; a row of -1 after its ranks.
        """
        read = [[_read(one, kind, on) for one in row if kind in readings(one)] for row in self.elements]
        order = sorted({one for row in read for one in row})
        ranks = {value: rank for rank, value in enumerate(order)}
        width = max(map(len, read), default=0)
        padded = [[*(ranks[one] for one in row), *[-1] * (width - len(row))] for row in read]
        return order, np.array(padded, np.int64).reshape(len(read), width)


def _read(value: object, kind: str, on: date | None) -> Any:
    read = readings(value)[kind]
    return completed_years(read, on) if on and isinstance(read, date) else read


def readings(value: object) -> dict[str, object]:
    """The value as each kind it can be read as: a text or moment that begins with a day is a date too."""
    given: dict[str, object] = {kind_of(value): value} if kind_of(value) else {}
    day = as_day(value)
    return given if day is None else {**given, "date": day}


def flags(rows: Sequence[Iterable[str]]) -> Bools:
    """A row a line, a kind a column."""
    return np.array([[kind in row for kind in KINDS] for row in map(set, rows)], bool).reshape(-1, len(KINDS))


def distinct(values: Iterable[object]) -> tuple[list[Any], Ints]:
    """The different values, in the order met, and for each value its place among them."""
    places: dict[Hashable, int] = {}
    kept: list[object] = []
    codes = []
    for value in values:
        place = places.setdefault(_frozen(value), len(places))
        if place == len(kept):
            kept.append(value)
        codes.append(place)
    return kept, np.array(codes, np.int64)


def _frozen(value: object) -> Hashable:
    """Equal only for values alike in type too: 1, 1.0 and true are three facts."""
    if isinstance(value, str | int | None):
        return (type(value), value)
    if isinstance(value, list | tuple):
        return (list, tuple(_frozen(one) for one in value))
    return (type(value), value if kind_of(value) else repr(value))
