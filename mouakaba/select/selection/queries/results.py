"""What the published choice means for one applicant, in their language, and nothing about anybody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import override

from mouakaba.base.clock.queries import now
from mouakaba.base.words.queries import said
from mouakaba.kernel.callfile import Criterion
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import call_file
from mouakaba.select.review.queries import feedback_for
from mouakaba.select.selection.models import Decision, Vacancy
from mouakaba.select.selection.phrases import results as words
from mouakaba.select.selection.phrases.sentences import criterion_name

Outcome = Decision.Outcome


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One criterion as the applicant reads it. ``reasons``: what jurors wrote, without their names."""

    label: str
    mean: Decimal | None
    top: int
    floor: float | None
    below_floor: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """Everything an applicant learns. Sentences that do not apply are empty."""

    outcome: str  # selected, reserve, not_selected, withdrawn
    number: str
    title: str
    headline: str
    next: str
    rank: int | None  # in the reserve list
    score: Decimal | None
    marks: tuple[MarkLine, ...]
    quota_sentence: str
    short_by_sentence: str
    floor_sentence: str
    appeal: str
    place: Vacancy | None  # the place offered to a file called from the reserve
    must_answer: bool
    may_give_up: bool
    published_at: datetime


def is_published(call: Call) -> bool:
    """Whether applicants may read the results."""
    return bool(call.decided_at and call.decided_at <= now())


def result_for(application: Application, language: str) -> Result | None:
    """The result of one file; None before publication and for files that were not in the choice (three queries)."""
    if not is_published(application.call):
        return None
    decision = Decision.objects.filter(application=application).first()
    if decision is None:
        return None
    with override(language):
        return build(decision, application, _with_reasons(application, language))


def _with_reasons(application: Application, language: str) -> tuple[MarkLine, ...]:
    return tuple(
        MarkLine(
            label=said(one.label, language) or one.code,
            mean=one.mean,
            top=one.scale[1],
            floor=one.floor,
            below_floor=one.mean is not None and one.floor is not None and one.mean < Decimal(str(one.floor)),
            reasons=tuple(one.reasons),
        )
        for one in feedback_for(application)
    )


def plain_marks(
    marks: Mapping[str, Mapping[str, Any]], criteria: Sequence[Criterion], content: Mapping[str, Any]
) -> tuple[MarkLine, ...]:
    """The marks without reasons, for letters. ``marks`` as ``review.queries.marks_by_criterion`` gives them."""
    return tuple(
        MarkLine(
            label=criterion_name(content, one.code),
            mean=(mean := marks.get(one.code, {}).get("mean")),
            top=one.scale[1],
            floor=one.floor,
            below_floor=mean is not None and one.floor is not None and mean < Decimal(str(one.floor)),
        )
        for one in criteria
    )


def build(decision: Decision, application: Application, marks: tuple[MarkLine, ...]) -> Result:
    """The result in the language now active."""
    call, content = application.call, application.version.content
    place = getattr(application, "vacancy_filled", None)
    awaited = place is not None and place.answer == Vacancy.Answer.AWAITED
    refused = decision.outcome == Outcome.NOT_SELECTED
    return Result(
        outcome=decision.outcome,
        number=application.number,
        title=application.title,
        headline=words.headline(decision, place),
        next=words.next_step(decision, call, place),
        rank=decision.rank if decision.outcome == Outcome.RESERVE else None,
        score=application.score,
        marks=marks,
        quota_sentence="" if decision.outcome == Outcome.SELECTED else words.bound(content, decision.quotas),
        short_by_sentence=words.how_far(decision, application),
        floor_sentence=words.floors(content, decision.floors) if refused else "",
        appeal=words.appeal(content),
        place=place,
        must_answer=awaited and decision.outcome == Outcome.SELECTED,
        may_give_up=decision.outcome in (Outcome.SELECTED, Outcome.RESERVE) and not awaited,
        published_at=call.decided_at or decision.at,
    )


def weights(criteria: Iterable[Criterion]) -> dict[str, int]:
    """Each criterion's share of the whole, in percent, rounded."""
    told = list(criteria)
    whole = sum(one.weight for one in told) or 1
    return {one.code: round(100 * one.weight / whole) for one in told}


def criteria_of(call: Call) -> tuple[Criterion, ...]:
    """The criteria of the published version."""
    return call_file(call.version).criteria if call.version else ()
