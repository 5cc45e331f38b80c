"""The jury's assignment against every assignment there is, and what must hold in any."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.assignment.panel import Assigned, File, Juror, assign

LANGUAGES = ("ar", "fr")


def eligible(file: File, juror: Juror) -> bool:
    return bool(file.languages & juror.languages) and juror.id not in file.conflicts and file.id not in juror.conflicts


def every_assignment(files: list[File], jurors: list[Juror], reviews: int, kept: set[tuple[str, str]]):
    """All that keep the hard rules, each as jurors by file: the slow honest twin."""
    choices = []
    for file in files:
        mine = {juror for one, juror in kept if one == file.id}
        able = [juror.id for juror in jurors if eligible(file, juror)]
        choices.append([set(some) for some in combinations(able, reviews) if mine <= set(some)])
    for chosen in product(*choices):
        loads = {juror.id: sum(juror.id in some for some in chosen) for juror in jurors}
        if all(j.min <= loads[j.id] <= (len(files) if j.max is None else j.max) for j in jurors):
            yield chosen


def sums_of(files: list[File], chosen) -> list[float]:
    return [sum(file.affinity.get(juror, 0.0) for juror in some) for file, some in zip(files, chosen, strict=True)]


@st.composite
def juries(draw) -> tuple[list[File], list[Juror], int, set[tuple[str, str]]]:
    count, readers = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    names = [f"J{n}" for n in range(readers)]
    tongues = st.frozensets(st.sampled_from(LANGUAGES), min_size=1)
    jurors = []
    for name in names:
        least = draw(st.integers(0, 1))
        most = draw(st.none() | st.integers(max(least, 1), 4))
        jurors.append(Juror(name, draw(tongues), least, most))
    files = [
        File(
            f"A{n}",
            draw(tongues),
            draw(st.frozensets(st.sampled_from(names), max_size=1)),
            {name: draw(st.integers(-3, 10)) / 10 for name in draw(st.sets(st.sampled_from(names)))},
        )
        for n in range(count)
    ]
    reviews = draw(st.integers(1, 2))
    free = [(file.id, juror.id) for file in files for juror in jurors if eligible(file, juror)]
    kept = draw(st.sets(st.sampled_from(free), max_size=1)) if free else set()
    return files, jurors, reviews, kept


def check_rules(found: Assigned, files: list[File], jurors: list[Juror], reviews: int) -> None:
    by_file = {file.id: {juror for one, juror in found.pairs if one == file.id} for file in files}
    known = {juror.id: juror for juror in jurors}
    for file in files:
        assert len(by_file[file.id]) == reviews
        assert all(eligible(file, known[juror]) for juror in by_file[file.id])
    assert len(found.pairs) == reviews * len(files)
    assert found.loads == {juror.id: sum(juror.id == j for _, j in found.pairs) for juror in jurors}
    assert all(j.min <= found.loads[j.id] <= (len(files) if j.max is None else j.max) for j in jurors)


@settings(max_examples=60, deadline=None)
@given(juries())
def test_the_best_total_and_the_best_served_worst_file_are_those_of_every_assignment(given_jury) -> None:
    files, jurors, reviews, kept = given_jury
    found = assign(files, jurors, reviews_per_file=reviews, kept=kept)
    all_sums = [sums_of(files, chosen) for chosen in every_assignment(files, jurors, reviews, kept)]
    assert found.feasible == bool(all_sums)
    if not all_sums:
        return
    check_rules(found, files, jurors, reviews)
    assert kept <= set(found.pairs)
    best = max(map(sum, all_sums))
    near = [sums for sums in all_sums if sum(sums) >= best - abs(best) / 100 - 1e-9]
    worst = max(map(min, near))
    assert found.best_total == pytest.approx(best, abs=1e-6)
    assert found.worst_file == pytest.approx(worst, abs=1e-6)
    assert found.total == pytest.approx(max(sum(sums) for sums in near if min(sums) >= worst - 1e-9), abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(juries(), st.randoms())
def test_the_order_of_the_input_changes_nothing(given_jury, random) -> None:
    files, jurors, reviews, kept = given_jury
    first = assign(files, jurors, reviews_per_file=reviews, kept=kept)
    random.shuffle(files)
    random.shuffle(jurors)
    second = assign(files, jurors, reviews_per_file=reviews, kept=kept)
    assert set(first.pairs) == set(second.pairs)
    assert (first.total, first.worst_file, first.short) == (second.total, second.worst_file, second.short)


def test_a_hundredth_of_the_total_may_be_given_for_the_worst_file() -> None:
    both = frozenset({"ar"})
    files = [File("A1", both, affinity={"J1": 100.0, "J2": 99.0}), File("A2", both, affinity={"J1": 0.9, "J2": 0.1})]
    found = assign(files, [Juror("J1", both, max=1), Juror("J2", both, max=1)], reviews_per_file=1)
    assert found.pairs == (("A1", "J2"), ("A2", "J1"))
    assert (found.best_total, found.total, found.worst_file) == (100.1, 99.9, 0.9)


def test_the_worst_file_is_helped_only_within_a_hundredth() -> None:
    both = frozenset({"ar"})
    files = [File("A1", both, affinity={"J1": 100.0, "J2": 90.0}), File("A2", both, affinity={"J1": 0.9, "J2": 0.1})]
    found = assign(files, [Juror("J1", both, max=1), Juror("J2", both, max=1)], reviews_per_file=1)
    assert found.pairs == (("A1", "J1"), ("A2", "J2"))
    assert (found.total, found.best_total, found.worst_file) == (100.1, 100.1, 0.1)


def test_why_a_file_cannot_be_served() -> None:
    arabic, french = frozenset({"ar"}), frozenset({"fr"})
    jurors = [Juror("J1", arabic, max=1), Juror("J2", french), Juror("J3", arabic, conflicts=frozenset({"A1"}))]
    found = assign([File("A1", arabic)], jurors, reviews_per_file=2)
    assert [(one.id, one.can_get, one.because) for one in found.short] == [("A1", 1, ("language", "conflict"))]
    jurors = [Juror("J1", arabic, max=1), Juror("J2", arabic, max=1)]
    found = assign([File(f"A{n}", arabic) for n in range(3)], jurors, reviews_per_file=1)
    assert not found.feasible
    assert [(one.can_get, one.because) for one in found.short] == [(0, ("load",))]


def test_jurors_who_cannot_reach_their_least_load_are_named() -> None:
    arabic = frozenset({"ar"})
    found = assign([File("A1", arabic)], [Juror("J1", arabic, min=1), Juror("J2", arabic, min=1)], reviews_per_file=1)
    assert found.short == ()
    assert len(found.idle) == 1
    assert found.idle[0][1] == 0


def test_a_kept_pair_that_breaks_a_rule_cannot_be_served() -> None:
    arabic = frozenset({"ar"})
    file = File("A1", arabic, conflicts=frozenset({"J1"}))
    found = assign([file], [Juror("J1", arabic), Juror("J2", arabic)], reviews_per_file=1, kept=[("A1", "J1")])
    assert [(one.id, one.because) for one in found.short] == [("A1", ("conflict",))]


@pytest.mark.parametrize(
    "wrong",
    [
        {"reviews_per_file": 0},
        {"files": [File("A1", frozenset({"ar"})), File("A1", frozenset({"ar"}))]},
        {"jurors": [Juror("J1", frozenset({"ar"}), min=3, max=2)]},
        {"kept": [("A1", "J9")]},
        {"files": [File("A1", frozenset({"ar"}), affinity={"J1": float("nan")})]},
        {"kept": [("A1", "J1"), ("A1", "J2")]},
    ],
)
def test_what_is_no_jury_is_refused(wrong) -> None:
    arabic = frozenset({"ar"})
    jury = {"files": [File("A1", arabic)], "jurors": [Juror("J1", arabic), Juror("J2", arabic)], "reviews_per_file": 1}
    jury |= wrong
    files, jurors = jury.pop("files"), jury.pop("jurors")
    with pytest.raises(ValueError, match=r"\w"):
        assign(files, jurors, **jury)


def test_many_files_are_served_by_parts(monkeypatch) -> None:
    """More arcs than one program takes: the worst file is no worse than with the greatest total, within a hundredth."""
    import random

    from mouakaba.kernel.assignment import fairness

    dice = random.Random(7)
    names = [f"J{n}" for n in range(12)]
    tongue = frozenset({"ar"})
    files = [File(f"A{n}", tongue, affinity={name: dice.randrange(100) / 100 for name in names}) for n in range(40)]
    jurors = [Juror(name, tongue, 8, 12) for name in names]
    whole = assign(files, jurors, reviews_per_file=3)
    monkeypatch.setattr(fairness, "_FEW", 200)
    parts = assign(files, jurors, reviews_per_file=3)
    check_rules(parts, files, jurors, 3)
    assert parts.best_total == whole.best_total
    assert parts.total >= 0.99 * parts.best_total - 1e-9
    assert whole.worst_file >= parts.worst_file >= whole.worst_file - 0.2
