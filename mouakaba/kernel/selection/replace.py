"""Filling places that came free after a choice, without touching who stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mouakaba.kernel.selection.choice import choose
from mouakaba.kernel.selection.files import read_files
from mouakaba.kernel.selection.model import Candidate, Change, Quota, Selection


def refill(
    kept: Sequence[Candidate], available: Sequence[Candidate], *, places: int, quotas: Sequence[Quota]
) -> Selection:
    """The best `places` of the files `available`, so that together with those `kept` every quota holds.

    It is `choose` among the available files, each bound lowered by what those kept already count. For one
    place it gives the first file by (score descending, submitted_at, id) that keeps the quotas, which for the
    first withdrawal from a choice is its entry in `Selection.replacements`. When nothing fits, `conflict` and
    `relaxation` name the bounds in terms of the whole group. Raises ValueError as `choose` does.
    """
    counts = quota_counts(kept, quotas)
    lowered = [_lowered(quota, count) for quota, count in zip(quotas, counts, strict=True)]
    found = choose(available, places=places, quotas=lowered, explain=False)
    whole = {quota.code: (quota, count) for quota, count in zip(quotas, counts, strict=True)}
    return replace(found, relaxation=tuple(_of_all(change, *whole[change.code]) for change in found.relaxation))


def _of_all(change: Change, quota: Quota, count: int) -> Change:
    """The change said of the whole group instead of those who join."""
    stands = quota.min if change.bound == "min" else quota.max
    return replace(change, before=stands if stands is not None else change.before, after=change.after + count)


def _lowered(quota: Quota, count: int) -> Quota:
    """What the quota still asks of those who join. A bound already met, or already passed, asks nothing more."""
    least = None if quota.min is None else max(0, quota.min - count)
    most = None if quota.max is None else max(0, quota.max - count)
    return replace(quota, min=least, max=most)


def quota_counts(files: Sequence[Candidate], quotas: Sequence[Quota]) -> list[int]:
    """How many of the files count for each quota, in the order of the quotas."""
    read = read_files(files, quotas)
    masks = [read.masks[kind] for kind in read.kind]
    return [sum(mask >> q & 1 for mask in masks) for q in range(len(quotas))]
