"""The sentences of forms: what is wrong with an answer and how to put it right, and answers in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from mouakaba.base.places.phrases import commune_in_words
from mouakaba.base.places.queries import region_names
from mouakaba.base.words.phrases import amount_in_words, day_in_words, isolated, number_in_words
from mouakaba.base.words.queries import said
from mouakaba.kernel.forms import Problem, Question, QuestionType
from mouakaba.kernel.forms.values import as_texts

PROBLEMS = {
    "required": _("Answer this question."),
    "too_long": _(
        "This text has %(count)s characters; the most is %(max)s. Remove at least %(over)s. Nothing has been cut."
    ),
    "not_a_date": _(
        "“%(value)s” is not a date we can read. Write day/month/year in figures, for example 02/05/1998."
    ),
    "not_a_number": _("“%(value)s” is not a number we can read. Write it in figures, for example 12500."),
    "number_too_large": _("This number is too large. Check it and write at most 15 figures."),
    "negative": _("An amount cannot be negative. Write it without a minus sign."),
    "too_many_decimals": _("An amount has at most two decimals. Round it to the centime."),
    "not_an_option": _("“%(value)s” is not one of the answers offered. Choose one from the list."),
    "not_yes_or_no": _("Answer yes or no."),
    "not_an_email": _(
        "“%(value)s” is not an e-mail address we can use. It looks like name@example.ma; check each letter."
    ),
    "not_a_link": _("“%(value)s” is not a web address we can use. Copy it from the browser, as https://example.ma."),
    "ice_length": _("“%(value)s” cannot be an ICE: it has 15 figures. Copy it from the document, zeroes included."),
    "ice_check": _("“%(value)s” cannot be an ICE: its last two figures do not fit the others. Copy it again."),
    "consent_needed": _("Tick the box if you agree. Without your agreement the application cannot be sent."),
    "file_missing": _("Add the file that is asked for."),
    "control_removed": _("Invisible characters that can change how a text reads were removed. Check the text."),
    "wrong_script": _("The jury may not read this alphabet. Write in Arabic, French or English if you can."),
    "date_unlikely": _("Check the year: %(value)s."),
    "number_ambiguous": _("We read %(value)s. If that is not what you meant, write it without a point or comma."),
    "phone_unlikely": _(
        "This does not look like a Moroccan number. We keep it as you wrote it; check it if it is one."
    ),
    "ice_padded": _("Zeroes were missing at the start. We read %(value)s; compare it with the document."),
}  # fmt: skip

HINTS = {
    QuestionType.DATE: _("Day/month/year, for example 02/05/1998."),
    QuestionType.AMOUNT: _("In dirhams, for example 12500."),
    QuestionType.PHONE: _("For example 06 12 34 56 78."),
    QuestionType.EMAIL: _("For example name@example.ma."),
    QuestionType.URL: _("For example https://example.ma."),
    QuestionType.ICE: _("15 figures, zeroes included, as on the document."),
    QuestionType.FILE: _("PDF, picture (JPG, PNG) or document (DOCX, ODT, XLSX), 10 MB at most."),
    QuestionType.COMMUNE: _("Write part of its name, in Arabic or French, then choose it."),
    QuestionType.CHOICES: _("Several answers are possible."),
}


def say_problem(problem: Problem) -> str:
    """The sentence of a problem in the reader's language: what is wrong, and the remedy."""
    shown = {key: _shown(value) for key, value in problem.params.items()}
    return str(PROBLEMS[problem.code]) % shown


def _shown(value: str | int) -> str:
    if isinstance(value, int):
        return number_in_words(value)
    short = value if len(value) <= 60 else value[:59] + "…"
    return isolated(short) if short.isascii() else short


def answer_in_words(question: Question, value: Any) -> list[str]:
    """A kept answer as people read it: one text, or several for a choice of many; empty when not answered."""
    texts = [text for text in as_texts(value) if text]
    return [_in_words(question, text) for text in texts]


def _in_words(question: Question, text: str) -> str:
    if question.type.has_options:
        return _option(question, text)
    if question.type in {QuestionType.YES_NO, QuestionType.CONSENT}:
        return yes_or_no(text == "true")
    if question.type is QuestionType.REGION:
        return said(region_names().get(text)) or text
    if question.type is QuestionType.COMMUNE:
        return commune_in_words(text)
    return _figure(question.type, text)


def yes_or_no(answer: bool) -> str:
    """The word itself."""
    return pgettext("answer", "Yes") if answer else pgettext("answer", "No")


def _option(question: Question, text: str) -> str:
    return next((said(option.label) for option in question.options if option.value == text), text)


def _figure(kind: QuestionType, text: str) -> str:
    try:
        if kind is QuestionType.DATE:
            return day_in_words(date.fromisoformat(text))
        if kind is QuestionType.AMOUNT:
            return amount_in_words(Decimal(text))
        if kind is QuestionType.NUMBER:
            return isolated(number_in_words(Decimal(text)))
    except (ValueError, InvalidOperation):
        return text
    return isolated(text) if kind in _CODES else text


_CODES = {QuestionType.EMAIL, QuestionType.PHONE, QuestionType.URL, QuestionType.ICE}
