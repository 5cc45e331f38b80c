"""The shape of a form: sections, questions, options, conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from mouakaba.kernel.eligibility import Test

Words = Mapping[str, str]  # language code -> text


class QuestionType(StrEnum):
    """How a question is asked and its answer read."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    DATE = "date"
    NUMBER = "number"
    AMOUNT = "amount"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    FILE = "file"
    REGION = "region"
    COMMUNE = "commune"
    ICE = "ice"
    CONSENT = "consent"
    YES_NO = "yes_no"

    @property
    def has_options(self) -> bool:
        return self in {QuestionType.CHOICE, QuestionType.CHOICES}

    @property
    def may_give_fact(self) -> bool:
        """A file is a paper, not a value: no rule can compare it."""
        return self is not QuestionType.FILE

    @property
    def default_max_length(self) -> int:
        """In characters; generous, so that only abuse meets it."""
        return {
            QuestionType.LONG_TEXT: 5000,
            QuestionType.SHORT_TEXT: 200,
            QuestionType.EMAIL: 254,
            QuestionType.URL: 500,
        }.get(self, 100)


@dataclass(frozen=True)
class Option:
    """One answer offered by a choice."""

    value: str
    label: Words


@dataclass(frozen=True)
class Condition:
    """The question is shown only when `test` holds on the answer to the earlier question `question`."""

    question: str
    kind: QuestionType
    test: Test


@dataclass(frozen=True)
class Question:
    """One question; `fact` is the name under which rules read the answer."""

    code: str
    section: str
    type: QuestionType
    label: Words
    help: Words
    required: bool
    max_length: int
    options: tuple[Option, ...]
    fact: str | None
    condition: Condition | None
    hidden_from_jury: bool

    @cached_property
    def option_values(self) -> tuple[str, ...]:
        return tuple(option.value for option in self.options)


@dataclass(frozen=True)
class Section:
    """A page of the form."""

    code: str
    title: Words
    help: Words


@dataclass(frozen=True)
class FormDefinition:
    """A whole form, sections and questions in the order they are asked."""

    sections: tuple[Section, ...]
    questions: tuple[Question, ...]

    @cached_property
    def by_code(self) -> dict[str, Question]:
        return {question.code: question for question in self.questions}

    def in_section(self, code: str) -> tuple[Question, ...]:
        """The questions of one section, in order (empty for an unknown code)."""
        return tuple(question for question in self.questions if question.section == code)
