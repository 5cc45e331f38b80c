"""Small markets of every shape, for hypothesis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.matching import Fact, Listing, Market, Measure, PairRule, PairTest, Side, Weight, pair_flaw

SKILLS = ["s:1", "s:2", "s:3", "s:4", "s:5"]
SCALARS = [
    "a", "b", "1", "2024-01-02", "2024-03-05T10:00:00", "1998-02-29", "", 0, 1, 1.0, 2, 3.5, 10**30, True, False,
    date(2024, 1, 2), date(2000, 2, 29), datetime(2024, 1, 2, 8), Decimal("2"), Decimal("3.5"), float("inf"),
    {"k": 1}, None,
]  # fmt: skip
CONSTANTS = ["a", "b", 1, 2, 3.5, True, date(2024, 1, 2)]
NAMES = ["f", "g", "language", "capacity", "id"]

scalars = st.sampled_from(SCALARS)
facts = st.dictionaries(st.sampled_from(["f", "g"]), scalars | st.lists(scalars, max_size=3), max_size=2)
degrees = st.sampled_from([0.1, 0.25, 0.333333, 0.5, 0.9])
nearness = st.dictionaries(
    st.sampled_from(SKILLS), st.dictionaries(st.sampled_from(SKILLS), degrees, max_size=3), max_size=4
)
days = st.sampled_from([date(2024, 3, 31), date(2023, 2, 28)])


@st.composite
def pair_tests(draw: st.DrawFn) -> PairTest:
    side = draw(st.sampled_from(list(Side)))
    other = Side.RIGHT if side is Side.LEFT else Side.LEFT
    operator = draw(st.sampled_from(list(Operator)))
    reference = st.builds(Fact, st.just(other), st.sampled_from(NAMES))
    operand = reference | reference | st.sampled_from(CONSTANTS)
    value = draw(st.none() | operand | st.lists(operand, min_size=1, max_size=3).map(tuple))
    on = draw(days) if operator is Operator.AGE_BETWEEN else None
    fact = Fact(side, draw(st.sampled_from(NAMES)))
    if pair_flaw(fact, operator, value=value, on=on):
        value = (reference_of(other), reference_of(other, "g")) if operator in SPANS else reference_of(other)
        value = None if operator in NO_VALUE else value
    return PairTest(fact, operator, value, on)


SPANS = {Operator.BETWEEN, Operator.AGE_BETWEEN}
NO_VALUE = {Operator.IS_TRUE, Operator.IS_FALSE, Operator.PRESENT}


def reference_of(side: Side, name: str = "f") -> Fact:
    return Fact(side, name)


tests = st.lists(pair_tests(), min_size=1, max_size=2).map(tuple)
rules = st.builds(PairRule, st.just("r"), tests, st.sampled_from(["keep", "drop"]))
shares = st.sampled_from([1, 2, 0.5, 3.25])
weights = st.one_of(
    st.builds(Weight, st.just("skills"), shares, st.just(Measure.SKILLS)),
    st.builds(Weight, st.just("text"), shares, st.just(Measure.TEXT)),
    st.builds(Weight, st.just("test"), shares, st.just(Measure.TEST), tests),
)
markets = st.builds(
    Market,
    st.lists(weights, min_size=1, max_size=3).map(tuple),
    st.lists(rules, max_size=2).map(tuple),
    st.integers(1, 4),
)


def listings(letter: str, most: int) -> st.SearchStrategy[list[Listing]]:
    one = st.builds(
        Listing,
        st.sampled_from([f"{letter}{n}" for n in range(9)]),
        facts,
        st.lists(st.sampled_from(SKILLS), max_size=4).map(tuple),
        st.sampled_from([None, "ar", "fr"]),
        st.integers(0, 3),
    )
    return st.lists(one, max_size=most, unique_by=lambda listing: listing.id)


@dataclass(frozen=True)
class Case:
    market: Market
    lefts: list[Listing]
    rights: list[Listing]
    near: dict[str, dict[str, float]]
    texts: dict[str, tuple[float, ...]]


components = st.sampled_from([-1.0, 0.0, 0.5, 1.0, 3.0])


@st.composite
def cases(draw: st.DrawFn, most: int = 5) -> Case:
    lefts, rights = draw(listings("L", most)), draw(listings("R", most))
    texts = {one.id: draw(st.tuples(components, components, components)) for one in [*lefts, *rights]}
    return Case(draw(markets), lefts, rights, draw(nearness), texts)
