"""Quotas that no choice could ever keep, whoever applies. Found before anybody is disappointed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from django.utils.translation import gettext as _

from mouakaba.base.words.queries import said
from mouakaba.kernel.eligibility import Answer, Rule, evaluate_rule
from mouakaba.kernel.selection import Quota
from mouakaba.select.calls.queries.facts import Fact
from mouakaba.select.calls.queries.findings import Findings


def check_feasible(
    quotas: Sequence[Quota],
    facts: Mapping[str, Fact],
    rules: Sequence[Rule],
    *,
    places: int | None,
    labels: Mapping[str, Mapping[str, str]],
    found: Findings,
) -> None:
    """Warns of minimums that exceed the places, maximums that cannot fill them, and values no file may have."""
    found.item = ""
    if places is not None:
        for name, group in _by_fact(quotas, facts):
            _check_sums(name, group, facts[name], places=places, found=found)
    for small, large in combinations(quotas, 2):
        for inner, outer in ((small, large), (large, small)):
            _check_nested(inner, outer, labels, found)
    for quota in quotas:
        _check_reachable(quota, facts.get(quota.attribute), rules, found)


def _by_fact(quotas: Sequence[Quota], facts: Mapping[str, Fact]) -> Iterator[tuple[str, list[Quota]]]:
    """Quotas on one single-valued fact whose values do not overlap: a file counts for one of them at most."""
    for name in dict.fromkeys(quota.attribute for quota in quotas):
        group = [quota for quota in quotas if quota.attribute == name]
        values = [value for quota in group for value in quota.values]
        if name in facts and not facts[name].several and len(values) == len(set(values)):
            yield name, group


def _check_sums(name: str, group: list[Quota], fact: Fact, *, places: int, found: Findings) -> None:
    label = said(fact.label) or name
    least = sum(quota.min or 0 for quota in group)
    if least > places:
        text = _("“%(fact)s”: the minimums add up to %(sum)s, but there are only %(places)s places. Lower one of them.")
        found.unlikely("quotas", text % {"fact": label, "sum": least, "places": places})
    counted = {value for quota in group for value in quota.values}
    most = [quota.max for quota in group]
    if fact.values and counted >= set(fact.values) and None not in most:
        total = sum(bound for bound in most if bound is not None)
        if total < places:
            text = _(
                "“%(fact)s”: the maximums add up to %(sum)s, so the %(places)s places can never all be filled. "
                "Raise one of them."
            )
            found.unlikely("quotas", text % {"fact": label, "sum": total, "places": places})


def _check_nested(inner: Quota, outer: Quota, labels: Mapping[str, Mapping[str, str]], found: Findings) -> None:
    """All files counted by `inner` are counted by `outer` too."""
    nested = inner.attribute == outer.attribute and set(inner.values) <= set(outer.values)
    if nested and inner.min is not None and outer.max is not None and inner.min > outer.max:
        text = _("“%(inner)s” asks for at least %(low)s files, “%(outer)s” allows at most %(high)s of them.")
        names = {"inner": _name(inner, labels), "outer": _name(outer, labels)}
        found.unlikely("quotas", text % {**names, "low": inner.min, "high": outer.max})


def _name(quota: Quota, labels: Mapping[str, Mapping[str, str]]) -> str:
    return said(labels.get(quota.code)) or quota.code


def _check_reachable(quota: Quota, fact: Fact | None, rules: Sequence[Rule], found: Findings) -> None:
    """A minimum on values that the eligibility rules exclude can never be met."""
    if not quota.min or any(_may_enter(quota.attribute, value, rules) for value in quota.values):
        return
    found.item = quota.code
    label = said(fact.label) if fact else quota.attribute
    text = _(
        "“%(fact)s”: the eligibility rules exclude every file this quota counts, so its minimum cannot be reached."
    )
    found.unlikely("min", text % {"fact": label})
    found.item = ""


def _may_enter(attribute: str, value: object, rules: Sequence[Rule]) -> bool:
    return all(evaluate_rule(rule, {attribute: value}).answer is not Answer.NO for rule in rules)
