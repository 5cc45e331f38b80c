"""Programmes a person may see, run or decide on. Fetching is authorising: no other query opens them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from mouakaba.base.people.models import Person
from mouakaba.select.programmes import rules
from mouakaba.select.programmes.models import Programme


def _allowed(person: Person, *, in_organisation: tuple[str, ...], in_programme: tuple[str, ...]) -> QuerySet[Programme]:
    if not person.is_authenticated or not person.is_active:
        return Programme.objects.none()
    through_organisation = Q(
        organisation__memberships__person=person, organisation__memberships__role__in=in_organisation
    )
    through_programme = Q(roles__person=person, roles__role__in=in_programme)
    return Programme.objects.filter(through_organisation | through_programme).distinct()


def programmes_run_by(person: Person) -> QuerySet[Programme]:
    """Programmes whose calls and files this person may change."""
    return _allowed(person, in_organisation=rules.ORGANISATION_WRITERS, in_programme=rules.PROGRAMME_WRITERS)


def programmes_judged_by(person: Person) -> QuerySet[Programme]:
    """Programmes whose choice this person may compute and freeze (officers and jury presidents)."""
    return _allowed(person, in_organisation=rules.ORGANISATION_WRITERS, in_programme=rules.PROGRAMME_JUDGES)


def programmes_seen_by(person: Person) -> QuerySet[Programme]:
    """Programmes this person may read in the office."""
    return _allowed(person, in_organisation=rules.ORGANISATION_READERS, in_programme=rules.PROGRAMME_READERS)
