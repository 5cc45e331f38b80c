"""The outcome of a rule in a sentence a person understands: the value found, the value asked, the remedy."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from mouakaba.kernel.eligibility import labels
from mouakaba.kernel.eligibility.ages import completed_years
from mouakaba.kernel.eligibility.labels import LANGUAGES, Words
from mouakaba.kernel.eligibility.model import (
    Answer,
    Operator,
    Reason,
    RuleOutcome,
    Test,
    TestOutcome,
    kind_of,
)
from mouakaba.kernel.eligibility.verdict import as_day
from mouakaba.kernel.text import isolate, script_of

_LONGEST = 120  # characters of a found text shown: a sentence stays a sentence
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_NARROW_SPACE = "\u202f"
_SETTLED = {Reason.HOLDS, Reason.DOES_NOT_HOLD}
Labels = Mapping[str, Words]


def sentence(
    outcome: RuleOutcome,
    *,
    language: str,
    fact_labels: Labels | None = None,
    value_labels: Labels | None = None,
) -> str:
    """The outcome in `language` (ar, fr or en; anything else raises ValueError).

    `fact_labels` ({fact: {language: words}}) and `value_labels` ({code: ...}, or {"fact=code": ...} where a
    code means different things) come before the built-in ones; a code nobody names is shown as it is.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    speaker = _Speaker(language, fact_labels or {}, value_labels or {})
    telling = next((o for o in outcome.outcomes if o.answer is Answer.YES), None)
    if telling is None and len(outcome.outcomes) == 1:
        telling = outcome.outcomes[0]
    return speaker.whole(telling) if telling else speaker.several(outcome)


def say_date(day: date, *, language: str) -> str:
    """The day in words: 2 May 1998, 1er mars 2024, 2 ماي 1998."""
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{number} {labels.MONTHS[language][day.month - 1]} {day.year}"


def say_years(count: int, *, language: str) -> str:
    """A number of years with the plural of the language (Arabic in the oblique case, as after إلى or أي)."""
    if language == "fr":
        return f"{count} {'an' if count < 2 else 'ans'}"
    if language == "en":
        return f"{count} {'year' if count == 1 else 'years'}"
    if count in (1, 2):
        return ("سنة واحدة", "سنتين")[count - 1]
    return f"{count} {'سنوات' if 3 <= count % 100 <= 10 else 'سنة'}"


def say_number(number: int | float | Decimal, *, language: str) -> str:
    """The number in Western digits; thousands grouped from 10 000, so that a year stays a year."""
    number = int(number) if isinstance(number, float) and number.is_integer() else number
    text = str(number) if -10_000 < number < 10_000 else format(number, ",")
    if language == "en":
        return text
    return text.translate({ord(","): _NARROW_SPACE, ord("."): ","})


def _clean(text: str) -> str:
    """One line without control or direction marks, not too long."""
    spaced = " ".join(text.split())
    kept = "".join(ch for ch in spaced if unicodedata.category(ch)[0] != "C")
    return kept if len(kept) <= _LONGEST else kept[: _LONGEST - 1] + "…"


@dataclass(frozen=True, slots=True)
class _Speaker:
    language: str
    fact_labels: Labels
    value_labels: Labels

    def whole(self, outcome: TestOutcome) -> str:
        return labels.SENTENCES[outcome.reason_code][self.language].format(
            fact=self.fact(outcome.test.fact),
            found=self.found(outcome),
            asked=self.asked(outcome.test),
            example=self.apart("1998-05-02"),
        )

    def several(self, outcome: RuleOutcome) -> str:
        clauses = labels.SEMICOLON[self.language].join(self.clause(one) for one in outcome.outcomes)
        return labels.SEVERAL[outcome.answer][self.language].format(clauses=clauses)

    def clause(self, outcome: TestOutcome) -> str:
        found = self.found(outcome)
        if outcome.reason_code is Reason.MISSING:
            found = labels.NO_ANSWER[self.language]
        elif outcome.reason_code not in _SETTLED:
            found = labels.UNREADABLE[self.language].format(found=found)
        return labels.CLAUSE[self.language].format(
            fact=self.fact(outcome.test.fact), found=found, asked=self.asked(outcome.test)
        )

    def fact(self, code: str) -> str:
        return self.named(code, self.fact_labels, labels.FACTS) or self.apart(code)

    def found(self, outcome: TestOutcome) -> str:
        test, found = outcome.test, outcome.found
        if isinstance(found, list | tuple):
            return labels.COMMA[self.language].join(self.value(test.fact, one) for one in found) or "[]"
        day = as_day(found)
        if test.operator is Operator.AGE_BETWEEN and day and test.on:
            return self.aged(day, test.on)
        asks_date = test.operator is not Operator.PRESENT and _asks_date(test)
        return self.value(test.fact, day if asks_date and day else found)

    def aged(self, born: date, on: date) -> str:
        years = completed_years(born, on)
        words = labels.AGED if years >= 0 else labels.NOT_BORN
        return words[self.language].format(
            found=say_date(born, language=self.language),
            years=say_years(years, language=self.language),
            on=say_date(on, language=self.language),
        )

    def asked(self, test: Test) -> str:
        values = test.value if isinstance(test.value, tuple) else (test.value,)
        shown = [self.value(test.fact, one) for one in values]
        if test.operator in (Operator.IN, Operator.NOT_IN):
            shown = [self.listed(shown)]
        span = {"a": shown[0], "b": shown[-1]}
        if test.on and isinstance(values[-1], int):
            span["years"] = say_years(values[-1], language=self.language)
            span["on"] = say_date(test.on, language=self.language)
        return labels.ASKED[_phrase(test, values)][self.language].format(**span)

    def listed(self, shown: list[str]) -> str:
        first = labels.LISTED[self.language].join(shown[:-1])
        return labels.OR[self.language].join(filter(None, [first, shown[-1]]))

    def value(self, fact: str, value: object) -> str:
        if isinstance(value, bool):
            return labels.YES_NO[value][self.language]
        if kind_of(value) == "date" and isinstance(value, date):
            return say_date(value, language=self.language)
        if kind_of(value) == "number" and isinstance(value, int | float | Decimal):
            return self.apart(say_number(value, language=self.language))
        code = str(value)
        known = self.named(f"{fact}={code}", self.value_labels, labels.VALUES)
        return known or self.named(code, self.value_labels, labels.VALUES) or self.apart(_clean(code))

    def named(self, code: str, *sources: Labels) -> str:
        return next((words for s in sources if (words := s.get(code, {}).get(self.language, ""))), "")

    def apart(self, text: str) -> str:
        """Isolated where its direction is not the sentence's; digits alone go with any sentence."""
        if self.language == "ar":
            at_home = script_of(text) == "arabic" or (text.isascii() and text.isdigit())
        else:
            at_home = all(unicodedata.bidirectional(ch) not in _RIGHT_TO_LEFT for ch in text)
        return text if at_home else isolate(text)


def _asks_date(test: Test) -> bool:
    first = test.value[0] if isinstance(test.value, tuple) else test.value
    return kind_of(first) == "date"


def _phrase(test: Test, values: tuple[object, ...]) -> str:
    if test.operator is Operator.BETWEEN and kind_of(values[0]) == "date":
        return "between_dates"
    if test.operator is Operator.AGE_BETWEEN and values[0] == values[-1]:
        return "age_exactly"
    if test.operator in (Operator.IN, Operator.NOT_IN) and len(values) == 1:
        return "equals" if test.operator is Operator.IN else "not_equals"
    return str(test.operator)
