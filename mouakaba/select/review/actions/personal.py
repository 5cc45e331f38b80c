"""What a jury holds about its jurors, given out and let go of (law 09-08)."""

from __future__ import annotations

from typing import Any

from mouakaba.base.people.models import Person
from mouakaba.select.review.models import Conflict, Juror, Review


def export_seats(person: Person) -> list[dict[str, Any]]:
    """Every seat of a person: the marks, reasons and comments they gave, and the ties known."""
    seats = Juror.objects.filter(person=person).select_related("call").prefetch_related("reviews", "conflicts")
    return [_exported(seat) for seat in seats]


def _exported(seat: Juror) -> dict[str, Any]:
    return {
        "call": seat.call.slug,
        "invited_at": seat.invited_at,
        "reviews": [
            {"marks": review.marks, "comment": review.comment, "state": review.state, "saved_at": review.saved_at}
            for review in seat.reviews.all()
        ],
        "ties": [{"note": conflict.note, "at": conflict.at} for conflict in seat.conflicts.all()],
    }


def erase_seats(person: Person) -> None:
    """What was not begun goes back; notes on ties go. Marks given stay, for decisions rest on them."""
    Review.objects.filter(juror__person=person, state=Review.State.ASSIGNED).delete()
    Conflict.objects.filter(juror__person=person).update(note="")
