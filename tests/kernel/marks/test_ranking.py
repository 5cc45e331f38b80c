"""The ranking's key and the draw. Unit."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from functools import cmp_to_key

from hypothesis import given
from hypothesis import strategies as st

from mouakaba.kernel.marks import Entry, drawn_order, ranked

ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.uuids().map(str),
        score=st.sampled_from([Fraction(40), Fraction(400001, 10000), Fraction(4000011, 100000), Fraction(143, 2)]),
        submitted_at=st.sampled_from(["2025-04-01T10:00:00+00:00", "2025-04-02T10:00:00+00:00"]),
    ),
    unique_by=lambda entry: entry.id,
)


def ahead(one: Entry, other: Entry) -> int:
    """The twin: the stated key, as a sentence read word by word."""
    if one.score != other.score:
        return -1 if one.score > other.score else 1
    if one.submitted_at != other.submitted_at:
        return -1 if one.submitted_at < other.submitted_at else 1
    return -1 if one.id < other.id else 1


@given(ENTRIES)
def test_the_ranking_follows_the_stated_key(entries: list[Entry]) -> None:
    assert list(ranked(entries)) == sorted(entries, key=cmp_to_key(ahead))


def test_equal_scores_go_to_the_file_sent_first() -> None:
    late = Entry("A", Fraction(80), "2025-04-02T10:00:00+00:00")
    early = Entry("B", Fraction(80), "2025-04-01T10:00:00+00:00")
    assert ranked([late, early]) == (early, late)


@given(st.lists(st.text(min_size=1), unique=True), st.text(max_size=12))
def test_the_draw_keeps_every_number_and_does_not_depend_on_their_order(numbers: list[str], seed: str) -> None:
    drawn = drawn_order(numbers, seed)
    assert sorted(drawn) == sorted(numbers)
    assert drawn_order(reversed(numbers), seed) == drawn


def test_the_draw_can_be_checked_with_any_hashing_tool() -> None:
    first = min(["N-1", "N-2", "N-3"], key=lambda n: hashlib.sha256(f"seed:{n}".encode()).hexdigest())
    assert drawn_order(["N-1", "N-2", "N-3"], "seed")[0] == first
    assert drawn_order(["N-1", "N-2", "N-3"], "other") != drawn_order(["N-1", "N-2", "N-3"], "seed")
