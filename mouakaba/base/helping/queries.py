"""Consents a helper or a person may read. Fetching is authorising."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from mouakaba.base.audit.models import AuditLine
from mouakaba.base.clock.queries import now, today
from mouakaba.base.helping.models import Assistance, CodeTry
from mouakaba.base.helping.rules import A_WHILE, TRIES, TRIES_OF_ALL
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.people.rules import WRITERS


def organisations_helping(person: Person) -> QuerySet[Organisation]:
    """Organisations in whose name this person may help: those they are an officer or owner of."""
    rows = Organisation.objects.filter(memberships__person=person, memberships__role__in=WRITERS)
    return rows.distinct().order_by("slug")


def helped_by(helper: Person) -> QuerySet[Assistance]:
    """Everybody this helper helps or has helped, while they belong to the organisation in whose name they do."""
    rows = Assistance.objects.filter(helper=helper, organisation__in=organisations_helping(helper))
    return rows.select_related("person", "organisation", "voice")


def running(rows: QuerySet[Assistance]) -> QuerySet[Assistance]:
    """Of these, consents that hold now."""
    return rows.filter(ended_at__isnull=True, until__gte=today(), helper__isnull=False, person__is_active=True)


def consents_of(person: Person) -> QuerySet[Assistance]:
    """What this person agreed to, the latest first."""
    return Assistance.objects.filter(person=person).select_related("helper", "organisation")


def between(person: Person) -> QuerySet[Assistance]:
    """Consents this person gave, and those they help by."""
    rows = Assistance.objects.filter(Q(person=person) | Q(pk__in=helped_by(person).values("pk")))
    return rows.select_related("voice")


def acts_for(person: Person, helper: Person | None = None) -> QuerySet[AuditLine]:
    """What helpers (or this one) did in a person's name, the latest first."""
    rows = AuditLine.objects.filter(by=person, helper__isnull=False).select_related("helper")
    return (rows.filter(helper=helper) if helper else rows).order_by("-at", "-pk")


def digest_of(code: str) -> str:
    """The keyed hash of a code; spaces and dashes said in between do not count."""
    return salted_hmac("mouakaba.helping.code", "".join(c for c in code if c.isalnum()), algorithm="sha256").hexdigest()


def source_of(address: str) -> str:
    """The keyed hash of an address tries come from."""
    return salted_hmac("mouakaba.helping.source", address, algorithm="sha256").hexdigest()


def may_try(source: str) -> bool:
    """Whether another code may be tried from there now."""
    recent = CodeTry.objects.filter(at__gt=now() - A_WHILE)
    return recent.filter(Q(source=source)).count() < TRIES and recent.count() < TRIES_OF_ALL
