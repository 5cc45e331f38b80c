"""The words of matching: listings on two sides, rules between them, weighted reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from mouakaba.kernel.eligibility import Operator, flaw
from mouakaba.kernel.eligibility.model import Scalar

OWN_FACTS = ("id", "language", "capacity")  # facts every listing has besides those given
DEFAULT_TOP = 10  # pairs each listing is shown
MOST_WEIGHT = 1_000_000_000
PARTS = 1_000_000  # scores and degrees are whole numbers of millionths: equal on any machine, in any block


class Side(StrEnum):
    """The two sides of a market."""

    LEFT = "left"
    RIGHT = "right"


class Measure(StrEnum):
    """What a weight measures, each from 0 to 1."""

    SKILLS = "skills"  # the share of the skills the right asks for that the left has
    TEXT = "text"  # the cosine of the two texts' vectors; 0 when negative or when a text is absent
    TEST = "test"  # 1 when one of the tests is yes, else 0


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of one side: left.region."""

    side: Side
    name: str

    def __str__(self) -> str:
        return f"{self.side}.{self.name}"


Operand = Scalar | Fact


@dataclass(frozen=True, slots=True)
class PairTest:
    """One question about a fact of one side; the value may name facts of the other side.

    Operators mean what they mean in kernel.eligibility. Raises ValueError when the value does not fit.
    """

    __test__: ClassVar[bool] = False  # the name would make pytest collect it

    fact: Fact
    operator: Operator
    value: Operand | tuple[Operand, ...] | None = None
    on: date | None = None

    def __post_init__(self) -> None:
        if isinstance(self.value, list):
            object.__setattr__(self, "value", tuple(self.value))
        if found := pair_flaw(self.fact, self.operator, value=self.value, on=self.on):
            raise ValueError(f"{found[0]}: {found[1]}")

    @property
    def operands(self) -> tuple[Operand, ...]:
        """The value as a tuple; empty for operators that take none."""
        if self.value is None:
            return ()
        return self.value if isinstance(self.value, tuple) else (self.value,)

    @property
    def one_sided(self) -> bool:
        """Whether it asks about its own side alone."""
        return not any(isinstance(one, Fact) for one in self.operands)


_NO_VALUE = {Operator.IS_TRUE, Operator.IS_FALSE, Operator.PRESENT}
_SPANS = {Operator.BETWEEN, Operator.AGE_BETWEEN}
MEMBERSHIP = {Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.NOT_IN}


def pair_flaw(fact: Fact, operator: Operator, *, value: object, on: object = None) -> tuple[str, str] | None:
    """Which key of a test (`value` or `on`) is wrong, and the remedy; None when all fits."""
    operands = value if isinstance(value, list | tuple) else [value]
    references = [one for one in operands if isinstance(one, Fact)]
    if not references:
        return flaw(operator, value=value, on=on)
    if any(one.side is fact.side for one in references):
        return "value", f"{fact} can only be compared with facts of the other side"
    if operator in _NO_VALUE:
        return "value", f"{operator} takes no value; remove it"
    if isinstance(value, list | tuple):
        if operator in _SPANS and len(value) != 2:
            return "value", f"{operator} needs two values, the smaller first"
        if operator not in {*_SPANS, Operator.IN, Operator.NOT_IN}:
            return "value", f"{operator} needs one value, not a list"
    # The value is read from the facts; an operator that asks age_between still needs its constant day.
    return flaw(operator, value=(0, 1), on=on) if operator is Operator.AGE_BETWEEN else _stray_day(operator, on)


def _stray_day(operator: Operator, on: object) -> tuple[str, str] | None:
    if on is None:
        return None
    return "on", f"only age_between takes a reference day; remove it from {operator}"


@dataclass(frozen=True, slots=True)
class PairRule:
    """A pair is kept only if one of the tests is yes, or none is but one cannot tell and `if_unknown` is keep."""

    code: str
    tests: tuple[PairTest, ...]
    if_unknown: Literal["keep", "drop"] = "drop"
    source: str = ""

    def __post_init__(self) -> None:
        if not self.tests:
            raise ValueError(f"rule {self.code!r} has no test")


@dataclass(frozen=True, slots=True)
class Weight:
    """A reason and how much it counts beside the others. `label`: {language: words}."""

    code: str
    weight: float
    measure: Measure
    tests: tuple[PairTest, ...] = ()
    label: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 < self.weight <= MOST_WEIGHT:
            raise ValueError(f"weight {self.code!r} must be more than 0, at most {MOST_WEIGHT}, not {self.weight}")
        if bool(self.tests) is not (self.measure is Measure.TEST):
            raise ValueError(f"weight {self.code!r}: tests go with the measure test and no other")


@dataclass(frozen=True, slots=True)
class Market:
    """Rules between the sides, at least one weight, and how many pairs each listing is shown.

    `near`: whether a skill near the one asked counts, by its degree; whoever scores then gives the table.
    """

    weights: tuple[Weight, ...]
    rules: tuple[PairRule, ...] = ()
    top: int = DEFAULT_TOP
    near: bool = False

    def __post_init__(self) -> None:
        if not self.weights:
            raise ValueError("a market needs at least one weight")
        if self.top < 1:
            raise ValueError(f"top must be at least 1, not {self.top}")

    def measures(self, measure: Measure) -> bool:
        """Whether some weight uses this measure."""
        return any(weight.measure is measure for weight in self.weights)


@dataclass(frozen=True, slots=True)
class Listing:
    """What one side offers or asks for. Raises ValueError for a fact named as an own one, or a capacity below 0."""

    id: str
    facts: Mapping[str, object] = field(default_factory=dict)
    skills: tuple[str, ...] = ()  # URIs
    language: str | None = None
    capacity: int = 1  # how many pairs an assignment may give it

    def __post_init__(self) -> None:
        if taken := next((name for name in OWN_FACTS if name in self.facts), None):
            raise ValueError(f"{taken} cannot be among the facts: it stands beside them")
        if self.capacity < 0:
            raise ValueError(f"capacity must be 0 or more, not {self.capacity}")

    def fact(self, name: str) -> object:
        """A given fact, or id, language or capacity; None when absent."""
        return getattr(self, name) if name in OWN_FACTS else self.facts.get(name)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two listings that may meet. `score` from 0 to 1; `closeness`: the measure of their texts."""

    left: Listing
    right: Listing
    score: float
    closeness: float = 0.0


Near = Mapping[str, Mapping[str, float]]
"""Skill asked for -> skills near it, with a degree above 0 and below 1."""
