"""Letting spaces: the rent of a stay, how much is let, who is next. Periods are half-open: the end is not in them."""

from mouakaba.kernel.letting.queue import Offer, Place, Waiting, Why, ordered, passed_over
from mouakaba.kernel.letting.rent import MonthRent, Step, Terms, planned_steps, rate_on, rent
from mouakaba.kernel.letting.rooms import Let, MonthUse, Room, by_month, first_excess, fullest

__all__ = [
    "Let",
    "MonthRent",
    "MonthUse",
    "Offer",
    "Place",
    "Room",
    "Step",
    "Terms",
    "Waiting",
    "Why",
    "by_month",
    "first_excess",
    "fullest",
    "ordered",
    "passed_over",
    "planned_steps",
    "rate_on",
    "rent",
]
