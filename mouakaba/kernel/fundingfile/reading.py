"""Read a file of instruments: strict on every key, with the line of what is wrong. Amounts are dirhams."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from mouakaba.kernel.callfile.node import Node
from mouakaba.kernel.callfile.parts import coded, one_of, read_document, rule, slug, words
from mouakaba.kernel.eligibility import LANGUAGES
from mouakaba.kernel.funding import Amount, Form, Instrument
from mouakaba.kernel.money import centimes

_REQUIRED = ("code", "form", "title", "funder", "source", "checked_on")
_OPTIONAL = ("valid_from", "valid_to", "amount", "documents", "with_any", "not_with", "note", "rules")


def parse_instruments(text: str, *, source: str, known: Iterable[str] = ()) -> tuple[Instrument, ...]:
    """The instruments in `text`; `source` names it in complaints; `known`: codes that may be named besides its own.

    Raises CallFileError at the first thing wrong.
    """
    nodes = read_document(text, source=source, sections=("instruments",)).tables("instruments")
    instruments = coded(nodes, _instrument)
    codes = {one.code for one in instruments} | set(known)
    for node in nodes:
        for key in ("with_any", "not_with"):
            for inner in node.child(key).elements() if node.has(key) else []:
                if inner.text() not in codes:
                    inner.wrong("the code of a known instrument")
    return instruments


def _instrument(node: Node) -> Instrument:
    node.table(required=_REQUIRED, optional=_OPTIONAL)
    ends = {key: _day(node.child(key)) for key in ("valid_from", "valid_to") if node.has(key)}
    if len(ends) == 2 and ends["valid_to"] < ends["valid_from"]:
        node.child("valid_to").fail("valid_to must not be before valid_from")
    return Instrument(
        code=slug(node.child("code")),
        title=_said(node.child("title")),
        funder=_said(node.child("funder")),
        form=Form(one_of(node.child("form"), tuple(Form))),
        rules=coded(node.tables("rules"), rule),
        amount=_amount(node.child("amount")) if node.has("amount") else Amount(),
        source=node.child("source").text(),
        checked_on=_day(node.child("checked_on")),
        documents=tuple(_said(one) for one in node.child("documents").elements()) if node.has("documents") else (),
        with_any=_codes(node, "with_any"),
        not_with=_codes(node, "not_with"),
        note=_said(node.child("note")) if node.has("note") else {},
        **ends,
    )


def _amount(node: Node) -> Amount:
    node.table(optional=("cap", "rate", "grant", "own_share", "in_kind", "loan_counts"))
    values: dict[str, Any] = {key: _centimes(node.child(key)) for key in ("cap", "grant") if node.has(key)}
    values |= {key: _share(node.child(key)) for key in ("rate", "own_share", "in_kind") if node.has(key)}
    if node.has("loan_counts"):
        values["loan_counts"] = node.child("loan_counts").truth()
    try:
        return Amount(**values)
    except ValueError as error:
        node.fail(f"{node.name}: {error}")


def _centimes(node: Node) -> int:
    try:
        return centimes(Decimal(str(node.number())))
    except ValueError as error:
        node.wrong(f"dirhams ({error})")


def _share(node: Node) -> Fraction:
    return Fraction(str(node.number()))


def _day(node: Node) -> date:
    if not isinstance(node.value, date) or isinstance(node.value, datetime):
        node.wrong("a day, as 2025-04-11")
    return node.value


def _said(node: Node) -> dict[str, str]:
    """Words in all three languages."""
    said = words(node)
    for language in LANGUAGES:
        if language not in said:
            node.fail(f"{node.name} needs the key {language}")
    return said


def _codes(node: Node, key: str) -> tuple[str, ...]:
    return tuple(one.text() for one in node.child(key).elements()) if node.has(key) else ()
