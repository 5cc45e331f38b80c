"""Named reads of calls."""

from __future__ import annotations

from django.db.models import QuerySet

from mouakaba.base.people.models import Person
from mouakaba.select.calls.models import Call
from mouakaba.select.programmes.queries import programmes_judged_by, programmes_run_by, programmes_seen_by


def published() -> QuerySet[Call]:
    """Calls the public may see."""
    return Call.objects.filter(state=Call.State.PUBLISHED).exclude(version=None)


def calls_run_by(person: Person) -> QuerySet[Call]:
    """Calls this person may change."""
    return Call.objects.filter(programme__in=programmes_run_by(person))


def calls_judged_by(person: Person) -> QuerySet[Call]:
    """Calls whose choice this person may compute and freeze."""
    return Call.objects.filter(programme__in=programmes_judged_by(person))


def calls_seen_by(person: Person) -> QuerySet[Call]:
    """Calls this person may read in the office."""
    return Call.objects.filter(programme__in=programmes_seen_by(person))
