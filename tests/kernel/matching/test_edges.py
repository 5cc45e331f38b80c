"""What a market refuses, and sides of no or of many listings."""

import numpy as np
import pytest

from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.matching import (
    Fact,
    Indexed,
    Listing,
    Market,
    Measure,
    PairRule,
    PairTest,
    Side,
    TooManyPairsError,
    Weight,
    assign,
    best_lefts,
    best_rights,
)

SKILLS = Market((Weight("skills", 1, Measure.SKILLS),))
TEXT = Market((Weight("text", 1, Measure.TEXT),))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Market(()), "at least one weight"),
        (lambda: Market(SKILLS.weights, top=0), "top must be at least 1"),
        (lambda: Weight("w", 0, Measure.SKILLS), "more than 0"),
        (lambda: Weight("w", 1, Measure.TEST), "tests go with the measure test"),
        (lambda: PairRule("r", ()), "has no test"),
        (lambda: Listing("a", {"capacity": 2}), "capacity cannot be among the facts"),
        (lambda: Listing("a", capacity=-1), "capacity must be 0 or more"),
        (lambda: Indexed([Listing("a")], np.zeros((2, 3))), "as many vectors"),
        (lambda: PairTest(Fact(Side.LEFT, "a"), Operator.EQUALS, Fact(Side.LEFT, "b")), "of the other side"),
        (lambda: list(best_rights(SKILLS, [], [], top=0)), "top must be at least 1"),
        (lambda: list(best_rights(TEXT, [], [])), "their vectors are needed"),
        (
            lambda: best_rights(TEXT, Indexed([], np.zeros((0, 3))), Indexed([], np.zeros((0, 2)))),
            "differ in length",
        ),
    ],
)
def test_what_is_refused(make, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        make()


def test_a_degree_of_nearness_is_below_one() -> None:
    with pytest.raises(ValueError, match="degree of nearness"):
        list(best_rights(SKILLS, [Listing("a", skills=("t",))], [Listing("b", skills=("s",))], near={"s": {"t": 1.0}}))


def test_empty_sides() -> None:
    some = [Listing("a")]
    assert list(best_rights(SKILLS, [], some)) == []
    assert list(best_rights(SKILLS, some, [])) == [()]
    assert assign(SKILLS, some, []) == ()


def test_more_pairs_than_the_solver_takes_are_refused() -> None:
    sides = [[Listing(f"{letter}{n}", skills=("s",)) for n in range(2)] for letter in "LR"]
    with pytest.raises(TooManyPairsError, match="more than 3 pairs"):
        assign(SKILLS, *sides, most_pairs=3)
    assert len(assign(SKILLS, *sides, most_pairs=4)) == 2


def test_many_listings_score_as_few_do() -> None:
    """A side of more than one block, against itself a listing at a time."""
    chance = np.random.default_rng(3)
    lefts = [Listing(f"L{n}", {"n": int(chance.integers(50))}, (f"s{n % 7}", f"s{n % 5}")) for n in range(3_000)]
    rights = [Listing(f"R{n}", {"n": int(chance.integers(50))}, (f"s{n % 11}",)) for n in range(900)]
    rule = PairRule("n", (PairTest(Fact(Side.LEFT, "n"), Operator.AT_LEAST, Fact(Side.RIGHT, "n")),))
    market = Market((Weight("skills", 1, Measure.SKILLS), Weight("text", 2, Measure.TEXT)), (rule,), 5)
    left, right = Indexed(lefts, chance.normal(size=(3_000, 16))), Indexed(rights, chance.normal(size=(900, 16)))
    whole = list(best_rights(market, left, right))
    for place in (0, 1_170, 2_999):
        alone = Indexed(lefts[place : place + 1])
        alone.steps = left.steps[place : place + 1]
        assert list(best_rights(market, alone, right)) == [whole[place]]
    [best] = best_lefts(market, left, Indexed(rights[:1], chance.normal(size=(1, 16))), top=3)
    assert len(best) == 3
    assert [pair.score for pair in best] == sorted((pair.score for pair in best), reverse=True)
