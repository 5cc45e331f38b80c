"""Proposing the pairs of a cohort to both sides."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from mouakaba.base.people.models import Person
from mouakaba.match.pairing.queries import Fit
from mouakaba.match.trades.actions import propose


def propose_pairs(*, fits: Iterable[Fit], by: Person) -> tuple[int, list[str]]:
    """Proposes each pair to both sides, neither of whom has said yes by that.

    Returns how many were proposed, and why the others could not be, in words.
    """
    proposed, refused = 0, []
    for fit in fits:
        try:
            propose(offer=fit.offer, need=fit.need, by=by)
            proposed += 1
        except ValidationError as error:
            refused.append(f"{fit.need.title}: {' '.join(error.messages)}")
    return proposed, refused
