"""Words, numbers and directions."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.template import Context, Template
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from mouakaba.base.words.models import LANGUAGES
from mouakaba.base.words.phrases import (
    amount_in_words,
    country_in_words,
    day_in_words,
    in_each_language,
    number_in_words,
    part_in_words,
    percent_in_words,
    period_in_words,
)


def shown(source: str, language: str, **context: object) -> str:
    with override(language):
        return Template(source).render(Context(context))


def test_content_in_another_language_says_which() -> None:
    assert shown("{{ t|say }}", "ar", t={"fr": "Bonjour <b>"}) == '<span lang="fr" dir="ltr">Bonjour &lt;b&gt;</span>'
    assert shown("{{ t|say }}", "fr", t={"fr": "Bonjour", "ar": "سلام"}) == "Bonjour"
    assert shown("{{ t|say }}", "fr", t={}) == ""


@pytest.mark.parametrize(("language", "text"), [("ar", "31 ماي 2024"), ("fr", "31 mai 2024"), ("en", "31 May 2024")])
def test_days_in_words(language: str, text: str) -> None:
    assert day_in_words(date(2024, 5, 31), language) == text


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    assert day_in_words(date(2025, 4, 1), "fr") == "1er avril 2025"
    assert day_in_words(date(2025, 4, 1), "fr", weekday=True) == "mardi 1er avril 2025"
    assert period_in_words("2025-04", "fr") == "avril 2025"


def test_french_content_is_typeset() -> None:
    assert shown("{{ t|say }}", "fr", t={"fr": "Qu'est-ce ?"}) == "Qu’est-ce\u202f?"


def test_numbers_keep_western_digits_in_arabic() -> None:
    assert number_in_words(1234567, "ar") == "1\u00a0234\u00a0567"
    assert number_in_words(1234567, "en") == "1,234,567"
    assert amount_in_words(45000, "ar") == "\u206645\u00a0000\u2069\u00a0درهم"


def test_codes_are_isolated() -> None:
    assert shown("{{ c|isolate }}", "ar", c="KW2-<1>") == '<bdi dir="ltr" class="code">KW2-&lt;1&gt;</bdi>'


@pytest.mark.parametrize(
    ("language", "text"), [("ar", "1 أبريل 2025"), ("fr", "1er avril 2025"), ("en", "1 April 2025")]
)
def test_the_first_of_a_month(language: str, text: str) -> None:
    assert day_in_words(date(2025, 4, 1), language) == text


def test_french_says_the_first_after_a_weekday_too() -> None:
    assert day_in_words(date(2025, 4, 1), "fr", weekday=True) == "mardi 1er avril 2025"
    assert day_in_words(date(2025, 4, 11), "fr", weekday=True) == "vendredi 11 avril 2025"


@pytest.mark.parametrize(("language", "text"), [("ar", "27,7%"), ("fr", "27,7\u202f%"), ("en", "27.7%")])
def test_shares_carry_the_sign_of_the_language(language: str, text: str) -> None:
    assert percent_in_words(27.72, language) == f"\u2066{text}\u2069"


@pytest.mark.parametrize(("language", "word"), [("ar", "من"), ("fr", "sur"), ("en", "of")])
def test_a_part_of_a_whole_stays_on_one_line(language: str, word: str) -> None:
    assert part_in_words(9, 10, language) == f"\u20669\u2069\u00a0{word}\u00a0\u206610\u2069"
    assert shown("{{ 9|of:10 }}", language) == part_in_words(9, 10, language)


@pytest.mark.parametrize(("language", "name"), [("ar", "المغرب"), ("fr", "Maroc"), ("en", "Morocco")])
def test_countries_have_names(language: str, name: str) -> None:
    assert country_in_words("MA", language) == name
    assert country_in_words("ZQ", language) == "ZQ"


def test_a_thing_is_said_once_in_each_language() -> None:
    asked: list[str] = []

    def told() -> str:
        asked.append(get_language())
        return str(_("Search"))

    with override("fr"):
        said = in_each_language(told)
    assert asked == list(LANGUAGES) == list(said)
    assert (said["fr"], said["en"]) == ("Chercher", "Search")
    assert re.search(r"[\u0600-\u06ff]", said["ar"])
