"""Individual sessions somebody has to do with, and their sheets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from mouakaba.accompany.coaching.models import CoachingSheet
from mouakaba.accompany.sessions.models import Session
from mouakaba.accompany.sessions.queries import sessions_seen_by
from mouakaba.base.people.models import Person


def _individual(rows: QuerySet[Session]) -> QuerySet[Session]:
    known = rows.filter(individual=True, cancelled_at=None)
    sheet = ("coaching_sheet__trainer", "coaching_sheet__holder")
    return known.select_related(*sheet, "cohort", "project__project", "programme__organisation")


def coached_with(person: Person) -> QuerySet[Session]:
    """Individual sessions this person leads, or of a project they bear: they sign the sheet."""
    led = Session.trainers.through.objects.filter(session=OuterRef("pk"), person=person)
    return _individual(Session.objects.filter(Exists(led) | Q(project__project__bearer=person)))


def coaching_read_by(person: Person) -> QuerySet[Session]:
    """The same, and those of programmes this person may read in the office."""
    seen = sessions_seen_by(person).order_by().values("pk")
    return _individual(Session.objects.filter(Q(pk__in=seen) | Q(project__project__bearer=person)))


def sheet_of(session: Session) -> CoachingSheet | None:
    """The sheet, if it was begun."""
    return getattr(session, "coaching_sheet", None)


def sides_of(session: Session, person: Person) -> set[str]:
    """For whom this person may sign: ``trainer``, ``holder``; nobody signs for both."""
    if session.project and session.project.project.bearer_id == person.pk:
        return {"holder"}
    return {"trainer"} if session.trainers.filter(pk=person.pk).exists() else set()


def sheet_rows() -> Iterator[dict[str, Any]]:
    """One dict a coaching sheet, for counting; nobody's name. ``state``: how many of the two sides signed."""
    rows = CoachingSheet.objects.select_related("session__programme", "session__cohort").order_by("pk")
    for row in rows:
        session = row.session
        yield {
            "id": row.pk,
            "programme_slug": session.programme.slug,
            "cohort_code": session.cohort.code if session.cohort else "",
            "region_code": session.region_id or "",
            "day": row.day,
            "state": str(row.state.value),
        }
