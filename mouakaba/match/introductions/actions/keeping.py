"""Conversations among a person's data: taken along, and erased."""

from __future__ import annotations

from typing import Any

from mouakaba.base.people.models import Person
from mouakaba.match.introductions.models import ConversationReport, Message, Reading


def export_messages(person: Person) -> dict[str, Any]:
    """What the person wrote, what was written to them as the owner of a profile, and what they reported."""
    theirs = Message.objects.filter(writer=person) | Message.objects.filter(introduction__profile__person=person)
    rows = theirs.select_related("introduction__opening").order_by("introduction_id", "written_at", "pk")
    return {
        "messages": [
            {
                "opening": row.introduction.opening.title,
                "mine": row.writer_id == person.pk,
                "text": row.text,
                "written_at": row.written_at,
            }
            for row in rows
        ],
        "reports": list(ConversationReport.objects.filter(by=person).values("why", "made_at", "settled_at")),
    }


def erase_messages(person: Person) -> None:
    """The words of the person go; the other side sees that something was there. Their profile takes its own along."""
    Message.objects.filter(writer=person).update(text="", writer=None)
    ConversationReport.objects.filter(by=person).update(why="", by=None)
    Reading.objects.filter(reader=person).delete()
