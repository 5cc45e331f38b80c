"""What each quota costs, and how far each file that is not chosen is from being chosen."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

import numpy as np

from mouakaba.kernel.selection.beside import Beside
from mouakaba.kernel.selection.joining import Asked
from mouakaba.kernel.selection.model import Explanation, QuotaReport
from mouakaba.kernel.selection.pricing import Pricing
from mouakaba.kernel.selection.problem import Problem
from mouakaba.kernel.selection.program import Exact, Ints, Point
from mouakaba.kernel.selection.swaps import Swaps

_FOUR = Decimal("0.0001")


def quota_reports(problem: Problem, swaps: Swaps, best: Point, *, priced: bool) -> dict[str, QuotaReport]:
    """How each quota stands; its price is found by solving again without it."""
    reports = {}
    for q, (quota, count) in enumerate(zip(problem.quotas, swaps.counts, strict=True)):
        binding = count in (quota.min, quota.max)
        price = _price(problem, best, q) if priced else None
        reports[quota.code] = QuotaReport(count, quota.min, quota.max, binding, price)
    return reports


def _price(problem: Problem, best: Point, number: int) -> float:
    freed = problem.sieve.solve(problem.without_quota(number), beyond=best.value)
    gained = freed.value - best.value if freed else 0
    return float(problem.files.unit * gained)


def enough(short_by: float) -> Decimal:
    """A distance to four decimals, rounded up: what is told is enough, and only no distance at all is told as none."""
    return Decimal(str(short_by)).quantize(_FOUR, ROUND_CEILING)


def explanations(problem: Problem, swaps: Swaps, best: Point) -> dict[str, Explanation]:
    """Why each file is not chosen, best first.

    If file i is not chosen, the optimum without it is the optimum; so it needs what the optimum
    loses by being made to hold i: short_by = optimum - score of i - best of the other places.
    """
    files = problem.files
    out = np.setdiff1d(np.arange(len(files.kind)), swaps.chosen)
    others = _others(problem, swaps, best, out)
    unit, gain = files.unit, files.gain[out].tolist()
    short = [
        None if other is None else float(unit * (best.value - g - other)) for g, other in zip(gain, others, strict=True)
    ]
    codes = functools.cache(lambda bits: tuple(_codes(problem, bits)))
    reasons = zip(out.tolist(), short, strict=True)
    return {files.ranked[rank].id: Explanation(far, codes(swaps.barriers(rank))) for rank, far in reasons}


def _others(problem: Problem, swaps: Swaps, best: Point, out: Ints) -> list[int | None]:
    """For each file not chosen the best value of the other places when it holds one; None if it can hold none.

    It is the same for all files of a class, save where that best itself takes every file of the score in
    question: those are asked for once more, one such file left out.
    """
    kind, column = problem.files.kind[out], problem.columns[0][out]
    classes, place = np.unique(kind, return_inverse=True)
    pricing = Pricing(problem.program, problem.effort)
    least = _by_swap(problem, swaps, best)
    whole = Beside(problem, pricing, Asked(classes, np.full(len(classes), -1)), least[classes])
    used = sorted(whole.full & set(zip(place.tolist(), column.tolist(), strict=True)))
    number, left = (np.array(part, np.int64) for part in (zip(*used, strict=True) if used else ([], [])))
    rest = Beside(problem, pricing, Asked(classes[number], left), least[classes[number]])
    again = dict(zip(used, rest.value.tolist(), strict=True))
    plain = whole.value.tolist()
    return [again.get((p, c), plain[p]) for p, c in zip(place.tolist(), column.tolist(), strict=True)]


def _by_swap(problem: Problem, swaps: Swaps, best: Point) -> Exact:
    """For each class what is left when a file of it takes the place of the lowest chosen file that it may replace."""
    leaving, able = swaps.able
    lowest = {
        int(kind): int(gain)
        for kind, gain in zip(problem.files.kind[swaps.chosen], problem.files.gain[swaps.chosen], strict=True)
    }
    least: Exact = np.full(len(able), None, object)
    for place in sorted(range(len(leaving)), key=lambda place: -lowest[int(leaving[place])]):
        least[able[:, place]] = best.value - lowest[int(leaving[place])]
    return least


def _codes(problem: Problem, bits: int) -> Iterator[str]:
    return (quota.code for q, quota in enumerate(problem.quotas) if bits >> q & 1)
