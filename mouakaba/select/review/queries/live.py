"""The session in which files are pitched: order, the pitch under way, who has marked it, the ranking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mouakaba.kernel import marks as kernel
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.review.models import Juror, Panel, Pitch
from mouakaba.select.review.queries.files import before_jury, files_of_jury, untied_reviews
from mouakaba.select.review.queries.marks import counted_marks, criteria_of
from mouakaba.select.review.queries.seats import jurors_of


def panel_of(call: Call) -> Panel:
    """The call's session; one not yet stored when nothing was set."""
    return Panel.objects.filter(call=call).first() or Panel(call=call)


def pitches_of(call: Call) -> QuerySet[Pitch]:
    """The order of passage. A file withdrawn since is not in it."""
    pitches = Pitch.objects.filter(before_jury("application__"), call=call)
    return pitches.select_related("application").order_by("position")


def current_pitch(call: Call) -> Pitch | None:
    """The pitch under way, even of a file withdrawn since: the office must be able to end it."""
    under_way = Pitch.objects.filter(call=call, started_at__isnull=False, ended_at=None)
    return under_way.select_related("application").first()


def still_to_draw(call: Call) -> QuerySet[Application]:
    """Files before the jury that have no turn yet."""
    return files_of_jury(call).filter(pitch=None).order_by("number")


@dataclass(frozen=True, slots=True)
class RankedFile:
    """A file in the ranking: ``position`` is None when a floor keeps it out."""

    position: int | None
    application: Application
    score: Decimal
    marks: int  # how many jurors
    means: Mapping[str, Decimal | None]  # by criterion, in mark units


def live_ranking(call: Call) -> list[RankedFile]:
    """Files that were pitched and marked, best first by the mean of the jurors' totals; equal means, first sent first.

    Files below a floor come last, without a position. Two queries.
    """
    files = {pitch.application.number: pitch.application for pitch in _pitched(call)}
    marks = counted_marks(files.values())
    ordered = kernel.ranked(_entries(files, marks))
    low = {key for key, file in files.items() if kernel.below_floor(marks[file.pk], criteria_of(file))}
    rows = [one for one in ordered if one.id not in low] + [one for one in ordered if one.id in low]
    return [
        _ranked_file(
            None if row.id in low else place, files[row.id], kernel.rounded(row.score), marks[files[row.id].pk]
        )
        for place, row in enumerate(rows, start=1)
    ]


def _entries(files: Mapping[str, Application], marks: Mapping[UUID, list[Any]]) -> Iterator[kernel.Entry]:
    for key, file in files.items():
        score = kernel.score(marks[file.pk], criteria_of(file))
        if score is not None:
            yield kernel.Entry(key, score, _instant(file))


def _pitched(call: Call) -> QuerySet[Pitch]:
    return pitches_of(call).filter(started_at__isnull=False).select_related("application__version")


def _ranked_file(place: int | None, file: Application, score: Decimal, marks: list[Any]) -> RankedFile:
    found = kernel.means(marks, criteria_of(file))
    means = {code: None if one.mean is None else kernel.rounded(one.mean) for code, one in found.items()}
    return RankedFile(place, file, score, len(marks), means)


def _instant(file: Application) -> str:
    return file.submitted_at.astimezone(UTC).isoformat(timespec="microseconds") if file.submitted_at else ""


def marked_by(call: Call, pitch: Pitch | None) -> list[tuple[Juror, str]]:
    """Every juror with the state of their sheet for a pitch: assigned, started, done, tie, or nothing without one.

    The states tell the office whom to wait for; they say nothing of the marks.
    """
    jurors = list(jurors_of(call))
    if pitch is None:
        return [(juror, "") for juror in jurors]
    reviews = untied_reviews().filter(juror__in=jurors, application=pitch.application_id)
    states = dict(reviews.values_list("juror", "state"))
    return [(juror, states.get(juror.pk, "tie")) for juror in jurors]
