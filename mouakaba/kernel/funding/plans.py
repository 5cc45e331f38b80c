"""A plan that adds up: which instruments together, and how much of each.

What costs the project least comes first: grants, then what the holder brings, then interest-free loans, then loans.
First the gap is as small as can be, then grants are as large as can be, then loans with interest as small as can be.
Instruments that bar one another or bind the holder's own share are chosen by trying all their sets; for a given set
filling in that order is best, because a dirham of any source closes a dirham of the gap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from mouakaba.kernel.eligibility import Answer
from mouakaba.kernel.funding.answers import most
from mouakaba.kernel.funding.model import PLANNED, Form, FundingAnswer, Instrument, Means, Plan, Share

MOST_TRIED = 10  # instruments that bind one another; all their sets are tried


@dataclass(frozen=True, slots=True)
class _Source:
    """An instrument for a project of a known cost: everything in centimes, computed once."""

    code: str
    form: Form
    at_most: int
    own: int  # what the holder brings at least, rounded up so that the share asked is reached
    paid: int  # the same where a loan does not count as brought
    in_kind: Fraction
    with_any: frozenset[str]
    not_with: frozenset[str]


def plan(answers: Sequence[FundingAnswer], means: Means) -> Plan:
    """The best plan out of the instruments that answered yes and whose amount is known."""
    usable = [_source(one.instrument, means.cost) for one in answers if _usable(one)]
    codes = {one.code for one in usable}
    barred = {code for one in usable for code in one.not_with & codes}
    binding = [one for one in usable if _binds(one, codes, barred)]
    bound, untried = binding[:MOST_TRIED], {one.code for one in binding[MOST_TRIED:]}
    free = [one for one in usable if not _binds(one, codes, barred)]
    made = [_filled([*free, *some], means) for some in _sets(bound, {one.code for one in free})]
    best = max((one for one in made if one is not None), key=_merit)
    return replace(best, left_out=tuple(_left_out(usable, best, untried)))


def _usable(answer: FundingAnswer) -> bool:
    form = answer.instrument.form
    return answer.answer is Answer.YES and form in PLANNED and answer.at_most is not None


def _source(one: Instrument, cost: int) -> _Source:
    own_share = -int(-cost * one.amount.own_share // 1)
    return _Source(
        one.code,
        one.form,
        most(one.amount, cost)[0] or 0,
        own_share,
        0 if one.amount.loan_counts else own_share,
        one.amount.in_kind,
        frozenset(one.with_any),
        frozenset(one.not_with),
    )


def _binds(one: _Source, codes: set[str], barred: set[str]) -> bool:
    """Whether taking it in may take something out of the plan."""
    apart = one.code in barred or not one.not_with.isdisjoint(codes)
    return apart or one.in_kind < 1 or bool(one.with_any) or one.own > 0


def _sets(bound: Sequence[_Source], free: set[str]) -> Iterator[tuple[_Source, ...]]:
    """Every set of these that may be held together."""
    for size in range(len(bound) + 1):
        for some in combinations(bound, size):
            codes = free | {one.code for one in some}
            if all(_may(one, codes) for one in some):
                yield some


def _may(one: _Source, codes: set[str]) -> bool:
    return codes.isdisjoint(one.not_with) and (not one.with_any or not codes.isdisjoint(one.with_any))


def _filled(chosen: Sequence[_Source], means: Means) -> Plan | None:
    """The chosen instruments filled in order; None when what they ask of the holder or of one another fails."""
    least_own = max((one.own for one in chosen), default=0)
    least_paid = max((one.paid for one in chosen), default=0)
    shares = _taken(chosen, Form.GRANT, means.cost - least_own)
    left = means.cost - sum(one.amount for one in shares)
    cash, kind = own(means, left, min((one.in_kind for one in chosen), default=Fraction(1)))
    left -= cash + kind
    lent = _taken(chosen, Form.INTEREST_FREE_LOAN, left)
    lent += _taken(chosen, Form.LOAN, left - sum(one.amount for one in lent))
    lends = sum(one.amount for one in lent)
    used = {one.code for one in (*shares, *lent)}
    alone = any(one.code in used and one.with_any and used.isdisjoint(one.with_any) for one in chosen)
    if alone or cash + kind < least_paid or cash + kind + lends < least_own:
        return None
    return Plan(means.cost, (*shares, *lent), cash, kind, left - lends)


def _taken(chosen: Sequence[_Source], form: Form, room: int) -> list[Share]:
    """As much of the instruments of a form as there is room for, in their order."""
    shares: list[Share] = []
    for one in chosen:
        if one.form is form and (amount := min(one.at_most, room)) > 0:
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


def _left_out(usable: Sequence[_Source], best: Plan, untried: set[str]) -> Iterator[tuple[str, str]]:
    used = {share.code for share in best.shares}
    bars = {code for one in usable if one.code in used for code in one.not_with}
    for one in usable:
        if one.code in used:
            continue
        if one.code in untried:
            yield one.code, "not_tried"
        elif one.code in bars or not used.isdisjoint(one.not_with):
            yield one.code, "double_support"
        elif one.with_any and used.isdisjoint(one.with_any):
            yield one.code, "goes_with"
        elif best.gap > 0 and one.own > 0:
            yield one.code, "own_share"
        else:
            yield one.code, "not_needed"


__all__ = ["MOST_TRIED", "own", "plan"]
