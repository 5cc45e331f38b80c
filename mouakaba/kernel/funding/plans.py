"""A plan that adds up: which instruments together, and how much of each.

What costs the project least comes first: grants, then what the holder brings, then interest-free loans, then loans.
First the gap is as small as can be, then grants are as large as can be, then loans with interest as small as can be.
Instruments that bar one another or bind the holder's own share are chosen by trying all their sets; for a given set
filling in that order is best, because a dirham of any source closes a dirham of the gap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from mouakaba.kernel.eligibility import Answer
from mouakaba.kernel.funding.answers import most
from mouakaba.kernel.funding.model import PLANNED, Form, FundingAnswer, Instrument, Means, Plan, Share

MOST_TRIED = 10  # instruments that bind one another; all their sets are tried


def plan(answers: Sequence[FundingAnswer], means: Means) -> Plan:
    """The best plan out of the instruments that answered yes and whose amount is known."""
    usable = [one.instrument for one in answers if _usable(one)]
    free = [one for one in usable if not _binds(one, usable)]
    bound = [one for one in usable if _binds(one, usable)][:MOST_TRIED]
    made = [_filled([*free, *some], means) for some in _sets(bound, {one.code for one in free})]
    best = max((one for one in made if one is not None), key=_merit)
    return replace(best, left_out=tuple(_left_out(usable, best)))


def _usable(answer: FundingAnswer) -> bool:
    form = answer.instrument.form
    return answer.answer is Answer.YES and form in PLANNED and answer.at_most is not None


def _binds(one: Instrument, usable: Sequence[Instrument]) -> bool:
    codes = {other.code for other in usable}
    barred = any(one.code in other.not_with for other in usable) or not codes.isdisjoint(one.not_with)
    kind = one.amount.in_kind < 1
    return barred or kind or bool(one.with_any) or one.amount.own_share > 0


def _sets(bound: Sequence[Instrument], free: set[str]) -> Iterator[tuple[Instrument, ...]]:
    """Every set of these that may be held together."""
    for size in range(len(bound) + 1):
        for some in combinations(bound, size):
            codes = free | {one.code for one in some}
            if all(_may(one, codes) for one in some):
                yield some


def _may(one: Instrument, codes: set[str]) -> bool:
    alone = codes - {one.code}
    return alone.isdisjoint(one.not_with) and (not one.with_any or not alone.isdisjoint(one.with_any))


def _filled(chosen: Sequence[Instrument], means: Means) -> Plan | None:
    """The chosen instruments filled in order; None when what they ask of the holder or of one another fails."""
    least_own, least_paid = _asked(chosen, means.cost)
    shares = _taken(chosen, Form.GRANT, means.cost, means.cost - least_own)
    left = means.cost - sum(one.amount for one in shares)
    cash, kind = own(means, left, min((one.amount.in_kind for one in chosen), default=Fraction(1)))
    left -= cash + kind
    lent = _taken(chosen, Form.INTEREST_FREE_LOAN, means.cost, left)
    lent += _taken(chosen, Form.LOAN, means.cost, left - sum(one.amount for one in lent))
    lends = sum(one.amount for one in lent)
    used = {one.code for one in (*shares, *lent)}
    alone = any(one.code in used and one.with_any and used.isdisjoint(one.with_any) for one in chosen)
    if alone or cash + kind < least_paid or cash + kind + lends < least_own:
        return None
    return Plan(means.cost, (*shares, *lent), cash, kind, left - lends)


def _asked(chosen: Sequence[Instrument], cost: int) -> tuple[int, int]:
    """What the holder brings at least: in all, and without loans. Rounded up, so that the share asked is reached."""
    all_of_it = max((one.amount.own_share for one in chosen), default=Fraction(0))
    without = max((one.amount.own_share for one in chosen if not one.amount.loan_counts), default=Fraction(0))
    return -int(-cost * all_of_it // 1), -int(-cost * without // 1)


def _taken(chosen: Sequence[Instrument], form: Form, cost: int, room: int) -> list[Share]:
    """As much of the instruments of a form as there is room for, in their order."""
    shares: list[Share] = []
    for one in chosen:
        at_most = most(one.amount, cost)[0] if one.form is form else None
        if at_most is not None and (amount := min(at_most, room)) > 0:
            shares.append(Share(one.code, form, amount))
            room -= amount
    return shares


def own(means: Means, need: int, in_kind: Fraction) -> tuple[int, int]:
    """How much cash and how much in kind the holder brings towards a need, as much as may count.

    In kind is at most its share of the two together: kind <= in_kind * (cash + kind).
    """
    cash = min(means.cash, need)
    kind = min(means.in_kind, need - cash)
    if in_kind < 1:
        kind = min(kind, int(cash * in_kind / (1 - in_kind) // 1))
    return cash, kind


def _merit(one: Plan) -> tuple[int, int, int, int]:
    by_form = {form: sum(share.amount for share in one.shares if share.form is form) for form in PLANNED}
    return -one.gap, by_form[Form.GRANT], -by_form[Form.LOAN], -len(one.shares)


def _left_out(usable: Sequence[Instrument], best: Plan) -> Iterator[tuple[str, str]]:
    used = {share.code for share in best.shares}
    for one in usable:
        if one.code in used:
            continue
        barred = any(one.code in other.not_with or other.code in one.not_with for other in usable if other.code in used)
        if barred:
            yield one.code, "double_support"
        elif one.with_any and used.isdisjoint(one.with_any):
            yield one.code, "goes_with"
        elif best.gap > 0 and one.amount.own_share > 0:
            yield one.code, "own_share"
        else:
            yield one.code, "not_needed"


__all__ = ["MOST_TRIED", "own", "plan"]
