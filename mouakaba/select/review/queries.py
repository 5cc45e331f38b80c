"""Named reads of the jury. A file in conflict with a juror is in none of them."""

from __future__ import annotations

from django.db.models import QuerySet

from mouakaba.base.people.models import Person
from mouakaba.select.review.models import Juror


def seats_of(person: Person) -> QuerySet[Juror]:
    """The jury seats a person holds."""
    return Juror.objects.filter(person=person)
