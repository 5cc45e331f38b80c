"""Who sits on which jury."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from mouakaba.base.people.models import Person
from mouakaba.select.calls.models import Call
from mouakaba.select.review.models import Juror, Review
from mouakaba.select.review.queries.files import reviews_of


def seats_of(person: Person) -> QuerySet[Juror]:
    """The jury seats a person holds now."""
    return Juror.objects.filter(person=person, removed_at=None)


def jurors_of(call: Call) -> QuerySet[Juror]:
    """The jurors of a call, the president first."""
    seats = Juror.objects.filter(call=call, removed_at=None).select_related("person")
    return seats.order_by("-is_president", "person__name", "pk")


def progress_of(person: Person) -> dict[int, dict[str, int]]:
    """By seat: how many files the person has (``files``) and has finished (``done``). One query."""
    rows = (
        reviews_of(person)
        .values("juror")
        .annotate(files=Count("pk"), done=Count("pk", filter=Q(state=Review.State.DONE)))
    )
    return {row["juror"]: {"files": row["files"], "done": row["done"]} for row in rows}
