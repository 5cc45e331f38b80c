"""Terms of agreements and what became of their commitments: where they stand on a day. Days are inclusive."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from mouakaba.kernel.days import months_after

SOON = 30  # days before a due date in which a commitment is "due soon"


class Standing(StrEnum):
    """Where an agreement stands on a day."""

    UNKNOWN = "unknown"  # no day of signature is known
    COMING = "coming"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    ENDED = "ended"  # by a party, before its term


class Health(StrEnum):
    """What became of a commitment, the most pressing first."""

    LATE = "late"
    DUE_SOON = "due_soon"
    NO_RECORD = "no_record"
    UNDER_WAY = "under_way"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Term:
    """`ends`: last day of the first term, None without end; `renewed_by`: months of each tacit renewal, 0 for none."""

    begins: date | None
    ends: date | None = None
    renewed_by: int = 0
    ended: date | None = None  # last day in force, where a party ended it


def last_day(begins: date, months: int) -> date:
    """The last day of a term of so many months: 12 months from 1 January end on 31 December."""
    return months_after(begins, months) - timedelta(days=1)


def term_end(term: Term, day: date) -> date | None:
    """The last day of the term that runs on `day`, tacit renewals included; None for one without end.

    Each renewal is counted from the first term's end, so that 31 January renewed by months ends on 28 or 29 February,
    then on 31 March.
    """
    first, step = term.ends, term.renewed_by
    if first is None or not step or first >= day:
        return first
    between = (day.year - first.year) * 12 + day.month - first.month
    times = max(1, between // step)
    end = months_after(first, times * step)
    return end if end >= day else months_after(first, (times + 1) * step)


def standing(term: Term, day: date) -> Standing:
    """Where the agreement stands on a day."""
    if term.ended is not None and term.ended < day:
        return Standing.ENDED
    if term.begins is None:
        return Standing.UNKNOWN
    if day < term.begins:
        return Standing.COMING
    end = term_end(term, day)
    return Standing.IN_FORCE if end is None or end >= day else Standing.EXPIRED


def health(quantity: Decimal | None, done: Decimal, due_on: date | None, day: date) -> Health:
    """What became of a commitment of this quantity (None: none was agreed) of which so much is done.

    Without a quantity one record is enough once the due day is over, and nothing is "done" before it.
    """
    over = due_on is not None and day > due_on
    if (quantity is not None and done >= quantity) or (quantity is None and done > 0 and over):
        return Health.DONE
    if over:
        return Health.LATE
    if due_on is not None and (due_on - day).days <= SOON:
        return Health.DUE_SOON
    return Health.UNDER_WAY if done > 0 else Health.NO_RECORD


__all__ = ["SOON", "Health", "Standing", "Term", "health", "last_day", "standing", "term_end"]
