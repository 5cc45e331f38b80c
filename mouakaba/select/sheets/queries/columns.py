"""The columns of a complete export: each with its name, its kind, and how a file fills it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from mouakaba.base.people.models import Person
from mouakaba.base.places.phrases import commune_in_words
from mouakaba.base.places.queries import commune_rows, region_names
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import Question, QuestionType
from mouakaba.kernel.forms.values import as_texts
from mouakaba.select.applications.models import Application
from mouakaba.select.calls.models import Call
from mouakaba.select.calls.queries import facts_of_form
from mouakaba.select.forms.phrases import yes_or_no
from mouakaba.select.forms.queries import form_of
from mouakaba.select.screening.models import ScreeningDecision
from mouakaba.select.screening.queries import rule_choices, version_of

Value = str | int | float | date | datetime | None
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``words``: its name in three languages for the legend; ``options``: what its codes mean."""

    name: str
    code: str
    fill: Callable[[Application], Value]
    words: Words | None = None
    options: tuple[tuple[str, Words], ...] = ()
    wide: bool = False


def exported(files: QuerySet[Application]) -> QuerySet[Application]:
    """The files with everything a row needs, and nothing that is not written."""
    standing = ScreeningDecision.objects.filter(taken_back_at=None).select_related("by")
    light = files.select_related("submission", "applicant", "imported_row", "decision").defer(
        "answers", "revisions", "search", "submission__files", "submission__facts"
    )
    return light.prefetch_related(Prefetch("screenings", queryset=standing, to_attr="standing"))


def columns_of(call: Call) -> list[Column]:
    """Every column, in order: the file, its answers, its facts, its verdict, its marks, its decisions."""
    return [
        *_about(call),
        *(_answer(question) for question in _questions(call)),
        *_facts(call),
        *_verdict(call),
        *([_marks()] if call.marks_closed_at else []),
        *_decisions(call),
    ]


def wall(moment: datetime | None, zone: str) -> datetime | None:
    """A moment as the clocks showed it, without its zone, as sheets keep it."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0) if moment else None


def _about(call: Call) -> list[Column]:
    languages = dict(Person.Language.choices)
    return [
        Column(_("Number"), "@number", lambda file: file.number),
        Column(_("State"), "state", lambda file: str(file.get_state_display())),
        Column(_("Sent"), "@sent_at", lambda file: wall(file.submitted_at, call.zone)),
        Column(_("Language"), "@language", lambda file: str(languages.get(file.language, file.language))),
        Column(_("Applicant"), "@name", lambda file: file.applicant.name if file.applicant else ""),
        Column(_("E-mail"), "@email", lambda file: file.applicant.email if file.applicant else ""),
        Column(_("Row of the imported sheet"), "imported", _imported),
    ]


def _imported(file: Application) -> Value:
    row = getattr(file, "imported_row", None)
    return row.row if row else None


def _questions(call: Call) -> Iterable[Question]:
    """The questions of the call's version, then those only earlier versions asked."""
    current = form_of(version_of(call).content)
    asked = dict(current.by_code)
    for version in call.versions.exclude(pk=version_of(call).pk).order_by("-number"):
        asked = {**form_of(version.content).by_code, **asked}
    late = [question for code, question in asked.items() if code not in current.by_code]
    return [*current.questions, *late]


def _answer(question: Question) -> Column:
    words = _labels(question)  # looked up once, not once a file

    def fill(file: Application) -> Value:
        sent = file.submission
        if question.type is QuestionType.FILE or sent is None:
            return ""
        return cell_of(question, sent.answers.get(question.code), words)

    return Column(
        name=f"{said(question.label)} [{question.code}]",
        code=question.code,
        fill=fill,
        words=question.label,
        options=tuple((option.value, option.label) for option in question.options),
        wide=question.type is QuestionType.LONG_TEXT,
    )


def _labels(question: Question) -> dict[str, str]:
    """What the codes of a question mean in the reader's language."""
    if question.type in {QuestionType.YES_NO, QuestionType.CONSENT}:
        return {"true": yes_or_no(True), "false": yes_or_no(False)}
    if question.type is QuestionType.REGION:
        return {code: said(name) for code, name in region_names().items()}
    if question.type is QuestionType.COMMUNE:
        return {code: commune_in_words(code) for code in commune_rows()}
    return {option.value: said(option.label) for option in question.options}


def cell_of(question: Question, value: Any, words: Mapping[str, str]) -> Value:
    """An answer as a cell: days and figures as such, codes as text, choices by their label."""
    texts = [text for text in as_texts(value) if text]
    if not texts:
        return None
    try:
        if question.type is QuestionType.DATE:
            return date.fromisoformat(texts[0])
        if question.type in {QuestionType.NUMBER, QuestionType.AMOUNT}:
            return float(texts[0]) if "." in texts[0] else int(texts[0])
    except ValueError:
        return texts[0]
    return "; ".join(words.get(text) or text for text in texts)


def _facts(call: Call) -> list[Column]:
    facts = facts_of_form(version_of(call).content)
    return [
        Column(
            name=f"{said(fact.label) or name} ({name})",
            code=name,
            fill=lambda file, name=name: _fact(file.facts.get(name)),  # type: ignore[misc]
            words=fact.label,
            options=tuple(fact.values.items()),
        )
        for name, fact in facts.items()
    ]


def _fact(value: Any) -> Value:
    if isinstance(value, bool):
        return yes_or_no(value)
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _verdict(call: Call) -> list[Column]:
    labels = dict(rule_choices(version_of(call)))
    words = {"eligible": _("eligible"), "ineligible": _("not eligible"), "cannot_tell": _("cannot tell")}
    return [
        Column(_("Verdict"), "verdict", lambda file: words.get(file.verdict, "")),
        Column(_("Rules not met"), "unmet", lambda file: _rules(labels, file, "no"), wide=True),
        Column(_("Rules that cannot tell"), "unclear", lambda file: _rules(labels, file, "cannot_tell"), wide=True),
    ]


def _rules(labels: Mapping[str, str], file: Application, answer: str) -> str:
    rules = file.submission.verdict.get("rules", ()) if file.submission else ()
    codes = [rule["code"] for rule in rules if rule["answer"] == answer]
    return "; ".join(labels.get(code, code) for code in codes)


def _marks() -> Column:
    return Column(_("Raw mark"), "score", lambda file: float(file.score) if file.score is not None else None)


def _decisions(call: Call) -> list[Column]:
    return [
        Column(_("Screening"), "screening", lambda file: _standing(file, lambda one: str(one.get_outcome_display()))),
        Column(_("Screened by"), "screened_by", lambda file: _standing(file, lambda one: str(one.by or ""))),
        Column(_("Screened on"), "screened_at", lambda file: _standing(file, lambda one: wall(one.at, call.zone))),
        Column(_("Reason"), "reason", lambda file: _standing(file, lambda one: one.reason), wide=True),
        Column(_("Choice"), "choice", lambda file: _choice(file, lambda one: str(one.get_outcome_display()))),
        Column(_("Rank"), "rank", lambda file: _choice(file, lambda one: one.rank)),
    ]


def _standing(file: Application, read: Callable[[ScreeningDecision], Value]) -> Value:
    decisions: list[ScreeningDecision] = file.standing  # type: ignore[attr-defined]  # from `exported`
    return read(decisions[0]) if decisions else None


def _choice(file: Application, read: Callable[[Any], Value]) -> Value:
    decision = getattr(file, "decision", None)
    return read(decision) if decision else None
