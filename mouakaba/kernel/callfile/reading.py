"""Read a call file: strict on every key, with the line of what is wrong."""

from collections.abc import Callable, Iterable
from typing import Any
from zoneinfo import ZoneInfo

from mouakaba.kernel.callfile.model import KINDS, CallFile, CallHeader, Criterion
from mouakaba.kernel.callfile.node import Node
from mouakaba.kernel.callfile.parts import coded, one_of, read_document, rule, slug, words
from mouakaba.kernel.eligibility import LANGUAGES
from mouakaba.kernel.selection import Quota

_SECTIONS = ("call", "eligibility", "criteria", "quotas")


def parse(text: str, *, source: str, known_kinds: Iterable[str] = KINDS, required: Iterable[str] = ()) -> CallFile:
    """The call file in `text`; `source` names it in complaints; `required`: keys [call] must have.

    Raises CallFileError at the first thing wrong. Sections but [call] may be absent, and so may all keys of
    [call]: each tool asks for those it needs.
    """
    root = read_document(text, source=source, sections=_SECTIONS)
    call = _header(root.child("call"), tuple(required), tuple(known_kinds))
    return CallFile(
        call,
        coded(root.tables("eligibility"), rule),
        coded(root.tables("criteria"), _criterion),
        coded(root.tables("quotas"), _quota),
    )


def _header(node: Node, required: tuple[str, ...], known_kinds: tuple[str, ...]) -> CallHeader:
    readers: dict[str, Callable[[Node], Any]] = {
        "slug": slug,
        "kind": lambda inner: one_of(inner, known_kinds),
        "title": words,
        "languages": _languages,
        "opens_at": Node.moment,
        "closes_at": Node.moment,
        "timezone": _timezone,
        "grace_minutes": Node.count,
        "places": Node.count,
        "reserve": Node.count,
    }
    node.table(required=required, optional=tuple(key for key in readers if key not in required))
    call = CallHeader(**{key: read(node.child(key)) for key, read in readers.items() if node.has(key)})
    if call.opens_at and call.closes_at and call.closes_at <= call.opens_at:
        node.child("closes_at").fail("call.closes_at must be later than call.opens_at")
    return call


def _languages(node: Node) -> tuple[str, ...]:
    languages = tuple(one_of(element, LANGUAGES) for element in node.elements())
    if not languages or len(set(languages)) < len(languages):
        node.wrong(f"a list of languages among {', '.join(LANGUAGES)}, each once, at least one")
    return languages


def _timezone(node: Node) -> str:
    try:
        return ZoneInfo(node.text()).key
    except (LookupError, ValueError, OSError):  # unknown name; unsafe name; name of a folder of zones
        node.wrong("the name of a time zone, as Africa/Casablanca")


def _code(node: Node) -> str:
    return node.child("code").text()


def _criterion(node: Node) -> Criterion:
    node.table(required=("code", "weight", "scale"), optional=("floor", "reason_required_at"))
    weight = node.child("weight")
    if weight.number() <= 0:
        weight.wrong("more than 0")
    low, high = _scale(node.child("scale"))
    marks = node.child("reason_required_at").elements() if node.has("reason_required_at") else []
    floor = node.child("floor")
    for mark in [*marks, floor] if node.has("floor") else marks:
        if not low <= mark.number() <= high:
            mark.wrong(f"on the scale, from {low} to {high}")
    return Criterion(
        _code(node),
        weight.number(),
        (low, high),
        floor.number() if node.has("floor") else None,
        tuple(mark.whole() for mark in marks),
    )


def _scale(node: Node) -> tuple[int, int]:
    ends = [element.whole() for element in node.elements()]
    if len(ends) != 2 or ends[0] >= ends[1]:
        node.wrong("two whole numbers, the smaller first, as [1, 5]")
    return ends[0], ends[1]


def _quota(node: Node) -> Quota:
    node.table(required=("code", "attribute", "values"), optional=("min", "max"))
    if _code(node) == "places":
        node.child("code").fail("the code places is kept for the number of places; choose another")
    low = node.child("min").count() if node.has("min") else None
    high = node.child("max").count() if node.has("max") else None
    if low is None and high is None:
        node.fail("quotas needs min, max or both")
    if low is not None and high is not None and low > high:
        node.child("min").fail(f"quotas.min ({low}) is more than quotas.max ({high})")
    return Quota(_code(node), node.child("attribute").text(), _quota_values(node.child("values")), low, high)


def _quota_values(node: Node) -> tuple[str | int | float | bool, ...]:
    for element in node.elements():
        if isinstance(element.value, str):
            element.text()
        elif not isinstance(element.value, bool):
            element.number()
    if not node.value:
        node.fail("quotas.values needs at least one value")
    return tuple(node.value)
