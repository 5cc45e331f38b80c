"""Read a form from its stored content, refusing what could not be asked or answered."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mouakaba.kernel.eligibility import Operator, Test
from mouakaba.kernel.forms.definition import (
    Condition,
    FormDefinition,
    Option,
    Question,
    QuestionType,
    Section,
    Words,
)

LANGUAGES = ("ar", "fr", "en")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,59}")
_FACT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_FORM_KEYS = frozenset({"sections", "questions"})
_SECTION_KEYS = frozenset({"code", "title", "help"})
_OPTION_KEYS = frozenset({"value", "label"})
_CONDITION_KEYS = frozenset({"fact", "operator", "value"})
_QUESTION_KEYS = frozenset(
    {
        "code",
        "section",
        "type",
        "label",
        "help",
        "required",
        "max_length",
        "options",
        "fact",
        "condition",
        "hidden_from_jury",
    }
)
_LISTED = frozenset({Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.NOT_IN, Operator.PRESENT})
_COUNTED = frozenset({*_LISTED, Operator.AT_LEAST, Operator.AT_MOST, Operator.BETWEEN})
_DATED = frozenset({*_LISTED, Operator.BEFORE, Operator.AFTER, Operator.BETWEEN})
_ANSWERED = frozenset({Operator.IS_TRUE, Operator.IS_FALSE, Operator.PRESENT})
_CONDITIONS = {
    QuestionType.NUMBER: _COUNTED,
    QuestionType.AMOUNT: _COUNTED,
    QuestionType.DATE: _DATED,
    QuestionType.YES_NO: _ANSWERED,
    QuestionType.CONSENT: _ANSWERED,
    QuestionType.FILE: frozenset[Operator](),
}


class FormError(ValueError):
    """A form that could not be asked. `where` names the question or section, `code` the fault."""

    def __init__(self, where: str, code: str, detail: str) -> None:
        super().__init__(f"{where}: {detail}")
        self.where = where
        self.code = code
        self.detail = detail


def parse_form(content: Mapping[str, Any], *, languages: Sequence[str] = LANGUAGES) -> FormDefinition:
    """Read a form; every label must exist in each of `languages`.

    Raises FormError naming the first question or section that is wrong, and what is wrong with it.
    """
    _only_keys("form", content, _FORM_KEYS)
    sections = tuple(_section(item, languages) for item in _items("form", content, "sections"))
    _no_twice("section", (section.code for section in sections))
    questions: list[Question] = []
    for item in _items("form", content, "questions"):
        questions.append(_question(item, languages, questions))
    _no_twice("question", (question.code for question in questions))
    _sections_known(questions, sections)
    _one_answer_a_fact(questions)
    return FormDefinition(sections=sections, questions=tuple(questions))


def _section(item: Any, languages: Sequence[str]) -> Section:
    code = _code("section", item)
    where = f"section {code}"
    _only_keys(where, item, _SECTION_KEYS)
    return Section(
        code=code,
        title=_words(where, "title", item.get("title"), languages),
        help=_optional_words(where, "help", item.get("help")),
    )


def _question(item: Any, languages: Sequence[str], earlier: Sequence[Question]) -> Question:
    code = _code("question", item)
    where = f"question {code}"
    _only_keys(where, item, _QUESTION_KEYS)
    kind = _kind(where, item.get("type"))
    return Question(
        code=code,
        section=str(item.get("section", "")),
        type=kind,
        label=_words(where, "label", item.get("label"), languages),
        help=_optional_words(where, "help", item.get("help")),
        required=_flag(where, "required", item),
        max_length=_max_length(where, item.get("max_length"), kind),
        options=_options(where, item.get("options"), kind, languages),
        fact=_fact(where, item.get("fact"), kind),
        condition=_condition(where, item.get("condition"), code, earlier),
        hidden_from_jury=_flag(where, "hidden_from_jury", item),
    )


def _items(where: str, content: Mapping[str, Any], key: str) -> list[Any]:
    value = content.get(key)
    if not isinstance(value, (list, tuple)) or not value:
        raise FormError(where, "no_" + key, f'"{key}" must be a list with at least one element.')
    return list(value)


def _only_keys(where: str, item: Any, allowed: frozenset[str]) -> None:
    if not isinstance(item, Mapping):
        raise FormError(where, "not_an_object", "must be an object with named parts.")
    unknown = sorted(str(key) for key in item if key not in allowed)
    if unknown:
        raise FormError(where, "unknown_key", f"unknown key {unknown[0]!r}; known: {', '.join(sorted(allowed))}.")


def _code(what: str, item: Any) -> str:
    code = item.get("code") if isinstance(item, Mapping) else None
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise FormError(
            f"{what} {code!r}",
            "bad_code",
            "the code must be lower-case Latin letters, digits and _ (60 at most), beginning with a letter.",
        )
    return code


def _kind(where: str, value: Any) -> QuestionType:
    known = [kind.value for kind in QuestionType]
    if value not in known:
        raise FormError(where, "unknown_type", f"unknown type {value!r}; known types: {', '.join(known)}.")
    return QuestionType(value)


def _words(where: str, key: str, value: Any, languages: Sequence[str]) -> Words:
    words = _optional_words(where, key, value)
    missing = [language for language in languages if not words.get(language, "").strip()]
    if missing:
        raise FormError(where, "missing_words", f'"{key}" is missing in: {", ".join(missing)}.')
    return words


def _optional_words(where: str, key: str, value: Any) -> Words:
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise FormError(where, "not_words", f'"{key}" must give a text for each language, as {{"ar": "…"}}.')
    return {str(language): text for language, text in value.items() if text.strip()}


def _flag(where: str, key: str, item: Mapping[str, Any]) -> bool:
    value = item.get(key, False)
    if not isinstance(value, bool):
        raise FormError(where, "not_a_flag", f'"{key}" must be true or false.')
    return value


def _max_length(where: str, value: Any, kind: QuestionType) -> int:
    if value is None:
        return kind.default_max_length
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 20_000:
        raise FormError(where, "bad_max_length", '"max_length" must be a whole number from 1 to 20000.')
    return value


def _options(where: str, value: Any, kind: QuestionType, languages: Sequence[str]) -> tuple[Option, ...]:
    if not kind.has_options:
        if value:
            raise FormError(where, "needless_options", f"a question of type {kind.value} takes no options.")
        return ()
    if not isinstance(value, (list, tuple)) or not value:
        raise FormError(where, "no_options", "a choice needs at least one option.")
    options = tuple(_option(where, item, languages) for item in value)
    _no_twice(f"{where}, option", (option.value for option in options))
    return options


def _option(where: str, item: Any, languages: Sequence[str]) -> Option:
    _only_keys(f"{where}, option", item, _OPTION_KEYS)
    value = item.get("value")
    if not isinstance(value, str) or not value or value != value.strip():
        raise FormError(where, "bad_option", "each option needs a value: a text without spaces around it.")
    return Option(value=value, label=_words(f"{where}, option {value}", "label", item.get("label"), languages))


def _fact(where: str, value: Any, kind: QuestionType) -> str | None:
    if value in (None, ""):
        return None
    if not isinstance(value, str) or not _FACT.fullmatch(value):
        raise FormError(where, "bad_fact", f"{value!r} is not a fact name; write it like project.region.")
    if not kind.may_give_fact:
        raise FormError(where, "bad_fact", f"a question of type {kind.value} gives no fact.")
    return value


def _condition(where: str, value: Any, code: str, earlier: Sequence[Question]) -> Condition | None:
    if value in (None, {}):
        return None
    _only_keys(f"{where}, condition", value, _CONDITION_KEYS)
    asked = value.get("fact")
    if asked == code:
        raise FormError(where, "condition_on_itself", "the condition looks at this question itself.")
    found = next((question for question in earlier if question.code == asked), None)
    if found is None:
        raise FormError(where, "condition_not_earlier", f"the condition looks at {asked!r}, which is not asked before.")
    test = _condition_test(where, value, found)
    return Condition(question=found.code, kind=found.type, test=test)


def _condition_test(where: str, value: Mapping[str, Any], asked: Question) -> Test:
    operator = _condition_operator(where, value.get("operator"), asked)
    wanted = value.get("value")
    if asked.type.has_options and operator is not Operator.PRESENT:
        _options_known(where, wanted, asked)
    try:
        return Test(fact=asked.code, operator=operator, value=_dated(wanted, asked.type))
    except ValueError as error:
        raise FormError(where, "condition_value", f"the condition cannot be read: {error}.") from error


def _condition_operator(where: str, value: Any, asked: Question) -> Operator:
    allowed = _CONDITIONS.get(asked.type, _LISTED)
    if value not in {operator.value for operator in allowed}:
        listed = ", ".join(sorted(allowed)) or "none"
        raise FormError(
            where,
            "condition_operator",
            f"the operator {value!r} does not fit question {asked.code} ({asked.type}); it may be: {listed}.",
        )
    return Operator(value)


def _dated(value: Any, kind: QuestionType) -> Any:
    """JSON has no dates: for a question of type date, texts are read as days (ValueError if they are not)."""
    if kind is not QuestionType.DATE or value is None:
        return value
    if isinstance(value, (list, tuple)):
        return tuple(date.fromisoformat(str(item)) for item in value)
    return date.fromisoformat(str(value))


def _options_known(where: str, value: Any, asked: Question) -> None:
    wanted = value if isinstance(value, (list, tuple)) else [value]
    unknown = [item for item in wanted if item not in asked.option_values]
    if unknown:
        raise FormError(where, "condition_value", f"{unknown[0]!r} is not an option of question {asked.code}.")


def _no_twice(what: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise FormError(f"{what} {code}", "duplicate_code", "this code is used twice; each must be its own.")
        seen.add(code)


def _sections_known(questions: Sequence[Question], sections: Sequence[Section]) -> None:
    known = {section.code for section in sections}
    for question in questions:
        if question.section not in known:
            raise FormError(
                f"question {question.code}",
                "unknown_section",
                f"its section {question.section!r} does not exist.",
            )


def _one_answer_a_fact(questions: Sequence[Question]) -> None:
    """Two questions may give one fact only when conditions choose between them."""
    always: dict[str, str] = {}
    for question in questions:
        if question.fact and question.fact in always:
            raise FormError(
                f"question {question.code}",
                "duplicate_fact",
                f"the fact {question.fact} is already given by question {always[question.fact]}.",
            )
        if question.fact and question.condition is None:
            always[question.fact] = question.code
