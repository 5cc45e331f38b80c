"""``POST /api/v1/funding/answers``: what every instrument answers, as JSON."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from mouakaba.kernel.funding import FundingAnswer
from mouakaba.kernel.money import dirhams
from mouakaba.match.funding import queries
from mouakaba.match.funding.phrases import reasons

router = Router(tags=["funding"])
Scalar = bool | int | float | str | None


class FundingFacts(Schema):
    """Facts by name (docs/howto/funding.md): text, numbers, true or false, days as 2026-11-22, amounts in dirhams."""

    facts: dict[str, Scalar | list[Scalar]] = Field(max_length=200)


class Reason(Schema):
    """One rule (or `validity`): its answer, and a sentence by language."""

    code: str
    answer: str
    text: dict[str, str]


class InstrumentAnswer(Schema):
    """One instrument: `yes`, `no` or `cannot_tell`; `at_most` in dirhams, null where it is no or no source tells."""

    instrument: str
    answer: str
    reasons: list[Reason]
    missing: list[str]
    at_most: int | float | None
    source: str


@router.post("/funding/answers", response=list[InstrumentAnswer], summary="What each instrument answers a project")
def funding_answers(request: HttpRequest, told: FundingFacts) -> list[dict[str, Any]]:
    """Every instrument in the order of the file. Nothing is stored."""
    return [as_data(one) for one in queries.answers_to(told.facts)]


def as_data(answer: FundingAnswer) -> dict[str, Any]:
    """An answer as the API gives it."""
    most = dirhams(answer.at_most)
    return {
        "instrument": answer.instrument.code,
        "answer": str(answer.answer),
        "reasons": list(reasons(answer)),
        "missing": list(answer.missing),
        "at_most": most if isinstance(most, int | None) else float(most),
        "source": answer.instrument.source,
    }
