"""Files ranked by marks corrected for severity, with an interval and the chance of a place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum

import numpy as np

from mouakaba.kernel.calibration.model import Fitted, fit
from mouakaba.kernel.calibration.overlap import Floats, Ints, Overlap, overlap_of

_NINETY = 1.6448536269514722  # standard deviations on each side of 90 % of a normal law
_DRAWS, _MOST_NUMBERS = 4000, 200_000_000
_BLOCK = 4_000_000
_SEED = 20240331


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that a juror gave a file."""

    file: str
    juror: str
    mark: float


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One file. `marks`: jurors who marked it. `low` and `high`: 90 % interval of `calibrated`, in units of the marks.

    `chance`: of being among the best so many, None when nobody said how many.
    """

    file: str
    marks: int
    raw_mean: float
    calibrated: float
    low: float
    high: float
    chance: float | None
    rank: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """The files, best first, and the overlap they were compared by."""

    files: tuple[Calibrated, ...]
    overlap: Overlap


@dataclass(frozen=True, slots=True)
class _Table:
    """Marks by number of file and juror, one of each pair, in the order of their names."""

    names: tuple[str, ...]
    files: Ints
    jurors: Ints
    marks: Floats
    juror_count: int

    @property
    def counts(self) -> Ints:
        return np.bincount(self.files, minlength=len(self.names))

    @property
    def means(self) -> Floats:
        return np.bincount(self.files, self.marks, len(self.names)) / self.counts


def calibrate(marks: Sequence[Mark], *, places: int | None = None) -> Calibration:
    """Files by calibrated mark, best first, equals by raw mean and name; several marks of a pair are averaged.

    Where jurors share too few files to be compared, the calibrated mark is drawn toward the raw mean, down to the raw
    mean itself. The same marks in any order give the same result. Raises ValueError for places below 1.
    """
    if places is not None and places < 1:
        raise ValueError(f"places must be at least 1, not {places}")
    if not marks:
        return Calibration((), Overlap(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)))
    table = _table(marks)
    size = float(table.marks.std()) or 1.0
    center = float(table.marks.mean())
    given = replace(table, marks=(table.marks - center) / size)
    overlap = overlap_of(table.files, table.jurors, file_count=len(table.names), juror_count=table.juror_count)
    drawn = _Drawn(given, overlap)
    chances = drawn.chances(places) if places is not None else None
    return Calibration(_ranked(table, center + size * drawn.means, size * drawn.spreads, chances), overlap)


def _table(marks: Sequence[Mark]) -> _Table:
    given: dict[tuple[str, str], list[float]] = {}
    for mark in marks:
        given.setdefault((mark.file, mark.juror), []).append(mark.mark)
    pairs = sorted(given)
    files = {name: number for number, name in enumerate(dict.fromkeys(file for file, _ in pairs))}
    jurors = {name: number for number, name in enumerate(sorted({juror for _, juror in pairs}))}
    return _Table(
        tuple(files),
        np.array([files[file] for file, _ in pairs], np.int64),
        np.array([jurors[juror] for _, juror in pairs], np.int64),
        np.array([fsum(given[pair]) / len(given[pair]) for pair in pairs]),
        len(jurors),
    )


class _Drawn:
    """What is known of each file's mark, in standard units: the model's word and the raw mean's, by their trust."""

    def __init__(self, table: _Table, overlap: Overlap) -> None:
        self.model: Fitted = fit(
            table.files, table.jurors, table.marks, file_count=len(table.names), juror_count=table.juror_count
        )
        self.table, self.overlap = table, overlap
        self.trust = overlap.trust[overlap.file_group]
        effects = self.model.effects
        # Groups that share no file cannot be told severe or lenient as a whole: what they have in common stays.
        self.common = self._common(self.model.severities)
        word = effects.mean + self.common + self.model.worths
        self.means = table.means + self.trust * (word - table.means)
        self.raw = (float(effects.noises.mean()) + effects.severity) / table.counts
        self.doubt = self.model.slope_doubt
        known = self.model.variances + self.doubt + self.model.mean_doubt
        self.spreads = np.sqrt(self.trust**2 * known + (1 - self.trust) ** 2 * self.raw)

    def _common(self, severities: Floats) -> Floats:
        sums = np.bincount(self.overlap.group, severities, len(self.overlap.trust))
        heads = np.maximum(np.bincount(self.overlap.group, minlength=len(self.overlap.trust)), 1)
        return (sums / heads)[self.overlap.file_group]

    def chances(self, places: int) -> Floats:
        """How often each file is among the best `places` when all is drawn anew; a fixed seed, the same each time."""
        count = len(self.table.names)
        if places >= count:
            return np.ones(count)
        random = np.random.Generator(np.random.PCG64(_SEED))
        draws = max(200, min(_DRAWS, _MOST_NUMBERS // count))
        found = np.zeros(count)
        left = draws
        while left:
            block = min(left, max(1, _BLOCK // count))
            marks = self._draw(random, block)
            best = np.argpartition(-marks, places - 1, axis=1)[:, :places]
            found += np.bincount(best.ravel(), minlength=count)
            left -= block
        return found / draws

    def _draw(self, random: np.random.Generator, times: int) -> Floats:
        """Marks of every file, so many times: severities together, then each worth given them."""
        model, links = self.model, self.model.links
        root = np.linalg.cholesky(model.covariance)
        moved = random.standard_normal((times, links.juror_count)) @ root.T  # how far severities are from their means
        share = model.effects.slopes[links.jurors] / model.effects.noises[links.jurors] / model.precisions[links.files]
        own = random.standard_normal((times, links.file_count)) * np.sqrt(1 / model.precisions + self.doubt)
        for number in range(times):
            own[number] -= links.by_file(share * moved[number][links.jurors])
        plain = random.standard_normal((times, links.file_count)) * np.sqrt(self.raw)
        return self.means + self.trust * own + (1 - self.trust) * plain


def _ranked(table: _Table, means: Floats, spreads: Floats, chances: Floats | None) -> tuple[Calibrated, ...]:
    raw = table.means
    order = sorted(range(len(table.names)), key=lambda i: (-round(float(means[i]), 9), -float(raw[i]), table.names[i]))
    return tuple(
        Calibrated(
            table.names[i],
            int(table.counts[i]),
            float(raw[i]),
            float(means[i]),
            float(means[i] - _NINETY * spreads[i]),
            float(means[i] + _NINETY * spreads[i]),
            None if chances is None else float(chances[i]),
            rank,
        )
        for rank, i in enumerate(order, start=1)
    )
