"""What of a grant may still be planned and paid, what its holder brings, and support given twice. Whole centimes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mouakaba.kernel.funding import Amount, Limit, Means, most
from mouakaba.kernel.funding.plans import own
from mouakaba.kernel.money import split


class Refusal(StrEnum):
    """Why an amount is refused."""

    NOT_POSITIVE = "not_positive"
    BEYOND_GRANT = "beyond_grant"  # the tranches would be more than the grant
    BEYOND_TRANCHE = "beyond_tranche"  # the payments would be more than their tranche
    BEYOND_PAID = "beyond_paid"  # more would come back than was paid
    BELOW_PLANNED = "below_planned"  # the grant would be less than its tranches


class Twice(StrEnum):
    """What two supports have in common."""

    SAME_PROJECT = "same_project"
    SAME_BENEFICIARY = "same_beneficiary"


@dataclass(frozen=True, slots=True)
class OwnShare:
    """What the holder must bring, brings as far as it counts, and still lacks."""

    asked: int
    counted: int
    missing: int


@dataclass(frozen=True, slots=True)
class Support:
    """One support of a programme; a missing day leaves the period open on that side."""

    id: str
    programme: str
    beneficiary: str
    project: str = ""
    begins: date | None = None
    ends: date | None = None


def left_to_plan(granted: int, tranches: Sequence[int]) -> int:
    """What of the grant is in no tranche yet."""
    return granted - sum(tranches)


def check_tranche(granted: int, others: Sequence[int], amount: int) -> Refusal | None:
    """Whether a tranche of this amount fits beside the others."""
    if amount <= 0:
        return Refusal.NOT_POSITIVE
    return Refusal.BEYOND_GRANT if amount > left_to_plan(granted, others) else None


def check_payment(tranche: int, paid: Sequence[int], amount: int) -> Refusal | None:
    """Whether so much may still be paid on a tranche."""
    if amount <= 0:
        return Refusal.NOT_POSITIVE
    return Refusal.BEYOND_TRANCHE if sum(paid) + amount > tranche else None


def check_refund(paid: int, refunded: int, amount: int) -> Refusal | None:
    """Whether so much can come back. What came back is not paid out again."""
    if amount <= 0:
        return Refusal.NOT_POSITIVE
    return Refusal.BEYOND_PAID if refunded + amount > paid else None


def check_grant(amount: Amount, cost: int | None, granted: int) -> Limit | None:
    """The limit of an instrument (cap and rate together, `kernel.funding`) that a grant passes; None for none."""
    at_most, limit = most(amount, cost)
    return limit if at_most is not None and granted > at_most else None


def own_share(amount: Amount, means: Means) -> OwnShare:
    """The share the holder owes, rounded up to the centime, beside what of theirs counts (in kind has its bound)."""
    asked = -int(-means.cost * amount.own_share // 1)
    counted = sum(own(means, means.cost, amount.in_kind))
    return OwnShare(asked, counted, max(0, asked - counted))


def schedule(granted: int, percents: Sequence[int]) -> tuple[int, ...]:
    """The grant in tranches by percent, adding up to it exactly. Raises ValueError unless they make 100."""
    if sum(percents) != 100 or min(percents, default=0) <= 0:
        raise ValueError("percents are above 0 and make 100")
    return split(granted, percents)


def overlap(one: Support, other: Support) -> bool:
    """Whether the two run on a same day; an open side never ends it."""
    apart = (one.ends and other.begins and one.ends < other.begins) or (
        other.ends and one.begins and other.ends < one.begins
    )
    return not apart


def given_twice(one: Support, others: Iterable[Support]) -> tuple[tuple[str, Twice], ...]:
    """Supports of other programmes in overlapping time for the same project or beneficiary, with which of the two."""
    near = (it for it in others if it.id != one.id and it.programme != one.programme and overlap(one, it))
    found = []
    for it in near:
        if one.project and it.project == one.project:
            found.append((it.id, Twice.SAME_PROJECT))
        elif it.beneficiary == one.beneficiary:
            found.append((it.id, Twice.SAME_BENEFICIARY))
    return tuple(found)


__all__ = [
    "OwnShare",
    "Refusal",
    "Support",
    "Twice",
    "check_grant",
    "check_payment",
    "check_refund",
    "check_tranche",
    "given_twice",
    "left_to_plan",
    "overlap",
    "own_share",
    "schedule",
]
