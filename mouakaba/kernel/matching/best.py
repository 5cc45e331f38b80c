"""The best pairs of each listing: exact, the same for any order of the input, memory bounded by blocks."""

from collections.abc import Iterator, Sequence

import numpy as np

from mouakaba.kernel.matching.indexed import Indexed, indexed
from mouakaba.kernel.matching.masks import USUAL, Portions
from mouakaba.kernel.matching.model import PARTS, Listing, Market, Near, Pair, Side
from mouakaba.kernel.matching.postings import Ints
from mouakaba.kernel.matching.scores import REFUSED, Scores

_TOLD = 1 << 13  # pairs told at once


def best_rights(
    market: Market,
    lefts: Sequence[Listing] | Indexed,
    rights: Sequence[Listing] | Indexed,
    *,
    top: int | None = None,
    near: Near | None = None,
    portions: Portions = USUAL,
) -> Iterator[tuple[Pair, ...]]:
    """For each left in order, its best `top` rights (the market's by default) among those the rules keep.

    Best first; equal scores by id. Raises ValueError as Scores does, or when `top` is less than 1.
    """
    return _best(market, indexed(lefts), indexed(rights), Side.LEFT, top, near, portions)


def best_lefts(
    market: Market,
    lefts: Sequence[Listing] | Indexed,
    rights: Sequence[Listing] | Indexed,
    *,
    top: int | None = None,
    near: Near | None = None,
    portions: Portions = USUAL,
) -> Iterator[tuple[Pair, ...]]:
    """For each right in order, its best lefts; see `best_rights`. For one right, give a list of one.

    Many lefts asked for again and again are best made ready once, as Indexed(lefts, vectors).
    """
    return _best(market, indexed(lefts), indexed(rights), Side.RIGHT, top, near, portions)


def _best(
    market: Market,
    lefts: Indexed,
    rights: Indexed,
    side: Side,
    top: int | None,
    near: Near | None,
    portions: Portions,
) -> Iterator[tuple[Pair, ...]]:
    if top is not None and top < 1:
        raise ValueError(f"top must be at least 1, not {top}")
    scores = Scores(market, lefts, rights, near=near, portions=portions)
    return _told(scores, side, market.top if top is None else top)


def blocks(height: int, width: int, portions: Portions) -> Iterator[tuple[slice, list[slice]]]:
    """Slices of rows and, for each, the slices of columns; a row slice times a column slice stays small."""
    most = portions.width
    widths = [slice(start, min(start + most, width)) for start in range(0, width, most)]
    step = max(1, portions.cells // max(1, min(width, most)))
    for start in range(0, height, step):
        yield slice(start, min(start + step, height)), widths


def _told(scores: Scores, side: Side, top: int) -> Iterator[tuple[Pair, ...]]:
    """The best of each listing of `side`."""
    ours, others = (scores.lefts, scores.rights) if side is Side.LEFT else (scores.rights, scores.lefts)
    # A key holds the score, then the rank of the id from last to first: the greatest keys are the best pairs.
    rank = np.empty(len(others), np.int64)
    rank[others.order] = np.arange(len(others))[::-1]
    for rows, widths in blocks(len(ours), len(others), scores.portions):
        best = np.full((rows.stop - rows.start, 0), -1, np.int64)
        for columns in widths:
            found = scores.block(rows, columns) if side is Side.LEFT else scores.block(columns, rows).T
            keys = np.where(found == REFUSED, -1, found * len(others) + rank[columns])
            best = _greatest(np.concatenate([best, keys], axis=1), top)
        step = max(1, _TOLD // top)
        for start in range(0, len(best), step):
            yield from _rows(scores, side, rows.start + start, best[start : start + step])


def _greatest(keys: Ints, top: int) -> Ints:
    if keys.shape[1] > top:
        keys = np.partition(keys, keys.shape[1] - top, axis=1)[:, -top:]
    return -np.sort(-keys, axis=1)


def _rows(scores: Scores, side: Side, first: int, keys: Ints) -> Iterator[tuple[Pair, ...]]:
    """The pairs of consecutive listings; `keys` below 0 stand for none."""
    order = (scores.rights if side is Side.LEFT else scores.lefts).order
    row, column = np.nonzero(keys >= 0)
    found, rank = np.divmod(keys[row, column], max(len(order), 1))
    ours, others = row + first, order[len(order) - 1 - rank]
    lefts, rights = (ours, others) if side is Side.LEFT else (others, ours)
    pairs = make_pairs(scores, lefts, rights, found)
    ends = np.cumsum((keys >= 0).sum(axis=1)).tolist()
    for start, end in zip([0, *ends], ends, strict=False):
        yield tuple(pairs[start:end])


def make_pairs(scores: Scores, lefts: Ints, rights: Ints, millionths: Ints) -> list[Pair]:
    """The pairs of these places, each with the closeness of its texts for the reasons."""
    closeness = scores.closeness_of(lefts, rights)
    found = zip(lefts.tolist(), rights.tolist(), millionths.tolist(), closeness.tolist(), strict=True)
    left, right = scores.lefts.listings, scores.rights.listings
    return [Pair(left[one], right[other], score / PARTS, close) for one, other, score, close in found]
