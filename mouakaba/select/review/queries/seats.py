"""Who sits on which jury."""

from __future__ import annotations

from django.db.models import QuerySet

from mouakaba.base.people.models import Person
from mouakaba.select.calls.models import Call
from mouakaba.select.review.models import Juror


def seats_of(person: Person) -> QuerySet[Juror]:
    """The jury seats a person holds now."""
    return Juror.objects.filter(person=person, removed_at=None)


def jurors_of(call: Call) -> QuerySet[Juror]:
    """The jurors of a call, the president first."""
    seats = Juror.objects.filter(call=call, removed_at=None).select_related("person")
    return seats.order_by("-is_president", "person__name", "pk")
