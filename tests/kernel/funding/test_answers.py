"""Instruments answer a project in three values; more facts only settle what was open."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mouakaba.match.funding
from mouakaba.kernel.eligibility import Answer, Operator, Rule, Test
from mouakaba.kernel.funding import Amount, Form, Instrument, Limit, Validity, answer_all, cost_of, derived, most
from mouakaba.kernel.fundingfile import parse_instruments

ON = date(2025, 6, 15)
FILE = Path(mouakaba.match.funding.__file__).with_name("instruments.toml")
INSTRUMENTS = parse_instruments(FILE.read_text(encoding="utf-8"), source=FILE.name)
COOPERATIVE = {
    "bearer.kind": "organisation",
    "organisation.legal_form": "cooperative",
    "organisation.created_on": "2023-01-01",
    "organisation.members": 12,
    "organisation.women_youth_members": 9,
    "organisation.women_only": True,
    "organisation.turnover": 300_000,
    "project.region": "MA-02",
    "project.cost": 500_000,
    "project.branch": "agriculture",
    "project.farming": True,
    "project.property_development": False,
}


def one(rules: tuple[Rule, ...] = (), amount: Amount | None = None, **more: date) -> Instrument:
    return Instrument("one", {}, {}, Form.GRANT, rules, amount or Amount(), "", ON, **more)


def test_a_cooperative_of_the_oriental_is_told_what_is_open_to_it() -> None:
    answers = {found.instrument.code: found for found in answer_all(INSTRUMENTS, COOPERATIVE, on=ON)}
    told = {code: (found.answer, found.at_most) for code, found in answers.items()}
    assert told["indh-social-economy"] == (Answer.YES, 300_000_00)
    assert told["moazara"] == (Answer.YES, 49_000_00)
    assert told["intelaka"] == (Answer.YES, 500_000_00)  # no more than the project costs
    assert told["jei-label"] == (Answer.NO, None)
    assert answers["forsa"].missing == ("holder.birth_date", "holder.resident")


def test_moazara_is_for_cooperatives_only_where_a_region_signed() -> None:
    elsewhere = COOPERATIVE | {"project.region": "MA-06"}
    association = elsewhere | {"organisation.legal_form": "association"}
    answers = [
        next(found.answer for found in answer_all(INSTRUMENTS, facts, on=ON) if found.instrument.code == "moazara")
        for facts in (elsewhere, association)
    ]
    assert answers == [Answer.NO, Answer.YES]


@pytest.mark.parametrize(
    ("day", "validity"),
    [
        (date(2025, 1, 9), Validity.NOT_YET),
        (date(2025, 1, 10), Validity.OPEN),
        (date(2025, 3, 1), Validity.OPEN),
        (date(2025, 3, 2), Validity.OVER),
    ],
)
def test_an_instrument_answers_yes_from_its_first_to_its_last_day(day: date, validity: Validity) -> None:
    found = answer_all([one(valid_from=date(2025, 1, 10), valid_to=date(2025, 3, 1))], {}, on=day)[0]
    assert found.validity is validity
    assert (found.answer is Answer.YES) is (validity is Validity.OPEN)


@pytest.mark.parametrize(
    ("amount", "cost", "expected"),
    [
        (Amount(cap=300, rate=Fraction(3, 5)), 400, (240, Limit.RATE)),
        (Amount(cap=300, rate=Fraction(3, 5)), 600, (300, Limit.CAP)),
        (Amount(cap=300), 200, (200, Limit.COST)),
        (Amount(cap=300, rate=Fraction(3, 5)), None, (300, Limit.CAP)),
        (Amount(rate=Fraction(3, 5)), None, (None, Limit.UNKNOWN)),
        (Amount(rate=Fraction(1, 3)), 100, (33, Limit.RATE)),
        (Amount(), 100, (None, Limit.UNKNOWN)),
    ],
)
def test_cap_rate_and_cost_hold_together(amount: Amount, cost: int | None, expected: tuple[int | None, Limit]) -> None:
    assert most(amount, cost) == expected


def test_without_the_cost_a_rate_asks_for_it() -> None:
    found = answer_all([one(amount=Amount(cap=300, rate=Fraction(1, 2)))], {}, on=ON)[0]
    assert (found.answer, found.at_most, found.missing) == (Answer.YES, 300, ("project.cost",))


@pytest.mark.parametrize("told", ["500000", True, -5, 0, float("nan"), 1e300, None])
def test_a_cost_that_is_no_amount_is_no_cost(told: object) -> None:
    assert cost_of({"project.cost": told}) is None


def test_computed_facts() -> None:
    facts = {"holder.birth_date": "2007-06-16", "organisation.created_on": "2025-05-16", "organisation.members": 7}
    made = derived(facts | {"organisation.women_youth_members": 2}, on=ON)
    assert made["holder.age"] == 17
    assert made["organisation.age_months"] == 0
    assert made["organisation.women_youth_percent"] == pytest.approx(200 / 7)
    assert derived({"holder.age": 40, "holder.birth_date": "2007-06-16"}, on=ON)["holder.age"] == 40
    assert "organisation.women_youth_percent" not in derived({"organisation.women_youth_members": 2}, on=ON)


def test_a_computed_fact_that_is_missing_is_asked_for_by_what_it_is_made_of() -> None:
    rule = Rule("age", (Test("organisation.women_youth_percent", Operator.AT_LEAST, 30),))
    found = answer_all([one((rule,))], {"organisation.members": 9}, on=ON)[0]
    assert (found.answer, found.missing) == (Answer.CANNOT_TELL, ("organisation.women_youth_members",))


def names() -> list[str]:
    return sorted({test.fact for found in INSTRUMENTS for rule in found.rules for test in rule.tests})


VALUES = st.one_of(
    st.booleans(),
    st.integers(0, 10**9),
    st.sampled_from(["idea", "company", "cooperative", "person", "MA-02", "industry", "digital"]),
)


@given(st.dictionaries(st.sampled_from(names()), VALUES), st.sampled_from(names()), VALUES)
def test_one_more_fact_never_turns_a_settled_answer(facts: dict[str, object], name: str, value: object) -> None:
    before = answer_all(INSTRUMENTS, facts, on=ON)
    after = answer_all(INSTRUMENTS, {name: value} | facts, on=ON)
    for old, new in zip(before, after, strict=True):
        assert old.answer in (Answer.CANNOT_TELL, new.answer)
        if old.answer is Answer.CANNOT_TELL and new.answer is not Answer.CANNOT_TELL:
            assert name not in facts


@given(st.dictionaries(st.sampled_from(names()), VALUES))
def test_what_is_missing_is_not_there_and_no_answer_without_it(facts: dict[str, object]) -> None:
    usable = facts if cost_of(facts) else {name: value for name, value in facts.items() if name != "project.cost"}
    for found in answer_all(INSTRUMENTS, facts, on=ON):
        assert all(usable.get(name) is None for name in found.missing)
        if found.answer is Answer.NO:
            assert found.missing == () and found.at_most is None
