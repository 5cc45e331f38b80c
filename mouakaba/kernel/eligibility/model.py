"""The words of eligibility: tests, rules, and what came of them."""

import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar


class Answer(StrEnum):
    """The three values of Kleene logic."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


class Eligibility(StrEnum):
    """The verdict on a whole file."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    CANNOT_TELL = "cannot_tell"


class Operator(StrEnum):
    """What a test may ask of one fact."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    IN = "in"
    NOT_IN = "not_in"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    BEFORE = "before"
    AFTER = "after"
    AGE_BETWEEN = "age_between"
    IS_TRUE = "is_true"
    IS_FALSE = "is_false"
    PRESENT = "present"


class Reason(StrEnum):
    """Why a test got its answer."""

    HOLDS = "holds"
    DOES_NOT_HOLD = "does_not_hold"
    MISSING = "missing"
    NOT_TEXT = "not_text"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DATE = "not_a_date"
    NOT_YES_OR_NO = "not_yes_or_no"


Scalar = str | int | float | Decimal | bool | date
Value = Scalar | tuple[Scalar, ...] | None


@dataclass(frozen=True, slots=True)
class Test:
    """One question about one fact. `on` is the reference day of `age_between`.

    Raises ValueError when the value does not fit the operator. Lists become tuples.
    """

    __test__: ClassVar[bool] = False  # the name would make pytest collect it

    fact: str
    operator: Operator
    value: Value = None
    on: date | None = None

    def __post_init__(self) -> None:
        if isinstance(self.value, list):
            object.__setattr__(self, "value", tuple(self.value))
        if found := flaw(self.operator, value=self.value, on=self.on):
            raise ValueError(f"{found[0]}: {found[1]}")


@dataclass(frozen=True, slots=True)
class Rule:
    """Holds if one of its tests holds. `source` says where the rule comes from."""

    code: str
    tests: tuple[Test, ...]
    source: str = ""

    def __post_init__(self) -> None:
        if not self.tests:
            raise ValueError(f"rule {self.code!r} has no test")


@dataclass(frozen=True, slots=True)
class TestOutcome:
    """What one test answered, why, and the fact it found (as given)."""

    __test__: ClassVar[bool] = False

    test: Test
    answer: Answer
    reason_code: Reason
    found: object = None


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """What one rule answered. `missing`: absent facts that could still change an answer that is not yes."""

    code: str
    answer: Answer
    missing: tuple[str, ...]
    outcomes: tuple[TestOutcome, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a file, and every rule's outcome in the call's order."""

    verdict: Eligibility
    rules: tuple[RuleOutcome, ...]


def kind_of(value: object) -> str:
    """`text`, `number`, `date` or `yes_no`; empty for anything else.

    Booleans are not numbers, infinities neither; a moment is not a date.
    """
    if isinstance(value, bool):
        return "yes_no"
    if isinstance(value, str):
        return "text"
    if isinstance(value, Decimal):
        return "number" if value.is_finite() else ""
    if isinstance(value, int) or (isinstance(value, float) and math.isfinite(value)):
        return "number"
    if isinstance(value, date) and not isinstance(value, datetime):
        return "date"
    return ""


_NO_VALUE = frozenset({Operator.IS_TRUE, Operator.IS_FALSE, Operator.PRESENT})
_WANTED = {
    Operator.EQUALS: "a text, a number, a date, true or false",
    Operator.NOT_EQUALS: "a text, a number, a date, true or false",
    Operator.IN: "a list of texts, of numbers or of dates, with at least one in it",
    Operator.NOT_IN: "a list of texts, of numbers or of dates, with at least one in it",
    Operator.AT_LEAST: "a number",
    Operator.AT_MOST: "a number",
    Operator.BETWEEN: "two numbers or two dates, the smaller first",
    Operator.BEFORE: "a date without quotes, as 2024-03-31",
    Operator.AFTER: "a date without quotes, as 2024-03-31",
    Operator.AGE_BETWEEN: "two whole numbers of years, the smaller first, as [18, 29]",
}


def flaw(operator: Operator, *, value: object, on: object = None) -> tuple[str, str] | None:
    """Which key of a test (`value` or `on`) does not fit its operator, and the remedy; None when all fits."""
    if operator is Operator.AGE_BETWEEN and kind_of(on) != "date":
        return "on", "age_between needs the day on which the age is counted, as on = 2024-03-31"
    if operator is not Operator.AGE_BETWEEN and on is not None:
        return "on", f"only age_between takes a reference day; remove it from {operator}"
    if operator in _NO_VALUE:
        return ("value", f"{operator} takes no value; remove it") if value is not None else None
    return None if _fits(operator, value) else ("value", f"{operator} needs {_WANTED[operator]}")


def _fits(operator: Operator, value: object) -> bool:
    kinds = [kind_of(v) for v in value] if isinstance(value, list | tuple) else []
    match operator:
        case Operator.EQUALS | Operator.NOT_EQUALS:
            return kind_of(value) != ""
        case Operator.IN | Operator.NOT_IN:
            return len(set(kinds)) == 1 and kinds[0] in {"text", "number", "date"}
        case Operator.AT_LEAST | Operator.AT_MOST:
            return kind_of(value) == "number"
        case Operator.BEFORE | Operator.AFTER:
            return kind_of(value) == "date"
        case _:
            return _is_span(operator, value, kinds)


def _is_span(operator: Operator, value: Any, kinds: list[str]) -> bool:
    if kinds not in (["number"] * 2, ["date"] * 2):
        return False
    low, high = value
    if operator is Operator.AGE_BETWEEN and not (isinstance(low, int) and isinstance(high, int) and low >= 0):
        return False
    return bool(low <= high)
