"""Agreements somebody may work with, invitations of a person, and counts that point at nobody."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mouakaba.base.clock.queries import today
from mouakaba.base.people.models import Person
from mouakaba.base.people.rules import WRITERS
from mouakaba.match.pairing.rules import FEWEST
from mouakaba.match.schools.models import SchoolAgreement, SchoolInvitation
from mouakaba.match.skills.models import ProfileSkill


def agreements_run_by(person: Person) -> QuerySet[SchoolAgreement]:
    """Agreements, in force today, of schools this person works for."""
    day = today()
    return (
        SchoolAgreement.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            signed_on__lte=day,
            school__memberships__person=person,
            school__memberships__role__in=WRITERS,
        )
        .select_related("school")
        .distinct()
    )


def invitations_of(person: Person) -> QuerySet[SchoolInvitation]:
    """Invitations this person has not answered."""
    rows = SchoolInvitation.objects.filter(person=person, counted__isnull=True)
    return rows.select_related("agreement__school")


@dataclass(frozen=True, slots=True)
class Counts:
    """What a school learns. None stands for fewer than FEWEST people."""

    invited: int
    counted: int | None
    with_skills: int | None


def counts_of(agreement: SchoolAgreement) -> Counts:
    """How many were invited, said that they may be counted, and confirmed at least one skill."""
    confirmed = ProfileSkill.objects.filter(profile__person=OuterRef("person"), state=ProfileSkill.State.CONFIRMED)
    rows = SchoolInvitation.objects.filter(agreement=agreement).annotate(skilled=Exists(confirmed)).order_by()
    found = rows.aggregate(
        invited=Count("pk"),
        agreed=Count("pk", filter=Q(counted=True)),
        able=Count("pk", filter=Q(counted=True, skilled=True)),
    )
    return Counts(found["invited"], _told(found["agreed"]), _told(found["able"]))


def _told(count: int) -> int | None:
    return count if count >= FEWEST else None
