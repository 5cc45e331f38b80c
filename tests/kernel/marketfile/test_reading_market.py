"""The market file: what is read, and the line and words of every complaint."""

import pytest

from mouakaba.kernel.callfile import CallFileError
from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.marketfile import MarketFile, MarketHeader, parse_market
from mouakaba.kernel.matching import Fact, Market, Measure, PairRule, PairTest, Side, Weight

L, R = Side.LEFT, Side.RIGHT
EXAMPLE = """
[market]
slug = "talent"
kind = "talent_openings"
title = { ar = "المواهب", fr = "Talents", en = "Talent" }
top = 5

[[rules]]
code = "region"
source = "agreement"
test = { fact = "left.region", operator = "equals", value = "right.region" }
[[rules]]
code = "language"
if_unknown = "keep"
any = [
  { fact = "left.language", operator = "in", value = ["right.language", "ar"] },
  { fact = "right.remote", operator = "is_true" },
]

[[weights]]
code = "skills"
weight = 3
measure = "skills"
[[weights]]
code = "text"
weight = 0.5
measure = "text"
[[weights]]
code = "pay"
weight = 1
label = { ar = "الأجر", fr = "Salaire", en = "Pay" }
test = { fact = "left.pay", operator = "between", value = ["right.low", "right.high"] }
"""


def test_the_whole_of_a_market() -> None:
    assert parse_market(EXAMPLE, source="m.toml") == MarketFile(
        MarketHeader("talent", "talent_openings", {"ar": "المواهب", "fr": "Talents", "en": "Talent"}),
        Market(
            (
                Weight("skills", 3, Measure.SKILLS),
                Weight("text", 0.5, Measure.TEXT),
                Weight(
                    "pay",
                    1,
                    Measure.TEST,
                    (PairTest(Fact(L, "pay"), Operator.BETWEEN, (Fact(R, "low"), Fact(R, "high"))),),
                    {"ar": "الأجر", "fr": "Salaire", "en": "Pay"},
                ),
            ),
            (
                PairRule(
                    "region",
                    (PairTest(Fact(L, "region"), Operator.EQUALS, Fact(R, "region")),),
                    source="agreement",
                ),
                PairRule(
                    "language",
                    (
                        PairTest(Fact(L, "language"), Operator.IN, (Fact(R, "language"), "ar")),
                        PairTest(Fact(R, "remote"), Operator.IS_TRUE),
                    ),
                    "keep",
                ),
            ),
            5,
        ),
        text_line=24,
    )


SHORT = '[market]\nslug = "m"\n'
WEIGHT = SHORT + '[[weights]]\ncode = "w"\n'
RULE = WEIGHT + 'weight = 1\nmeasure = "skills"\n[[rules]]\ncode = "r"\n'

# The line after "|" is the one complained of.
WRONG = {
    "not TOML": ("|slug = ", "not valid TOML"),
    "no market": ("|[[weights]]", "the section [market] is missing"),
    "unknown section": (SHORT + "|[[wieghts]]", "unknown section 'wieghts'; known: market, rules, weights"),
    "no slug": ("|[market]\ntop = 3", "market needs the key slug"),
    "slug": ('[market]\n|slug = "a b"', "made of Latin letters"),
    "market key": (SHORT + "|tops = 3", "unknown key 'tops' in market"),
    "top": (SHORT + "|top = 0", "market.top must be 1 or more, not 0"),
    "title": (SHORT + '|title = { es = "x" }', "unknown key 'es'"),
    "no weights": ('|[market]\nslug = "m"', "a market needs at least one [[weights]]"),
    "weights empty": (SHORT.replace("[market]", "|weights = []\n[market]"), "a market needs at least one [[weights]]"),
    "weight key": (WEIGHT + "|wieght = 1", "unknown key 'wieght' in weights"),
    "no weight": (SHORT + '|[[weights]]\ncode = "w"\nmeasure = "skills"', "weights needs the key weight"),
    "weight": (WEIGHT + '|weight = 0\nmeasure = "skills"', "weights.weight must be more than 0"),
    "weight huge": (WEIGHT + f'|weight = {"9" * 400}\nmeasure = "skills"', "at most 1000000000"),
    "weight nan": (WEIGHT + '|weight = nan\nmeasure = "skills"', "must be a finite number"),
    "measure": (WEIGHT + 'weight = 1\n|measure = "skill"', "weights.measure must be one of skills, text"),
    "no measure": (SHORT + '|[[weights]]\ncode = "w"\nweight = 1', "exactly one of measure, test and any"),
    "two measures": (
        SHORT + '|[[weights]]\ncode = "w"\nweight = 1\nmeasure = "text"\nany = []',
        "exactly one of measure, test and any",
    ),
    "weight twice": (
        WEIGHT + 'weight = 1\nmeasure = "text"\n[[weights]]\n|code = "w"\nweight = 1\nmeasure = "skills"',
        "weights has the code 'w' twice",
    ),
    "rule key": (RULE + "|tests = []", "unknown key 'tests' in rules"),
    "no test": (RULE.replace("[[rules", "|[[rules"), "rules needs either test (one test) or any"),
    "any empty": (RULE + "|any = []", "rules.any needs at least one test"),
    "unknown": (
        RULE + '|if_unknown = "ask"\ntest = { fact = "left.a", operator = "present" }',
        "rules.if_unknown must be one of keep, drop, not 'ask'",
    ),
    "side": (RULE + '|test = { fact = "a", operator = "present" }', "left. or right. and the name of a fact"),
    "fact name": (RULE + '|test = { fact = "left.", operator = "present" }', "left. or right."),
    "operator": (RULE + '|test = { fact = "left.a", operator = "near" }', "rules.test.operator must be one of equals"),
    "same side": (
        RULE + '|test = { fact = "left.a", operator = "equals", value = "left.b" }',
        "left.a can only be compared with facts of the other side",
    ),
    "no value": (RULE + '|test = { fact = "left.a", operator = "at_least" }', "at_least needs a number"),
    "constant": (RULE + '|test = { fact = "left.a", operator = "at_least", value = "x" }', "at_least needs a number"),
    "span": (
        RULE + '|test = { fact = "left.a", operator = "between", value = ["right.a"] }',
        "between needs two values, the smaller first",
    ),
    "list": (
        RULE + '|test = { fact = "left.a", operator = "before", value = ["right.a"] }',
        "before needs one value, not a list",
    ),
    "no day": (
        RULE + '|test = { fact = "left.a", operator = "age_between", value = "right.ages" }',
        "age_between needs the day",
    ),
    "stray day": (
        RULE + '|test = { fact = "left.a", operator = "equals", value = "right.a", on = 2024-01-01 }',
        "only age_between takes a reference day",
    ),
    "no such value": (
        RULE + '|test = { fact = "left.a", operator = "present", value = "right.a" }',
        "present takes no value",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_and_on_which_line(marked: str, message: str) -> None:
    line = marked[: marked.index("|")].count("\n") + 1
    with pytest.raises(CallFileError) as caught:
        parse_market(marked.replace("|", "", 1), source="m.toml")
    assert message in caught.value.message
    assert str(caught.value).startswith(f"m.toml:{line}: ")


def test_a_text_that_only_looks_like_a_side_is_a_constant() -> None:
    text = RULE + 'test = { fact = "left.a", operator = "in", value = ["leftover.x", "right.", "left"] }'
    [rule] = parse_market(text, source="m").market.rules
    assert rule.tests[0].value == ("leftover.x", "right.", "left")
