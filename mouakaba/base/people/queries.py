"""Reading people."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.http import HttpRequest

from mouakaba.base.people.models import Membership, Person
from mouakaba.base.people.rules import WRITERS


def me(request: HttpRequest) -> Person:
    """The logged-in person. For views behind ``login_required``; a TypeError means one forgot it."""
    if not isinstance(request.user, Person):
        raise TypeError("This view needs a logged-in person.")
    return request.user


def me_if_any(request: HttpRequest) -> Person | None:
    """The logged-in person; None for a reader without account."""
    return request.user if isinstance(request.user, Person) else None


def writers_for(organisations: Collection[UUID]) -> dict[UUID, list[Person]]:
    """Who writes and reads letters for each of these organisations."""
    known: dict[UUID, list[Person]] = {}
    rows = Membership.objects.filter(organisation__in=organisations, role__in=WRITERS, person__is_active=True)
    for row in rows.select_related("person").order_by("person__email"):
        known.setdefault(row.organisation_id, []).append(row.person)
    return known
