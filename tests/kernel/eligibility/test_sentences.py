"""Sentences: value found, value asked, remedy, in three languages."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel import eligibility as e
from mouakaba.kernel.eligibility import Operator, labels

ON = date(2024, 3, 31)
AGE = e.Rule("age", (e.Test("holder.birth_date", Operator.AGE_BETWEEN, [18, 29], ON),))
BEARER = e.Rule(
    "bearer",
    (
        e.Test("bearer.kind", Operator.EQUALS, "person"),
        e.Test("organisation.legal_form", Operator.IN, ["association", "cooperative"]),
    ),
)


def told(rule: e.Rule, facts: dict[str, object], language: str, **labelled: labels.Words) -> str:
    return e.sentence(e.evaluate_rule(rule, facts), language=language, **labelled)


def one(operator: Operator, value: object = None, *, fact: str = "f") -> e.Rule:
    return e.Rule("r", (e.Test(fact, operator, value),))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ar",
            "تاريخ ميلاد حامل المشروع: 1 ماي 1998، أي 25 سنة. الشرط مستوفى، "
            "والمطلوب: سن من 18 إلى 29 سنة يوم 31 مارس 2024.",
        ),
        (
            "fr",
            "Date de naissance du porteur de projet\u00a0: 1er mai 1998, soit 25 ans. La règle est respectée\u202f; "
            "elle demande\u00a0: un âge de 18 à 29 ans au 31 mars 2024.",
        ),
        (
            "en",
            "Birth date of the project holder: 1 May 1998, that is 25 years. The rule is met; "
            "it asks for: an age from 18 to 29 years on 31 March 2024.",
        ),
    ],
)
def test_age_says_the_date_the_years_and_the_day(language: str, expected: str) -> None:
    assert told(AGE, {"holder.birth_date": "1998-05-01"}, language) == expected


def test_a_birth_after_the_day_is_said_so() -> None:
    assert "1 April 2024, that is after 31 March 2024" in told(AGE, {"holder.birth_date": "2024-04-01"}, "en")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ar",
            "صفة حامل المشروع: لا جواب بعد (المطلوب: شخص ذاتي)؛ "
            "الشكل القانوني للمنظمة: شركة (المطلوب: جمعية أو تعاونية)",
        ),
        (
            "fr",
            "Forme juridique de l’organisation\u00a0: société "
            "(demandé\u00a0: une valeur parmi association ou coopérative)",
        ),
        ("en", "Kind of bearer: no answer yet (asked: person); Legal form of the organisation: company (asked: one of"),
    ],
)
def test_several_cases_are_all_told(language: str, expected: str) -> None:
    assert expected in told(BEARER, {"organisation.legal_form": "company"}, language)


def test_when_one_case_is_met_only_that_one_is_told() -> None:
    text = told(BEARER, {"organisation.legal_form": "cooperative"}, "en")
    assert text == (
        "Legal form of the organisation: cooperative. The rule is met; it asks for: one of association or cooperative."
    )


@pytest.mark.parametrize(
    ("count", "ar", "fr", "en"),
    [
        (0, "0 سنة", "0 an", "0 years"),
        (1, "سنة واحدة", "1 an", "1 year"),
        (2, "سنتين", "2 ans", "2 years"),
        (3, "3 سنوات", "3 ans", "3 years"),
        (10, "10 سنوات", "10 ans", "10 years"),
        (11, "11 سنة", "11 ans", "11 years"),
        (100, "100 سنة", "100 ans", "100 years"),
        (103, "103 سنوات", "103 ans", "103 years"),
    ],
)
def test_years_take_the_plural_of_the_language(count: int, ar: str, fr: str, en: str) -> None:
    assert [e.say_years(count, language=language) for language in ("ar", "fr", "en")] == [ar, fr, en]


def test_months_of_morocco() -> None:
    said = [e.say_date(date(2024, month, 1), language="ar").split()[1] for month in (1, 5, 7, 8, 9, 11, 12)]
    assert said == ["يناير", "ماي", "يوليوز", "غشت", "شتنبر", "نونبر", "دجنبر"]


@pytest.mark.parametrize(
    ("number", "en", "fr"),
    [(2019, "2019", "2019"), (1_200_000, "1,200,000", "1\u202f200\u202f000"), (17.5, "17.5", "17,5"), (4.0, "4", "4")],
)
def test_numbers(number: float, en: str, fr: str) -> None:
    assert e.say_number(number, language="en") == en
    assert e.say_number(number, language="fr") == fr


def test_latin_is_isolated_in_arabic_and_arabic_in_french() -> None:
    rule = one(Operator.EQUALS, "MA-99", fact="x.y")
    assert told(rule, {"x.y": "نعم"}, "ar") == ("\u2068x.y\u2069: نعم. الشرط غير مستوفى، والمطلوب: \u2068MA-99\u2069.")
    assert "\u2068نعم\u2069" in told(rule, {"x.y": "نعم"}, "fr")
    assert "\u2068" not in told(rule, {"x.y": "non"}, "fr")


@pytest.mark.parametrize(
    ("rule", "found", "remedy"),
    [
        (one(Operator.BEFORE, ON), "31/03/24", "31/03/24 is not a date that can be read; write year-month-day"),
        (one(Operator.AT_LEAST, 3), "5", "5 is not a number; write it in digits alone, without quotes"),
        (one(Operator.IS_TRUE), "oui", "oui is neither yes nor no; answer one of them (true or false)"),
        (one(Operator.EQUALS, "a"), 5, "5 is not a text; write a word or a code"),
    ],
)
def test_an_unreadable_fact_gets_its_remedy(rule: e.Rule, found: object, remedy: str) -> None:
    assert remedy in told(rule, {"f": found}, "en")


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        (one(Operator.NOT_EQUALS, "x"), "anything but x"),
        (one(Operator.IN, ["x"]), "it asks for: x."),
        (one(Operator.IN, ["x", "y", "z"]), "one of x, y or z"),
        (one(Operator.NOT_IN, ["x", "y"]), "anything but x or y"),
        (one(Operator.AT_LEAST, 3), "at least 3"),
        (one(Operator.AT_MOST, 3), "at most 3"),
        (one(Operator.BETWEEN, [3, 5]), "between 3 and 5, both included"),
        (one(Operator.BETWEEN, [ON, ON]), "a date from 31 March 2024 to 31 March 2024, both included"),
        (one(Operator.BEFORE, ON), "a date before 31 March 2024"),
        (one(Operator.AFTER, ON), "a date after 31 March 2024"),
        (one(Operator.IS_TRUE), "the answer “yes”"),
        (one(Operator.IS_FALSE), "the answer “no”"),
        (one(Operator.PRESENT), "an answer"),
    ],
)
def test_every_operator_says_what_it_asks(rule: e.Rule, asked: str) -> None:
    found = {Operator.IN: "x", Operator.NOT_EQUALS: "y", Operator.NOT_IN: "z"}.get(rule.tests[0].operator)
    text = told(rule, {"f": found}, "en")
    assert asked in text or asked.replace("it asks for", "The rule asks for") in text


def test_given_labels_come_before_the_built_in_ones() -> None:
    rule = one(Operator.EQUALS, "other", fact="project.sector")
    words = {"fact_labels": {"project.sector": {"en": "Field"}}, "value_labels": {"other": {"en": "Elsewhere"}}}
    assert told(rule, {"project.sector": "music"}, "en", **words).startswith("Field: music.")
    assert "asks for: another field." in told(rule, {"project.sector": "music"}, "en")
    exact = {"value_labels": {"project.sector=other": {"en": "None of these"}, "other": {"en": "Elsewhere"}}}
    assert "asks for: None of these." in told(rule, {"project.sector": "music"}, "en", **exact)


def test_a_hostile_text_stays_one_short_line_without_direction_marks() -> None:
    text = told(one(Operator.EQUALS, "a"), {"f": "x\n\u202ey\x00 {fact} " + "z" * 500}, "en")
    assert text.startswith("f: x y {fact} z")
    assert len(text) < 250
    assert not {"\n", "\u202e", "\x00"} & set(text)


def test_every_label_and_phrase_has_the_three_languages() -> None:
    tables = [labels.FACTS, labels.VALUES, labels.YES_NO, labels.ASKED, labels.SENTENCES, labels.SEVERAL]
    for words in [words for table in tables for words in table.values()]:
        assert set(words) == set(e.LANGUAGES)
        assert all(words.values())
    assert {f"MA-{n:02}" for n in range(1, 13)} <= set(labels.VALUES)
    assert set(labels.SENTENCES) == set(e.Reason)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="ar, fr, en"):
        told(AGE, {}, "de")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=5,
)


@given(anything, st.sampled_from(e.LANGUAGES), st.sampled_from([AGE, BEARER, one(Operator.AT_LEAST, 3)]))
def test_any_fact_gives_one_printable_sentence(found: object, language: str, rule: e.Rule) -> None:
    text = told(rule, dict.fromkeys([test.fact for test in rule.tests], found), language)
    assert "\n" not in text
    assert text.endswith(".")
    assert text.encode()
