"""Fields on a page: what a question shows, and what a POST brings back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from mouakaba.base.places.phrases import commune_in_words
from mouakaba.base.places.queries import region_names
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import FormDefinition, Problem, Question, QuestionType, visible_questions
from mouakaba.kernel.forms.values import as_texts
from mouakaba.select.forms.phrases import HINTS, answer_in_words, say_problem, yes_or_no
from mouakaba.select.forms.queries import as_json, communes_named, read

# Which control asks a question; anything else is a line of text.
CONTROLS = {
    QuestionType.LONG_TEXT: "area",
    QuestionType.CHOICE: "radio",
    QuestionType.CHOICES: "ticks",
    QuestionType.YES_NO: "radio",
    QuestionType.CONSENT: "tick",
    QuestionType.REGION: "select",
    QuestionType.COMMUNE: "commune",
    QuestionType.FILE: "file",
}
INPUTS = {QuestionType.EMAIL: "email", QuestionType.PHONE: "tel", QuestionType.URL: "url"}
KEYBOARDS = {
    QuestionType.DATE: "numeric",
    QuestionType.NUMBER: "decimal",
    QuestionType.AMOUNT: "decimal",
    QuestionType.ICE: "numeric",
}
LONG_LIST = 9  # beyond this many, one choice is a drop-down list


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer offered."""

    value: str
    label: Any
    chosen: bool


@dataclass(frozen=True, slots=True)
class Held:
    """A file already given, or the other text of a conflict: what stands beside the field."""

    id: str
    name: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """Everything a page needs to ask one question."""

    question: Question
    value: str
    choices: tuple[Choice, ...]
    shown: bool
    revision: int
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    files: tuple[Held, ...] = ()
    other: tuple[str, ...] = ()  # the text kept by another tab, in words
    conflict: bool = False

    @property
    def name(self) -> str:
        return field_name(self.question.code)

    @property
    def control(self) -> str:
        if self.question.type is QuestionType.CHOICE and len(self.question.options) > LONG_LIST:
            return "select"
        return CONTROLS.get(self.question.type, "line")

    @property
    def input_type(self) -> str:
        return INPUTS.get(self.question.type, "text")

    @property
    def keyboard(self) -> str:
        return KEYBOARDS.get(self.question.type, "")

    @property
    def left_to_right(self) -> bool:
        return self.question.type in KEYBOARDS or self.question.type in INPUTS

    @property
    def hint(self) -> Any:
        return HINTS.get(self.question.type, "")

    @property
    def counted(self) -> bool:
        return self.question.type is QuestionType.LONG_TEXT

    @property
    def described_by(self) -> str:
        parts = ["help"] * bool(self.question.help or self.hint) + ["error"] * bool(self.errors)
        return " ".join(f"{self.name}-{part}" for part in [*parts, *["care"] * bool(self.warnings)])


@dataclass(frozen=True, slots=True)
class FieldState:
    """What is known beside the answers when fields are drawn."""

    revisions: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, Sequence[Held]] = field(default_factory=dict)
    conflicts: Mapping[str, Any] = field(default_factory=dict)  # question code -> the text kept meanwhile
    typed: Mapping[str, Any] = field(default_factory=dict)  # what the person typed and is not kept
    find: Mapping[str, str] = field(default_factory=dict)  # commune question -> the name searched for
    extra: Sequence[Problem] = ()  # problems found elsewhere (what is required)
    said: Mapping[str, Sequence[str]] = field(default_factory=dict)  # sentences ready made (an upload refused)


def field_name(code: str) -> str:
    """The name of the control of a question; the prefix keeps questions apart from the page's own fields."""
    return f"q_{code}"


def fields(
    form: FormDefinition, questions: Iterable[Question], answers: Mapping[str, Any], state: FieldState
) -> list[Field]:
    """The fields of some questions; those whose condition is not met are there but not shown."""
    current = {**answers, **state.typed}
    shown = {question.code for question in visible_questions(form, current)}
    return [_field(question, current, state, question.code in shown) for question in questions]


def _field(question: Question, answers: Mapping[str, Any], state: FieldState, shown: bool) -> Field:
    code = question.code
    found = read(question, answers.get(code))
    problems = [*found.problems, *(problem for problem in state.extra if problem.question == code)]
    return Field(
        question=question,
        value=_shown_value(question, found.value),
        choices=_choices(question, [text for text in as_texts(found.value) if text], state.find.get(code, "")),
        shown=shown,
        revision=state.revisions.get(code, 0),
        errors=(*(say_problem(p) for p in problems if p.blocks), *state.said.get(code, ())),
        warnings=tuple(say_problem(problem) for problem in problems if not problem.blocks),
        files=tuple(state.files.get(code, ())),
        other=tuple(answer_in_words(question, state.conflicts.get(code))),
        conflict=code in state.conflicts,
    )


def _shown_value(question: Question, value: Any) -> str:
    """Dates go back as people write them; everything else as kept."""
    text = value if isinstance(value, str) else ""
    if question.type is QuestionType.DATE and text[4:5] == "-":
        day = date.fromisoformat(text)
        return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
    return text


def _choices(question: Question, chosen: Collection[str], find: str) -> tuple[Choice, ...]:
    if question.type is QuestionType.YES_NO:
        return tuple(Choice(v, yes_or_no(v == "true"), v in chosen) for v in ("true", "false"))
    if question.type is QuestionType.CONSENT:
        return (Choice("true", "", "true" in chosen),)
    if question.type is QuestionType.REGION:
        return tuple(Choice(code, said(name), code in chosen) for code, name in sorted(region_names().items()))
    if question.type is QuestionType.COMMUNE:
        return commune_choices(find, chosen)
    return tuple(Choice(option.value, option.label, option.value in chosen) for option in question.options)


def commune_choices(find: str, chosen: Collection[str] = (), *, region: str = "") -> tuple[Choice, ...]:
    """The commune already chosen, then those found by name."""
    found = [commune.code for commune in communes_named(find, region=region)]
    codes = [*chosen, *(code for code in found if code not in chosen)]
    return tuple(Choice(code, commune_in_words(code), code in chosen) for code in codes)


def posted(questions: Iterable[Question], data: QueryDict) -> dict[str, Any]:
    """The answers a page sent, by question code. Only questions that were on the page count: each says so by its
    ``q_CODE-base`` field, because an empty tick box sends nothing."""
    return {
        question.code: _posted_one(question, data)
        for question in questions
        if f"{field_name(question.code)}-base" in data and question.type is not QuestionType.FILE
    }


def _posted_one(question: Question, data: QueryDict) -> Any:
    values = data.getlist(field_name(question.code))
    return values if question.type is QuestionType.CHOICES else (values[-1] if values else "")


def posted_bases(questions: Iterable[Question], data: QueryDict) -> dict[str, int]:
    """The revision each answer had when the page was drawn."""
    bases = {question.code: data.get(f"{field_name(question.code)}-base", "") for question in questions}
    return {code: int(text) for code, text in bases.items() if text.isascii() and text.isdigit() and len(text) < 9}


def searches(data: QueryDict) -> dict[str, str]:
    """The commune names a page searched for without JavaScript, by question code."""
    found = ((key, text) for key, text in data.items() if isinstance(text, str) and key.endswith("-find"))
    return {key.removeprefix("q_").removesuffix("-find"): text for key, text in found if key.startswith("q_")}


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer to read: the question, the answer in words, its files."""

    question: Question
    texts: list[str]
    long: bool
    files: tuple[Held, ...]


def shown_answers(
    form: FormDefinition,
    answers: Mapping[str, Any],
    files: Mapping[str, Sequence[Held]] | None = None,
    *,
    for_jury: bool = False,
) -> list[tuple[Any, list[Shown]]]:
    """Sections with their answers in words, in order. ``for_jury`` leaves out what the jury must not see."""
    sections: dict[str, list[Shown]] = {section.code: [] for section in form.sections}
    for question in visible_questions(form, answers):
        if for_jury and question.hidden_from_jury:
            continue
        texts = answer_in_words(question, as_json(read(question, answers.get(question.code)).value))
        held = tuple((files or {}).get(question.code, ()))
        long = question.type is QuestionType.LONG_TEXT
        sections[question.section].append(Shown(question, texts, long, held))
    return [(section, sections[section.code]) for section in form.sections if sections[section.code]]
