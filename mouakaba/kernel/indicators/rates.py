"""A figure as it is read: the count, or a share in per cent with how many answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from mouakaba.kernel.indicators.model import Indicator, Part


@dataclass(frozen=True, slots=True)
class Reading:
    """`value` None: nothing to count it from. `response` is the share in per cent who answered; None for a count."""

    value: Decimal | None
    records: int
    response: Decimal | None


def read_out(indicator: Indicator, sums: Mapping[str, int]) -> Reading:
    """A figure from the sums of its parts (`Part` values), to one decimal, halves to even."""
    of = sums.get(Part.OF, 0)
    if not indicator.is_rate:
        return Reading(Decimal(of), of, None)
    among, base = sums.get(Part.AMONG, 0), sums.get(Part.BASE, 0)
    return Reading(share(of, among), among, share(among, base))


def share(some: int, all_: int) -> Decimal | None:
    """Per cent, to one decimal; None of nothing."""
    if not all_:
        return None
    return (Decimal(100 * some) / all_).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
