"""What the bank holds about a person."""

from __future__ import annotations

from typing import Any

from mouakaba.base.people.models import Person
from mouakaba.match.ideas.actions.adopting import withdraw_adoption
from mouakaba.match.ideas.models import Adoption, Challenge, Idea, Want


def export_ideas(person: Person) -> dict[str, Any]:
    """What a person proposed, took up and told, as data."""
    about = ("title", "problem", "model", "features", "permits", "partners", "state", "reason", "proposed_at")
    taken = Adoption.objects.filter(person=person).prefetch_related("notes")
    return {
        "proposed": list(Idea.objects.filter(proposed_by=person).values(*about)),
        "taken_up": [
            {
                "idea": str(row.idea_id),
                "from": row.adopted_at,
                "until": row.ended_at,
                "why": row.why,
                "notes": [{"day": note.day, "text": note.text} for note in row.notes.all()],
            }
            for row in taken
        ],
        "challenges": list(Challenge.objects.filter(person=person).values("met", "way", "told_at")),
        "wants": list(Want.objects.filter(person=person).values("kind", "text", "said_at")),
    }


def erase_ideas(person: Person) -> None:
    """Ideas never made public go; what is public stays without the person, and what they held is free again."""
    for adoption in Adoption.objects.filter(person=person, ended_at__isnull=True):
        withdraw_adoption(adoption=adoption, why="", by=person)
    Adoption.objects.filter(person=person).update(person=None, organisation=None)
    Idea.objects.filter(proposed_by=person, published_at__isnull=True).delete()
    Idea.objects.filter(proposed_by=person).update(proposed_by=None)
    Challenge.objects.filter(person=person).update(person=None)
    Want.objects.filter(person=person).delete()
