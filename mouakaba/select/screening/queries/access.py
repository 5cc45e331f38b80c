"""Which files an officer may open. Fetching is authorising."""

from __future__ import annotations

from django.db.models import QuerySet

from mouakaba.base.people.models import Person
from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import calls_run_by


def files_run_by(person: Person) -> QuerySet[Application]:
    """Sent files of the calls this person runs.

    An officer who also sits on the jury does not find the files they are tied to, nor does anybody their own.
    """
    sent = Application.objects.filter(call__in=calls_run_by(person), state__in=State.sent())
    return sent.exclude(conflicts__juror__person=person).exclude(applicant=person)


def calls_to_screen(person: Person) -> QuerySet[Call]:
    """Published calls this person runs, with what their pages show and without their drafts."""
    calls = calls_run_by(person).exclude(version=None).defer("draft_rules", "draft_content")
    return calls.select_related("version", "programme__organisation")


def files_of_call(person: Person, call: Call) -> QuerySet[Application]:
    """The same of one call."""
    return files_run_by(person).filter(call=call)
