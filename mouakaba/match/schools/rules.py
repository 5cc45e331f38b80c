"""Bounds of a list of graduates, how often they are asked, and where an agreement stands on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mouakaba.kernel import agreements

if TYPE_CHECKING:
    from mouakaba.match.schools.models import SchoolAgreement

MOST_ROWS = 2_000  # of one list
MOST_LETTERS = 3  # to one graduate: the invitation and two reminders
DAYS_BETWEEN = 14  # two letters to one graduate
DAYS_TO_ANSWER = 90  # after the last letter


def term_of(agreement: SchoolAgreement) -> agreements.Term:
    """Its days, as the rules of every agreement of the house read them (`kernel.agreements`)."""
    return agreements.Term(agreement.signed_on, agreement.ends_on, agreement.renewed_by, agreement.ended_on)


def term_end(agreement: SchoolAgreement, day: date) -> date | None:
    """The last day of the term that runs on `day`, tacit renewals included; None for an agreement without end."""
    return agreements.term_end(term_of(agreement), day)


def status_on(agreement: SchoolAgreement, day: date) -> SchoolAgreement.Status:
    """Where the agreement stands on a day."""
    return agreement.Status(agreements.standing(term_of(agreement), day).value)
