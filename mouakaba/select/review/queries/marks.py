"""Marks, scores and what an applicant learns from them. Only finished reviews without a tie count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from mouakaba.kernel import marks as kernel
from mouakaba.kernel.callfile import Criterion
from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import call_file
from mouakaba.select.review.models import Review
from mouakaba.select.review.queries.files import files_of_jury, untied_reviews

Marks = Mapping[str, Mapping[str, Any]]


def criteria_of(application: Application) -> tuple[Criterion, ...]:
    """The criteria of the version the file was sent under."""
    return call_file(application.version).criteria


def counted_marks(applications: Iterable[Application]) -> dict[UUID, list[Marks]]:
    """The finished reviews of each file, in an order that tells nothing of the jurors. One query."""
    found: dict[UUID, list[Marks]] = {application.pk: [] for application in applications}
    reviews = untied_reviews().filter(application__in=list(found), state=Review.State.DONE).order_by("pk")
    for pk, marks in reviews.values_list("application", "marks"):
        found[pk].append(marks)
    return found


def marks_by_criterion_of(applications: Iterable[Application]) -> dict[UUID, dict[str, dict[str, Any]]]:
    """For each file ``{criterion: {"mean": Decimal or None, "marks": [4, 3], "n": 2}}``. One query for all."""
    files = list(applications)
    marks = counted_marks(files)
    return {file.pk: _by_criterion(marks[file.pk], criteria_of(file)) for file in files}


def marks_by_criterion(application: Application) -> dict[str, dict[str, Any]]:
    """The marks of one file: ``{criterion: {"mean": Decimal or None, "marks": [4, 3], "n": 2}}``."""
    return marks_by_criterion_of([application])[application.pk]


def _by_criterion(marks: list[Marks], criteria: Iterable[Criterion]) -> dict[str, dict[str, Any]]:
    return {
        code: {
            "mean": None if one.mean is None else kernel.rounded(one.mean),
            "marks": sorted(one.marks),
            "n": len(one.marks),
        }
        for code, one in kernel.means(marks, tuple(criteria)).items()
    }


def excluded_by_floor(call: Call) -> dict[UUID, tuple[str, ...]]:
    """The files that a floor keeps out of the choice, each with the criteria whose mean mark is below."""
    files = list(files_of_jury(call).select_related("version"))
    marks = counted_marks(files)
    below = {file.pk: kernel.below_floor(marks[file.pk], criteria_of(file)) for file in files}
    return {pk: codes for pk, codes in below.items() if codes}


def scored_files(call: Call) -> list[tuple[Application, Decimal]]:
    """What the choice is made from, best first: closed scores, no file refused, withdrawn or below a floor."""
    below = excluded_by_floor(call)
    files = files_of_jury(call).exclude(score=None).exclude(pk__in=list(below))
    ordered = files.select_related("version").order_by("-score", "submitted_at", "number")
    return [(file, file.score) for file in ordered if file.score is not None]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file sent to the call that is not in the choice. ``reason``: refused, withdrawn, below_floor, no_marks."""

    application: Application
    reason: str
    criteria: tuple[str, ...] = ()


def left_out(call: Call) -> list[LeftOut]:
    """The files that ``scored_files`` leaves out, by number, with the reason."""
    below = excluded_by_floor(call)
    gone = Application.objects.filter(call=call, state__in=(State.REFUSED, State.WITHDRAWN)).exclude(number="")
    found = [LeftOut(file, str(file.state)) for file in gone]
    for file in files_of_jury(call):
        if file.pk in below:
            found.append(LeftOut(file, "below_floor", below[file.pk]))
        elif file.score is None:
            found.append(LeftOut(file, "no_marks"))
    return sorted(found, key=lambda one: one.application.number)


def comments_on(application: Application) -> list[str]:
    """What jurors wrote to one another about a file, in alphabetical order and without names."""
    texts = untied_reviews().filter(application=application).exclude(comment="").values_list("comment", flat=True)
    return sorted(texts)


@dataclass(frozen=True, slots=True)
class CriterionFeedback:
    """What an applicant learns of one criterion: the mean mark, the scale, and the jurors' reasons without names."""

    code: str
    label: Mapping[str, str]
    weight: float
    scale: tuple[int, int]
    floor: float | None
    mean: Decimal | None
    n: int
    reasons: list[str]


def feedback_for(application: Application) -> list[CriterionFeedback]:
    """Mean marks and reasons, criterion by criterion. Reasons are in alphabetical order, which hides who wrote them."""
    marks = counted_marks([application])[application.pk]
    by_criterion = _by_criterion(marks, criteria_of(application))
    labels = application.version.content.get("labels", {}).get("criteria", {})
    return [
        CriterionFeedback(
            code=criterion.code,
            label=labels.get(criterion.code, {}).get("label") or {},
            weight=criterion.weight,
            scale=criterion.scale,
            floor=criterion.floor,
            mean=by_criterion[criterion.code]["mean"],
            n=by_criterion[criterion.code]["n"],
            reasons=_reasons(marks, criterion.code),
        )
        for criterion in criteria_of(application)
    ]


def _reasons(marks: list[Marks], code: str) -> list[str]:
    found = (str(one.get(code, {}).get("reason") or "").strip() for one in marks)
    return sorted(reason for reason in found if reason)


def totals_of(applications: Iterable[UUID]) -> dict[UUID, list[Decimal]]:
    """The finished totals of each file, best first, without names. One query."""
    found: dict[UUID, list[Decimal]] = {}
    reviews = untied_reviews().filter(application__in=list(applications), state=Review.State.DONE)
    for pk, total in reviews.order_by("-total").values_list("application", "total"):
        if total is not None:
            found.setdefault(pk, []).append(total)
    return found
