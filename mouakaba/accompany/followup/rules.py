"""When a project is asked what became of it, and what of the answers may be shown to anybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

AFTER = (6, 12, 24)  # months after the support ended
LINK_LIVES = timedelta(days=60)  # from the first letter
GRACE = timedelta(days=1)  # what was opened in time may still be sent
REMINDERS = (timedelta(days=10), timedelta(days=24))  # after the first letter; no more than these two
LATE = timedelta(days=120)  # a survey due longer ago is asked by phone alone
TOGETHER = timedelta(days=30)  # surveys about one project, so many months after, that fall due within it are one
FEWEST = 5  # no public count below it
MOST_JOBS = 10_000
MOST_TEXT = 1000


def order_of_asking(due_on: date, *, of_cohort: bool) -> tuple[date, bool]:
    """Which of two surveys is asked, where one answer is both's: the earlier due, and of one day the cohort's."""
    return due_on, not of_cohort


def letters_due(since_first: timedelta) -> int:
    """How many letters should have gone: the first, and each reminder whose day has come."""
    return 1 + sum(since_first >= wait for wait in REMINDERS)


def may_tell(count: int, answered: int) -> bool:
    """Whether a count of projects may be public: neither it nor what is left of the answers is small."""
    return answered >= FEWEST and all(part == 0 or part >= FEWEST for part in (count, answered - count))


def may_split(givers: Iterable[int]) -> bool:
    """Whether a total may be shown by its parts: each part that is not empty comes from enough projects.

    One small part hides them all: it could be had from the total and the others.
    """
    return all(count == 0 or count >= FEWEST for count in givers)
