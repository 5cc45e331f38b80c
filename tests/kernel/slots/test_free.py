"""What is free, against a twin that goes through every instant."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mouakaba.kernel.slots import Span, Taken, free_spans, left, nearest, peak

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 20), st.integers(1, 8))
takens = st.lists(st.builds(Taken, spans, st.integers(1, 4)), max_size=6)


patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _by_instant(taken: list[Taken], at: int) -> int:
    return sum(one.quantity for one in taken if at in range(one.span.start, one.span.end))


@patient
@given(takens, spans)
def test_peak_is_the_most_of_any_instant(taken: list[Taken], span: Span) -> None:
    assert peak(taken, span) == max(_by_instant(taken, at) for at in range(span.start, span.end))
    assert left(5, taken, span) == max(0, 5 - peak(taken, span))


@patient
@given(takens, spans, st.integers(1, 5))
def test_free_stretches_are_the_free_instants_and_as_long_as_can_be(taken: list[Taken], window: Span, n: int) -> None:
    free = free_spans(window, taken, capacity=5, quantity=n)
    instants = [at for at in range(window.start, window.end) if _by_instant(taken, at) + n <= 5]
    assert [at for one in free for at in range(one.start, one.end)] == instants
    assert all(one.end < other.start for one, other in pairwise(free))


@patient
@given(st.lists(spans, max_size=3), takens, spans, st.integers(1, 5))
def test_nearest_is_free_and_nothing_free_is_nearer(
    windows: list[Span], taken: list[Taken], wanted: Span, n: int
) -> None:
    found = nearest(windows, taken, capacity=5, quantity=n, wanted=wanted, most=3)
    fits = [
        start
        for start in range(-10, 40)
        if any(window.holds(Span(start, start + wanted.length)) for window in windows)
        and all(_by_instant(taken, at) + n <= 5 for at in range(start, start + wanted.length))
    ]
    assert {one.start for one in found} <= set(fits)
    assert all(one.length == wanted.length for one in found)
    assert [one.start for one in found[:1]] == sorted(fits, key=lambda at: (abs(at - wanted.start), at))[:1]


def test_what_ends_as_another_starts_shares_nothing() -> None:
    assert not Span(1, 3).meets(Span(3, 5))
    assert peak([Taken(Span(1, 3), 4), Taken(Span(3, 5), 4)], Span(1, 5)) == 4
    with pytest.raises(ValueError, match="ends after"):
        Span(3, 3)
