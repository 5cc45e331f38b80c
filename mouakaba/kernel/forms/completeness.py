"""What is asked of this person, what is still missing, and the facts the answers give to the rules."""

from collections.abc import Collection, Mapping

from mouakaba.kernel.eligibility import Answer, evaluate
from mouakaba.kernel.forms.definition import FormDefinition, Question, QuestionType
from mouakaba.kernel.forms.normalise import normalise
from mouakaba.kernel.forms.problems import Normalised, Problem
from mouakaba.kernel.forms.values import FactValue, fact_value, is_empty

Answers = Mapping[str, object]  # question code -> text or list of texts, as typed or as kept


def visible(question: Question, answers: Mapping[str, FactValue]) -> bool:
    """Whether the question is asked; `answers` are the typed values (`fact_value`) of questions shown before.

    A condition on a question not shown, not answered or not readable is not met.
    """
    if question.condition is None:
        return True
    return evaluate(question.condition.test, answers).answer is Answer.YES


def visible_questions(form: FormDefinition, answers: Answers) -> tuple[Question, ...]:
    """The questions asked of this person, in order."""
    return tuple(question for question, _ in asked(form, answers))


def complete(form: FormDefinition, answers: Answers, files: Collection[str] = ()) -> tuple[Problem, ...]:
    """Every problem of the questions asked, in order; `files`: codes of the file questions that have a file.

    The form may be submitted when none of them blocks.
    """
    found: list[Problem] = []
    for question, read in asked(form, answers):
        found.extend(read.problems)
        if question.required and (code := absence(question, read, files)):
            found.append(Problem(question.code, code))
    return tuple(found)


def facts(form: FormDefinition, answers: Answers) -> dict[str, FactValue]:
    """What the rules may read: the facts of the questions shown, where answered and readable."""
    given: dict[str, FactValue] = {}
    for question, read in asked(form, answers):
        value = _typed(question, read)
        if question.fact and value is not None:
            given.setdefault(question.fact, value)
    return given


def asked(form: FormDefinition, answers: Answers) -> list[tuple[Question, Normalised]]:
    """The questions shown, in order, each with its answer read. Conditions look back only: one pass is enough."""
    typed: dict[str, FactValue] = {}
    shown: list[tuple[Question, Normalised]] = []
    for question in form.questions:
        if visible(question, typed):
            read = normalise(question, answers.get(question.code))
            typed[question.code] = _typed(question, read)
            shown.append((question, read))
    return shown


def _typed(question: Question, read: Normalised) -> FactValue:
    return None if read.errors else fact_value(question.type, read.value)


def absence(question: Question, read: Normalised, files: Collection[str]) -> str:
    """The code of what a required question lacks, empty when it is answered; `files`: questions with a file."""
    if question.type is QuestionType.FILE:
        return "" if question.code in files else "file_missing"
    if question.type is QuestionType.CONSENT:
        return "" if read.value == "true" else "consent_needed"
    return "required" if is_empty(read.value) else ""
