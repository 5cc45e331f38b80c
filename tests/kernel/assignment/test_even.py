"""The even spread against a search of every assignment, and its promises one by one. Unit."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.assignment import EvenSpread, Held, Reader, ToRead, spread

TONGUES = st.frozensets(st.sampled_from(["ar", "fr", "en"]), min_size=1)


@st.composite
def cases(draw: st.DrawFn, most: int = 4) -> tuple[list[ToRead], list[Reader], int, list[Held]]:
    readers = [Reader(f"J{i}", draw(TONGUES)) for i in range(draw(st.integers(0, most)))]
    names = [reader.id for reader in readers]
    ties = st.frozensets(st.sampled_from(names)) if names else st.just(frozenset[str]())
    files = [ToRead(f"A{i}", draw(TONGUES), draw(ties)) for i in range(draw(st.integers(0, most)))]
    pairs = [(file.id, name) for file in files for name in names]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4)) if pairs else []
    held = [Held(file, juror, draw(st.booleans())) for file, juror in chosen]
    return files, readers, draw(st.integers(1, 3)), held


def able(file: ToRead, readers: list[Reader]) -> set[str]:
    return {r.id for r in readers if r.languages & file.languages and r.id not in file.conflicts}


def loads_of(pairs: set[tuple[str, str]], readers: list[Reader]) -> list[int]:
    count = Counter(juror for _file, juror in pairs)
    return sorted((count[reader.id] for reader in readers), reverse=True)


def best_loads(files: list[ToRead], readers: list[Reader], asked: int, held: list[Held]) -> list[int]:
    """The twin: every way of giving each file its due, the one with the most even loads."""
    options = []
    for file in files:
        fixed = {one.juror for one in held if one.file == file.id and one.started}
        kept = fixed | {one.juror for one in held if one.file == file.id and one.juror in able(file, readers)}
        free = able(file, readers) - fixed
        size = max(min(asked, len(fixed | free)), len(kept)) - len(fixed)
        options.append([{(file.id, j) for j in {*more, *fixed}} for more in combinations(sorted(free), size)])
    every = (set().union(*choice) for choice in product(*options))
    return min((loads_of(pairs, readers) for pairs in every), key=lambda loads: (sum(n * n for n in loads), loads))


@settings(max_examples=600, deadline=None)
@given(cases())
def test_the_loads_are_those_of_the_best_of_all_assignments(
    case: tuple[list[ToRead], list[Reader], int, list[Held]],
) -> None:
    files, readers, asked, held = case
    found = spread(files, readers, reviews_per_file=asked, held=held)
    assert loads_of(set(found.pairs), readers) == best_loads(files, readers, asked, held)


@settings(max_examples=300, deadline=None)
@given(cases(most=8))
def test_hard_rules_hold_and_every_file_gets_what_it_can(
    case: tuple[list[ToRead], list[Reader], int, list[Held]],
) -> None:
    files, readers, asked, held = case
    found = spread(files, readers, reviews_per_file=asked, held=held)
    started = {(one.file, one.juror) for one in held if one.started}
    assert started <= set(found.pairs)
    by_file = {file.id: {j for f, j in found.pairs if f == file.id} for file in files}
    for file in files:
        fixed = {j for f, j in started if f == file.id}
        assert by_file[file.id] <= able(file, readers) | fixed
        assert len(by_file[file.id]) >= min(asked, len(able(file, readers) | fixed))
    assert {short.id for short in found.short} == {f for f, jurors in by_file.items() if len(jurors) < asked}
    assert all(short.because for short in found.short)


@given(cases(most=6), st.randoms())
def test_the_order_of_what_is_given_does_not_matter(
    case: tuple[list[ToRead], list[Reader], int, list[Held]], rng: object
) -> None:
    files, readers, asked, held = case
    first = spread(files, readers, reviews_per_file=asked, held=held)
    for rows in (files, readers, held):
        rng.shuffle(rows)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert spread(files, readers, reviews_per_file=asked, held=held) == first


def everybody(count: int) -> list[Reader]:
    return [Reader(f"J{i:02d}", frozenset({"ar", "fr"})) for i in range(count)]


def test_a_call_of_670_files_gives_loads_one_apart() -> None:
    files = [ToRead(f"A{i:03d}", frozenset({"ar" if i % 3 else "fr"})) for i in range(670)]
    found = spread(files, everybody(12), reviews_per_file=3)
    assert sum(found.loads.values()) == 2010
    assert max(found.loads.values()) - min(found.loads.values()) <= 1
    trios = Counter(tuple(j for f, j in found.pairs if f == file.id) for file in files)
    assert max(trios.values()) < 20  # jurors meet in many ways, so that their severity can be compared


def test_nothing_moves_when_all_is_even_already() -> None:
    files = [ToRead(f"A{i}", frozenset({"fr"})) for i in range(6)]
    first = spread(files, everybody(3), reviews_per_file=2)
    again = spread(files, everybody(3), reviews_per_file=2, held=[Held(f, j) for f, j in first.pairs])
    assert (again.move.added, again.move.removed) == ((), ())


def test_a_new_juror_takes_files_not_begun_and_only_those() -> None:
    files = [ToRead(f"A{i}", frozenset({"fr"})) for i in range(6)]
    held = [Held(f"A{i}", "J00", started=i < 4) for i in range(6)]
    found = spread(files, everybody(2), reviews_per_file=1, held=held)
    assert found.loads == {"J00": 4, "J01": 2}
    assert found.move.removed == (("A4", "J00"), ("A5", "J00"))


def test_it_says_why_a_file_is_short() -> None:
    readers = [Reader("J1", frozenset({"ar"})), Reader("J2", frozenset({"fr"}))]
    files = [ToRead("A1", frozenset({"fr"})), ToRead("A2", frozenset({"ar"}), frozenset({"J1"}))]
    assert reasons(spread(files, readers, reviews_per_file=2)) == {
        "A1": (1, ("language",)),
        "A2": (0, ("language", "conflict")),
    }
    assert reasons(spread(files, readers[:1], reviews_per_file=2))["A2"] == (0, ("conflict", "jurors"))


def reasons(found: EvenSpread) -> dict[str, tuple[int, tuple[str, ...]]]:
    return {short.id: (short.can_get, short.because) for short in found.short}


def test_less_than_one_review_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        spread([], [], reviews_per_file=0)
