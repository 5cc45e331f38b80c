"""What a register holds about somebody with an account here."""

from __future__ import annotations

from typing import Any

from mouakaba.accompany.cooperatives.models import AssemblyNote, Cooperator
from mouakaba.accompany.cooperatives.queries import lines_about
from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said


def export_cooperators(person: Person) -> dict[str, Any]:
    """The lines of registers that carry this person's e-mail, with shares and meetings; the notes they wrote."""
    lines = [
        {
            "cooperative": said(row.cooperative.organisation.name),
            "number": row.number,
            "name": row.name,
            "phone": row.phone,
            "entered_on": row.entered_on,
            "left_on": row.left_on,
            "left_why": row.left_why,
            "shares": list(row.moves.values("on", "shares", "paid", "note")),
            "meetings": list(row.seats.values("assembly__on", "assembly__kind", "present")),
        }
        for row in lines_about(person)
    ]
    notes = AssemblyNote.objects.filter(written_by=person).values("text", "written_at")
    return {"register": lines, "notes": list(notes)}


def erase_cooperators(person: Person) -> None:
    """E-mail and phone go, from the history too. Name, shares and days stay: the register is the cooperative's own,
    and it must be able to show who its members were."""
    keys = list(lines_about(person).values_list("pk", flat=True))
    Cooperator.objects.filter(pk__in=keys).update(email="", phone="")
    events: Any = Cooperator.pgh_event_model  # type: ignore[attr-defined]
    events.objects.filter(pgh_obj_id__in=keys).update(email="", phone="")
    AssemblyNote.objects.filter(written_by=person).update(written_by=None)
