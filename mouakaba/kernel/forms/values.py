"""An answer as stored (text, or a list of texts) and as a rule reads it."""

from mouakaba.kernel.forms.definition import QuestionType

AnswerValue = str | tuple[str, ...]
FactValue = str | int | float | bool | list[str] | None


def is_empty(value: object) -> bool:
    """True when nothing was answered."""
    return value is None or value in ("", (), [])


def as_texts(raw: object) -> tuple[str, ...]:
    """What came from a page, a sheet or the store, as texts: one for a single answer, several for many."""
    if raw is None:
        return ()
    if isinstance(raw, str):
        return (raw,)
    if isinstance(raw, bool):
        return ("true" if raw else "false",)
    if isinstance(raw, (list, tuple, set, frozenset)):
        return tuple(text for part in raw for text in as_texts(part))
    return (str(raw),)


def fact_value(kind: QuestionType, value: AnswerValue) -> FactValue:
    """The stored answer as a rule compares it: yes and no as booleans, figures as numbers, dates as ISO text.

    `value` must be a normalised answer without errors; an empty one gives None ("cannot tell").
    """
    if is_empty(value):
        return None
    if isinstance(value, tuple):
        return list(value)
    if kind in {QuestionType.YES_NO, QuestionType.CONSENT}:
        return value == "true"
    if kind in {QuestionType.NUMBER, QuestionType.AMOUNT}:
        number = float(value)
        return int(value) if "." not in value else number
    return value
