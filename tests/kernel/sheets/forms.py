"""Questions for these tests."""

from mouakaba.kernel.forms import Option, Question, QuestionType


def question(code: str, kind: QuestionType, options=(), *, label=None, fact: str | None = None) -> Question:
    return Question(
        code=code,
        section="all",
        type=kind,
        label=label or {"fr": code},
        help={},
        required=False,
        max_length=200,
        options=tuple(Option(value, words) for value, words in options),
        fact=fact,
        condition=None,
        hidden_from_jury=False,
    )
