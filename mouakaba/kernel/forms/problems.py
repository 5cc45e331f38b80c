"""Findings about an answer: a code, a level and the numbers the sentence needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mouakaba.kernel.forms.values import AnswerValue


class Level(StrEnum):
    """An error blocks a submission (never a draft); a warning is only said."""

    ERROR = "error"
    WARNING = "warning"


ERROR_CODES = frozenset(
    {
        "required",
        "too_long",
        "not_a_date",
        "not_a_number",
        "number_too_large",
        "negative",
        "too_many_decimals",
        "not_an_option",
        "not_yes_or_no",
        "not_an_email",
        "not_a_link",
        "ice_length",
        "ice_check",
        "consent_needed",
        "file_missing",
    }
)
WARNING_CODES = frozenset(
    {
        "control_removed",
        "wrong_script",
        "date_unlikely",
        "number_ambiguous",
        "phone_unlikely",
        "ice_padded",
    }
)


@dataclass(frozen=True)
class Problem:
    """One finding on one question; `params` are the values its sentence may show."""

    question: str
    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        return Level.ERROR if self.code in ERROR_CODES else Level.WARNING

    @property
    def blocks(self) -> bool:
        return self.level is Level.ERROR


@dataclass(frozen=True)
class Normalised:
    """An answer as it will be kept. On an error `value` is what was typed, cleaned: nothing typed is lost."""

    value: AnswerValue
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.blocks)
