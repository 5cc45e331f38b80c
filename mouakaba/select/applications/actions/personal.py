"""What SELECT holds about an applicant, given out and let go of (law 09-08)."""

from __future__ import annotations

from typing import Any

from mouakaba.base.people.models import Person
from mouakaba.kernel.callfile import parse
from mouakaba.select.applications.models import Application, State, Submission


def export_applications(person: Person) -> list[dict[str, Any]]:
    """Every application of a person: answers, what was sent and when, papers by name, dated steps."""
    mine = Application.objects.filter(applicant=person).select_related("call")
    return [_exported(one) for one in mine.prefetch_related("submissions", "files__file", "status_lines")]


def _exported(application: Application) -> dict[str, Any]:
    return {
        "call": application.call.slug,
        "number": application.number,
        "state": application.state,
        "answers": application.answers,
        "sent": [
            {
                "receipt": sent.receipt_number,
                "at": sent.submitted_at,
                "answers": sent.answers,
                "hash": sent.content_hash,
            }
            for sent in application.submissions.all()
        ],
        "papers": [{"question": paper.question, "name": paper.file.name} for paper in application.files.all()],
        "steps": [{"state": line.state, "at": line.at, "note": line.note} for line in application.status_lines.all()],
    }


def erase_applications(person: Person) -> None:
    """Drafts go whole. Of a sent file only its number, its steps and the facts its quotas counted stay."""
    mine = Application.objects.filter(applicant=person)
    mine.filter(state=State.DRAFT).delete()
    for application in mine.select_related("version", "submission"):
        _let_go(application)


def _let_go(application: Application) -> None:
    """Text and papers go; a chosen project keeps the title under which it was published."""
    counted = {quota.attribute for quota in parse(application.version.rules_file, source="call").quotas}
    facts = {name: value for name, value in application.facts.items() if name in counted}
    title = application.title if application.state == State.SELECTED else ""
    application.superseded.all().delete()
    application.files.all().delete()
    application.paper_requests.update(answer="", file=None)
    application.status_lines.update(note="")
    Submission.objects.filter(application=application).update(answers={}, files=[], facts=facts)
    Application.objects.filter(pk=application.pk).update(
        answers={}, revisions={}, facts=facts, title=title, search=application.number.lower(), applicant=None
    )
