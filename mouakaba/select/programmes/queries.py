"""Programmes a person may see, run or decide on. Fetching is authorising: no other query opens them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Membership, Person
from mouakaba.select.programmes import rules
from mouakaba.select.programmes.models import Programme, ProgrammeRole, PublishedFigure


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


def with_may_change(programmes: QuerySet[Programme], person: Person) -> QuerySet[Programme]:
    """Each programme says in ``may_change`` whether this person may change it."""
    return programmes.annotate(may_change=Exists(programmes_run_by(person).filter(pk=OuterRef("pk"))))


def organisations_run_by(person: Person) -> QuerySet[Organisation]:
    """Organisations in whose name this person may open a programme."""
    return Organisation.objects.filter(
        memberships__person=person, memberships__role__in=rules.ORGANISATION_WRITERS
    ).distinct()


def organisations_seen_by(person: Person) -> QuerySet[Organisation]:
    """Organisations of which this person may read what they do."""
    mine = Organisation.objects.filter(
        memberships__person=person,
        memberships__role__in=rules.ORGANISATION_READERS,
        memberships__person__is_active=True,
    )
    return mine.distinct()


def networks_run_by(person: Person) -> QuerySet[Organisation]:
    """Of these, the organisations that run a programme here."""
    return organisations_run_by(person).filter(programmes__isnull=False)


def colleagues_of(programme: Programme) -> QuerySet[Membership]:
    """Who works on a programme through its organisation."""
    return (
        Membership.objects.filter(organisation_id=programme.organisation_id)
        .select_related("person")
        .order_by("person__name", "person__email")
    )


def roles_in(programme: Programme) -> QuerySet[ProgrammeRole]:
    """Roles given in one programme alone."""
    return programme.roles.select_related("person", "programme").order_by("role", "person__name", "person__email")


def figures_of(programme: Programme) -> QuerySet[PublishedFigure]:
    """Totals stated in public."""
    return programme.published_figures.order_by("-source_date", "code")


def figures_named(codes: Collection[str]) -> QuerySet[PublishedFigure]:
    """Totals stated in public under these codes, whatever their programme."""
    return PublishedFigure.objects.filter(code__in=codes).order_by("code")


def public_figures() -> QuerySet[PublishedFigure]:
    """Every total stated in public, with its programme and who runs it."""
    return PublishedFigure.objects.select_related("programme__organisation").order_by("programme__slug", "code")


def public_programmes() -> QuerySet[Programme]:
    """Every programme with who runs it: their titles stand on public pages."""
    return Programme.objects.select_related("organisation").order_by("slug")
