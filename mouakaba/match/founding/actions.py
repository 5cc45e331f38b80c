"""Steps marked, and drafts of papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import override

from mouakaba.base.audit.actions import recorded
from mouakaba.base.clock.queries import now
from mouakaba.base.documents.actions import render_pdf
from mouakaba.base.people.models import Person
from mouakaba.match.founding.models import FoundingStep
from mouakaba.match.founding.phrases import paper_data
from mouakaba.match.founding.queries import steps_done
from mouakaba.match.founding.rules import STEPS

TEMPLATE = Path(__file__).parents[1] / "templates/match/founding/paper.typ"


def mark_steps(*, person: Person, done: Iterable[str]) -> set[str]:
    """Keeps which steps are done; unknown codes count for nothing. Returns what is now done."""
    wanted = {step.code for step in STEPS} & set(done)
    before = steps_done(person)
    with recorded("mark_steps", by=person):
        FoundingStep.objects.filter(person=person).exclude(code__in=wanted).delete()
        fresh = [FoundingStep(person=person, code=code, done_at=now()) for code in sorted(wanted - before)]
        FoundingStep.objects.bulk_create(fresh, ignore_conflicts=True)
    return wanted


def draft_paper(*, paper: str, language: str, told: Mapping[str, Any]) -> bytes:
    """A draft as PDF in Arabic or French. Nothing of what was told is stored."""
    with override(language):
        return render_pdf(TEMPLATE, language=language, data=paper_data(paper, told))


def export_steps(person: Person) -> list[dict[str, Any]]:
    """The steps a person marked, as data."""
    rows = FoundingStep.objects.filter(person=person).order_by("done_at")
    return [{"code": row.code, "done_at": row.done_at} for row in rows]


def erase_steps(person: Person) -> None:
    """The steps a person marked go with them."""
    FoundingStep.objects.filter(person=person).delete()
