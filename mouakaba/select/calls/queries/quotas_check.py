"""The quotas of a draft, and whether they can hold together at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from mouakaba.base.words.queries import said
from mouakaba.kernel.selection import Quota
from mouakaba.select.calls.queries.drafts import Draft
from mouakaba.select.calls.queries.facts import Fact, facts_of_form
from mouakaba.select.calls.queries.findings import Findings
from mouakaba.select.calls.queries.rules_check import check_codes
from mouakaba.select.calls.queries.texts import absent_words, languages_of
from mouakaba.select.calls.queries.values import decimal, filled, lacking, whole


def read_quotas(draft: Draft, found: Findings, places: int | None) -> list[Quota]:
    """The quotas that can be read; problems for the others."""
    facts = facts_of_form(draft.content)
    labels, languages = draft.labels("quotas"), languages_of(draft)
    quotas = []
    for typed in draft.items("quotas"):
        found.item = code = str(typed.get("code") or "")
        absent_words(found, "label", _("Name of the quota"), lacking(labels.get(code), languages))
        if quota := read_quota(typed, facts, found, places=places):
            quotas.append(quota)
    check_codes(draft.items("quotas"), found)
    return quotas


def read_quota(
    typed: Mapping[str, Any], facts: Mapping[str, Fact], found: Findings, *, places: int | None
) -> Quota | None:
    """One quota, or None with problems."""
    before = len(found.problems)
    name = str(typed.get("attribute") or "").strip()
    if found.item == "places":
        found.wrong(
            "code", _("The code “places” is kept for the number of places. Remove this quota and add it again.")
        )
    if not name:
        found.absent("attribute", _("Choose the answer this quota counts."))
        return None
    values = _values(typed, name, facts.get(name), found)
    low, high = (_bound(typed, key, found) for key in ("min", "max"))
    _check_bounds(low, high, places, found)
    if any(problem.blocks for problem in found.problems[before:]) or not found.item:
        return None
    return Quota(found.item, name, values, low, high)


def _values(
    typed: Mapping[str, Any], name: str, fact: Fact | None, found: Findings
) -> tuple[str | int | float | bool, ...]:
    values = tuple(_typed(value, fact) for value in typed.get("values") or [] if filled(value) or value is False)
    if not values:
        found.absent("values", _("Tick at least one answer to count."))
    if fact is None:
        text = _("No question of the form gives “%(fact)s”: nothing could be counted. Add the question.")
        found.unlikely("attribute", text % {"fact": name})
    elif fact.values:
        for value in values:
            if value not in fact.values:
                text = _("“%(value)s” is not an answer the form offers for “%(fact)s”.")
                found.unlikely("values", text % {"value": value, "fact": said(fact.label) or name})
    return values


def _typed(value: Any, fact: Fact | None) -> Any:
    if fact and fact.kind == "yes_no" and isinstance(value, str):
        return value == "true"
    if fact and fact.kind == "number" and isinstance(value, str):
        number = decimal(value)
        return value if number is None else number
    return value


def _bound(typed: Mapping[str, Any], key: str, found: Findings) -> int | None:
    if not filled(typed.get(key)) and typed.get(key) != 0:
        return None
    number = whole(typed[key])
    if number is None or number < 0:
        label = _("At least") if key == "min" else _("At most")
        found.wrong(key, _("%(field)s: write a whole number, 0 or more.") % {"field": label})
        return None
    return number


def _check_bounds(low: int | None, high: int | None, places: int | None, found: Findings) -> None:
    wrong = any(problem.item == found.item and problem.field in ("min", "max") for problem in found.problems)
    if low is None and high is None and not wrong:
        found.absent("min", _("Write the least number, the most, or both."))
    if low is not None and high is not None and low > high:
        found.wrong("min", _("The least (%(low)s) is more than the most (%(high)s).") % {"low": low, "high": high})
    if low is not None and places is not None and low > places:
        text = _("The least (%(low)s) is more than the number of places (%(places)s).")
        found.wrong("min", text % {"low": low, "places": places})
