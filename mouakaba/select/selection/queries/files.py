"""Every file of a run: filtered, sorted, and one of them explained."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from mouakaba.base.people.models import Person
from mouakaba.kernel.text import fold
from mouakaba.select.applications.models import Application
from mouakaba.select.review.queries import CriterionFeedback, feedback_for
from mouakaba.select.selection.models import SelectionRun
from mouakaba.select.selection.phrases import sentences as words
from mouakaba.select.selection.queries.board import FileRow, file_rows, tied_numbers
from mouakaba.select.selection.queries.inputs import read_scored

SHOWN = ("all", "chosen", "reserve", "out", "quota", "floor")
SORTS = ("score", "near", "number")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of files was asked to show."""

    show: str = "all"
    quota: str = ""
    text: str = ""
    sort: str = "score"

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Wanted:
        """Reads a query string; what is unknown falls back to everything, best first."""
        show, sort = query.get("show", "all"), query.get("sort", "score")
        return cls(
            show=show if show in SHOWN else "all",
            quota=query.get("quota", "")[:60],
            text=query.get("q", "").strip()[:100],
            sort=sort if sort in SORTS else "score",
        )


def numbers_of(run: SelectionRun, wanted: Wanted, *, hidden: Collection[str] = ()) -> list[str]:
    """Numbers of the files asked for but those in ``hidden``, in the order asked for (a query only for a search)."""
    result, floors = run.result, [one["id"] for one in run.left_out]
    out: dict[str, Any] = result.get("explanations", {})
    everything = [*result.get("chosen", []), *out, *floors] or [file.id for file in read_scored(run.scored)] + floors
    reserve = result.get("reserve", [])
    groups = {
        "all": everything,
        "chosen": result.get("chosen", []),
        "reserve": reserve,
        "out": [id_ for id_ in out if id_ not in set(reserve)] + floors,
        "quota": [id_ for id_, why in out.items() if why["quotas"]],
        "floor": floors,
    }
    shown = [id_ for id_ in groups[wanted.show] if id_ not in hidden]
    numbers = [id_ for id_ in shown if not wanted.quota or wanted.quota in _quotas(out, id_)]
    return _sorted(run, _searched(run, numbers, wanted.text), wanted.sort, out)


def _quotas(out: Mapping[str, Any], id_: str) -> list[str]:
    found: list[str] = out.get(id_, {}).get("quotas", [])
    return found


def _searched(run: SelectionRun, numbers: list[str], text: str) -> list[str]:
    folded = fold(text)
    if not folded:
        return numbers
    hits = Application.objects.filter(call=run.call_id, search__contains=folded)
    found = set(hits.values_list("number", flat=True))
    return [id_ for id_ in numbers if id_ in found]


def _sorted(run: SelectionRun, numbers: list[str], sort: str, out: Mapping[str, Any]) -> list[str]:
    if sort == "number":
        return sorted(numbers)
    if sort == "near":
        return sorted(numbers, key=lambda id_: _distance(out.get(id_)))
    scores = {file.id: file.score for file in read_scored(run.scored)}
    return sorted(numbers, key=lambda id_: -scores.get(id_, float("-inf")))


def _distance(why: Mapping[str, Any] | None) -> tuple[int, float]:
    """The chosen first, then by distance, then those no score would have helped."""
    if why is None:
        return 0, 0.0
    return (1, why["short_by"]) if why["short_by"] is not None else (2, 0.0)


@dataclass(frozen=True, slots=True)
class FileExplained:
    """One file of a run, with everything that made its place."""

    row: FileRow
    application: Application
    marks: list[CriterionFeedback]
    sentences: list[str]
    replacement: FileRow | None


def explained(run: SelectionRun, number: str, *, content: Mapping[str, Any], person: Person) -> FileExplained | None:
    """One file; None for a number that is not in the run, or a file this person has a tie with (four queries)."""
    hidden = tied_numbers(run.call, person)
    if number in hidden:
        return None
    application = Application.objects.filter(call=run.call, number=number).select_related("version").first()
    other = run.result.get("replacements", {}).get(number)
    other = None if other in hidden else other
    rows = {row.number: row for row in file_rows(run, [number, other] if other else [number], content)}
    if application is None or number not in rows:
        return None
    return FileExplained(
        row=rows[number],
        application=application,
        marks=feedback_for(application),
        sentences=_sentences(run, number, content, rows[number]),
        replacement=rows.get(other) if other else None,
    )


def _sentences(run: SelectionRun, number: str, content: Mapping[str, Any], row: FileRow) -> list[str]:
    why = run.result.get("explanations", {}).get(number)
    if row.floors:
        return [row.floors]
    if why is None:
        return []
    told = [words.kept_out(content, why["quotas"]), words.distance(row.short_by)]
    return [sentence for sentence in told if sentence]
