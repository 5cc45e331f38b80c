"""The slow honest twin of `choose`: every subset is looked at, every definition taken literally."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Any

from mouakaba.kernel.selection import Candidate, Quota

Set = tuple[Candidate, ...]


def exact(candidate: Candidate) -> Fraction:
    return Fraction(str(candidate.score))


def key(candidate: Candidate) -> tuple[Fraction, str, str]:
    return -exact(candidate), candidate.submitted_at, candidate.id


def total(files: Iterable[Candidate]) -> Fraction:
    return sum((exact(file) for file in files), Fraction(0))


def counts_for(candidate: Candidate, quota: Quota) -> bool:
    fact = candidate.facts.get(quota.attribute)
    held = list(fact) if isinstance(fact, (list, tuple)) else [fact]
    return any(
        one == value and isinstance(one, bool) == isinstance(value, bool)
        for one in held
        if one is not None
        for value in quota.values
    )


def broken(files: Sequence[Candidate], quotas: Sequence[Quota]) -> set[str]:
    found = set()
    for quota in quotas:
        count = sum(counts_for(file, quota) for file in files)
        if (quota.min is not None and count < quota.min) or (quota.max is not None and count > quota.max):
            found.add(quota.code)
    return found


def sets(candidates: Sequence[Candidate], size: int, quotas: Sequence[Quota]) -> list[Set]:
    return [files for files in combinations(candidates, size) if not broken(files, quotas)]


def best_set(candidates: Sequence[Candidate], size: int, quotas: Sequence[Quota]) -> Set | None:
    able = sets(candidates, size, quotas)
    if not able:
        return None
    top = max(total(files) for files in able)
    optimal = [tuple(sorted(files, key=key)) for files in able if total(files) == top]
    return min(optimal, key=lambda files: [key(file) for file in files])


def result(candidates: Sequence[Candidate], places: int, quotas: Sequence[Quota], reserve: int) -> dict[str, Any]:
    size = min(places, len(candidates))
    chosen = best_set(candidates, size, quotas)
    if chosen is None:
        return {"status": "infeasible"}
    others = [file for file in sorted(candidates, key=key) if file not in chosen]
    return {
        "status": "optimal",
        "chosen": [file.id for file in chosen],
        "objective": float(total(chosen)),
        "bound": float(total(chosen)),
        "reserve": [file.id for file in others if callable_for_some(file, chosen, quotas)][:reserve],
        "replacements": {file.id: replacement(file, chosen, others, quotas) for file in chosen},
        "quotas": {quota.code: report(quota, chosen, candidates, quotas) for quota in quotas},
        "explanations": {
            file.id: {
                "short_by": short_by(file, candidates, chosen, quotas),
                "quotas": barriers(file, chosen, quotas),
            }
            for file in others
        },
    }


def swapped(chosen: Set, leaving: Candidate, joining: Candidate) -> Set:
    return (*(file for file in chosen if file != leaving), joining)


def callable_for_some(file: Candidate, chosen: Set, quotas: Sequence[Quota]) -> bool:
    return any(not broken(swapped(chosen, leaving, file), quotas) for leaving in chosen)


def replacement(leaving: Candidate, chosen: Set, others: Sequence[Candidate], quotas: Sequence[Quota]) -> str | None:
    able = [file for file in others if not broken(swapped(chosen, leaving, file), quotas)]
    return min(able, key=key).id if able else None


def report(quota: Quota, chosen: Set, candidates: Sequence[Candidate], quotas: Sequence[Quota]) -> dict[str, Any]:
    count = sum(counts_for(file, quota) for file in chosen)
    without = best_set(candidates, len(chosen), [other for other in quotas if other != quota])
    assert without is not None
    return {
        "count": count,
        "min": quota.min,
        "max": quota.max,
        "binding": count == quota.min or count == quota.max,
        "price": float(total(without) - total(chosen)),
    }


def short_by(file: Candidate, candidates: Sequence[Candidate], chosen: Set, quotas: Sequence[Quota]) -> float | None:
    holding = [total(files) for files in sets(candidates, len(chosen), quotas) if file in files]
    return float(total(chosen) - max(holding)) if holding else None


def barriers(file: Candidate, chosen: Set, quotas: Sequence[Quota]) -> list[str]:
    lower = [other for other in chosen if exact(other) < exact(file)]
    hurdles = [broken(swapped(chosen, other, file), quotas) for other in lower]
    nearest = [hurdle for hurdle in hurdles if not any(other < hurdle for other in hurdles)]
    named: set[str] = set().union(*nearest)
    return [quota.code for quota in quotas if quota.code in named]


def holds(candidates: Sequence[Candidate], quotas: Sequence[Quota], sizes: Iterable[int]) -> bool:
    return any(sets(candidates, size, quotas) for size in sizes)


def relaxation(candidates: Sequence[Candidate], size: int, quotas: Sequence[Quota]) -> list[dict[str, Any]]:
    """Over all sets of the size, the changes they need; the least sum, then the latest bounds."""
    needs = []
    for files in combinations(candidates, size):
        need: list[int] = []
        for quota in quotas:
            count = sum(counts_for(file, quota) for file in files)
            need.append(max(0, (quota.min or 0) - count))
            need.append(max(0, count - quota.max) if quota.max is not None else 0)
        needs.append(need)
    least = min(sum(need) for need in needs)
    last = max((need for need in needs if sum(need) == least), key=lambda need: need[::-1])
    changes = []
    for (quota, bound), step in zip(product(quotas, ("min", "max")), last, strict=True):
        old = quota.min if bound == "min" else quota.max
        if step and old is not None:
            new = old - step if bound == "min" else old + step
            changes.append({"code": quota.code, "bound": bound, "from": old, "to": new})
    return changes
