"""Which sheets an officer may open. Fetching is authorising."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from mouakaba.base.people.models import Person
from mouakaba.select.calls.queries import calls_run_by
from mouakaba.select.sheets.models import SheetImport
from mouakaba.select.sheets.rules import AT_WORK, STALLED_SECONDS


def imports_run_by(person: Person) -> QuerySet[SheetImport]:
    """Sheets of the calls this person runs."""
    return SheetImport.objects.filter(call__in=calls_run_by(person)).select_related("by")


def is_stalled(sheet: SheetImport) -> bool:
    """Whether its work has not moved for minutes: the process that did it was cut off."""
    quiet = timezone.now() - sheet.touched_at
    return sheet.state in AT_WORK and quiet > timedelta(seconds=STALLED_SECONDS)
