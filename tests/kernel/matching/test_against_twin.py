"""Matching against the search of every pair and of every assignment."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.eligibility import Answer, Operator
from mouakaba.kernel.matching import (
    Fact,
    Indexed,
    Listing,
    Market,
    Measure,
    Pair,
    PairTest,
    Side,
    Weight,
    answer_test,
    assign,
    best_lefts,
    best_rights,
    explain,
    keeps,
)
from mouakaba.kernel.matching.masks import USUAL, Asked, Portions
from tests.kernel.matching import twin
from tests.kernel.matching.cases import NO_VALUE, SCALARS, Case, cases, listings, pair_tests

NUMBERS = {Answer.NO: twin.NO, Answer.CANNOT_TELL: twin.CANNOT_TELL, Answer.YES: twin.YES}


def sides(case: Case) -> tuple[Indexed, Indexed]:
    left, right = (
        Indexed(side, np.array([case.texts[one.id] for one in side]).reshape(-1, 3))
        for side in (case.lefts, case.rights)
    )
    return left, right


def cosine(case: Case, left: Listing, right: Listing) -> float:
    return twin.cosine(case.texts[left.id], case.texts[right.id])


def kept(case: Case) -> dict[tuple[str, str], float]:
    return {
        (left.id, right.id): twin.score(case.market, left, right, case.near, cosine(case, left, right))
        for left in case.lefts
        for right in case.rights
        if twin.kept(case.market, left, right)
    }


def told(pairs: tuple[Pair, ...]) -> list[tuple[str, str, float]]:
    return [(pair.left.id, pair.right.id, pair.score) for pair in pairs]


@settings(max_examples=500, deadline=None)
@given(pair_tests(), listings("L", 4), listings("R", 4))
def test_one_test_answers_as_the_twin_pair_by_pair_and_by_blocks(
    test: PairTest, lefts: list[Listing], rights: list[Listing]
) -> None:
    expected = [[twin.answer(test, left, right) for right in rights] for left in lefts]
    assert [[NUMBERS[answer_test(test, left, right)] for right in rights] for left in lefts] == expected
    ready = Indexed(lefts), Indexed(rights)
    whole = slice(0, len(lefts)), slice(0, len(rights))
    block = Asked(test, *ready).block(*whole)
    assert np.broadcast_to(block, (len(lefts), len(rights))).tolist() == expected
    piecemeal = Asked(test, *ready, Portions(table=-1))  # as when one table would be too large
    block = piecemeal.block(slice(1, len(lefts)), slice(1, len(rights)))
    assert block.tolist() == [row[1:] for row in expected[1:]]


@pytest.mark.parametrize("operator", list(Operator))
def test_every_value_against_every_other(operator: Operator) -> None:
    values = [*SCALARS, ["a", 1], ["2024-01-02", None], [], [1, 2], [2, 1], ["2024-01-02", "2024-03-05"], [3.5, 40]]
    lefts = [Listing(f"L{place}", {"f": value}) for place, value in enumerate(values)]
    # Every other value a second time: what stands at the end leaves gaps among the distinct values.
    rights = [Listing(f"R{place}", {"f": value}) for place, value in enumerate([*values, *values[::2]])]
    value = None if operator in NO_VALUE else Fact(Side.RIGHT, "f")
    test = PairTest(Fact(Side.LEFT, "f"), operator, value, date(2024, 3, 31) if operator == "age_between" else None)
    expected = [[twin.answer(test, left, right) for right in rights] for left in lefts]
    ready = Indexed(lefts), Indexed(rights)
    assert Asked(test, *ready).block(slice(0, len(lefts)), slice(0, len(rights))).tolist() == expected
    end = slice(len(values), len(rights))
    piece = Asked(test, *ready, Portions(table=-1)).block(slice(3, 20), end)
    assert piece.tolist() == [row[end] for row in expected[3:20]]
    assert [[NUMBERS[answer_test(test, left, right)] for right in rights] for left in lefts] == expected


@settings(max_examples=250, deadline=None)
@given(cases(), st.sampled_from([USUAL, Portions(cells=3, width=2, table=1)]))
def test_the_best_are_the_first_of_all_pairs_sorted(case: Case, portions: Portions) -> None:
    scores = kept(case)
    given_too = {"near": case.near, "portions": portions}
    by_left = list(best_rights(case.market, *sides(case), **given_too))
    by_right = list(best_lefts(case.market, *sides(case), **given_too, top=2))
    everything = list(best_rights(case.market, *sides(case), **given_too, top=9))
    exact = {(left, right): score for pairs in everything for left, right, score in told(pairs)}
    assert exact == pytest.approx(scores, abs=2e-6)
    assert set(exact) == set(scores)
    for left, pairs in zip(case.lefts, by_left, strict=True):
        order = sorted((-score, ids[1], ids) for ids, score in exact.items() if ids[0] == left.id)
        assert told(pairs) == [(*ids, -score) for score, _, ids in order[: case.market.top]]
    for right, pairs in zip(case.rights, by_right, strict=True):
        order = sorted((-score, ids[0], ids) for ids, score in exact.items() if ids[1] == right.id)
        assert told(pairs) == [(*ids, -score) for score, _, ids in order[:2]]


@settings(max_examples=200, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing_else(case: Case, chance) -> None:
    mixed = Case(
        case.market, chance.sample(case.lefts, len(case.lefts)), chance.sample(case.rights, len(case.rights)),
        case.near, case.texts,
    )  # fmt: skip
    found, again = (
        dict(zip([left.id for left in one.lefts], map(told, best_rights(
            one.market, *sides(one), near=one.near
        )), strict=True))
        for one in (case, mixed)
    )  # fmt: skip
    assert found == again


@settings(max_examples=200, deadline=None)
@given(cases())
def test_reasons_add_up_to_the_score_and_speak_three_languages(case: Case) -> None:
    for pairs in best_rights(case.market, *sides(case), near=case.near):
        for pair in pairs:
            assert all(keeps(rule, pair.left, pair.right) for rule in case.market.rules)
            reasons = explain(case.market, pair, near=case.near)
            assert sum(reason.weight for reason in reasons) == pytest.approx(pair.score, abs=3e-6)
            assert [reason.weight for reason in reasons] == sorted((r.weight for r in reasons), reverse=True)
            for reason in reasons:
                assert reason.weight > 0
                assert set(reason.text) == {"ar", "fr", "en"}
                assert all(text.strip() and "{" not in text.replace("{'k'", "") for text in reason.text.values())


@settings(max_examples=25, deadline=None)
@given(cases(most=3), st.randoms(use_true_random=False))
def test_the_assignment_is_the_best_of_all_and_the_same_in_any_order(case: Case, chance) -> None:
    found = assign(case.market, *sides(case), near=case.near)
    millionths = {ids: round(score * 1e6) for ids, score in _exact(case).items()}
    taken = [(left, right, round(score * 1e6)) for left, right, score in told(found)]
    assert all(score == millionths[left, right] > 0 for left, right, score in taken)
    capacity = {("left", one.id): one.capacity for one in case.lefts}
    capacity |= {("right", one.id): one.capacity for one in case.rights}
    assert twin.within(taken, capacity)
    able = [(left, right, score) for (left, right), score in millionths.items() if score > 0]
    assert sum(score for _, _, score in taken) == twin.best_assignment(able, capacity)
    place = [one.id for one in case.lefts]
    assert taken == sorted(taken, key=lambda pair: (place.index(pair[0]), -pair[2], pair[1]))
    mixed = Case(case.market, chance.sample(case.lefts, len(case.lefts)), case.rights[::-1], case.near, case.texts)
    again = assign(mixed.market, *sides(mixed), near=mixed.near)
    assert sorted(told(again)) == sorted(told(found))


def _exact(case: Case) -> dict[tuple[str, str], float]:
    found = best_rights(case.market, *sides(case), near=case.near, top=9)
    return {(left, right): score for pairs in found for left, right, score in told(pairs)}


def test_of_equal_totals_the_same_is_given_in_any_order() -> None:
    lefts, rights = ([Listing(f"{letter}{n}", skills=("s",)) for n in range(5)] for letter in "LR")
    market = Market((Weight("skills", 1, Measure.SKILLS),))
    found = [assign(market, lefts[turn:] + lefts[:turn], rights[::step]) for turn in range(5) for step in (1, -1)]
    assert {tuple(sorted(told(pairs))) for pairs in found} == {tuple(sorted(told(found[0])))}
    assert len(found[0]) == 5
