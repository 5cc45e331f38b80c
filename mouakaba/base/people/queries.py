"""Reading people."""

from __future__ import annotations

from django.http import HttpRequest

from mouakaba.base.people.models import Person


def me(request: HttpRequest) -> Person:
    """The logged-in person. For views behind ``login_required``; a TypeError means one forgot it."""
    if not isinstance(request.user, Person):
        raise TypeError("This view needs a logged-in person.")
    return request.user
