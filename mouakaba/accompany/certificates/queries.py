"""Who attended how much, certificates of a person, and what a code verifies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.urls import reverse

from mouakaba.accompany.certificates.models import Certificate
from mouakaba.accompany.certificates.rules import deserves
from mouakaba.accompany.cohorts.models import Cohort
from mouakaba.accompany.sessions.models import Registration, Session
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a cohort: sessions attended, of those that count, and the certificate, if it was given."""

    person: Person
    attended: int
    held: int
    deserves: bool
    certificate: Certificate | None


def counted_sessions(cohort: Cohort) -> QuerySet[Session]:
    """The sessions the rule counts: collective ones of the cohort that were held."""
    return Session.objects.filter(cohort=cohort, individual=False, cancelled_at=None, ends_at__lte=now())


def lines_of(cohort: Cohort) -> list[Line]:
    """Everybody who attended something of a cohort or bears a project in it, by name (four queries)."""
    sessions = counted_sessions(cohort).order_by()
    held = sessions.count()
    rows = Registration.objects.filter(session__in=sessions, present_at__isnull=False, person__isnull=False)
    attended: dict[Person, int] = {}
    for row in rows.select_related("person"):
        if row.person:
            attended[row.person] = attended.get(row.person, 0) + 1
    bearers = Person.objects.filter(project__supported_in__cohort=cohort, is_active=True).distinct()
    people = {*attended, *bearers}
    given = {one.person_id: one for one in Certificate.objects.filter(cohort=cohort)}
    share = cohort.certificate_share
    made = [
        Line(
            one,
            n := attended.get(one, 0),
            held,
            deserves(attended=n, held=held, share=share),
            given.get(one.pk),
        )
        for one in people
    ]
    return sorted(made, key=lambda line: (-line.attended, str(line.person)))


def certificates_of(person: Person) -> QuerySet[Certificate]:
    """Those a person was given."""
    return Certificate.objects.filter(person=person).select_related("cohort__programme__organisation", "person")


def certificate_coded(code: str) -> Certificate | None:
    """The certificate anybody verifies by its code; None for a code that is not ours."""
    rows = Certificate.objects.select_related("cohort__programme__organisation")
    return rows.filter(code=code.strip().upper()[:20]).first()


def verification_url(certificate: Certificate) -> str:
    """Where it is verified, in the language active now."""
    return f"{settings.PUBLIC_URL}{reverse('certificate_check', args=[certificate.code])}"


def certificate_rows() -> QuerySet[Any, dict[str, Any]]:
    """One dict a certificate, for counting; nobody's name and no number."""
    rows: QuerySet[Any, Any] = Certificate.objects.order_by().values(
        "id", "given_at", programme_slug=F("cohort__programme__slug"), cohort_code=F("cohort__code")
    )
    return rows
