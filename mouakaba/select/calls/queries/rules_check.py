"""The eligibility rules of a draft, read as the call file means them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from mouakaba.base.words.queries import said
from mouakaba.kernel.eligibility import Operator, Rule, Test, flaw
from mouakaba.select.calls.phrases import OPERATOR_NEEDS
from mouakaba.select.calls.queries.drafts import Draft, tests_of
from mouakaba.select.calls.queries.facts import Fact, facts_of_form
from mouakaba.select.calls.queries.findings import Findings
from mouakaba.select.calls.queries.texts import absent_words, languages_of
from mouakaba.select.calls.queries.values import day, decimal, filled, lacking, whole

NO_VALUE = (Operator.IS_TRUE, Operator.IS_FALSE, Operator.PRESENT)
LISTED = (Operator.IN, Operator.NOT_IN)
DATED = (Operator.BEFORE, Operator.AFTER)
COUNTED = (Operator.AT_LEAST, Operator.AT_MOST)


def read_rules(draft: Draft, found: Findings) -> list[Rule]:
    """The rules that can be read; problems for the others."""
    facts = facts_of_form(draft.content)
    labels, languages = draft.labels("eligibility"), languages_of(draft)
    rules = []
    for typed in draft.items("rules"):
        found.item = code = str(typed.get("code") or "")
        absent_words(found, "label", _("The rule in words"), lacking(labels.get(code), languages))
        if rule := read_rule(typed, facts, found):
            rules.append(rule)
    check_codes(draft.items("rules"), found)
    return rules


def read_rule(typed: Mapping[str, Any], facts: Mapping[str, Fact], found: Findings) -> Rule | None:
    """One rule, or None with problems."""
    tests = tests_of(typed)
    if not tests:
        found.absent("fact-0", _("Choose the answer this rule looks at."))
        return None
    read = [read_test(test, facts, found, index) for index, test in enumerate(tests)]
    kept = [test for test in read if test]
    if len(kept) < len(read) or not found.item:
        return None
    return Rule(found.item, tuple(kept), str(typed.get("source") or ""))


def read_test(typed: Mapping[str, Any], facts: Mapping[str, Fact], found: Findings, index: int = 0) -> Test | None:
    """One test, or None with problems; `index` numbers its fields on the rule's page."""
    name = str(typed.get("fact") or "").strip()
    if not name:
        found.absent(f"fact-{index}", _("Choose the answer this rule looks at."))
        return None
    fact = facts.get(name)
    if fact is None:
        text = _("No question of the form gives “%(fact)s”: this rule could never be answered. Add the question.")
        found.unlikely(f"fact-{index}", text % {"fact": name})
    if typed.get("operator") not in set(Operator):
        found.absent(f"operator-{index}", _("Choose what the rule asks for."))
        return None
    return _whole_test(typed, name, fact, found=found, index=index)


def _whole_test(typed: Mapping[str, Any], name: str, fact: Fact | None, *, found: Findings, index: int) -> Test | None:
    operator = Operator(typed["operator"])
    value, on = _value(operator, typed.get("value"), fact), _on(operator, typed.get("on"))
    if fault := flaw(operator, value=value, on=on):
        field = f"on-{index}" if fault[0] == "on" else f"value-{index}"
        found.wrong(field, OPERATOR_NEEDS["on" if fault[0] == "on" else operator])
        return None
    _check_values(fact, operator, value, found=found, index=index)
    return Test(name, operator, value, on)


def _on(operator: Operator, typed: object) -> date | None:
    return day(typed) if operator is Operator.AGE_BETWEEN else None


def _value(operator: Operator, typed: object, fact: Fact | None) -> Any:
    """What was typed, as the operator compares it; left as typed where it cannot be read, for `flaw` to refuse."""
    if operator in NO_VALUE:
        return None
    if operator is Operator.AGE_BETWEEN:
        return tuple(_or_typed(whole, one) for one in _listed(typed))
    if operator in COUNTED:
        return _or_typed(decimal, typed)
    if operator in DATED:
        return _or_typed(day, typed)
    if operator is Operator.BETWEEN:
        return tuple(_span_end(one) for one in _listed(typed))
    if operator in LISTED:
        return tuple(_scalar(one, fact) for one in _listed(typed) if filled(one))
    return _scalar(typed, fact) if filled(typed) or isinstance(typed, bool | int | float) else None


def _listed(typed: object) -> list[Any]:
    return list(typed) if isinstance(typed, list | tuple) else [] if typed is None else [typed]


def _or_typed(reader: Any, typed: object) -> Any:
    read = reader(typed)
    return typed if read is None else read


def _span_end(typed: object) -> Any:
    return day(typed) or _or_typed(decimal, typed)


def _scalar(typed: object, fact: Fact | None) -> Any:
    """Text stays text ("12" may be an ICE) unless the form's question gives a date or a number."""
    if fact and fact.kind == "date":
        return _or_typed(day, typed)
    if fact and fact.kind == "number":
        return _or_typed(decimal, typed)
    return typed


def _check_values(fact: Fact | None, operator: Operator, value: Any, *, found: Findings, index: int) -> None:
    if not fact or fact.kind != "values" or operator is Operator.PRESENT:
        return
    asked = value if isinstance(value, tuple) else (value,)
    for one in asked:
        if one not in fact.values:
            text = _("“%(value)s” is not an answer the form offers for “%(fact)s”.")
            found.unlikely(f"value-{index}", text % {"value": one, "fact": said(fact.label) or fact.name})


def check_codes(items: list[dict[str, Any]], found: Findings) -> None:
    """Each item needs a code of its own."""
    seen: set[str] = set()
    for item in items:
        found.item = code = str(item.get("code") or "")
        if not code.strip():
            found.absent("code", _("This element has no code. Remove it and add it again."))
        elif code in seen:
            found.wrong("code", _("The code “%(code)s” is used twice. Remove one of the two.") % {"code": code})
        seen.add(code)
    found.item = ""
