"""Sessions somebody may see, run or lead, who comes, what is counted, and calendars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import BooleanField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from mouakaba.accompany.cohorts.models import Cohort
from mouakaba.accompany.sessions.models import CalendarKey, Registration, Session
from mouakaba.accompany.sessions.rules import ZONE
from mouakaba.base.clock.queries import now
from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said
from mouakaba.kernel.calendar import Event, calendar_text
from mouakaba.select import door as select

Kind, State = Session.Kind, Registration.State
COMING = (State.REGISTERED, State.WALK_IN)


def _rows() -> QuerySet[Session]:
    rows = Session.objects.select_related("programme__organisation", "cohort", "tour", "region")
    return rows.select_related("project__project__bearer").order_by("starts_at", "pk")


def sessions_seen_by(person: Person) -> QuerySet[Session]:
    """Sessions of programmes this person may read in the office, and those they lead."""
    led = Session.trainers.through.objects.filter(session=OuterRef("pk"), person=person)
    return _rows().filter(Q(programme__in=select.programmes_seen_by(person)) | Exists(led))


def sessions_run_by(person: Person) -> QuerySet[Session]:
    """Sessions this person may change, move and cancel."""
    return _rows().filter(programme__in=select.programmes_run_by(person))


def sessions_kept_by(person: Person) -> QuerySet[Session]:
    """Sessions whose attendance this person may take: those they run, and those they lead."""
    led = Session.trainers.through.objects.filter(session=OuterRef("pk"), person=person)
    return _rows().filter(Q(programme__in=select.programmes_run_by(person)) | Exists(led))


def open_sessions() -> QuerySet[Session]:
    """The public agenda: sessions anybody may register for that have not ended."""
    return _rows().filter(is_open=True, cancelled_at=None, ends_at__gt=now())


def public_sessions() -> QuerySet[Session]:
    """Sessions with a public page: the open ones, past and cancelled ones included."""
    return _rows().filter(is_open=True)


def sessions_for(person: Person) -> QuerySet[Session]:
    """Sessions a person has to do with: registered, waiting, leading, or of their own project; each says ``mine``."""
    registered = Registration.objects.filter(session=OuterRef("pk"), person=person).exclude(state=State.WITHDRAWN)
    led = Session.trainers.through.objects.filter(session=OuterRef("pk"), person=person)
    rows = _rows().annotate(leads=Exists(led), comes=Exists(registered))
    return rows.filter(Q(leads=True) | Q(comes=True) | Q(project__project__bearer=person))


def enterable_by(person: Person) -> QuerySet[Session]:
    """Sessions a person may register for: open ones, and collective ones of a cohort in which they bear a project."""
    mine = Q(cohort__projects__project__bearer=person, individual=False)
    return _rows().filter(Q(is_open=True) | mine).distinct()


def listed(rows: QuerySet[Session], *, kind: str = "", mode: str = "", when: str = "") -> QuerySet[Session]:
    """The rows of a kind, collective or individual, to come or past; what is not known filters nothing."""
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    if mode in ("collective", "individual"):
        rows = rows.filter(individual=mode == "individual")
    if when == "past":
        return rows.filter(ends_at__lte=now()).order_by("-starts_at", "pk")
    return rows.filter(ends_at__gt=now()) if when == "coming" else rows


def with_places(rows: QuerySet[Session]) -> QuerySet[Any]:
    """Each session says how many are registered, wait, and were there."""
    return rows.annotate(
        coming=Count("registrations", filter=Q(registrations__state__in=COMING)),
        waiting=Count("registrations", filter=Q(registrations__state=State.WAITING)),
        there=Count("registrations", filter=Q(registrations__present_at__isnull=False)),
    )


def people_of(session: Session) -> QuerySet[Registration]:
    """Who comes or waits, in the order of the list to sign."""
    rows = session.registrations.exclude(state=State.WITHDRAWN).select_related("person")
    return rows.order_by("state", "at", "pk")


def participants_of(session: Session) -> list[tuple[str, int, int]]:
    """Sorts of participants of a session: word, how many are on the list, how many were there."""
    told = {"coming": Count("pk"), "came": Count("pk", filter=Q(present_at__isnull=False))}
    rows = session.registrations.filter(state__in=COMING).order_by("comes_as").values_list("comes_as")
    counts = {sort: (coming, came) for sort, coming, came in rows.annotate(**told)}
    if not any(counts):  # nobody said
        return []
    words = [*Registration.Part.choices, ("", _("not said"))]
    return [(str(word), *counts[sort]) for sort, word in words if sort in counts]


def registration_of(session: Session, person: Person | None) -> Registration | None:
    """A person's own line, withdrawn or not."""
    return session.registrations.filter(person=person).first() if person else None


def _held() -> Case:
    is_held = Q(ends_at__lte=now(), cancelled_at=None)
    return Case(When(is_held, then=Value(True)), default=Value(False), output_field=BooleanField())


def session_rows(**filters: Any) -> QuerySet[Any, dict[str, Any]]:
    """One dict a session, for counting; no title and nobody's name.

    Keys: ``id``, ``programme_slug``, ``cohort_code`` (or None), ``kind``, ``individual``, ``tour`` (id or None),
    ``region_code`` (or None), ``starts_at``, ``held`` (over, and not cancelled), ``cancelled``, ``day_known``,
    ``is_demo``. ``filters`` are lookups of Session (``cohort__code="cohort-1"``); ``.filter``, ``.order_by`` and
    ``.aggregate`` may follow. Collective trainings are ``kind="training", individual=False``, those of tours included.
    """
    rows: QuerySet[Any, Any] = Session.objects.filter(**filters).order_by().values(
        "id", "kind", "individual", "tour", "starts_at", "day_known", "is_demo", held=_held(),
        cancelled=Q(cancelled_at__isnull=False), programme_slug=F("programme__slug"), cohort_code=F("cohort__code"),
        region_code=F("region"),
    )  # fmt: skip
    return rows


@dataclass(frozen=True, slots=True)
class Figure:
    """One count of a cohort beside what was published; ``stated`` is None where nothing was."""

    code: str
    counted: int
    stated: int | None
    source_url: str = ""

    @property
    def disagrees(self) -> bool:
        """Whether the two differ."""
        return self.stated is not None and self.stated != self.counted


# Each figure of a cohort: its code after the cohort's, and what of (kind, individual, in a tour) it counts.
COUNTED = {
    "collective": lambda kind, individual, _tour: kind == Kind.TRAINING and not individual,
    "individual": lambda kind, individual, _tour: individual and kind in (Kind.TRAINING, Kind.COACHING),
    "tour-trainings": lambda kind, _individual, tour: tour and kind == Kind.TRAINING,
    "tour-visits": lambda kind, _individual, tour: tour and kind in (Kind.VISIT, Kind.MEETING),
    "tour-workshops": lambda kind, _individual, tour: tour and kind == Kind.WORKSHOP,
    "tour-round-tables": lambda kind, _individual, tour: tour and kind == Kind.ROUND_TABLE,
}


def figures_of(cohort: Cohort) -> list[Figure]:
    """Projects, sessions and tours of a cohort as counted from the records, beside what was published (4 queries)."""
    said_of = {figure.code: figure for figure in select.figures_of(cohort.programme)}
    held = session_rows(cohort=cohort).filter(held=True).values_list("kind", "individual", "tour")
    groups = Counter((kind, individual, tour is not None) for kind, individual, tour in held)
    counts = {"projects": cohort.projects.count(), "tours": cohort.tours.count()}
    counts |= {code: sum(n for group, n in groups.items() if of(*group)) for code, of in COUNTED.items()}
    counts["sessions"] = sum(groups.values())
    return [_figure(code, count, said_of.get(f"{cohort.code}-{code}")) for code, count in counts.items()]


def _figure(code: str, count: int, published: Any) -> Figure:
    return Figure(code, count, published.stated, published.source_url) if published else Figure(code, count, None)


def by_kind(cohort: Cohort) -> list[tuple[str, int, int, int]]:
    """Sessions held by type: its words, collective, individual, of these in a tour."""
    rows = session_rows(cohort=cohort).filter(held=True).values_list("kind", "individual", "tour")
    found: dict[str, list[int]] = {kind: [0, 0, 0] for kind in Kind.values}
    for kind, individual, tour in rows:
        found[kind][individual] += 1
        found[kind][2] += tour is not None
    return [(str(Kind(kind).label), *counts) for kind, counts in found.items() if any(counts)]  # type: ignore[misc]


def by_region(cohort: Cohort) -> list[tuple[dict[str, str] | None, int]]:
    """How many projects each region has; None for those without a region."""
    names = cohort.projects.values_list("project__region__name", flat=True).order_by("project__region")
    found: dict[str, tuple[dict[str, str] | None, int]] = {}
    for name in names:
        key = said(name)
        found[key] = (name, found.get(key, (name, 0))[1] + 1)
    return list(found.values())


def key_of(person: Person) -> CalendarKey | None:
    """The secret address of a person's calendar, if they made one."""
    return CalendarKey.objects.filter(person=person).first()


def calendar_address(key: CalendarKey) -> str:
    """Where a calendar program finds it, in the language active now."""
    return f"{settings.PUBLIC_URL}{reverse('calendar_feed', args=[key.token])}"


def person_of(token: str) -> Person | None:
    """Whose calendar this is; None for an address that was renewed or never was."""
    key = CalendarKey.objects.filter(token=token, person__is_active=True).select_related("person").first()
    return key.person if key else None


def calendar_of(person: Person) -> bytes:
    """A person's sessions as a calendar, in the language active now; cancelled ones are told as cancelled.

    One they only wait for is not in it.
    """
    waiting = Registration.objects.filter(session=OuterRef("pk"), person=person, state=State.WAITING)
    rows = sessions_for(person).filter(~Exists(waiting), day_known=True)
    return calendar_text(name=_("My sessions"), events=[event_of(row) for row in rows])


def event_of(session: Session) -> Event:
    """A session as calendars know it."""
    place = " · ".join(part for part in (session.place, said(session.region.name) if session.region else "") if part)
    return Event(
        uid=f"{session.pk}@mouakaba",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        title=said(session.title),
        changed_at=session.changed_at,
        sequence=session.sequence,
        place=place,
        text=said(session.text),
        url=session.link or f"{settings.PUBLIC_URL}{reverse('session', args=[session.pk])}",
        cancelled=session.cancelled_at is not None,
    )


def presence_rows(since: datetime | None) -> QuerySet[Any, dict[str, Any]]:
    """One dict a person who was at a session, for counting; nobody's name. Those changed since then, or all."""
    rows = Registration.objects.filter(present_at__isnull=False)
    if since is not None:
        events = Registration.pgh_event_model.objects.filter(pgh_created_at__gte=since)  # type: ignore[attr-defined]
        rows = rows.filter(pk__in=events.values("pgh_obj_id"))
    found: QuerySet[Any, Any] = rows.order_by().values(
        "id", kind=F("session__kind"), individual=F("session__individual"), tour=F("session__tour"),
        starts_at=F("session__starts_at"), programme_slug=F("session__programme__slug"),
        cohort_code=F("session__cohort__code"), region_code=F("session__region"),
    )  # fmt: skip
    return found


def sessions_held(organisations: Collection[UUID]) -> QuerySet[Any, dict[str, Any]]:
    """Sessions held on a known day by programmes of these organisations: who, the title, the type, which day."""
    held = Q(ends_at__lte=now(), cancelled_at=None, day_known=True)
    rows: QuerySet[Any, Any] = Session.objects.filter(held, programme__organisation__in=organisations).order_by()
    return rows.values(
        who=F("programme__organisation"),
        label=F("title"),
        sort=F("kind"),
        on=TruncDate("starts_at", tzinfo=ZoneInfo(ZONE)),
    )
