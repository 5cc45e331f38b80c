"""What the choice holds about an applicant, given out and let go of (law 09-08)."""

from __future__ import annotations

from typing import Any

from mouakaba.base.people.models import Person
from mouakaba.select.selection.models import Decision, Vacancy
from mouakaba.select.selection.queries.results import result_for


def export_results(person: Person) -> list[dict[str, Any]]:
    """Every published result of a person: outcome, marks and reasons, what bound, and the places offered or left."""
    mine = Decision.objects.filter(application__applicant=person, run__call__decided_at__isnull=False)
    rows = mine.select_related("application__call", "application__version", "run")
    return [_exported(one, person) for one in rows]


def _exported(decision: Decision, person: Person) -> dict[str, Any]:
    result = result_for(decision.application, person.language)
    left = Vacancy.objects.filter(leaving=decision.application).first()
    return {
        "call": decision.application.call.slug,
        "number": decision.application.number,
        "outcome": decision.outcome,
        "rank": decision.rank,
        "score": decision.application.score,
        "short_by": decision.short_by,
        "quotas": decision.quotas,
        "decided_at": decision.at,
        "marks": [
            {"criterion": one.label, "mean": one.mean, "reasons": list(one.reasons)}
            for one in (result.marks if result else ())
        ],
        "left": {"at": left.at, "why": left.why} if left else None,
    }


def erase_results(person: Person) -> None:
    """What the person wrote when leaving goes. Decisions stay with their number: other people's rest on them."""
    Vacancy.objects.filter(leaving__applicant=person).update(why="")
