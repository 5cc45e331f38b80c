"""The pairs that give the greatest total score when nobody can take more than their capacity."""

from collections.abc import Sequence

import numpy as np

from mouakaba.kernel.assignment import best_transport
from mouakaba.kernel.matching.best import blocks, make_pairs
from mouakaba.kernel.matching.indexed import Indexed, indexed
from mouakaba.kernel.matching.masks import USUAL, Portions
from mouakaba.kernel.matching.model import Listing, Market, Near, Pair
from mouakaba.kernel.matching.postings import Ints
from mouakaba.kernel.matching.scores import Scores

MOST_PAIRS = 10_000_000  # about 2 GB in the solver


class TooManyPairsError(ValueError):
    """More pairs are possible than the solver can be given."""


def assign(
    market: Market,
    lefts: Sequence[Listing] | Indexed,
    rights: Sequence[Listing] | Indexed,
    *,
    near: Near | None = None,
    most_pairs: int = MOST_PAIRS,
    portions: Portions = USUAL,
) -> tuple[Pair, ...]:
    """The assignment with the greatest total score, exactly, among pairs that the rules keep and that score above 0.

    By left in order; for one left the best first, equals by id. The input's order changes nothing else.
    Raises TooManyPairsError above `most_pairs` possible pairs, ValueError as Scores does, FlowError from the solver.
    """
    given = indexed(lefts)
    # By id, because the solver's choice among equal totals depends on the order.
    scores = Scores(market, given.sorted(), indexed(rights).sorted(), near=near, portions=portions)
    left, right, gains = _arcs(scores, most_pairs)
    capacities = [_capacities(side.listings) for side in (scores.lefts, scores.rights)]
    taken = best_transport(left, right, gains, left_capacities=capacities[0], right_capacities=capacities[1])
    place = {listing.id: number for number, listing in enumerate(given.listings)}
    pairs = make_pairs(scores, left[taken], right[taken], gains[taken])
    return tuple(sorted(pairs, key=lambda pair: (place[pair.left.id], -pair.score, pair.right.id)))


def _capacities(side: Sequence[Listing]) -> Ints:
    return np.array([min(listing.capacity, MOST_PAIRS) for listing in side], np.int64)


def _arcs(scores: Scores, most: int) -> tuple[Ints, Ints, Ints]:
    """Every pair that may be taken, and its score in millionths."""
    parts: list[tuple[Ints, Ints, Ints]] = [(np.zeros(0, np.int64),) * 3]
    count = 0
    able = [_capacities(side.listings) > 0 for side in (scores.lefts, scores.rights)]
    for rows, widths in blocks(len(scores.lefts), len(scores.rights), scores.portions):
        for columns in widths:
            found = scores.block(rows, columns)
            found = found * able[0][rows][:, None] * able[1][columns]
            left, right = np.nonzero(found > 0)
            parts.append((left + rows.start, right + columns.start, found[left, right]))
            count += len(left)
            if count > most:
                raise TooManyPairsError(f"more than {most} pairs are possible; ask for more in the rules")
    left, right, gains = (np.concatenate(column) for column in zip(*parts, strict=True))
    return left, right, gains
