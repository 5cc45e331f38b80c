"""What the set-up needs to know of a call's applications. Their room lies above this one: no import, only rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from mouakaba.base.people.models import Person
from mouakaba.select.calls.models import Call

DRAFT, WITHDRAWN = "draft", "withdrawn"  # values of applications.models.State


def drafts_of(call: Call) -> QuerySet[Any]:
    """Applications never sent. A sent file under edit is none: it keeps the version it was sent with."""
    return call.applications.filter(state=DRAFT)


def touched(call: Call) -> QuerySet[Any]:
    """Applications whose person must be told when the call changes."""
    return call.applications.exclude(state=WITHDRAWN).exclude(applicant=None).select_related("applicant")


def counts_by_version(call: Call) -> dict[int, dict[str, int]]:
    """``{version id: {"drafts": n, "sent": n}}``."""
    rows = (
        call.applications.exclude(state=WITHDRAWN)
        .values("version")
        .annotate(drafts=Count("pk", filter=Q(state=DRAFT)), sent=Count("pk", filter=~Q(state=DRAFT)))
        .order_by("version")
    )
    return {row["version"]: {"drafts": row["drafts"], "sent": row["sent"]} for row in rows}


def counts_by_state(call: Call) -> dict[str, int]:
    """How many applications stand in each state."""
    rows = call.applications.order_by("state").values_list("state").annotate(Count("pk"))
    return dict(rows)


def person_named(call: Call, text: str) -> Person | None:
    """The person with this e-mail, or whose application to the call has this number."""
    wanted = text.strip()
    if "@" in wanted:
        return Person.objects.filter(email=wanted.lower(), is_active=True).first()
    row = call.applications.filter(number__iexact=wanted).exclude(number="").select_related("applicant").first()
    return row.applicant if row else None
