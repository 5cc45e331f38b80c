"""What sites hold of a person, and letting go of it."""

from __future__ import annotations

from typing import Any

from mouakaba.accompany.spaces.models import Member, Waiting
from mouakaba.base.people.models import Person


def export_members(person: Person) -> list[dict[str, Any]]:
    """Members this person is the contact of: stages, stays with their rent, places on waiting lists."""
    rows = Member.objects.filter(contact=person).prefetch_related(
        "moves", "stays__steps", "stays__space__site", "waiting__site"
    )
    return [
        {
            "name": member.name,
            "stages": [{"stage": move.after, "on": move.on, "reason": move.reason} for move in member.moves.all()],
            "stays": [
                {
                    "site": stay.space.site.slug,
                    "space": stay.space.code,
                    "begins": stay.begins,
                    "ends": stay.ends,
                    "rent": [{"from": step.begins, "centimes": step.rate} for step in stay.steps.all()],
                }
                for stay in member.stays.all()
            ],
            "waiting": [
                {"site": row.site.slug, "state": row.state, "decided_on": row.decided_on}
                for row in member.waiting.all()
            ],
        }
        for member in rows
    ]


def erase_members(person: Person) -> None:
    """The person is no longer the contact; a project without an organisation loses its name and its place in line."""
    mine = Member.objects.filter(contact=person)
    alone = mine.filter(organisation__isnull=True)
    Waiting.objects.filter(member__in=alone, state=Waiting.State.WAITING).update(
        state=Waiting.State.LEFT, note="", priority=0, priority_reason=""
    )
    alone.update(name="—")
    mine.update(contact=None)
