"""Introductions of a person, and of an opening somebody may run."""

from __future__ import annotations

from django.db.models import QuerySet

from mouakaba.base.people.models import Person
from mouakaba.match.introductions.models import Introduction
from mouakaba.match.listings.models import Opening
from mouakaba.match.listings.queries import organisations_of


def introductions_of(person: Person) -> QuerySet[Introduction]:
    """Introductions to this person's own profile."""
    rows = Introduction.objects.filter(profile__person=person)
    return rows.select_related("opening__organisation", "profile", "speaker")


def introductions_run_by(person: Person) -> QuerySet[Introduction]:
    """Introductions to openings of this person's organisations."""
    rows = Introduction.objects.filter(opening__organisation__in=organisations_of(person))
    return rows.select_related("opening__organisation", "profile__person", "speaker")


def introductions_for(opening: Opening) -> QuerySet[Introduction]:
    """Introductions to one opening, already authorised."""
    return Introduction.objects.filter(opening=opening).select_related("profile__person", "speaker")
