"""Bounds of a list of graduates, how often they are asked, and where an agreement stands on a day."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from mouakaba.kernel.days import months_after

if TYPE_CHECKING:
    from mouakaba.match.schools.models import SchoolAgreement

MOST_ROWS = 2_000  # of one list
MOST_LETTERS = 3  # to one graduate: the invitation and two reminders
DAYS_BETWEEN = 14  # two letters to one graduate
DAYS_TO_ANSWER = 90  # after the last letter


def term_end(agreement: SchoolAgreement, day: date) -> date | None:
    """The last day of the term that runs on `day`, tacit renewals included; None for an agreement without end.

    Each renewal is counted from the first term's end, so that 31 January renewed by months ends on 28 or 29 February,
    then on 31 March.
    """
    first, step = agreement.ends_on, agreement.renewed_by
    if first is None or not step or first >= day:
        return first
    return next(end for times in count(1) if (end := months_after(first, times * step)) >= day)


def status_on(agreement: SchoolAgreement, day: date) -> SchoolAgreement.Status:
    """Where the agreement stands on a day."""
    status = agreement.Status
    if agreement.ended_on is not None and agreement.ended_on < day:
        return status.ENDED
    if day < agreement.signed_on:
        return status.COMING
    end = term_end(agreement, day)
    return status.IN_FORCE if end is None or end >= day else status.EXPIRED
