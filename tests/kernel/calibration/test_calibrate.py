"""Calibrated marks: against a dense solution, under changes that must not matter, and against known truths."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mouakaba.kernel.calibration import Mark, calibrate, fit, overlap_of

MARKS = st.lists(
    st.builds(
        Mark,
        st.sampled_from(["A", "B", "C", "D", "E"]),
        st.sampled_from(["J1", "J2", "J3", "J4"]),
        st.integers(0, 40).map(lambda number: number / 2),
    ),
    min_size=1,
    max_size=30,
)


def world(seed: int, *, files: int, jurors: int, bias: float, scale: float, noise: float = 0.6):
    """Marks of jurors of known severity and spread; the truth of each file, on the scale of a usual juror."""
    dice = np.random.default_rng(seed)
    worth, severity = dice.normal(0, 0.8, files), dice.normal(0, bias, jurors)
    slope = np.exp(dice.normal(0, scale, jurors))
    marks = [
        Mark(f"F{i:04}", f"J{j}", float(10 + severity[j] + slope[j] * worth[i] + dice.normal(0, noise)))
        for i in range(files)
        for j in dice.choice(jurors, 3, replace=False)
    ]
    return 10 + worth, marks


def shared_of_best(truth, names: list[str], places: int) -> float:
    best = {f"F{i:04}" for i in np.argsort(-truth)[:places]}
    return len(best & set(names[:places])) / places


def dense(fitted) -> tuple[np.ndarray, np.ndarray]:
    """Worths and severities, and their variances, by one dense system over both: the slow honest twin."""
    links, effects = fitted.links, fitted.effects
    design = np.zeros((len(links.marks), links.file_count + links.juror_count))
    rows = np.arange(len(links.marks))
    design[rows, links.files] = effects.slopes[links.jurors]
    design[rows, links.file_count + links.jurors] = 1
    weight = 1 / effects.noises[links.jurors]
    prior = np.r_[np.full(links.file_count, 1 / effects.worth), np.full(links.juror_count, 1 / effects.severity)]
    law = np.linalg.inv(design.T @ (design * weight[:, None]) + np.diag(prior))
    return law @ design.T @ (weight * (links.marks - effects.mean)), np.diag(law)


@settings(max_examples=40, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1), st.integers(0, 1000))
def test_the_law_is_that_of_the_dense_system(pairs, seed) -> None:
    files, jurors = (np.array(side, np.int64) for side in zip(*sorted(pairs), strict=True))
    marks = np.random.default_rng(seed).normal(size=len(files))
    fitted = fit(files, jurors, marks, file_count=6, juror_count=4)
    means, variances = dense(fitted)
    assert np.allclose(np.r_[fitted.worths, fitted.severities], means, atol=1e-6)
    assert np.allclose(np.r_[fitted.variances, np.diag(fitted.covariance)], variances, atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(MARKS, st.randoms())
def test_order_changes_nothing_and_every_file_has_its_rank(marks, random) -> None:
    first = calibrate(marks, places=2)
    random.shuffle(marks)
    second = calibrate(marks, places=2)
    assert [one.file for one in first.files] == [one.file for one in second.files]
    assert np.allclose([one.calibrated for one in first.files], [one.calibrated for one in second.files])
    assert [one.rank for one in first.files] == list(range(1, len(first.files) + 1))
    assert {one.file for one in first.files} == {mark.file for mark in marks}
    assert all(one.low <= one.calibrated <= one.high for one in first.files)
    assert sum(one.chance for one in first.files) == pytest.approx(min(2, len(first.files)))


@settings(max_examples=20, deadline=None)
@given(MARKS)
def test_marks_out_of_100_rank_as_marks_out_of_20(marks) -> None:
    small = calibrate(marks)
    large = calibrate([Mark(one.file, one.juror, 5 * one.mark + 7) for one in marks])
    mine = {one.file: one.calibrated for one in small.files}
    assert {one.file: one.calibrated for one in large.files} == pytest.approx(
        {file: 5 * value + 7 for file, value in mine.items()}, abs=1e-4
    )


def brute_overlap(pairs: list[tuple[int, int]]) -> dict[int, set[int]]:
    """Groups of jurors by walking from one to the next."""
    groups = {juror: {juror} for _, juror in pairs}
    for _ in groups:
        for file, juror in pairs:
            for other, reader in pairs:
                if other == file:
                    joined = groups[juror] | groups[reader]
                    groups.update(dict.fromkeys(joined, joined))
    return groups


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 4)), min_size=1))
def test_groups_are_those_one_can_walk(pairs) -> None:
    listed = sorted(pairs)
    files = {file: number for number, file in enumerate(sorted({file for file, _ in listed}))}
    jurors = {juror: number for number, juror in enumerate(sorted({juror for _, juror in listed}))}
    found = overlap_of(
        np.array([files[file] for file, _ in listed]),
        np.array([jurors[juror] for _, juror in listed]),
        file_count=len(files),
        juror_count=len(jurors),
    )
    groups = brute_overlap(listed)
    for one, number in jurors.items():
        for other, second in jurors.items():
            assert (found.group[number] == found.group[second]) == (other in groups[one])
    for file, juror in listed:
        assert found.file_group[files[file]] == found.group[jurors[juror]]


def test_a_severe_juror_is_corrected() -> None:
    marks = [
        Mark(f"F{n}", juror, mark) for n in range(12) for juror, mark in (("kind", 14 + n / 4), ("usual", 12 + n / 4))
    ]
    marks += [Mark("severe only", "severe", 9.0), Mark("kind only", "kind", 13.0)]
    marks += [Mark(f"F{n}", "severe", 6 + n / 4) for n in range(0, 12, 2)]
    found = {one.file: one for one in calibrate(marks).files}
    assert found["severe only"].raw_mean < found["kind only"].raw_mean
    assert found["severe only"].rank < found["kind only"].rank


@pytest.mark.parametrize(("bias", "scale"), [(0.5, 0.0), (0.8, 0.4)])
def test_more_of_the_truly_best_are_found_than_by_raw_means_and_by_standard_scores(bias: float, scale: float) -> None:
    gains = []
    for seed in range(6):
        truth, marks = world(seed, files=300, jurors=30, bias=bias, scale=scale)
        found = calibrate(marks).files
        raw = [one.file for one in sorted(found, key=lambda one: -one.raw_mean)]
        mine = shared_of_best(truth, [one.file for one in found], 24)
        gains.append((mine - shared_of_best(truth, raw, 24), mine - shared_of_best(truth, standardised(marks), 24)))
    over_raw, over_standard = np.mean(gains, axis=0)
    assert over_raw > 0.05
    assert over_standard > -0.01


def standardised(marks: list[Mark]) -> list[str]:
    """Files by the mean of each juror's standard scores, as juries do by hand."""
    by_juror: dict[str, list[float]] = {}
    for mark in marks:
        by_juror.setdefault(mark.juror, []).append(mark.mark)
    scores: dict[str, list[float]] = {}
    for mark in marks:
        given = by_juror[mark.juror]
        scores.setdefault(mark.file, []).append((mark.mark - np.mean(given)) / (np.std(given) or 1))
    return sorted(scores, key=lambda file: -np.mean(scores[file]))


def test_nine_intervals_of_ten_hold_the_truth() -> None:
    held = []
    for seed in range(8):
        truth, marks = world(seed, files=200, jurors=20, bias=0.5, scale=0.2)
        found = {one.file: one for one in calibrate(marks).files}
        held += [found[f"F{i:04}"].low <= value <= found[f"F{i:04}"].high for i, value in enumerate(truth)]
    assert 0.84 <= np.mean(held) <= 0.95


def test_chances_are_right_as_often_as_they_say() -> None:
    said, was = 0.0, 0
    for seed in range(8):
        truth, marks = world(seed, files=200, jurors=20, bias=0.5, scale=0.2)
        best = {f"F{i:04}" for i in np.argsort(-truth)[:24]}
        unsure = [one for one in calibrate(marks, places=24).files if 0.2 < one.chance < 0.8]
        said += sum(one.chance for one in unsure)
        was += sum(one.file in best for one in unsure)
    assert 0.8 < was / said < 1.25


def test_jurors_who_share_nothing_leave_the_raw_mean() -> None:
    marks = [Mark("A", "J1", 12), Mark("B", "J1", 15), Mark("C", "J2", 4), Mark("D", "J2", 8)]
    found = calibrate(marks, places=1)
    assert not found.overlap.enough
    assert [(one.file, one.calibrated) for one in found.files] == [("B", 15), ("A", 12), ("D", 8), ("C", 4)]
    assert all(one.low < one.calibrated < one.high for one in found.files)


def test_groups_are_not_moved_against_each_other() -> None:
    """Two juries that share no file: the files of one are not said better because its jurors are said severe."""
    marks = [
        Mark(f"{group}{n}", f"{group}{juror}", base + n + (juror - 1) / 2)
        for group, base in (("x", 10), ("y", 4))
        for n in range(6)
        for juror in range(3)
    ]
    found = calibrate(marks)
    assert len(found.overlap.trust) == 2
    assert not found.overlap.enough
    x, y = (np.mean([one.calibrated for one in found.files if one.file[0] == group]) for group in "xy")
    assert x - y > 4


def test_several_marks_of_a_pair_are_averaged_and_nothing_gives_nothing() -> None:
    assert calibrate([]).files == ()
    twice = calibrate([Mark("A", "J", 3), Mark("A", "J", 6)]).files[0]
    assert (twice.marks, twice.raw_mean, twice.calibrated) == (1, 4.5, 4.5)
    with pytest.raises(ValueError, match="places"):
        calibrate([Mark("A", "J", 3)], places=0)


def test_equal_marks_stay_equal() -> None:
    found = calibrate([Mark(file, juror, 7) for file in "ABCD" for juror in "xyz"], places=2)
    assert [round(one.calibrated, 6) for one in found.files] == [7, 7, 7, 7]
    assert [one.file for one in found.files] == ["A", "B", "C", "D"]
