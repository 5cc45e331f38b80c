"""What a plan comes to when every month is like the other: no growth, no tax, no interest."""

from dataclasses import dataclass

HORIZON = 120  # months: a plan that does not pay back in ten years is told so


@dataclass(frozen=True, slots=True)
class Sheet:
    """Amounts in centimes, none below zero: costs before the start, costs a month, price of a unit; own money.

    Raises ValueError for a number below zero.
    """

    start: int
    monthly: int
    units: int  # sold in a month
    price: int
    own: int

    def __post_init__(self) -> None:
        """Checks the signs."""
        if min(self.start, self.monthly, self.units, self.price, self.own) < 0:
            raise ValueError("a plan has no number below zero")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a sheet comes to, in centimes."""

    sales: int  # a month
    result: int  # a month: sales less costs; below zero is a loss
    year: int  # the first year: twelve months less the costs before the start
    to_find: int  # of the costs before the start, what own money does not cover
    pays_back: int | None  # the first month at whose end the results cover the start; None: not within HORIZON
    units_to_cover: int | None  # the fewest units a month that cover the monthly costs; None without a price


def outcome(sheet: Sheet) -> Outcome:
    """The outcome of a sheet."""
    sales = sheet.units * sheet.price
    result = sales - sheet.monthly
    return Outcome(
        sales=sales,
        result=result,
        year=12 * result - sheet.start,
        to_find=max(sheet.start - sheet.own, 0),
        pays_back=_months(sheet.start, result),
        units_to_cover=-(-sheet.monthly // sheet.price) if sheet.price else None,
    )


def _months(start: int, result: int) -> int | None:
    if start == 0 and result >= 0:
        return 0
    if result <= 0:
        return None
    months = -(-start // result)
    return months if months <= HORIZON else None
