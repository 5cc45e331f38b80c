"""What one test, or one rule, answers for one pair, by kernel.eligibility.

- A referenced list means its values: `equals` and `in` hold if one fits, `not_equals` and `not_in` are their
  exact opposites. The other operators cannot tell from a referenced list, save `between` from a list of two.
- A fact that is a list satisfies a comparison if one of its values does.
- A referenced fact that is missing, or of the wrong type, gives cannot_tell like any other.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from mouakaba.kernel.eligibility import Answer, Operator, Test, TestOutcome, evaluate, flaw
from mouakaba.kernel.eligibility.model import Scalar, kind_of
from mouakaba.kernel.eligibility.verdict import any_of, as_day
from mouakaba.kernel.matching.model import MEMBERSHIP, Fact, Listing, PairRule, PairTest, Side

_NO_VALUE = {Operator.IS_TRUE, Operator.IS_FALSE, Operator.PRESENT}
_OPPOSITES = {Operator.NOT_EQUALS, Operator.NOT_IN}
_NEGATED = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.CANNOT_TELL: Answer.CANNOT_TELL}


def keeps(rule: PairRule, left: Listing, right: Listing) -> bool:
    """Whether the rule keeps the pair."""
    answer = answer_any(rule.tests, left, right)
    return answer is Answer.YES or (answer is Answer.CANNOT_TELL and rule.if_unknown == "keep")


def answer_any(tests: Iterable[PairTest], left: Listing, right: Listing) -> Answer:
    """Yes if one test is yes, no if all are no, else cannot_tell."""
    return any_of(answer_test(test, left, right) for test in tests)


def answer_test(test: PairTest, left: Listing, right: Listing) -> Answer:
    """The answer of one test for one pair."""
    held, others = (left, right) if test.fact.side is Side.LEFT else (right, left)
    values = operand_values(test, others.fact)
    return answer_values(test, held.fact(test.fact.name), values)


def answer_values(test: PairTest, found: object, values: Sequence[object]) -> Answer:
    """The answer when the fact is `found` and the operands are `values` (references already read)."""
    if test.operator in _NO_VALUE:
        return _over_values(test, None, found)
    if found is None:
        return Answer.CANNOT_TELL
    if test.operator in MEMBERSHIP:
        held = any_of(_equals(found, value) for value in values)
        return _NEGATED[held] if test.operator in _OPPOSITES else held
    asked = comparable(test, values)
    return Answer.CANNOT_TELL if asked is None else _over_values(test, asked, found)


def operand_values(test: PairTest, read: Callable[[str], object]) -> tuple[object, ...]:
    """The operands with each reference replaced by what `read` gives for its name, lists spread out.

    A list elsewhere than in a membership or alone in `between` stays a list, which nothing can be compared with.
    """
    alone = len(test.operands) == 1
    spreads = test.operator in MEMBERSHIP or (alone and test.operator in {Operator.BETWEEN, Operator.AGE_BETWEEN})
    values: list[object] = []
    for operand in test.operands:
        value = read(operand.name) if isinstance(operand, Fact) else operand
        values.extend(value if spreads and isinstance(value, list | tuple) else [value])
    return tuple(values)


def comparable(test: PairTest, values: Sequence[object]) -> Scalar | tuple[Scalar, ...] | None:
    """The values as the operator needs them (texts as dates where it asks for dates); None when they do not fit."""
    read = [_as_asked(test.operator, value) for value in values]
    value: Any = tuple(read) if test.operator in {Operator.BETWEEN, Operator.AGE_BETWEEN} else read[0]
    return None if flaw(test.operator, value=value, on=test.on) else value


def telling_outcome(test: PairTest, left: Listing, right: Listing) -> TestOutcome | None:
    """The outcome of a test that is yes for the pair, for a sentence; None when it is not yes."""
    if answer_test(test, left, right) is not Answer.YES:
        return None
    held, others = (left, right) if test.fact.side is Side.LEFT else (right, left)
    found = held.fact(test.fact.name)
    values = operand_values(test, others.fact)
    for told in _told(test, values):
        outcome = evaluate(told, {str(test.fact): found})
        if outcome.answer is Answer.YES:
            return outcome
    # Of a list, the value that fits: eligibility compares no list.
    outcomes = (evaluate(told, {str(test.fact): one}) for told in _told(test, values) for one in _elements(found))
    return next(outcome for outcome in outcomes if outcome.answer is Answer.YES)


def _told(test: PairTest, values: Sequence[object]) -> list[Test]:
    """The test with its values in place: whole where eligibility takes it so, else a value at a time."""
    fact, operator = str(test.fact), test.operator
    if operator in _NO_VALUE:
        return [Test(fact, operator)]
    if not values:  # unlike any of none: all it asks is an answer
        return [Test(fact, Operator.PRESENT)]
    if operator not in MEMBERSHIP:
        return [Test(fact, operator, comparable(test, values), test.on)]
    many = Operator.NOT_IN if operator in _OPPOSITES else Operator.IN
    if flaw(many, value=values) is None:
        return [Test(fact, many, tuple(values))]  # type: ignore[arg-type]
    one = Operator.NOT_EQUALS if operator in _OPPOSITES else Operator.EQUALS
    return [Test(fact, one, value) for value in values if kind_of(value)]  # type: ignore[arg-type]


def _as_asked(operator: Operator, value: object) -> Scalar | None:
    asks_date = operator in {Operator.BEFORE, Operator.AFTER} or (
        operator is Operator.BETWEEN and kind_of(value) != "number"
    )
    if asks_date:
        return as_day(value)
    return value if kind_of(value) else None  # type: ignore[return-value]


def _equals(found: object, value: object) -> Answer:
    if not kind_of(value):
        return Answer.CANNOT_TELL
    return evaluate(Test("x", Operator.EQUALS, value), {"x": found}).answer  # type: ignore[arg-type]


def _over_values(test: PairTest, asked: Scalar | tuple[Scalar, ...] | None, found: object) -> Answer:
    """A comparison holds for a list if it holds for one of its values; `present` asks of the list itself."""
    told = Test("x", test.operator, asked, test.on)
    if test.operator is Operator.PRESENT:
        return evaluate(told, {"x": found}).answer
    return any_of(evaluate(told, {"x": one}).answer for one in _elements(found))


def _elements(found: object) -> Sequence[object]:
    return found if isinstance(found, list | tuple) else (found,)
