"""The slow honest twin of matching: every pair, every value, every assignment, each definition taken literally."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from mouakaba.kernel.matching import Fact, Listing, Market, Measure, PairTest, Side, Weight

Vectors = Sequence[Sequence[float]]
YES, CANNOT_TELL, NO = 2, 1, 0


def kind(value: object) -> str | None:
    if isinstance(value, bool):
        return "yes_no"
    if isinstance(value, str):
        return "text"
    if isinstance(value, int | float | Decimal):
        return "number" if math.isfinite(value) else None
    return "date" if isinstance(value, date) and not isinstance(value, datetime) else None


def day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(value).date() if isinstance(value, str) and value[4:5] == "-" else None
    except ValueError:
        return None


def read(value: object, wanted: str) -> object:
    if wanted == "date":
        return day(value)
    return value if kind(value) == wanted else None


def fact(listing: Listing, name: str) -> object:
    own = {"id": listing.id, "language": listing.language, "capacity": listing.capacity}
    return own[name] if name in own else listing.facts.get(name)


def values(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def answer(test: PairTest, left: Listing, right: Listing) -> int:
    mine, other = (left, right) if test.fact.side is Side.LEFT else (right, left)
    found, name = fact(mine, test.fact.name), test.operator.value
    if name == "present":
        return YES if found is not None else NO
    if found is None:
        return CANNOT_TELL
    if name in ("is_true", "is_false"):
        return best(
            [CANNOT_TELL if not isinstance(x, bool) else YES * (x is (name == "is_true")) for x in values(found)]
        )
    operands = values(test.value)
    asked = [fact(other, one.name) if isinstance(one, Fact) else one for one in operands]
    if name in ("equals", "not_equals", "in", "not_in"):
        spread = [y for one in asked for y in values(one)]
        held = best([same(values(found), y) for y in spread])
        return {YES: NO, NO: YES}.get(held, held) if name.startswith("not_") else held
    if len(asked) == 1 and name.endswith("between") and isinstance(asked[0], list | tuple):
        asked = list(asked[0])
    return compared(name, values(found), asked, test.on)


def best(answers: list[int]) -> int:
    return max(answers, default=NO)


def same(found: list[object], wanted: object) -> int:
    if kind(wanted) is None:
        return CANNOT_TELL
    given = [read(x, kind(wanted) or "") for x in found]
    return best([CANNOT_TELL if x is None else YES * (x == wanted) for x in given])


def compared(name: str, found: list[object], asked: list[object], on: date | None) -> int:
    dates = name in ("before", "after") or (name == "between" and all(kind(y) != "number" for y in asked))
    ends = [day(y) if dates else read(y, "number") for y in asked]
    if None in ends or len(ends) != (2 if name.endswith("between") else 1):
        return CANNOT_TELL
    if len(ends) == 2 and ends[0] > ends[1]:
        return CANNOT_TELL
    if name == "age_between" and not all(isinstance(end, int) and end >= 0 for end in ends):
        return CANNOT_TELL
    return best([one(name, x, ends, dates or name == "age_between", on) for x in found])


def one(name: str, x: object, ends: list, dates: bool, on: date | None) -> int:
    x = read(x, "date" if dates else "number")
    if x is None:
        return CANNOT_TELL
    if name == "age_between":
        x = on.year - x.year - ((on.month, on.day) < (x.month, x.day))
    holds = {
        "at_least": lambda: x >= ends[0],
        "at_most": lambda: x <= ends[0],
        "before": lambda: x < ends[0],
        "after": lambda: x > ends[0],
    }.get(name, lambda: ends[0] <= x <= ends[-1])
    return YES * holds()


def kept(market: Market, left: Listing, right: Listing) -> bool:
    answers = [(best([answer(test, left, right) for test in rule.tests]), rule.if_unknown) for rule in market.rules]
    return all(found == YES or (found == CANNOT_TELL and unknown == "keep") for found, unknown in answers)


def measure(weight: Weight, left: Listing, right: Listing, near: Mapping, cosine: float) -> float:
    if weight.measure is Measure.TEXT:
        return cosine
    if weight.measure is Measure.TEST:
        return float(best([answer(test, left, right) for test in weight.tests]) == YES)
    asked = set(right.skills)
    credit = [
        Fraction(1)
        if skill in left.skills
        else max(
            (Fraction(str(d)) for uri, d in near.get(skill, {}).items() if uri in left.skills), default=Fraction(0)
        )
        for skill in asked
    ]
    return float(sum(credit) / len(asked)) if asked else 0.0


def cosine(a: Sequence[float], b: Sequence[float]) -> float:
    lengths = math.hypot(*a) * math.hypot(*b)
    return max(0.0, sum(x * y for x, y in zip(a, b, strict=True)) / lengths) if lengths else 0.0


def score(market: Market, left: Listing, right: Listing, near: Mapping, close: float) -> float:
    total = sum(weight.weight for weight in market.weights)
    return sum(w.weight * measure(w, left, right, near, close) for w in market.weights) / total


def best_assignment(pairs: Sequence[tuple[str, str, int]], capacity: Mapping[tuple[str, str], int]) -> int:
    """The greatest total over every set of pairs; `pairs`: left, right, score in millionths."""
    return max(
        sum(gain for _, _, gain in chosen)
        for size in range(len(pairs) + 1)
        for chosen in combinations(pairs, size)
        if within(chosen, capacity)
    )


def within(chosen: Sequence[tuple[str, str, int]], capacity: Mapping[tuple[str, str], int]) -> bool:
    return all(
        sum(("left", left) == who or ("right", right) == who for left, right, _ in chosen) <= most
        for who, most in capacity.items()
    )
