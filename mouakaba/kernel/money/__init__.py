"""Dirhams as whole centimes: nothing is lost to rounding, and parts add up to their whole."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import overload

CENTIMES = 100  # in a dirham
MOST = 10**15  # centimes: ten thousand milliards of dirhams, more than any amount meant


def centimes(dirhams: int | Decimal | str) -> int:
    """Dirhams as centimes. Raises ValueError for what is no amount, has a third decimal, or is absurdly large."""
    try:
        exact = Decimal(dirhams) * CENTIMES
    except InvalidOperation:
        raise ValueError("not an amount") from None
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise ValueError("not an amount with at most two decimals")
    if abs(exact) > MOST:
        raise ValueError("too large an amount")
    return int(exact)


@overload
def dirhams(amount: int) -> int | Decimal: ...
@overload
def dirhams(amount: None) -> None: ...
def dirhams(amount: int | None) -> int | Decimal | None:
    """Centimes as dirhams: a whole number where it is one, else two decimals. None stays None."""
    if amount is None:
        return None
    whole, rest = divmod(amount, CENTIMES)
    return whole if rest == 0 else (Decimal(amount) / CENTIMES).quantize(Decimal("0.01"))


def share(amount: int, rate: Fraction) -> int:
    """The part of an amount at this rate, rounded down to the centime: a cap is never passed."""
    return int(amount * rate // 1)


def split(amount: int, weights: Sequence[int]) -> tuple[int, ...]:
    """An amount in parts by weight that add up to it exactly: largest remainders, ties to the first (Hamilton).

    Raises ValueError when no weight is above zero, or one is below.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0 or amount < 0:
        raise ValueError("an amount of zero or more is split by weights that are not all zero")
    parts = [amount * weight // total for weight in weights]
    rests = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % total), i))
    for i in rests[: amount - sum(parts)]:
        parts[i] += 1
    return tuple(parts)


__all__ = ["CENTIMES", "MOST", "centimes", "dirhams", "share", "split"]
