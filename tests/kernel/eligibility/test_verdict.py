"""Every operator, every type of fact, and Kleene logic against its truth tables."""

from datetime import date, datetime
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel import eligibility as e
from mouakaba.kernel.eligibility import Answer, Eligibility, Operator, Reason

YES, NO, UNSURE = Answer.YES, Answer.NO, Answer.CANNOT_TELL
ON = date(2024, 3, 31)


def answer(operator: str, value: object, found: object, on: date | None = None) -> e.TestOutcome:
    return e.evaluate(e.Test("f", Operator(operator), value, on), {"f": found})


@pytest.mark.parametrize(
    ("operator", "value", "found", "expected"),
    [
        ("equals", "person", "person", YES),
        ("equals", "person", "Person", NO),
        ("equals", 3, 3.0, YES),
        ("equals", 3, Decimal(3), YES),
        ("equals", True, True, YES),
        ("equals", date(2024, 1, 1), "2024-01-01", YES),
        ("equals", date(2024, 1, 1), datetime(2024, 1, 1, 9), YES),
        ("equals", "a", ["b", "a"], YES),
        ("not_equals", "a", "b", YES),
        ("not_equals", "a", "a", NO),
        ("not_equals", "a", ["b", "a"], NO),
        ("not_equals", "a", "", YES),
        ("in", ["a", "b"], "b", YES),
        ("in", ["a", "b"], "c", NO),
        ("in", ["a", "b"], ["c", "b"], YES),
        ("in", ["a", "b"], ["c", "d"], NO),
        ("in", ["a", "b"], [], NO),
        ("in", [1, 2], 2, YES),
        ("not_in", ["a", "b"], "c", YES),
        ("not_in", ["a", "b"], "a", NO),
        ("not_in", ["a", "b"], ["c", "a"], NO),
        ("not_in", ["a", "b"], [], YES),
        ("at_least", 3, 3, YES),
        ("at_least", 3, 2.99, NO),
        ("at_most", 3, 3, YES),
        ("at_most", 3, 3.01, NO),
        ("between", [3, 5], 3, YES),
        ("between", [3, 5], 5, YES),
        ("between", [3, 5], 5.1, NO),
        ("between", [3, 5], 2, NO),
        ("between", [date(2024, 1, 1), date(2024, 2, 1)], "2024-02-01T23:59:59Z", YES),
        ("between", [date(2024, 1, 1), date(2024, 2, 1)], "2024-02-02", NO),
        ("before", ON, "2024-03-30", YES),
        ("before", ON, "2024-03-31", NO),
        ("after", ON, "2024-04-01", YES),
        ("after", ON, ON, NO),
        ("is_true", None, True, YES),
        ("is_true", None, False, NO),
        ("is_false", None, False, YES),
        ("is_false", None, True, NO),
        ("present", None, "x", YES),
        ("present", None, False, YES),
        ("present", None, None, NO),
    ],
)
def test_operator(operator: str, value: object, found: object, expected: Answer) -> None:
    assert answer(operator, value, found).answer is expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [("1994-03-31", NO), ("1994-04-01", YES), ("2006-03-31", YES), ("2006-04-01", NO), ("2030-01-01", NO)],
)
def test_age_ends_are_included(born: str, expected: Answer) -> None:
    assert answer("age_between", [18, 29], born, ON).answer is expected


@pytest.mark.parametrize(
    ("operator", "value", "found", "reason"),
    [
        ("equals", "a", 3, Reason.NOT_TEXT),
        ("in", ["a"], {"a": 1}, Reason.NOT_TEXT),
        ("in", ["a"], ["b", 3], Reason.NOT_TEXT),
        ("not_in", ["a"], ["b", None], Reason.NOT_TEXT),
        ("equals", 1, True, Reason.NOT_A_NUMBER),
        ("equals", True, 1, Reason.NOT_YES_OR_NO),
        ("at_least", 3, "5", Reason.NOT_A_NUMBER),
        ("at_least", 1, True, Reason.NOT_A_NUMBER),
        ("at_most", 3, float("nan"), Reason.NOT_A_NUMBER),
        ("at_most", 3, Decimal("sNaN"), Reason.NOT_A_NUMBER),
        ("between", [1, 2], [1], Reason.NOT_A_NUMBER),
        ("before", ON, "31/03/2024", Reason.NOT_A_DATE),
        ("before", ON, "2024-02-30", Reason.NOT_A_DATE),
        ("before", ON, "20240330", Reason.NOT_A_DATE),
        ("before", ON, "2024-03-30 noon", Reason.NOT_A_DATE),
        ("before", ON, 20240330, Reason.NOT_A_DATE),
        ("before", ON, "", Reason.NOT_A_DATE),
        ("is_true", None, "true", Reason.NOT_YES_OR_NO),
        ("is_false", None, 0, Reason.NOT_YES_OR_NO),
    ],
)
def test_fact_of_the_wrong_type_is_cannot_tell_not_no(
    operator: str, value: object, found: object, reason: Reason
) -> None:
    outcome = answer(operator, value, found)
    assert (outcome.answer, outcome.reason_code) == (UNSURE, reason)


@pytest.mark.parametrize("found", [["a", 3], [3, "a"], [None, "a"]])
def test_one_fitting_value_of_a_list_is_enough(found: list[object]) -> None:
    assert answer("in", ["a"], found).answer is YES
    assert answer("not_in", ["a"], found).answer is NO


VALUES = {
    "equals": "a", "not_equals": "a", "in": ["a"], "not_in": ["a"], "at_least": 1, "at_most": 1, "between": [1, 2],
    "before": ON, "after": ON, "age_between": [1, 2], "is_true": None, "is_false": None,
}  # fmt: skip


@pytest.mark.parametrize("operator", VALUES)
@pytest.mark.parametrize("facts", [{}, {"f": None}])
def test_absent_or_null_is_cannot_tell(operator: str, facts: dict[str, None]) -> None:
    test = e.Test("f", Operator(operator), VALUES[operator], ON if operator == "age_between" else None)
    outcome = e.check([e.Rule("r", (test,))], facts)
    assert outcome.verdict is Eligibility.CANNOT_TELL
    assert outcome.rules[0].missing == ("f",)


def test_every_operator_is_tested_above() -> None:
    assert {*VALUES, "present"} == set(Operator)


# Facts that make `f == "yes"` answer each of the three values.
FACT_FOR = {YES: "yes", NO: "no", UNSURE: None}


def rule_answering(code: str, answers: tuple[Answer, ...]) -> tuple[e.Rule, dict[str, object]]:
    tests = tuple(e.Test(f"{code}{n}", Operator.EQUALS, "yes") for n in range(len(answers)))
    return e.Rule(code, tests), {f"{code}{n}": FACT_FOR[given] for n, given in enumerate(answers)}


ORDER = {NO: 0, UNSURE: 1, YES: 2}  # Kleene: "or" is the greatest, "and" the least


@pytest.mark.parametrize("answers", [a for size in (1, 2, 3, 4) for a in product(Answer, repeat=size)])
def test_any_is_kleene_or(answers: tuple[Answer, ...]) -> None:
    rule, facts = rule_answering("r", answers)
    outcome = e.evaluate_rule(rule, facts)
    assert outcome.answer is max(answers, key=ORDER.__getitem__)
    assert tuple(o.answer for o in outcome.outcomes) == answers
    unsure = tuple(f"r{n}" for n, given in enumerate(answers) if given is UNSURE)
    assert outcome.missing == (() if YES in answers else unsure)


@pytest.mark.parametrize("answers", [a for size in (0, 1, 2, 3, 4) for a in product(Answer, repeat=size)])
def test_all_rules_are_kleene_and(answers: tuple[Answer, ...]) -> None:
    made = [rule_answering(f"r{n}_", (given,)) for n, given in enumerate(answers)]
    facts = {name: value for _, some in made for name, value in some.items()}
    verdict = e.check([rule for rule, _ in made], facts)
    least = min(answers, key=ORDER.__getitem__, default=YES)
    named = {YES: Eligibility.ELIGIBLE, NO: Eligibility.INELIGIBLE, UNSURE: Eligibility.CANNOT_TELL}
    assert verdict.verdict is named[least]
    assert [outcome.code for outcome in verdict.rules] == [rule.code for rule, _ in made]


def test_a_missing_fact_is_named_once_and_present_names_it_too() -> None:
    tests = (e.Test("a", Operator.EQUALS, "x"), e.Test("a", Operator.EQUALS, "y"), e.Test("b", Operator.PRESENT))
    assert e.evaluate_rule(e.Rule("r", tests), {}).missing == ("a", "b")
    only = e.evaluate_rule(e.Rule("r", tests[2:]), {})
    assert (only.answer, only.missing) == (NO, ("b",))


facts_found = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.floats(), st.text(max_size=3), st.dates().map(str),
    st.lists(st.sampled_from(["a", "b", 3, None]), max_size=3), st.dictionaries(st.text(), st.none(), max_size=1),
)  # fmt: skip
names = st.sampled_from(["f", "g", "h"])
tests_made = st.builds(
    lambda fact, operator: e.Test(
        fact, Operator(operator), VALUES[operator], ON if operator == "age_between" else None
    ),
    names,
    st.sampled_from(sorted(VALUES)),
)
rules_made = st.lists(st.lists(tests_made, min_size=1, max_size=3), max_size=3).map(
    lambda groups: [e.Rule(str(n), tuple(group)) for n, group in enumerate(groups)]
)


@given(rules_made, st.dictionaries(names, facts_found), names, facts_found)
def test_more_information_never_overturns_an_answer(
    rules: list[e.Rule], facts: dict[str, object], name: str, found: object
) -> None:
    """`present` is left out: it alone asks about absence, so a fact that comes may turn its no to yes."""
    facts = {key: value for key, value in facts.items() if key != name}
    before, after = e.check(rules, facts), e.check(rules, {**facts, name: found})
    for old, new in zip(before.rules, after.rules, strict=True):
        assert old.answer in (UNSURE, new.answer)
    assert before.verdict in (Eligibility.CANNOT_TELL, after.verdict)


@given(tests_made, facts_found)
def test_opposite_operators_give_opposite_answers(test: e.Test, found: object) -> None:
    pairs = {"equals": "not_equals", "in": "not_in", "is_true": "is_false"}
    if test.operator in pairs:
        other = e.Test(test.fact, Operator(pairs[test.operator]), test.value)
        here, there = (e.evaluate(one, {test.fact: found}).answer for one in (test, other))
        assert there is {YES: NO, NO: YES, UNSURE: UNSURE}[here]


@given(rules_made, st.dictionaries(names, facts_found))
def test_same_input_same_verdict(rules: list[e.Rule], facts: dict[str, object]) -> None:
    assert repr(e.check(rules, facts)) == repr(e.check(rules, dict(reversed(facts.items()))))


@pytest.mark.parametrize(
    ("operator", "value", "on", "key"),
    [
        ("age_between", [18, 29], None, "on"),
        ("age_between", [18, 29], datetime(2024, 3, 31), "on"),
        ("age_between", [29, 18], ON, "value"),
        ("age_between", [18.5, 29], ON, "value"),
        ("age_between", [-1, 29], ON, "value"),
        ("age_between", [True, 29], ON, "value"),
        ("age_between", 18, ON, "value"),
        ("equals", "a", ON, "on"),
        ("equals", ["a"], None, "value"),
        ("equals", None, None, "value"),
        ("in", [], None, "value"),
        ("in", "MA-01", None, "value"),
        ("in", ["a", 3], None, "value"),
        ("in", [True], None, "value"),
        ("at_least", "3", None, "value"),
        ("at_most", True, None, "value"),
        ("between", [5, 3], None, "value"),
        ("between", [1, ON], None, "value"),
        ("between", [1, 2, 3], None, "value"),
        ("before", "2024-03-31", None, "value"),
        ("after", datetime(2024, 3, 31), None, "value"),
        ("present", True, None, "value"),
        ("is_true", True, None, "value"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(operator: str, value: object, on: object, key: str) -> None:
    with pytest.raises(ValueError, match=f"^{key}: "):
        e.Test("f", Operator(operator), value, on)


def test_a_rule_needs_a_test() -> None:
    with pytest.raises(ValueError, match="no test"):
        e.Rule("r", ())
