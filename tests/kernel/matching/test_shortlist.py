"""The shortlist out of postings against the best pairs of all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.matching import (
    Codes,
    Fact,
    Listing,
    Market,
    Measure,
    PairRule,
    PairTest,
    Segment,
    Side,
    Weight,
    best_lefts,
    cover,
    facts_read,
    shortlist,
    skills_read,
)
from tests.kernel.matching.cases import Case, cases

SKILLS = Weight("skills", 1, Measure.SKILLS)


def kept_as(listings: list[Listing], names: set[str], gone: list[int]) -> Segment:
    """Listings in the order of their ids as a segment, the slow way."""
    facts = {name: [one.fact(name) for one in listings] for name in names}
    holders = {
        uri: [n for n, one in enumerate(listings) if uri in one.skills] for one in listings for uri in one.skills
    }
    return Segment(
        len(listings),
        {uri: np.array(numbers, np.uint16) for uri, numbers in holders.items()},
        {name: Codes(values, np.arange(len(values), dtype=np.uint16)) for name, values in facts.items()},
        np.array(gone, np.uint16),
    )


def readable(market: Market) -> bool:
    try:
        facts_read(market)
    except ValueError:
        return False
    return True


@settings(max_examples=200, deadline=None)
@given(cases(9), st.lists(st.integers(0, 8), max_size=3, unique=True), st.integers(1, 5), st.integers(1, 4))
def test_the_best_of_all_are_on_the_shortlist_in_the_order_of_the_kernel(
    case: Case, leaving: list[int], width: int, top: int
) -> None:
    market = Market(
        tuple(w for w in case.market.weights if w.measure is not Measure.TEXT) or (SKILLS,), case.market.rules
    )
    assume(readable(market))
    lefts = sorted(case.lefts, key=lambda one: one.id)
    stay = [one for number, one in enumerate(lefts) if number not in leaving]
    parts = [lefts[start : start + width] for start in range(0, len(lefts), width)]
    gone = [{n - start for n in leaving if n < len(lefts)} for start in range(0, len(lefts), width)]
    segments = [
        kept_as(part, facts_read(market), [n for n in range(len(part)) if n in left])
        for part, left in zip(parts, gone, strict=True)
    ]
    for right in case.rights:
        [pairs] = best_lefts(market, stay, [right], top=len(lefts) + 1, near=case.near)
        whole = [
            (pair.left.id, pair.score) for pair in pairs if cover(pair.left.skills, right.skills, case.near).share > 0
        ]
        found = shortlist(market, segments, right, top=top, near=case.near)
        told = sorted((-one.millionths, parts[one.segment][one.number].id) for one in found)
        assert [(name, -score / 1_000_000) for score, name in told][:top] == whole[:top]
        assert len(found) <= top * max(len(segments), 1)


def test_who_ties_with_the_last_is_on_it_from_every_segment() -> None:
    part = kept_as([Listing(f"L{n}", {}, ("s",)) for n in range(3)], set(), [])
    found = shortlist(Market((SKILLS,)), [part, part], Listing("R", {}, ("s", "t")), top=2)
    assert found == [(0, 0, 500_000), (0, 1, 500_000), (1, 0, 500_000), (1, 1, 500_000)]


def test_nobody_fits_a_need_without_skills() -> None:
    part = kept_as([Listing("L", {}, ("s",))], set(), [])
    assert shortlist(Market((SKILLS,)), [part], Listing("R")) == []


def test_near_skills_are_read_too() -> None:
    assert skills_read(Listing("R", {}, ("s",)), {"s": {"t": 0.5}, "u": {"v": 0.5}}) == {"s", "t"}


@pytest.mark.parametrize(
    "market",
    [
        Market((SKILLS, Weight("text", 1, Measure.TEXT))),
        Market((SKILLS,), (PairRule("r", (PairTest(Fact(Side.LEFT, "language"), Operator.PRESENT),)),)),
        Market(
            (SKILLS,),
            (
                PairRule(
                    "r",
                    (PairTest(Fact(Side.RIGHT, "f"), Operator.BETWEEN, (Fact(Side.LEFT, "f"), Fact(Side.LEFT, "g"))),),
                ),
            ),
        ),
    ],
)
def test_a_market_that_cannot_be_kept_so_is_refused(market: Market) -> None:
    with pytest.raises(ValueError, match="no shortlist"):
        shortlist(market, [], Listing("R", {}, ("s",)))
