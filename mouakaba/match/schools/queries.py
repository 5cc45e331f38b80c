"""Agreements somebody may work with, invitations of a person, and counts that point at nobody."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core import signing
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from mouakaba.base.clock.queries import now, today
from mouakaba.base.organisations.models import Organisation
from mouakaba.base.people.models import Person
from mouakaba.base.people.rules import WRITERS
from mouakaba.kernel.text import fold
from mouakaba.match.pairing.rules import FEWEST
from mouakaba.match.schools.models import SchoolAgreement, SchoolInvitation
from mouakaba.match.schools.rules import DAYS_BETWEEN, DAYS_TO_ANSWER, MOST_LETTERS, status_on, term_end
from mouakaba.match.skills.models import ProfileSkill

_SALT = "school-invitation"
_networks: list[Callable[[Person], QuerySet[Organisation]]] = []


def connect_networks(query: Callable[[Person], QuerySet[Organisation]]) -> None:
    """Says which organisations a person may sign with schools for: those that run programmes (``site/wiring.py``)."""
    _networks[:] = [query]


def networks_of(person: Person) -> QuerySet[Organisation]:
    """Organisations in whose name this person may record an agreement with a school."""
    return _networks[0](person) if _networks else Organisation.objects.none()


def schools_for(networks: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Organisations an agreement may be signed with: all but the person's own only one."""
    own = list(networks.values_list("pk", flat=True)[:2])
    return Organisation.objects.exclude(pk__in=own) if len(own) == 1 else Organisation.objects.all()


def _rows() -> QuerySet[SchoolAgreement]:
    return SchoolAgreement.objects.select_related("school", "network", "document")


def agreements_seen_by(person: Person) -> QuerySet[SchoolAgreement]:
    """Agreements to which an organisation of this person is a party."""
    mine = Organisation.objects.filter(memberships__person=person)
    return _rows().filter(Q(network__in=mine) | Q(school__in=mine))


def has_agreements(person: Person) -> bool:
    """Whether the list of agreements is of any use to this person."""
    asked = map(Exists, (networks_of(person), agreements_seen_by(person)))
    return any(Person.objects.filter(pk=person.pk).values_list(*asked).get())  # one query


def agreements_kept_by(person: Person) -> QuerySet[SchoolAgreement]:
    """Agreements this person may change, renew and end."""
    return _rows().filter(network__in=networks_of(person))


def agreements_run_by(person: Person) -> QuerySet[SchoolAgreement]:
    """Agreements, in force today, of schools in whose name this person may invite."""
    written = Organisation.objects.filter(memberships__person=person, memberships__role__in=WRITERS)
    return in_force(_rows().filter(school__in=written))


def in_force(rows: QuerySet[SchoolAgreement]) -> QuerySet[SchoolAgreement]:
    """Those in force today, tacit renewals included (`rules.status_on`)."""
    day = today()
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=day) | Q(renewed_by__gt=0)
    return rows.filter(running, Q(ended_on__isnull=True) | Q(ended_on__gte=day), signed_on__lte=day)


def listed(rows: QuerySet[SchoolAgreement], *, words: str, running: bool) -> QuerySet[SchoolAgreement]:
    """The rows whose school has these words in a name; those in force alone, if asked."""
    if words.strip():
        rows = rows.filter(school__search__contains=fold(words))
    return in_force(rows) if running else rows


def current_end(agreement: SchoolAgreement) -> object:
    """The last day as it stands today: the day a party ended it, or the end of the running term; None: no end."""
    return agreement.ended_on or term_end(agreement, today())


def invitations_of(person: Person) -> QuerySet[SchoolInvitation]:
    """Invitations this person has not answered and that have not run out."""
    rows = SchoolInvitation.objects.filter(person=person, counted__isnull=True, invited_at__gte=_still_open())
    return rows.select_related("agreement__school")


def is_invited(person: Person) -> bool:
    """Whether a school waits for this person's word."""
    return invitations_of(person).exists()


def counted_for(person: Person) -> QuerySet[SchoolInvitation]:
    """Invitations to which this person said yes: they may take it back at any time."""
    return SchoolInvitation.objects.filter(person=person, counted=True).select_related("agreement__school")


def is_counted(person: Person) -> bool:
    """Whether a school may count this person: they find the page on which they take it back."""
    return counted_for(person).exists()


def answerable_by(person: Person) -> QuerySet[SchoolInvitation]:
    """Invitations on which this person's word is still asked, or may change."""
    return invitations_of(person) | counted_for(person)


def _still_open() -> object:
    return now() - timedelta(days=DAYS_TO_ANSWER)


def to_remind(agreement: SchoolAgreement) -> QuerySet[SchoolInvitation]:
    """Invitations without an answer that may get another letter today."""
    rows = SchoolInvitation.objects.filter(agreement=agreement, counted__isnull=True, letters__lt=MOST_LETTERS)
    quiet = rows.filter(invited_at__lte=now() - timedelta(days=DAYS_BETWEEN))
    return quiet.select_related("person", "agreement__school").order_by("pk")


def refused(school: Organisation, people: Iterable[Person]) -> set[UUID]:
    """Ids of those among these people who once said no to this school: they are not asked again."""
    rows = SchoolInvitation.objects.filter(agreement__school=school, counted=False, person__in=list(people))
    return set(rows.values_list("person_id", flat=True))


def refusal_token(invitation: SchoolInvitation) -> str:
    """What the letter's "no" carries: it opens that one answer, and nothing else."""
    return signing.dumps(invitation.pk, salt=_SALT)


def invitation_named(token: str) -> SchoolInvitation | None:
    """The invitation of a letter's "no"; None for a token that is not ours. It does not run out."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return SchoolInvitation.objects.select_related("agreement__school").filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class Counts:
    """What a school and its network learn. None stands for fewer than FEWEST people."""

    invited: int = 0
    counted: int | None = None
    with_skills: int | None = None


def counts_of(agreements: Iterable[SchoolAgreement]) -> dict[int, Counts]:
    """By agreement: how many were invited, said that they may be counted, and confirmed at least one skill."""
    confirmed = ProfileSkill.objects.filter(profile__person=OuterRef("person"), state=ProfileSkill.State.CONFIRMED)
    rows = SchoolInvitation.objects.filter(agreement__in=[one.pk for one in agreements])
    found = (
        rows.annotate(skilled=Exists(confirmed))
        .order_by()
        .values(of=F("agreement"))
        .annotate(
            invited=Count("pk"),
            agreed=Count("pk", filter=Q(counted=True)),
            able=Count("pk", filter=Q(counted=True, skilled=True)),
        )
    )
    known = {row["of"]: Counts(row["invited"], _told(row["agreed"]), _told(row["able"])) for row in found}
    return {one.pk: known.get(one.pk, Counts()) for one in agreements}


def _told(count: int) -> int | None:
    """Rounded down to a multiple of FEWEST: looking before and after one more invitation tells next to nothing."""
    return count // FEWEST * FEWEST or None


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """An agreement with a school as a list of all agreements shows it."""

    pk: int
    school: Mapping[str, str]
    network: Mapping[str, str]
    signed_on: date
    status: str
    label: str


MOST_BESIDE = 20


def school_agreements_of(person: Person) -> list[SchoolRow]:
    """The latest agreements with schools this person may read, for the list of all agreements."""
    day, rows = today(), agreements_seen_by(person)[:MOST_BESIDE]
    shown = []
    for row in rows:
        status, network = status_on(row, day), row.network.name if row.network else {}
        shown.append(SchoolRow(row.pk, row.school.name, network, row.signed_on, status.value, str(status.label)))
    return shown


def invited_through(organisations: Collection[UUID]) -> Iterator[tuple[UUID, date, Mapping[str, str], int]]:
    """Graduates invited through agreements of these networks: who, which day, which school, how many."""
    rows = SchoolInvitation.objects.filter(agreement__network__in=organisations).order_by()
    by_day = rows.values_list("agreement__network", TruncDate("invited_at"), "agreement__school__name")
    yield from by_day.annotate(n=Count("pk"))
