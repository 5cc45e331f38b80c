"""Answer tests, combine them as Kleene logic.

How facts are read:
- A list is a fact with several values: `equals` and `in` hold if one value fits (any overlap); `not_equals`
  and `not_in` are their exact opposites. Other operators cannot tell from a list.
- Text is never a number ("12" may be an ICE or a phone), and booleans are not numbers.
- A date is a date object or text that starts with year-month-day; of a moment the day counts, as written.
- A fact of the wrong type is not "no": the answer is cannot_tell, with its own reason.
- An empty text is a value; whoever fills facts from a form leaves blanks out (or null).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from mouakaba.kernel.eligibility.ages import completed_years
from mouakaba.kernel.eligibility.model import (
    Answer,
    Eligibility,
    Operator,
    Reason,
    Rule,
    RuleOutcome,
    Test,
    TestOutcome,
    Verdict,
    kind_of,
)

Facts = Mapping[str, object]

_UNREADABLE = {
    "text": Reason.NOT_TEXT,
    "number": Reason.NOT_A_NUMBER,
    "date": Reason.NOT_A_DATE,
    "yes_no": Reason.NOT_YES_OR_NO,
}
_MEMBERSHIP = {Operator.EQUALS, Operator.IN, Operator.NOT_EQUALS, Operator.NOT_IN}
_OPPOSITES = {Operator.NOT_EQUALS, Operator.NOT_IN}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=$|[T ])")


def check(rules: Iterable[Rule], facts: Facts) -> Verdict:
    """The verdict on one file: eligible if all rules are yes, ineligible if one is no. No rule: eligible."""
    outcomes = tuple(evaluate_rule(rule, facts) for rule in rules)
    answers = {outcome.answer for outcome in outcomes}
    if Answer.NO in answers:
        return Verdict(Eligibility.INELIGIBLE, outcomes)
    if Answer.CANNOT_TELL in answers:
        return Verdict(Eligibility.CANNOT_TELL, outcomes)
    return Verdict(Eligibility.ELIGIBLE, outcomes)


def evaluate_rule(rule: Rule, facts: Facts) -> RuleOutcome:
    """Yes if one test is yes, no if all are no, else cannot_tell."""
    outcomes = tuple(evaluate(test, facts) for test in rule.tests)
    answer = any_of(outcome.answer for outcome in outcomes)
    absent = (o.test.fact for o in outcomes if o.reason_code is Reason.MISSING)
    missing = () if answer is Answer.YES else tuple(dict.fromkeys(absent))
    return RuleOutcome(rule.code, answer, missing, outcomes)


def any_of(answers: Iterable[Answer]) -> Answer:
    """Kleene "or": yes if one is yes, no if all are no (none at all: no), else cannot_tell."""
    seen = set(answers)
    if Answer.YES in seen:
        return Answer.YES
    return Answer.CANNOT_TELL if Answer.CANNOT_TELL in seen else Answer.NO


def evaluate(test: Test, facts: Facts) -> TestOutcome:
    """The answer of one test, with its reason code and the fact found."""
    found = facts.get(test.fact)
    if test.operator is Operator.PRESENT:
        answer, reason = (Answer.NO, Reason.MISSING) if found is None else (Answer.YES, Reason.HOLDS)
    elif found is None:
        answer, reason = Answer.CANNOT_TELL, Reason.MISSING
    elif test.operator in _MEMBERSHIP:
        answer, reason = _membership(test, found)
    else:
        answer, reason = _comparison(test, found)
    return TestOutcome(test, answer, reason, found)


def as_day(found: object) -> date | None:
    """The day of a date, a moment, or a text that starts with year-month-day; None when it cannot be read."""
    if isinstance(found, datetime):
        return found.date()
    if isinstance(found, date):
        return found
    if not isinstance(found, str) or not _DAY.match(found):
        return None
    try:
        return datetime.fromisoformat(found).date()
    except ValueError:
        return None


def _read(found: object, kind: str) -> object:
    """The fact as the kind asked for, or None when it is not of that kind."""
    if kind == "date":
        return as_day(found)
    return found if kind_of(found) == kind else None


def _settled(holds: bool) -> tuple[Answer, Reason]:
    return (Answer.YES, Reason.HOLDS) if holds else (Answer.NO, Reason.DOES_NOT_HOLD)


def _membership(test: Test, found: object) -> tuple[Answer, Reason]:
    wanted = test.value if isinstance(test.value, tuple) else (test.value,)
    kind = kind_of(wanted[0])
    read = [_read(one, kind) for one in (found if isinstance(found, list | tuple) else [found])]
    hit = any(one in wanted for one in read if one is not None)
    if not hit and None in read:
        return Answer.CANNOT_TELL, _UNREADABLE[kind]
    return _settled(hit is not (test.operator in _OPPOSITES))


def _comparison(test: Test, found: object) -> tuple[Answer, Reason]:
    kind = _kind_asked(test)
    read = _read(found, kind)
    return (Answer.CANNOT_TELL, _UNREADABLE[kind]) if read is None else _settled(_holds(test, read))


def _kind_asked(test: Test) -> str:
    if test.operator in {Operator.IS_TRUE, Operator.IS_FALSE}:
        return "yes_no"
    if test.operator is Operator.AGE_BETWEEN:
        return "date"
    return kind_of(test.value[0] if isinstance(test.value, tuple) else test.value)


def _holds(test: Test, read: Any) -> bool:
    value: Any = test.value  # its shape was proved by `flaw` when the test was made
    return bool(_COMPARISONS[test.operator](read, value, test.on))


_COMPARISONS: Mapping[Operator, Callable[[Any, Any, Any], bool]] = {
    Operator.AT_LEAST: lambda read, value, _: read >= value,
    Operator.AT_MOST: lambda read, value, _: read <= value,
    Operator.BETWEEN: lambda read, value, _: value[0] <= read <= value[1],
    Operator.BEFORE: lambda read, value, _: read < value,
    Operator.AFTER: lambda read, value, _: read > value,
    Operator.AGE_BETWEEN: lambda read, value, on: value[0] <= completed_years(read, on) <= value[1],
    Operator.IS_TRUE: lambda read, _value, _on: read is True,
    Operator.IS_FALSE: lambda read, _value, _on: read is False,
}
