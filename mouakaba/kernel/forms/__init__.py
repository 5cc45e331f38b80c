"""Application forms: what is asked, how an answer is read, what is still missing.

A form is data (`parse_form`), an answer is text or a list of texts, and every finding is a `Problem` with a
code: the sentence for it belongs to whoever shows it. Warnings never block; errors block a submission, never
a draft.
"""

from mouakaba.kernel.forms.clean import clean_text, western_digits
from mouakaba.kernel.forms.completeness import absence, asked, complete, facts, visible, visible_questions
from mouakaba.kernel.forms.definition import (
    Condition,
    FormDefinition,
    Option,
    Question,
    QuestionType,
    Section,
)
from mouakaba.kernel.forms.figures import plain_number, read_figure
from mouakaba.kernel.forms.normalise import normalise
from mouakaba.kernel.forms.parsing import FormError, parse_form
from mouakaba.kernel.forms.problems import ERROR_CODES, WARNING_CODES, Level, Normalised, Problem
from mouakaba.kernel.forms.values import AnswerValue, fact_value, is_empty

__all__ = [
    "ERROR_CODES",
    "WARNING_CODES",
    "AnswerValue",
    "Condition",
    "FormDefinition",
    "FormError",
    "Level",
    "Normalised",
    "Option",
    "Problem",
    "Question",
    "QuestionType",
    "Section",
    "absence",
    "asked",
    "clean_text",
    "complete",
    "fact_value",
    "facts",
    "is_empty",
    "normalise",
    "parse_form",
    "plain_number",
    "read_figure",
    "visible",
    "visible_questions",
    "western_digits",
]
