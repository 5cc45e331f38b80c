"""What an instrument of funding says of itself, and what a project is told about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from mouakaba.kernel.eligibility import Answer, Rule, RuleOutcome

Words = Mapping[str, str]


class Form(StrEnum):
    """How the money is given, the lightest for the project first."""

    GRANT = "grant"
    INTEREST_FREE_LOAN = "interest_free_loan"
    LOAN = "loan"
    EQUITY = "equity"
    PRIZE = "prize"
    ALLOWANCE = "allowance"  # a right to spend or change one's own money
    SERVICE = "service"  # accompaniment, no money


PLANNED = (Form.GRANT, Form.INTEREST_FREE_LOAN, Form.LOAN)  # what a project can count on in a plan


class Limit(StrEnum):
    """What keeps the amount from being more."""

    CAP = "cap"
    RATE = "rate"
    COST = "cost"
    UNKNOWN = "unknown"  # no source gives an amount


class Validity(StrEnum):
    """Whether the instrument is open on a day."""

    OPEN = "open"
    NOT_YET = "not_yet"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in centimes. What no source tells is None.

    `rate` is a share of the project's cost; `grant` the part of a loan that is given; `own_share` what the holder
    brings, as a share of the cost; `in_kind` how much of what the holder brings may be in kind; with `loan_counts`
    a loan is as good as own money.
    """

    cap: int | None = None
    rate: Fraction | None = None
    grant: int | None = None
    own_share: Fraction = Fraction(0)
    in_kind: Fraction = Fraction(1)
    loan_counts: bool = False

    def __post_init__(self) -> None:
        shares = (self.rate or Fraction(0), self.own_share, self.in_kind)
        if not all(0 <= one <= 1 for one in shares):
            raise ValueError("a share lies between 0 and 1")
        if any(one is not None and one <= 0 for one in (self.cap, self.grant)):
            raise ValueError("an amount is more than 0")
        if self.rate is not None and self.rate + self.own_share > 1:
            raise ValueError("rate and own_share together are at most 1")


@dataclass(frozen=True, slots=True)
class Instrument:
    """One way to be funded. `with_any`: it goes only with one of these; `not_with`: never with any of these."""

    code: str
    title: Words
    funder: Words
    form: Form
    rules: tuple[Rule, ...]
    amount: Amount
    source: str
    checked_on: date
    valid_from: date | None = None
    valid_to: date | None = None
    documents: tuple[Words, ...] = ()
    with_any: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    note: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FundingAnswer:
    """What one instrument answers to one project. `at_most` in centimes, None where no source gives an amount.

    `missing`: facts, as a person gives them, that could still change the answer or the amount.
    """

    instrument: Instrument
    answer: Answer
    validity: Validity
    outcomes: tuple[RuleOutcome, ...]
    missing: tuple[str, ...]
    at_most: int | None
    limit: Limit


@dataclass(frozen=True, slots=True)
class Means:
    """What a project costs and what its holder brings, in centimes; `in_kind` is the value of what is not money."""

    cost: int
    cash: int = 0
    in_kind: int = 0

    def __post_init__(self) -> None:
        if self.cost <= 0:
            raise ValueError("cost: more than 0")
        if self.cash < 0 or self.in_kind < 0:
            raise ValueError("cash, in_kind: not below 0")


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a plan: how much of which instrument, in centimes."""

    code: str
    form: Form
    amount: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the money comes from, in centimes: shares + cash + in_kind + gap = cost, always.

    `left_out`: instruments that were open to the project and are not in the plan, with why (`double_support`,
    `own_share`, `goes_with`, `not_tried`, `not_needed`).
    """

    cost: int
    shares: tuple[Share, ...]
    cash: int
    in_kind: int
    gap: int
    left_out: tuple[tuple[str, str], ...] = ()


__all__ = [
    "PLANNED",
    "Amount",
    "Form",
    "FundingAnswer",
    "Instrument",
    "Limit",
    "Means",
    "Plan",
    "Share",
    "Validity",
    "Words",
]
