"""Completed years between two days."""

from datetime import date


def completed_years(born: date, on: date) -> int:
    """Years completed on the day `on`; negative when `on` is before the birth.

    Born on 29 February, one completes a year on 1 March of a common year: comparing (month, day) gives that.
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
