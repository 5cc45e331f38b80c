"""Sentences of matching: numbers agree, names are isolated where scripts mix, reasons name what they saw."""

import pytest

from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.matching import (
    Fact,
    Listing,
    Market,
    Measure,
    Pair,
    PairTest,
    Side,
    Weight,
    cover,
    explain,
)
from mouakaba.kernel.matching.reasons import count_asked, count_skills, say_closeness, say_coverage

NAMES = {
    "a": {"ar": "النجارة", "fr": "menuiserie", "en": "carpentry"},
    "b": {"fr": "soudure", "en": "welding"},
    "c": {"ar": "الخرازة", "fr": "cordonnerie", "en": "shoemaking"},
}


@pytest.mark.parametrize(
    ("number", "subject", "asked"),
    [
        (1, "مهارة واحدة", "مهارة واحدة مطلوبة"),
        (2, "مهارتان", "مهارتين مطلوبتين"),
        (3, "ثلاث مهارات", "ثلاث مهارات مطلوبة"),
        (8, "ثماني مهارات", "ثماني مهارات مطلوبة"),
        (10, "عشر مهارات", "عشر مهارات مطلوبة"),
        (11, "11 مهارة", "11 مهارة مطلوبة"),
        (100, "100 مهارة", "100 مهارة مطلوبة"),
        (103, "103 مهارات", "103 مهارات مطلوبة"),
    ],
)
def test_arabic_counts_skills_as_a_reader_would(number: int, subject: str, asked: str) -> None:
    assert (count_skills(number), count_asked(number)) == (subject, asked)


@pytest.mark.parametrize(
    ("had", "asked", "said"),
    [
        ("ab", "abc", ("تتوفر مهارتان من أصل ثلاث مهارات مطلوبة.", "2 des 3 compétences demandées sont là.",
                       "2 of the 3 skills asked for are there.")),
        ("a", "ab", ("تتوفر مهارة واحدة من أصل مهارتين مطلوبتين.", "1 des 2 compétences demandées est là.",
                     "1 of the 2 skills asked for is there.")),
        ("a", "a", ("المهارة المطلوبة متوفرة.", "La compétence demandée est là.", "The skill asked for is there.")),
        ("ab", "ab", ("المهارتان المطلوبتان متوفرتان معا.", "Les deux compétences demandées sont là.",
                      "Both skills asked for are there.")),
        ("abc", "abc", ("المهارات المطلوبة متوفرة كلها، وعددها 3.", "Les 3 compétences demandées sont toutes là.",
                        "All 3 skills asked for are there.")),
    ],
)  # fmt: skip
def test_how_many_skills_are_there(had: str, asked: str, said: tuple[str, str, str]) -> None:
    assert tuple(say_coverage(cover(had, asked, {}), None).values()) == said


def test_skills_are_named_when_their_names_are_known() -> None:
    said = say_coverage(cover(["a", "c"], ["a", "b", "x"], {"b": {"c": 0.5}}), NAMES)
    assert said["en"] == (
        "1 of the 3 skills asked for is there. There: carpentry. Near: shoemaking in place of welding. Missing: x."
    )
    assert said["fr"].endswith(
        "Présent\u00a0: menuiserie. Proche\u00a0: cordonnerie au lieu de soudure. Manque\u00a0: x."
    )
    assert said["ar"].endswith("المتوفر: النجارة. القريب: الخرازة بدلا من \u2068soudure\u2069. الناقص: \u2068x\u2069.")


def test_a_long_list_of_names_is_cut() -> None:
    asked = [f"s{number}" for number in range(20)]
    said = say_coverage(cover(asked, asked, {}), {})["en"]
    assert said == "All 20 skills asked for are there. There: s0, s1, s2, s3, s4, s5, …."


def test_only_a_near_skill_is_said_so() -> None:
    coverage = cover(["c"], ["b"], {"b": {"c": 0.5}})
    assert (coverage.share, coverage.adjacent) == (0.5, (("b", "c", 0.5),))
    assert say_coverage(coverage, None)["ar"] == "المهارة المطلوبة غير متوفرة، لكن توجد مهارة قريبة منها."


def test_closeness_in_percents() -> None:
    said = say_closeness(0.7151)
    assert said["ar"] == "ما كتبه الطرفان متقارب في المعنى بنسبة \u206872%\u2069."
    assert "72\u202f%" in said["fr"]


def pair(left: dict, right: dict) -> Pair:
    return Pair(Listing("L", left, language="ar"), Listing("R", right), 1.0)


def asks(name: str, operator: Operator, value: object, **words: str) -> Weight:
    return Weight("w", 2, Measure.TEST, (PairTest(Fact(Side.LEFT, name), operator, value),), words)


def test_a_weight_with_words_of_its_own_says_them_and_the_rest_is_told_by_the_facts() -> None:
    weight = asks("region", Operator.EQUALS, Fact(Side.RIGHT, "regions"), fr="Même région")
    [reason] = explain(Market((weight,)), pair({"region": "MA-02"}, {"regions": ["MA-02", "MA-03"]}))
    assert reason.text["fr"] == "Même région"
    assert reason.text["ar"] == "الجهة: الشرق. الشرط مستوفى، والمطلوب: الشرق أو فاس-مكناس."
    assert reason.weight == 1.0


def test_languages_are_named_not_coded() -> None:
    weight = asks("language", Operator.IN, Fact(Side.RIGHT, "speaks"))
    [reason] = explain(Market((weight,)), pair({}, {"speaks": ["ar", "fr"]}))
    assert reason.text["ar"] == "اللغة: العربية. الشرط مستوفى، والمطلوب: العربية أو الفرنسية."


def test_of_a_list_the_value_that_fits_is_told() -> None:
    weight = asks("amounts", Operator.AT_LEAST, Fact(Side.RIGHT, "least"))
    [reason] = explain(Market((weight,)), pair({"amounts": [5, 40_000]}, {"least": 100}))
    assert "40,000" in reason.text["en"]
    assert "100" in reason.text["en"]


def test_the_largest_reason_comes_first_and_nothing_is_no_reason() -> None:
    weights = (
        Weight("skills", 1, Measure.SKILLS),
        Weight("text", 1, Measure.TEXT),
        asks("a", Operator.IS_TRUE, None),
    )
    left, right = Listing("L", {"a": True}, ("s",)), Listing("R", {}, ("s", "t", "u", "v"))
    reasons = explain(Market(weights), Pair(left, right, 0.5625, 0.0))
    assert [(reason.code, reason.weight) for reason in reasons] == [("w", 0.5), ("skills", 0.0625)]


@pytest.mark.parametrize(
    ("operator", "value", "left", "said"),
    [
        (Operator.NOT_EQUALS, Fact(Side.RIGHT, "b"), "x", "left.a: x. The rule is met; it asks for: an answer."),
        (Operator.IS_TRUE, None, [False, True], "left.a: yes. The rule is met; it asks for: the answer “yes”."),
        (Operator.NOT_IN, Fact(Side.RIGHT, "c"), "x", "left.a: x. The rule is met; it asks for: anything but y."),
    ],
)
def test_rare_answers_are_told_too(operator: Operator, value: object, left: object, said: str) -> None:
    [reason] = explain(Market((asks("a", operator, value),)), pair({"a": left}, {"b": [], "c": ["y"]}))
    assert reason.text["en"] == said
