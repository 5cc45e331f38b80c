"""Read a market file: strict on every key, with the line of what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mouakaba.kernel.callfile.node import Node
from mouakaba.kernel.callfile.parts import coded, one_of, read_document, slug, words
from mouakaba.kernel.eligibility import Operator
from mouakaba.kernel.matching import Fact, Market, Measure, PairRule, PairTest, Side, Weight, pair_flaw
from mouakaba.kernel.matching.model import DEFAULT_TOP, MOST_WEIGHT

_SECTIONS = ("market", "rules", "weights")
_MEASURES = (str(Measure.SKILLS), str(Measure.TEXT))


@dataclass(frozen=True, slots=True)
class MarketHeader:
    """What the section [market] says of the market itself."""

    slug: str
    kind: str = ""
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarketFile:
    """A whole market file. `text_line`: where the first weight that measures texts stands, `near_line`: where the file
    lets near skills count; None where it does not."""

    header: MarketHeader
    market: Market
    text_line: int | None = None
    near_line: int | None = None


def parse_market(text: str, *, source: str) -> MarketFile:
    """The market file in `text`; `source` names it in complaints. Raises CallFileError at the first thing wrong."""
    root = read_document(text, source=source, sections=_SECTIONS)
    section = root.child("market")
    section.table(required=("slug",), optional=("kind", "title", "top", "near"))
    header = MarketHeader(
        slug(section.child("slug")),
        section.child("kind").text() if section.has("kind") else "",
        words(section.child("title")) if section.has("title") else {},
    )
    near = section.child("near").truth() if section.has("near") else False
    top = _top(section.child("top")) if section.has("top") else DEFAULT_TOP
    rules = coded(root.tables("rules"), _rule)
    tables = root.tables("weights")
    if not tables:
        (root.child("weights") if root.has("weights") else section).fail("a market needs at least one [[weights]]")
    weights = coded(tables, _weight)
    texts = (node.line for node, weight in zip(tables, weights, strict=True) if weight.measure is Measure.TEXT)
    market = Market(weights, rules, top, near)
    return MarketFile(header, market, next(texts, None), section.child("near").line if near else None)


def _top(node: Node) -> int:
    if node.whole() < 1:
        node.wrong("1 or more")
    return node.whole()


def _rule(node: Node) -> PairRule:
    node.table(required=("code",), optional=("source", "test", "any", "if_unknown"))
    if node.has("test") is node.has("any"):
        node.fail("rules needs either test (one test) or any (a list of tests, one being enough)")
    unknown: Literal["keep", "drop"] = "drop"
    if node.has("if_unknown") and one_of(node.child("if_unknown"), ("keep", "drop")) == "keep":
        unknown = "keep"
    source = node.child("source").text() if node.has("source") else ""
    return PairRule(node.child("code").text(), _tests(node), unknown, source)


def _weight(node: Node) -> Weight:
    node.table(required=("code", "weight"), optional=("label", "measure", "test", "any"))
    if [node.has(key) for key in ("measure", "test", "any")].count(True) != 1:
        node.fail("weights needs exactly one of measure, test and any")
    weight = node.child("weight")
    if not 0 < weight.number() <= MOST_WEIGHT:
        weight.wrong(f"more than 0 and at most {MOST_WEIGHT}")
    measure = Measure(one_of(node.child("measure"), _MEASURES)) if node.has("measure") else Measure.TEST
    tests = _tests(node) if measure is Measure.TEST else ()
    label = words(node.child("label")) if node.has("label") else {}
    return Weight(node.child("code").text(), float(weight.number()), measure, tests, label)


def _tests(node: Node) -> tuple[PairTest, ...]:
    tests = [node.child("test")] if node.has("test") else node.child("any").elements()
    if not tests:
        node.child("any").fail(f"{node.child('any').name} needs at least one test")
    return tuple(_test(test) for test in tests)


def _test(node: Node) -> PairTest:
    node.table(required=("fact", "operator"), optional=("value", "on"))
    fact = _fact(node.child("fact").text())
    if fact is None:
        node.child("fact").wrong("left. or right. and the name of a fact, as left.region")
    operator = Operator(one_of(node.child("operator"), tuple(Operator)))
    value, on = _operand(node.child("value").value), node.child("on").value
    if found := pair_flaw(fact, operator, value=value, on=on):
        key, remedy = found
        node.child(key).fail(remedy)
    return PairTest(fact, operator, value, on)


def _operand(value: Any) -> Any:
    """A text that begins with a side refers to a fact; anything else is a constant."""
    if isinstance(value, list):
        return tuple(_operand(one) for one in value)
    return (_fact(value) or value) if isinstance(value, str) else value


def _fact(text: str) -> Fact | None:
    side, dot, name = text.partition(".")
    return Fact(Side(side), name) if side in tuple(Side) and dot and name.strip() else None
