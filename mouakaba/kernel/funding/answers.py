"""For one project and many instruments: yes, no or cannot tell, with reasons, what is missing, and the most to get."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from mouakaba.kernel.eligibility import Answer, Eligibility, RuleOutcome, check
from mouakaba.kernel.eligibility.model import kind_of
from mouakaba.kernel.funding.facts import Facts, bases, derived
from mouakaba.kernel.funding.model import Amount, FundingAnswer, Instrument, Limit, Validity
from mouakaba.kernel.money import centimes, share

COST = "project.cost"  # dirhams

_ANSWERS = {
    Eligibility.ELIGIBLE: Answer.YES,
    Eligibility.INELIGIBLE: Answer.NO,
    Eligibility.CANNOT_TELL: Answer.CANNOT_TELL,
}


def answer_all(instruments: Iterable[Instrument], facts: Facts, *, on: date) -> list[FundingAnswer]:
    """One answer an instrument, in the order given. `facts`: amounts in dirhams."""
    known = derived(facts, on=on)
    cost = cost_of(facts)
    return [_answer(instrument, known, cost, on) for instrument in instruments]


def cost_of(facts: Facts) -> int | None:
    """The cost of the project in centimes; None when it is not given, or is no amount above 0."""
    found = facts.get(COST)
    if kind_of(found) != "number" or not isinstance(found, int | float | Decimal):
        return None
    try:
        cost = centimes(Decimal(str(found)).quantize(Decimal("0.01")))
    except (ArithmeticError, ValueError):
        return None
    return cost if cost > 0 else None


def _answer(instrument: Instrument, known: Facts, cost: int | None, on: date) -> FundingAnswer:
    verdict = check(instrument.rules, known)
    open_now = validity(instrument, on)
    answer = _ANSWERS[verdict.verdict] if open_now is Validity.OPEN else Answer.NO
    at_most, limit = most(instrument.amount, cost)
    missing = [] if answer is Answer.NO else [name for rule in verdict.rules for name in _open(rule)]
    if answer is not Answer.NO and cost is None and instrument.amount.rate is not None:
        missing.append(COST)
    told = bases(missing, known)
    return FundingAnswer(
        instrument, answer, open_now, verdict.rules, told, None if answer is Answer.NO else at_most, limit
    )


def _open(rule: RuleOutcome) -> tuple[str, ...]:
    return () if rule.answer is Answer.NO else rule.missing


def validity(instrument: Instrument, on: date) -> Validity:
    """Both end days are included."""
    if instrument.valid_from and on < instrument.valid_from:
        return Validity.NOT_YET
    if instrument.valid_to and on > instrument.valid_to:
        return Validity.OVER
    return Validity.OPEN


def most(amount: Amount, cost: int | None) -> tuple[int | None, Limit]:
    """The most a project could get, in centimes, and what keeps it from more: cap, rate and cost together."""
    limits: list[tuple[int, Limit]] = []
    if amount.cap is not None:
        limits.append((amount.cap, Limit.CAP))
    if amount.rate is not None and cost is not None:
        limits.append((share(cost, amount.rate), Limit.RATE))
    if not limits:
        return None, Limit.UNKNOWN
    if cost is not None:
        limits.append((cost, Limit.COST))
    return min(limits, key=lambda one: one[0])


__all__ = ["COST", "answer_all", "cost_of", "most", "validity"]
