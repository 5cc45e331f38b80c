"""Introductions of a person, and of an opening somebody may run; what is new in their conversations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mouakaba.base.clock.queries import day_of
from mouakaba.base.people.models import Person
from mouakaba.base.people.queries import writers_for
from mouakaba.match import registry
from mouakaba.match.introductions.models import ConversationReport, Introduction, Message, Reading
from mouakaba.match.listings.models import Opening
from mouakaba.match.listings.queries import owned_by

_ENDS = (
    "opening__organisation",
    "opening__person",
    "counterpart__organisation",
    "counterpart__person",
    "profile__person",
    "speaker",
    "other_speaker",
)


def introductions_of(person: Person) -> QuerySet[Introduction]:
    """Introductions to this person's own profile."""
    rows = Introduction.objects.filter(profile__person=person)
    return rows.select_related("opening__organisation", "profile", "speaker")


def introductions_run_by(person: Person) -> QuerySet[Introduction]:
    """Introductions of people to openings of this person's organisations."""
    return conversations_run_by(person).filter(profile__isnull=False)


def conversations_of(person: Person) -> QuerySet[Introduction]:
    """Introductions in which this person stands on the other side: of their profile, or of a need they may state."""
    theirs = Q(profile__person=person) | owned_by(person, "counterpart__")
    return Introduction.objects.filter(theirs).select_related(*_ENDS)


def conversations_run_by(person: Person) -> QuerySet[Introduction]:
    """Introductions to listings of this person's organisations, and to their own."""
    return Introduction.objects.filter(owned_by(person, "opening__")).select_related(*_ENDS)


def introductions_for(opening: Opening) -> QuerySet[Introduction]:
    """Introductions to one opening, already authorised."""
    return Introduction.objects.filter(opening=opening).select_related("opening", "profile__person", "speaker")


def messages_of(introduction: Introduction) -> QuerySet[Message]:
    """What was written in a conversation, the oldest first."""
    return Message.objects.filter(introduction=introduction).select_related("writer")


def with_unread(rows: QuerySet[Introduction], reader: Person, *, from_person: bool) -> QuerySet[Introduction]:
    """Each with how many messages of the other side this reader has not seen, as ``unread``.

    ``from_person``: on which side the reader stands.
    """
    seen = Reading.objects.filter(
        introduction=OuterRef("introduction"), reader=reader, read_at__gte=OuterRef("written_at")
    )
    fresh = Message.objects.filter(~Exists(seen), introduction=OuterRef("pk"), from_person=not from_person)
    counted = fresh.order_by().values("introduction").annotate(n=Count("pk")).values("n")
    return rows.annotate(unread=Coalesce(Subquery(counted), 0))


def open_report(introduction: Introduction, *, from_person: bool) -> ConversationReport | None:
    """The report of this side that the operator has not settled yet."""
    return ConversationReport.objects.filter(
        introduction=introduction, from_person=from_person, settled_at__isnull=True
    ).first()


def read_until(introductions: Collection[UUID]) -> dict[tuple[UUID, UUID], datetime]:
    """Up to when each reader has read: {(introduction, reader): moment}."""
    rows = Reading.objects.filter(introduction__in=introductions)
    return {(row.introduction_id, row.reader_id): row.read_at for row in rows}


def last_written(introduction: Introduction, *, from_person: bool) -> datetime | None:
    """When the other side wrote last; None when it never did. ``from_person``: on which side the reader stands."""
    found = Message.objects.filter(introduction=introduction, from_person=not from_person)
    last: datetime | None = found.aggregate(last=Max("written_at"))["last"]
    return last


def listeners(listings: Iterable[Opening | None]) -> dict[UUID, list[Person]]:
    """Who writes and reads letters for each of these listings: members of its organisation, or the person it is of."""
    rows = [row for row in listings if row is not None]
    members = writers_for({row.organisation_id for row in rows if row.organisation_id})
    own = {row.pk: [row.person] for row in rows if row.person and row.person.is_active}
    return {
        row.pk: own.get(row.pk) or (members.get(row.organisation_id, []) if row.organisation_id else []) for row in rows
    }


def agreed_between(organisations: Collection[UUID]) -> Iterator[tuple[frozenset[UUID], date, Mapping[str, str]]]:
    """Introductions to which both said yes: the organisations of both ends, the day, and the kind of market."""
    ends = ("opening__organisation", "counterpart__organisation")
    mine = Q(opening__organisation__in=organisations) | Q(counterpart__organisation__in=organisations)
    rows = Introduction.objects.filter(mine, organisation_says=True, person_says=True).order_by("settled_at", "pk")
    when = Coalesce("settled_at", "began_at")
    for one, other, at, kind in rows.annotate(at=when).values_list(*ends, "at", "opening__kind_code"):
        yield frozenset({one, other} - {None}), day_of(at), registry.kind(kind).name


def introduction_rows(since: datetime | None) -> QuerySet[Any, dict[str, Any]]:
    """One dict an introduction both said yes to, for counting; nobody's name. Those changed since then, or all."""
    rows = Introduction.objects.filter(organisation_says=True, person_says=True)
    if since is not None:
        events = Introduction.pgh_event_model.objects.filter(pgh_created_at__gte=since)  # type: ignore[attr-defined]
        rows = rows.filter(pk__in=events.values("pgh_obj_id"))
    at = rows.order_by().annotate(at=Coalesce("settled_at", "began_at"))
    found: QuerySet[Any, Any] = at.values(
        "id", "at", kind_code=F("opening__kind_code"), region_code=F("opening__region")
    )
    return found


def linked_rows() -> QuerySet[Any, dict[str, Any]]:
    """One dict an introduction of two organisations both said yes to, for counting: ``one``, ``other``, ``at``."""
    rows = Introduction.objects.filter(organisation_says=True, person_says=True, counterpart__isnull=False)
    rows = rows.filter(opening__organisation__isnull=False, counterpart__organisation__isnull=False).order_by()
    found: QuerySet[Any, Any] = rows.values(
        one=F("opening__organisation"), other=F("counterpart__organisation"), at=Coalesce("settled_at", "began_at")
    )
    return found
