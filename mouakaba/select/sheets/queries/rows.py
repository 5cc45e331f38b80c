"""One row of a sheet as an application: its answers by the form's own reading, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mouakaba.base.clock.queries import moment
from mouakaba.base.places.queries import commune_rows, region_names
from mouakaba.kernel.forms import (
    FormDefinition,
    Normalised,
    Problem,
    Question,
    QuestionType,
    absence,
    asked,
    normalise,
)
from mouakaba.kernel.sheets import Lexicon, Row, cell_text, lexicon_of, place_lexicon, read_cell, read_moment
from mouakaba.kernel.sheets.lexicon import key as folded
from mouakaba.kernel.sheets.reading import Conventions
from mouakaba.kernel.text import content_hash, script_of
from mouakaba.select.applications.actions.sending import title_of
from mouakaba.select.forms.queries import as_json, place_exists
from mouakaba.select.sheets.queries.known import Key, email_questions, keys_of, name_question
from mouakaba.select.sheets.queries.plan import Plan

_EMAIL = Question(
    code="@email", section="", type=QuestionType.EMAIL, label={}, help={}, required=False, max_length=254, options=(),
    fact=None, condition=None, hidden_from_jury=False,
)  # fmt: skip
_LANGUAGES = {
    folded(word): code
    for code, words in {
        "ar": ("ar", "arabe", "arabic", "العربية", "عربية", "عربي"),
        "fr": ("fr", "français", "french", "الفرنسية", "فرنسية"),
        "en": ("en", "anglais", "english", "الإنجليزية", "إنجليزية"),
    }.items()
    for word in words
}
LEVELS = {"figures_lost": "error", "not_an_email": "error"}
_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about a row. ``level``: error (the row is left out), twice (it is there already), warning."""

    row: int
    column: int  # from 0; -1 for the row as a whole
    code: str
    level: str
    found: str = ""
    question: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The finding as a report keeps it."""
        kept = ("row", "column", "code", "level", "found", "question")
        return {**{name: getattr(self, name) for name in kept}, "params": dict(self.params)}


@dataclass(slots=True)
class Draft:
    """One row on its way to being an application."""

    row: int
    answers: dict[str, Any]  # normalised, as a submission freezes them
    email: str
    name: str
    language: str
    sent_at: datetime | None
    number: str  # in the other tool
    title: str
    digest: str
    keys: list[Key]
    findings: list[Finding]

    @property
    def good(self) -> bool:
        """Whether the row may become an application."""
        return all(finding.level == "warning" for finding in self.findings)


class RowReader:
    """Reads rows by a plan; what is the same for every row is prepared once."""

    def __init__(self, form: FormDefinition, plan: Plan, *, zone: str, date_1904: bool) -> None:
        self.form, self.plan, self.zone = form, plan, zone
        self.conventions = Conventions(date_1904=date_1904, month_first=plan.month_first)
        self.asked = {c: form.by_code[target] for c, target in plan.columns.items() if target in form.by_code}
        self.columns = {target: column for column, target in plan.columns.items()}
        self.papers = {q.code for q in form.questions if q.type is QuestionType.FILE}
        self.lexicons = {q.code: _lexicon(q) for q in form.questions}
        self.name, self.emails = name_question(form), email_questions(form)

    def read(self, row: Row) -> Draft:
        """The row's answers and findings. Never raises."""
        raw, findings = self._answers(row)
        shown = asked(self.form, raw)
        findings += [self._finding(row, problem) for one in shown for problem in self._problems(*one)]
        kept = {q.code: value for q, found in shown if (value := as_json(found.value)) not in ("", [])}
        email, wrong = self._email(row, kept)
        title, name = title_of(self.form, kept), self._text(row, "@name") or str(kept.get(self.name, ""))
        digest = content_hash({"answers": kept, "email": email})
        return Draft(
            row=row.number,
            answers=kept,
            email=email,
            name=name[:150],
            language=self._language(row, kept),
            sent_at=self._sent_at(row, findings),
            number=self._text(row, "@number")[:60],
            title=title,
            digest=digest,
            keys=keys_of(emails=[email], title=title, name=str(kept.get(self.name, "")), digest=digest),
            findings=[*findings, *wrong],
        )

    def _answers(self, row: Row) -> tuple[dict[str, Any], list[Finding]]:
        raw: dict[str, Any] = {}
        findings: list[Finding] = []
        for column, question in self.asked.items():
            cell = row.cell(column)
            reading = read_cell(question, cell, lexicon=self.lexicons[question.code], conventions=self.conventions)
            raw[question.code] = reading.answer
            findings += [self._note(row, column, question, code) for code in reading.notes]
            if column in row.filled and str(cell).strip():
                findings.append(self._note(row, column, question, "merged"))
        for target, text in self.plan.fixed.items():
            if text and target in self.form.by_code and raw.get(target) in (None, "", []):
                raw[target] = text
        return raw, findings

    def _note(self, row: Row, column: int, question: Question, code: str) -> Finding:
        found = cell_text(row.cell(column))[:_SHOWN]
        level = LEVELS.get(code, "warning")
        return Finding(row.number, column, code, level, found, question.code)

    def _problems(self, question: Question, found: Normalised) -> list[Problem]:
        """What the form says. Papers cannot come in a sheet; what the officer imports without is not asked."""
        problems = list(found.problems)
        if not place_exists(question, found):
            problems.append(Problem(question.code, "not_an_option", {"value": str(found.value)}))
        missing = absence(question, found, self.papers) if question.required else ""
        if missing and not (missing == "required" and question.code in self.plan.without):
            problems.append(Problem(question.code, missing))
        return problems

    def _finding(self, row: Row, problem: Problem) -> Finding:
        column = self.columns.get(problem.question, -1)
        found = cell_text(row.cell(column))[:_SHOWN] if column >= 0 else ""
        return Finding(
            row.number, column, problem.code, str(problem.level), found, problem.question, dict(problem.params)
        )

    def _text(self, row: Row, target: str) -> str:
        column = self.columns.get(target)
        text = cell_text(row.cell(column)).strip() if column is not None else ""
        return " ".join(text.split()) or self.plan.fixed.get(target, "")

    def _email(self, row: Row, kept: Mapping[str, Any]) -> tuple[str, list[Finding]]:
        """The address of the person, from its own column or the form's first e-mail question."""
        text = self._text(row, "@email")
        if not text:
            return next((str(kept[code]).lower() for code in self.emails if kept.get(code)), ""), []
        read = normalise(_EMAIL, text)
        if read.errors:
            column = self.columns.get("@email", -1)
            wrong = Finding(row.number, column, "not_an_email", "error", text[:_SHOWN], "", {"value": text[:_SHOWN]})
            return "", [wrong]
        return str(read.value).lower(), []

    def _language(self, row: Row, kept: Mapping[str, Any]) -> str:
        """What the sheet says; else what the longest answer is written in."""
        said = _LANGUAGES.get(folded(self._text(row, "@language")))
        if said:
            return said
        longest = max((text for text in kept.values() if isinstance(text, str)), key=len, default="")
        return {"arabic": "ar", "latin": "fr"}.get(script_of(longest), "ar")

    def _sent_at(self, row: Row, findings: list[Finding]) -> datetime | None:
        column = self.columns.get("@sent_at")
        if column is None or not str(row.cell(column)).strip():
            return None
        wall = read_moment(row.cell(column), self.conventions)
        if wall is None:
            found = cell_text(row.cell(column))[:_SHOWN]
            findings.append(Finding(row.number, column, "not_a_moment", "warning", found))
        return moment(wall, self.zone) if wall else None


def _lexicon(question: Question) -> Lexicon:
    if question.type is QuestionType.REGION:
        return place_lexicon(region_names())
    if question.type is QuestionType.COMMUNE:
        return place_lexicon({code: row["name"] for code, row in commune_rows().items()})
    return lexicon_of(question)
