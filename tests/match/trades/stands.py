"""A kind of market as somebody would declare it: one file, and no change of the engine."""

from __future__ import annotations

from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.matching import Fact, Market, Measure, PairRule, PairTest, Side, Weight
from mouakaba.match.registry import Asks, MarketKind, Trade, Words, asking


def _words(text: str) -> Words:
    return {"ar": f"{text} ع", "fr": f"{text} fr", "en": f"{text} en"}


SIZES = [{"value": size, "label": _words(size)} for size in ("small", "large")]
FORM = asking(
    _words("stand"), [{"code": "size", "type": "choice", "required": True, "options": SIZES, "label": _words("size")}]
)
SAME = (PairTest(Fact(Side.LEFT, "size"), Operator.EQUALS, Fact(Side.RIGHT, "size")),)
KIND = MarketKind(
    code="demo_stands",
    name=_words("stands"),
    left_noun=_words("stand"),
    right_noun=_words("exhibitor"),
    market=Market(
        rules=(PairRule("size", SAME),), weights=(Weight("size", 1, Measure.TEST, SAME, _words("same size")),)
    ),
    words={name: _words(name) for name in ("many", "lead", "none", "find")},
    trade=Trade(
        offer=Asks(new=_words("new stand"), text=_words("text"), form=FORM, only=frozenset({"demo-fair"})),
        need=Asks(new=_words("new exhibitor"), text=_words("text"), form=FORM, person=_words("an exhibitor")),
        units={"day": _words("day")},
        group="size",
    ),
)
