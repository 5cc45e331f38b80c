"""A run as a jury discusses it: the chosen, the line, those just below, the reserve, what each quota costs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, F, JSONField, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, NullIf

from mouakaba.base.people.models import Person
from mouakaba.base.words.queries import said
from mouakaba.kernel.callfile import CallFile
from mouakaba.kernel.selection import enough
from mouakaba.select.applications.models import Application, State
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import call_file, calls_seen_by, value_labels
from mouakaba.select.programmes.queries import programmes_judged_by, programmes_run_by
from mouakaba.select.review.models import Conflict
from mouakaba.select.review.rules import judged_states
from mouakaba.select.selection.models import SelectionRun
from mouakaba.select.selection.phrases import sentences as words
from mouakaba.select.selection.queries.inputs import read_rules

NEAR_THE_LINE = 10


def choices_seen_by(person: Person) -> QuerySet[Call]:
    """Published calls of the office whose choice this person may read, each saying what they may do with it."""
    place = OuterRef("programme")
    return (
        calls_seen_by(person)
        .exclude(version=None)
        .select_related("version", "programme__organisation")
        .annotate(
            may_judge=Exists(programmes_judged_by(person).filter(pk=place)),
            may_run=Exists(programmes_run_by(person).filter(pk=place)),
        )
    )


def undecided(call: Call) -> int:
    """How many files were sent and are neither admitted nor refused: they are not in the choice."""
    waiting = {State.SUBMITTED, State.PAPER_ASKED} - set(judged_states(call.kind))
    return Application.objects.filter(call=call, state__in=waiting).count()


def runs_of(call: Call) -> QuerySet[SelectionRun]:
    """Runs, the latest first, with status and total but without their files."""
    result = Cast(NullIf("result_text", Value("")), JSONField())
    return (
        SelectionRun.objects.filter(call=call)
        .defer("rules_file", "scored", "result_text", "left_out")
        .annotate(found=result)
        .annotate(state=KeyTextTransform("status", "found"), total=KeyTextTransform("objective", "found"))
        .defer("result_text")
    )


def run_to_show(call: Call, wanted: str = "") -> SelectionRun | None:
    """The run asked for; else the frozen one, else the latest that keeps the published quotas, else the latest."""
    runs = SelectionRun.objects.filter(call=call).select_related("frozen_by")
    if wanted:
        return runs.filter(pk=wanted).first()
    as_published = Case(When(changes=[], then=0), default=1)
    return runs.order_by(F("frozen_at").desc(nulls_last=True), as_published, "-made_at").first()


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of a run, as lists show it."""

    number: str
    title: str
    language: str
    score: Decimal | None
    facts: tuple[str, ...]
    rank: int | None = None
    reserve: int | None = None
    short_by: Decimal | None = None
    quotas: str = ""
    floors: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """One quota of a run, with what it cost."""

    code: str
    name: str
    bounds: str
    count: int | None
    binding: bool
    price: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Board:
    """What the page of a run shows."""

    run: SelectionRun
    rules: CallFile
    chosen: list[FileRow]
    places_filled: int  # chosen files, shown or not
    near: list[FileRow]
    reserve: list[FileRow]
    quotas: list[QuotaRow]
    total: float
    candidates: int
    left_out: int
    changes: list[str]


def tied_numbers(call: Call, person: Person) -> frozenset[str]:
    """Numbers of the files this person has a tie with, as juror or as applicant: lists leave them out (one query)."""
    tie = Conflict.objects.filter(juror__person=person, application=OuterRef("pk"))
    tied = Application.objects.filter(call=call).filter(Exists(tie) | Q(applicant=person))
    return frozenset(tied.values_list("number", flat=True))


def board(run: SelectionRun, content: Mapping[str, Any], *, hidden: Collection[str] = ()) -> Board:
    """The page of an optimal run without the files in ``hidden`` (one query, however many files are shown)."""
    result, rules = run.result, read_rules(run.rules_file)
    out = list(result["explanations"])
    numbers = [*result["chosen"], *result["reserve"], *out[:NEAR_THE_LINE]]
    numbers = [number for number in numbers if number not in hidden]
    rows = {row.number: row for row in file_rows(run, numbers, content)}
    return Board(
        run=run,
        rules=rules,
        chosen=[rows[id_] for id_ in result["chosen"] if id_ in rows],
        places_filled=len(result["chosen"]),
        near=[rows[id_] for id_ in out[:NEAR_THE_LINE] if id_ in rows],
        reserve=[rows[id_] for id_ in result["reserve"] if id_ in rows],
        quotas=quota_rows(run, content, rules),
        total=result["objective"],
        candidates=len(result["chosen"]) + len(out),
        left_out=len(run.left_out),
        changes=changes_in_words(run, content),
    )


def file_rows(run: SelectionRun, numbers: Sequence[str], content: Mapping[str, Any]) -> list[FileRow]:
    """Files of a run in the order given (one query). Facts shown are those the published quotas count."""
    files = Application.objects.filter(call=run.call_id, number__in=set(numbers)).only(
        "number", "title", "language", "score", "facts", "state"
    )
    found = {file.number: file for file in files}
    places = _Places.of(run)
    labels = value_labels(content)
    published = call_file(run.call.version).quotas if run.call.version else ()
    attributes = list(dict.fromkeys(quota.attribute for quota in published))
    return [
        FileRow(
            number=id_,
            title=found[id_].title,
            language=found[id_].language,
            score=found[id_].score,
            facts=tuple(_facts(found[id_].facts, attributes, labels)),
            state=found[id_].state,
            **places.of_file(id_, content),
        )
        for id_ in dict.fromkeys(numbers)
        if id_ in found
    ]


def _facts(facts: Mapping[str, Any], attributes: Iterable[str], labels: Mapping[str, Any]) -> Iterable[str]:
    for name in attributes:
        value = facts.get(name)
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                yield said(labels.get(f"{name}={one}")) or str(one)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where each file stands in a run."""

    chosen: dict[str, int]
    reserve: dict[str, int]
    why: Mapping[str, Mapping[str, Any]]
    floors: dict[str, list[str]]

    @classmethod
    def of(cls, run: SelectionRun) -> _Places:
        result = run.result
        return cls(
            chosen={id_: rank for rank, id_ in enumerate(result.get("chosen", []), start=1)},
            reserve={id_: rank for rank, id_ in enumerate(result.get("reserve", []), start=1)},
            why=result.get("explanations", {}),
            floors={one["id"]: one["floors"] for one in run.left_out},
        )

    def of_file(self, id_: str, content: Mapping[str, Any]) -> dict[str, Any]:
        why = self.why.get(id_, {})
        return {
            "rank": self.chosen.get(id_),
            "reserve": self.reserve.get(id_),
            "short_by": None if why.get("short_by") is None else enough(why["short_by"]),
            "quotas": words.quota_names(content, why.get("quotas", [])),
            "floors": words.below_floor(content, self.floors.get(id_, [])),
        }


def quota_rows(run: SelectionRun, content: Mapping[str, Any], rules: CallFile) -> list[QuotaRow]:
    """Every quota of a run; without counts when the run found no choice."""
    reports = run.result.get("quotas", {})
    return [
        QuotaRow(
            code=quota.code,
            name=words.quota_name(content, quota.code),
            bounds=words.bounds(quota.min, quota.max),
            count=reports.get(quota.code, {}).get("count"),
            binding=reports.get(quota.code, {}).get("binding", False),
            price=reports.get(quota.code, {}).get("price"),
            sentence=words.price(reports.get(quota.code, {}).get("price")),
        )
        for quota in rules.quotas
    ]


def changes_in_words(run: SelectionRun, content: Mapping[str, Any]) -> list[str]:
    """What a what-if moved, one sentence a bound."""
    return [words.change(content, one) for one in run.changes]
