"""Which counts of people stay unsaid, so that no small one is read or computed.

A table has groups (programmes) as rows and the values of one dimension as columns. Row totals are published in other
tables too and are never hidden to protect an inner cell; column totals belong to this table alone. A hidden cell is
kept safe by a rectangle of hidden cells around which one person could move either way: then two tables at least fit
what is published. (After Cox, "Suppression methodology and statistical disclosure control", 1980.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

LEAST = 5
ALL = ""  # the row of the column totals
Place = tuple[str, str]
Table = Mapping[str, Mapping[str, int]]


def protected(table: Table, least: int = LEAST) -> frozenset[Place] | None:
    """The places `(row, column)` to hide, those of the totals' row `""` among them; None: show nothing of this table.

    Counts are not negative; a nought is shown, since it tells nobody. Deterministic.
    """
    full = _with_totals(table)
    if any(0 < sum(row.values()) < least for row in full.values()):
        return None
    hidden = {place for place in _places(full) if 0 < full[place[0]][place[1]] < least}
    while bare := _first_bare(full, hidden):
        rectangle = _cheapest(full, hidden, bare)
        if rectangle is None:
            return None
        hidden |= set(rectangle)
    return frozenset(hidden)


def too_small(totals: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """The groups that are not shown by themselves: those below `least`, with the next smallest until they make it.

    What is left when the shown groups are taken from the whole is then nought, or `least` at least.
    """
    order = sorted((count, name) for name, count in totals.items() if count)
    small = [name for count, name in order if count < least]
    while small and sum(totals[name] for name in small) < least and len(small) < len(order):
        small.append(order[len(small)][1])
    return frozenset(small)


def _with_totals(table: Table) -> dict[str, dict[str, int]]:
    columns = sorted({column for row in table.values() for column in row})
    full = {name: {column: row.get(column, 0) for column in columns} for name, row in sorted(table.items())}
    full[ALL] = {column: sum(row[column] for row in full.values()) for column in columns}
    return full


def _places(full: Table) -> Iterator[Place]:
    for row, counts in full.items():
        for column in counts:
            yield row, column


def _rectangles(full: Table, place: Place) -> Iterator[tuple[Place, Place, Place, Place]]:
    """The place, its opposite, and the two beside it."""
    row, column = place
    others = [name for name in full if name != row], [name for name in full[row] if name != column]
    for other_row, other_column in product(*others):
        yield place, (other_row, other_column), (row, other_column), (other_row, column)


def _is_safe(full: Table, corners: Sequence[Place]) -> bool:
    """Whether one person can move around it: no corner empty, and one diagonal that can lose one.

    With a corner in the totals' row signs turn: what leaves an inner cell leaves the total above it too.
    """
    counts = [full[row][column] for row, column in corners]
    if min(counts) < 1:
        return False
    place, opposite, beside, below = counts
    if ALL in {row for row, _ in corners}:
        return max(place, opposite, beside, below) > 1 and _moves(place, beside, below, opposite)
    return min(place, opposite) > 1 or min(beside, below) > 1


def _moves(place: int, beside: int, below: int, opposite: int) -> bool:
    """One row gains in a column what it loses in the other, and its totals with it: both of one side exceed one."""
    return min(place, below) > 1 or min(beside, opposite) > 1


def _first_bare(full: Table, hidden: set[Place]) -> Place | None:
    """The first hidden place without a rectangle of hidden places around it."""
    for place in sorted(hidden):
        if not any(hidden.issuperset(corners) and _is_safe(full, corners) for corners in _rectangles(full, place)):
            return place
    return None


def _cheapest(full: Table, hidden: set[Place], place: Place) -> tuple[Place, ...] | None:
    """The rectangle that hides the fewest people more."""
    safe = [corners for corners in _rectangles(full, place) if _is_safe(full, corners)]
    return min(safe, key=lambda corners: (_cost(full, hidden, corners), corners), default=None)


def _cost(full: Table, hidden: set[Place], corners: Sequence[Place]) -> int:
    return sum(full[row][column] for row, column in corners if (row, column) not in hidden)
