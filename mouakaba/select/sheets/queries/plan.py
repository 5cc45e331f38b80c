"""How a sheet is read: which row names the columns, which column answers what, what is the same for every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from mouakaba.kernel.forms import FormDefinition, Question, QuestionType
from mouakaba.kernel.sheets import guess_columns, guess_header


@dataclass(frozen=True, slots=True)
class Plan:
    """`columns`: column (from 0) -> question code or one of ``@email @name @language @sent_at @number``.

    `fixed`: what every row says where its cell is empty or no column was matched. `without`: required questions the
    sheet does not answer and the officer imports without.
    """

    header: int = 1  # the row that names the columns, as the spreadsheet program numbers it
    columns: Mapping[int, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    sheet: str = ""
    encoding: str = ""
    separator: str = ""
    month_first: bool = False

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Plan:
        """The plan as JSON kept it."""
        columns = {int(column): target for column, target in stored.get("columns", {}).items()}
        known = {
            key: stored[key]
            for key in ("header", "fixed", "sheet", "encoding", "separator", "month_first")
            if key in stored
        }
        return cls(columns=columns, without=tuple(stored.get("without", ())), **known)

    def as_json(self) -> dict[str, Any]:
        """The plan as JSON keeps it."""
        return {**asdict(self), "columns": {str(column): target for column, target in self.columns.items()}}


def first_plan(
    preview: Mapping[str, Any], form: FormDefinition, *, header: int | None = None, plan: Plan | None = None
) -> Plan:
    """What we guess from the first rows; ``header`` and the reading options of ``plan`` are kept if given."""
    rows: Sequence[Sequence[str]] = preview["rows"]
    index = guess_header(rows, form) if header is None else header - 1
    names = rows[index] if 0 <= index < len(rows) else ()
    guessed = guess_columns(names, form)
    kept = plan or Plan()
    return Plan(
        header=index + 1,
        columns={column: target for column, target in enumerate(guessed) if target},
        fixed=dict(kept.fixed),
        sheet=kept.sheet,
        encoding=kept.encoding,
        separator=kept.separator,
        month_first=kept.month_first,
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """A question no column answers."""

    question: Question
    needed: bool  # asked of everybody: rows would lack it
    consent: bool


def gaps_of(plan: Plan, form: FormDefinition) -> list[Gap]:
    """The questions no column answers, files aside: a sheet holds none."""
    answered = set(plan.columns.values())
    return [
        Gap(q, q.required and q.condition is None, q.type is QuestionType.CONSENT)
        for q in form.questions
        if q.code not in answered and q.type is not QuestionType.FILE
    ]


@dataclass(frozen=True, slots=True)
class PlanFlaw:
    """What keeps a plan from being used. Codes: nothing, twice, missing, no_consent, header."""

    code: str
    target: str = ""
    columns: tuple[int, ...] = ()


def flaws_of(plan: Plan, form: FormDefinition, preview: Mapping[str, Any]) -> list[PlanFlaw]:
    """Why the sheet cannot be checked with this plan; empty when it can."""
    if not 1 <= plan.header <= len(preview["rows"]):
        return [PlanFlaw("header")]
    if not any(target in form.by_code for target in plan.columns.values()):
        return [PlanFlaw("nothing")]
    flaws = []
    for target in dict.fromkeys(plan.columns.values()):
        columns = tuple(column for column, known in plan.columns.items() if known == target)
        if len(columns) > 1:
            flaws.append(PlanFlaw("twice", target, columns))
    for gap in gaps_of(plan, form):
        if gap.needed and not plan.fixed.get(gap.question.code) and gap.question.code not in plan.without:
            flaws.append(PlanFlaw("no_consent" if gap.consent else "missing", gap.question.code))
    return flaws
