"""A plan adds up, keeps every rule, and is the best there is: compared with trying every amount."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.eligibility import Answer
from mouakaba.kernel.funding import Amount, Form, FundingAnswer, Instrument, Limit, Means, Plan, Validity, most, plan

DAY = date(2025, 1, 1)


def instrument(code: str, form: Form, amount: Amount, **more: tuple[str, ...]) -> Instrument:
    return Instrument(code, {}, {}, form, (), amount, "", DAY, **more)


def yes(one: Instrument, cost: int) -> FundingAnswer:
    at_most, limit = most(one.amount, cost)
    return FundingAnswer(one, Answer.YES, Validity.OPEN, (), (), at_most, limit)


def brute(instruments: list[Instrument], means: Means) -> tuple[int, int, int]:
    """Least gap, then most grants, then least loans with interest, over every amount of every source."""
    best: tuple[int, int, int] | None = None
    ranges = [range((most(one.amount, means.cost)[0] or 0) + 1) for one in instruments]
    for amounts in product(*ranges):
        used = [one for one, amount in zip(instruments, amounts, strict=True) if amount]
        codes = {one.code for one in used}
        if any(not codes.isdisjoint(one.not_with) for one in used):
            continue
        if any(one.with_any and codes.isdisjoint(one.with_any) for one in used):
            continue
        total = sum(amounts)
        lent = sum(a for one, a in zip(instruments, amounts, strict=True) if one.form is not Form.GRANT)
        for cash, kind in product(range(means.cash + 1), range(means.in_kind + 1)):
            if total + cash + kind > means.cost:
                continue
            if any(kind > one.amount.in_kind * (cash + kind) for one in used):
                continue
            if any(
                cash + kind + (lent if one.amount.loan_counts else 0) < one.amount.own_share * means.cost
                for one in used
            ):
                continue
            grants = sum(a for one, a in zip(instruments, amounts, strict=True) if one.form is Form.GRANT)
            loans = sum(a for one, a in zip(instruments, amounts, strict=True) if one.form is Form.LOAN)
            found = (total + cash + kind - means.cost, grants, -loans)
            best = found if best is None or found > best else best
    assert best is not None
    return -best[0], best[1], -best[2]


amounts = st.builds(
    Amount,
    cap=st.integers(1, 6),
    rate=st.sampled_from([None, Fraction(1, 2), Fraction(3, 5)]),
    own_share=st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(2, 5)]),
    in_kind=st.sampled_from([Fraction(1), Fraction(1, 2)]),
    loan_counts=st.booleans(),
)


@st.composite
def markets(draw: st.DrawFn) -> tuple[list[Instrument], Means]:
    count = draw(st.integers(0, 3))
    codes = [f"i{n}" for n in range(count)]
    made = [
        instrument(
            code,
            draw(st.sampled_from([Form.GRANT, Form.INTEREST_FREE_LOAN, Form.LOAN])),
            draw(amounts),
            not_with=tuple(draw(st.sets(st.sampled_from([c for c in codes if c != code]), max_size=1)))
            if count > 1
            else (),
        )
        for code in codes
    ]
    means = Means(draw(st.integers(1, 9)), draw(st.integers(0, 4)), draw(st.integers(0, 3)))
    return made, means


def grants(found: Plan) -> int:
    return sum(one.amount for one in found.shares if one.form is Form.GRANT)


@settings(max_examples=150, deadline=None)
@given(markets())
def test_a_plan_adds_up_and_keeps_every_rule(market: tuple[list[Instrument], Means]) -> None:
    instruments, means = market
    found = plan([yes(one, means.cost) for one in instruments], means)
    by_code = {one.code: one for one in instruments}
    assert sum(one.amount for one in found.shares) + found.cash + found.in_kind + found.gap == means.cost
    assert found.gap >= 0 and found.cash <= means.cash and found.in_kind <= means.in_kind
    used = {one.code for one in found.shares}
    lent = sum(one.amount for one in found.shares if one.form is not Form.GRANT)
    for one in found.shares:
        about = by_code[one.code]
        assert 0 < one.amount <= (most(about.amount, means.cost)[0] or 0)
        assert used.isdisjoint(about.not_with)
        assert found.in_kind <= about.amount.in_kind * (found.cash + found.in_kind)
        counted = found.cash + found.in_kind + (lent if about.amount.loan_counts else 0)
        assert counted >= about.amount.own_share * means.cost
    assert {code for code, _why in found.left_out} | used == set(by_code)


@settings(max_examples=150, deadline=None)
@given(markets())
def test_no_plan_is_better(market: tuple[list[Instrument], Means]) -> None:
    instruments, means = market
    found = plan([yes(one, means.cost) for one in instruments], means)
    loans = sum(one.amount for one in found.shares if one.form is Form.LOAN)
    assert (found.gap, grants(found), loans) == brute(instruments, means)


def test_a_loan_that_goes_only_with_another_is_not_taken_alone() -> None:
    bank = instrument("bank", Form.LOAN, Amount(cap=300))
    honour = instrument("honour", Form.INTEREST_FREE_LOAN, Amount(cap=50), with_any=("bank",))
    together = plan([yes(bank, 200), yes(honour, 200)], Means(200))
    assert {one.code: one.amount for one in together.shares} == {"honour": 50, "bank": 150}
    alone = plan([yes(honour, 200)], Means(200))
    assert alone.shares == () and alone.gap == 200
    assert alone.left_out == (("honour", "goes_with"),)


def test_the_one_that_bars_another_is_named() -> None:
    large = instrument("large", Form.GRANT, Amount(cap=90), not_with=("small",))
    small = instrument("small", Form.GRANT, Amount(cap=40))
    found = plan([yes(large, 100), yes(small, 100)], Means(100, cash=10))
    assert [one.code for one in found.shares] == ["large"]
    assert found.left_out == (("small", "double_support"),)
    assert found.gap == 0


def test_what_did_not_answer_yes_or_has_no_amount_is_not_counted_on() -> None:
    unknown = instrument("unknown", Form.GRANT, Amount())
    answers = [
        yes(unknown, 100),
        FundingAnswer(
            instrument("maybe", Form.GRANT, Amount(cap=50)),
            Answer.CANNOT_TELL,
            Validity.OPEN,
            (),
            ("project.region",),
            50,
            Limit.CAP,
        ),
    ]
    assert plan(answers, Means(100, cash=30)) == Plan(100, (), 30, 0, 70)


def test_what_was_not_tried_is_not_said_to_be_unneeded() -> None:
    many = [instrument(f"i{n:02}", Form.GRANT, Amount(cap=1, own_share=Fraction(1, 10))) for n in range(12)]
    found = plan([yes(one, 100) for one in many], Means(100, cash=50))
    assert [share.code for share in found.shares] == [f"i{n:02}" for n in range(10)]
    assert found.left_out == (("i10", "not_tried"), ("i11", "not_tried"))
