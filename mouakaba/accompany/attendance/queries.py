"""Badges, the list a phone carries, and what scans amount to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Max, Min, QuerySet

from mouakaba.accompany.attendance.models import Badge, Scan
from mouakaba.accompany.attendance.rules import BY_HAND
from mouakaba.accompany.sessions.models import Registration, Session
from mouakaba.accompany.sessions.queries import people_of
from mouakaba.accompany.sessions.rules import AROUND
from mouakaba.base.people.models import Person
from mouakaba.kernel import attendance as kernel


def badge_of(person: Person) -> Badge | None:
    """The badge a person shows, if they made one."""
    return Badge.objects.filter(person=person).first()


def list_of(session: Session) -> list[dict[str, Any]]:
    """Who is expected, as the phone keeps it: the name, the badge, the line on the list (one query)."""
    rows = people_of(session).select_related("person__badge")
    return [
        {
            "key": f"{BY_HAND}{row.pk}",
            "badge": getattr(getattr(row.person, "badge", None), "code", ""),
            "name": name_of(row),
            "state": str(row.get_state_display()),
            "there": row.present_at is not None,
        }
        for row in rows
    ]


def name_of(row: Registration) -> str:
    """Who is on this line; somebody erased has no name."""
    return str(row.person) if row.person else row.name


def holders_of(session: Session, badges: set[str]) -> dict[str, str]:
    """The line on the list of each badge: ``{badge or R:line: line}``. A badge of somebody not on the list has none."""
    rows = session.registrations.values_list("pk", "person_id")
    people = {person: str(pk) for pk, person in rows if person}
    found = {f"{BY_HAND}{pk}": str(pk) for pk, _person in rows}
    known = Badge.objects.filter(code__in=badges).values_list("code", "person_id")
    return found | {code: people[person] for code, person in known if person in people}


def scans_of(session: Session) -> QuerySet[Scan]:
    """What was read at a session."""
    return session.scans.all()


def attendance_of(session: Session) -> kernel.Attendance:
    """Who was there by the scans alone; names lines of the list."""
    scans = [kernel.Scan(str(key), badge, at) for key, badge, at in scans_of(session).values_list("key", "badge", "at")]
    return kernel.attendance(
        scans,
        people=holders_of(session, {scan.badge for scan in scans}),
        opens_at=session.starts_at - AROUND,
        closes_at=session.ends_at + AROUND,
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What an officer is told of the scans of a session."""

    present: int
    unknown: list[kernel.Present]
    outside: list[str]
    scans: int
    drift: timedelta | None  # the largest, where a clock was off


def report_of(session: Session) -> Said:
    """What came out of the scans, in words for the page: unknown badges, names out of hours, a wrong clock."""
    found = attendance_of(session)
    names = {str(row.pk): name_of(row) for row in session.registrations.select_related("person")}
    ends: dict[str, Any] = scans_of(session).aggregate(low=Min("drift"), high=Max("drift"))
    drifts = [one for one in (ends["low"], ends["high"]) if one is not None]
    worst = max(drifts, key=abs, default=None)
    scans = sum(one.scans for one in (*found.present, *found.unknown))
    off = worst if worst is not None and kernel.is_off(worst) else None
    return Said(len(found.present), list(found.unknown), [names.get(pk, "") for pk in found.outside], scans, off)
