"""What every file of rules is read with: the document and its sections, entries told apart by code, common values."""

import re
import tomllib
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from mouakaba.kernel.callfile.model import CallFileError
from mouakaba.kernel.callfile.node import Node, shown
from mouakaba.kernel.callfile.positions import find_lines
from mouakaba.kernel.eligibility import LANGUAGES, Operator, Rule, Test, flaw

_SLUG = re.compile(r"[A-Za-z0-9_-]+")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


Coded = TypeVar("Coded", bound=_Coded)


def read_document(text: str, *, source: str, sections: tuple[str, ...]) -> Node:
    """The document, once sure that it holds these sections and no other, and the first of them.

    Raises CallFileError, also for what is not TOML.
    """
    values = _load(text, source)
    root = Node(values, (), find_lines(text), source)
    for key in values:
        if key not in sections:
            root.child(key).fail(f"unknown section {shown(key)}; known: {', '.join(sections)}")
    if not root.has(sections[0]):
        root.fail(f"the section [{sections[0]}] is missing")
    return root


def _load(text: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise CallFileError(1, "lists or tables are nested too deeply", source=source) from None
    except ValueError as error:  # TOMLDecodeError, and numbers too long for Python
        told = str(error)
        found = _AT_LINE.search(told)
        line = int(found.group(1)) if found else text.count("\n") + 1
        reason = _AT_LINE.sub("", told).removesuffix(" (at end of document)")
        raise CallFileError(line, f"not valid TOML: {reason}", source=source) from None


def coded(nodes: list[Node], read: Callable[[Node], Coded]) -> tuple[Coded, ...]:
    """The entries of a section, once sure that no two have the same code."""
    entries, seen = [], set()
    for node in nodes:
        entry = read(node)
        if entry.code in seen:
            node.child("code").fail(f"{node.name} has the code {shown(entry.code)} twice")
        seen.add(entry.code)
        entries.append(entry)
    return tuple(entries)


def slug(node: Node) -> str:
    """A name for addresses and files."""
    if not _SLUG.fullmatch(node.text()):
        node.wrong("made of Latin letters, digits, - and _")
    return node.text()


def one_of(node: Node, known: tuple[str, ...]) -> str:
    """A text among those known."""
    if node.text() not in known:
        node.wrong(f"one of {', '.join(known)}")
    return node.text()


def words(node: Node) -> dict[str, str]:
    """Words by language: any of Arabic, French and English."""
    return {key: node.child(key).text() for key in node.table(optional=LANGUAGES).value}


def rule(node: Node) -> Rule:
    """A rule of eligibility: one test, or any of several."""
    node.table(required=("code",), optional=("source", "test", "any"))
    if node.has("test") is node.has("any"):
        node.fail(f"{node.name} needs either test (one test) or any (a list of tests, one being enough)")
    source = node.child("source").text() if node.has("source") else ""
    tests = [node.child("test")] if node.has("test") else node.child("any").elements()
    if not tests:
        node.child("any").fail(f"{node.child('any').name} needs at least one test")
    return Rule(node.child("code").text(), tuple(_test(test) for test in tests), source)


def _test(node: Node) -> Test:
    node.table(required=("fact", "operator"), optional=("value", "on"))
    operator = Operator(one_of(node.child("operator"), tuple(Operator)))
    value, on = node.child("value").value, node.child("on").value
    if found := flaw(operator, value=value, on=on):
        key, remedy = found
        node.child(key).fail(remedy)
    return Test(node.child("fact").text(), operator, value, on)
